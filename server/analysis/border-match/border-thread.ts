import {groundScale} from '../../kernel/ground-length.ts';
import {NearGrid} from '../../kernel/near-grid.ts';
import {EdgeIndex, Outlines} from '../../kernel/outlines.ts';
import {findSharedBorders, type SharedBorders} from '../../kernel/shared-border.ts';
import {polygonsOfWkb} from '../../kernel/wkb.ts';
import {answerQuestions} from '../../thread.ts';
import type {Limits} from './judge.ts';
import {BorderMatcher, type MatchedChain} from './match-borders.ts';
import {findUnitOverlaps, type UnitOverlap} from './unit-overlaps.ts';

/** One check after the other in a thread: open, pick, add, index, match until all chains are done. */
export type BorderQuestions = {
  /** Takes the units, in order, and finds their borders. */
  open: [
    {units: Uint8Array[]; limits: Limits},
    {chainCount: number; pieceCount: number; overlaps: UnitOverlap[]},
  ];
  /** West, south, east, north of each feature → 1 for each that may lie near a border. */
  pick: [Float64Array, Uint8Array];
  /** Adds features; they are numbered in the order they come. */
  add: [{wkb: Uint8Array; classIndex: number}[], void];
  /** All features are there; answers how many of their edges lie near borders. */
  index: [void, number];
  /** Matches chains from one on, about so many pieces of them, and says where to go on. */
  match: [{from: number; pieces: number}, {chains: MatchedChain[]; next: number}];
};

const units = new Outlines();
const features = new Outlines();
const classes: number[] = [];
let limits: Limits | null = null;
let borders: SharedBorders | null = null;
let grid: NearGrid | null = null;
let matcher: BorderMatcher | null = null;

answerQuestions<BorderQuestions>({
  open({units: wkbs, limits: given}) {
    limits = given;
    for (const wkb of wkbs) units.add(polygonsOfWkb(wkb));
    borders = findSharedBorders(units, given.toleranceM);
    const lines = borders.chains.flatMap(({pieces}) => pieces.flatMap((p) => [p.first, p.second]));
    grid = new NearGrid(lines, reachOf(given.searchM));
    return {
      chainCount: borders.chains.length,
      pieceCount: borders.chains.reduce((sum, {pieces}) => sum + pieces.length, 0),
      overlaps: findUnitOverlaps(units, borders),
    };
  },
  pick(boxes) {
    const isPicked = new Uint8Array(boxes.length / 4);
    for (let i = 0; i < isPicked.length; i++) {
      const [west, south, east, north] = boxes.subarray(4 * i, 4 * i + 4);
      isPicked[i] = grid!.mayBeNear(west!, south!, east!, north!) ? 1 : 0;
    }
    return isPicked;
  },
  add(more) {
    for (const {wkb, classIndex} of more) {
      features.add(polygonsOfWkb(wkb));
      classes.push(classIndex);
    }
  },
  index() {
    const {xy, next} = features;
    let count = 0;
    const featureIndex = new EdgeIndex(features, (e) => {
      const end = next[e]!;
      const isNear = grid!.mayBeNear(xy[2 * e]!, xy[2 * e + 1]!, xy[2 * end]!, xy[2 * end + 1]!);
      if (isNear) count++;
      return isNear;
    });
    const classOf = (feature: number) => classes[feature]!;
    matcher = new BorderMatcher(units, borders!, features, featureIndex, classOf, limits!);
    return count;
  },
  match({from, pieces}) {
    const chains: MatchedChain[] = [];
    let next = from;
    for (let left = pieces; left > 0 && next < borders!.chains.length; next++) {
      const chain = borders!.chains[next]!;
      chains.push(matcher!.matchChain(chain));
      left -= chain.pieces.length;
    }
    return {chains, next};
  },
});

function reachOf(distanceM: number): {lon: number; lat: number} {
  const {boxes} = units;
  const farthest = boxes.reduce((most, [, s, , n]) => Math.max(most, Math.abs(s), Math.abs(n)), 0);
  const {eastM, northM} = groundScale(Math.min(farthest, 89));
  // northM is least at the equator, by 1 %
  return {lon: distanceM / eastM, lat: (1.02 * distanceM) / northM};
}
