import {lookBehind} from '../../kernel/behind-border.ts';
import {BorderHolders} from '../../kernel/border-holders.ts';
import {EdgeIndex, type Outlines} from '../../kernel/outlines.ts';
import type {BorderChain, BorderPiece, SharedBorders} from '../../kernel/shared-border.ts';
import {findFaults, type FaultRun} from './border-faults.ts';
import {judge, type Judgement, type Limits} from './judge.ts';
import {divideChain, isMatched, type Stretch} from './stretches.ts';

/** One unit's side of a mismatch: numbers of classes and of features. */
export interface FoundSide {
  classes: number[];
  features: number[];
}

export interface FoundMismatch {
  first: number;
  second: number;
  kind: Judgement['kind'];
  severity: Judgement['severity'];
  offM: number | null;
  direction: Judgement['direction'];
  widthM: number | null;
  areaM2: number | null;
  resumesIn: number[];
  sides: [FoundSide, FoundSide];
  lengthM: number;
  line: [number, number][];
  at: [number, number];
}

export interface FoundFault extends Pick<FaultRun, 'kind' | 'lengthM' | 'widthM' | 'areaM2'> {
  first: number;
  second: number;
  line: [number, number][];
  at: [number, number];
}

/** What one chain of border came to. */
export interface MatchedChain {
  first: number;
  second: number;
  sharedM: number;
  nothingM: number;
  matchedM: number;
  /** By class number: held on both sides, by the first only, by the second only. */
  byClass: Map<number, [matchedM: number, firstM: number, secondM: number]>;
  mismatches: FoundMismatch[];
  faults: FoundFault[];
}

/** Compares what the two sides of every border hold. Units and features are outlines in degrees. */
export class BorderMatcher {
  private readonly holders: {first: BorderHolders; second: BorderHolders};
  // made at the first mismatch: clean borders need none
  private unitIndex: EdgeIndex | null = null;

  constructor(
    private readonly units: Outlines,
    readonly borders: SharedBorders,
    private readonly features: Outlines,
    private readonly featureIndex: EdgeIndex,
    private readonly classOf: (feature: number) => number,
    private readonly limits: Limits,
  ) {
    this.holders = {
      first: new BorderHolders(features, featureIndex),
      second: new BorderHolders(features, featureIndex),
    };
  }

  matchChain(chain: BorderChain): MatchedChain {
    const {first, second} = chain;
    const stretches = divideChain(chain, this.holders, this.classOf);
    const matched: MatchedChain = {
      first,
      second,
      sharedM: 0,
      nothingM: 0,
      matchedM: 0,
      byClass: new Map(),
      mismatches: [],
      faults: findFaults(chain).map(({pieces, ...run}) => ({
        first,
        second,
        ...run,
        ...placeOf(pieces),
      })),
    };
    stretches.forEach((stretch, i) => {
      matched.sharedM += stretch.lengthM;
      if (!isMatched(stretch)) {
        const around = chain.isClosed
          ? [stretches.at(i - 1), stretches[(i + 1) % stretches.length]]
          : [stretches[i - 1], stretches[i + 1]];
        matched.mismatches.push(this.describe(chain, stretch, around));
      } else if (stretch.classes[0].length === 0) matched.nothingM += stretch.lengthM;
      else matched.matchedM += stretch.lengthM;
      addClasses(matched.byClass, stretch);
    });
    return matched;
  }

  private describe(
    {first, second}: BorderChain,
    stretch: Stretch,
    around: (Stretch | undefined)[],
  ): FoundMismatch {
    const unitIndex = (this.unitIndex ??= new EdgeIndex(this.units));
    const look = (side: 0 | 1, lacking: number[]) =>
      lookBehind(
        side === 0
          ? stretch.parts.map(({sides: [left]}) => left)
          : stretch.parts.map(({sides: [, [a, b, c, d]]}) => [c, d, a, b] as const).reverse(),
        this.limits.searchM,
        {
          outlines: this.features,
          index: this.featureIndex,
          isWanted: (feature) => lacking.includes(this.classOf(feature)),
        },
        {outlines: this.units, index: unitIndex, area: side === 0 ? first : second},
      );
    const {kind, severity, offM, direction, strip} = judge(stretch, around, look, this.limits);
    return {
      first,
      second,
      kind,
      severity,
      offM,
      direction,
      widthM: strip?.widthM ?? null,
      areaM2: strip?.areaM2 ?? null,
      resumesIn: ascending(strip?.areas ?? []),
      sides: [0, 1].map((side) => ({
        classes: stretch.classes[side]!,
        features: ascending(stretch.features[side]!),
      })) as FoundMismatch['sides'],
      lengthM: stretch.lengthM,
      ...placeOf(stretch.parts),
    };
  }
}

function addClasses(byClass: MatchedChain['byClass'], {classes, lengthM}: Stretch): void {
  for (const one of new Set(classes.flat())) {
    const sums = byClass.get(one) ?? [0, 0, 0];
    const isFirst = classes[0].includes(one);
    const isSecond = classes[1].includes(one);
    sums[isFirst && isSecond ? 0 : isFirst ? 1 : 2]! += lengthM;
    byClass.set(one, sums);
  }
}

/** The line along pieces that follow each other, and the position half-way along it. */
function placeOf(pieces: readonly Pick<BorderPiece, 'first' | 'lengthM'>[]): {
  line: [number, number][];
  at: [number, number];
} {
  const line: [number, number][] = [];
  let left = pieces.reduce((sum, {lengthM}) => sum + lengthM, 0) / 2;
  let at: [number, number] | null = null;
  for (const {first, lengthM} of pieces) {
    const [lon0, lat0, lon1, lat1] = first;
    if (line.length === 0) line.push([lon0, lat0]);
    line.push([lon1, lat1]);
    if (at === null && left <= lengthM) {
      const share = lengthM === 0 ? 0 : left / lengthM;
      at = [lon0 + share * (lon1 - lon0), lat0 + share * (lat1 - lat0)];
    }
    left -= lengthM;
  }
  return {line, at: at ?? line.at(-1)!};
}

function ascending(numbers: Iterable<number>): number[] {
  return [...numbers].sort((a, b) => a - b);
}
