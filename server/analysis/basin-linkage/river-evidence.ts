import type {BasinIssue} from '../../../contract/basin-level.ts';
import type {BorderCrossing, LinkedBasin} from '../../../contract/basin-linkage.ts';
import {detailIn} from '../../../contract/local-text.ts';
import type {Hierarchy} from '../hierarchy.ts';
import {cutCircles, type DownstreamLinks} from './downstream-links.ts';
import type {PathRuns, Run} from './path-runs.ts';
import type {Rivers} from './read-rivers.ts';
import type {RiverPaths} from './river-paths.ts';

/** What rivers tell of units and basins, once it is known which way each path flows. */
export interface RiverEvidence {
  rivers: Rivers;
  paths: RiverPaths;
  units: PathRuns;
  basins: PathRuns;
  /** By path. */
  directions: BorderCrossing['direction'][];
}

/** A river passes from one basin into another, in a unit (−1: in none). */
interface Pass {
  from: number;
  to: number;
  unit: number;
  flowM3PerS: number;
}

/**
 * Decides by path whether its lines are drawn the way water flows: the layer's own links say so, else
 * what the basins it passes say of each other, else the order of vertices is believed.
 */
export function findDirections(
  {paths}: RiverPaths,
  basins: PathRuns,
  downstream: Int32Array | null,
  rivers: Rivers,
  issues: BasinIssue[],
): BorderCrossing['direction'][] {
  const votes = new Int32Array(paths.length);
  for (const {path, from, to} of basins.crossings) {
    if (downstream === null || from < 0 || to < 0) continue;
    if (downstream[from] === to) votes[path]!++;
    else if (downstream[to] === from) votes[path]!--;
  }
  const against: string[] = [];
  const directions = paths.map(({linkedJoints, lines}, path): BorderCrossing['direction'] => {
    if (votes[path]! < 0) {
      if (linkedJoints === 0) return 'turned';
      against.push(rivers.features[rivers.featureOf[lines[0]!]!]!.code);
    }
    return linkedJoints > 0 || votes[path]! > 0 ? 'confirmed' : 'vertex-order';
  });
  if (against.length > 0) {
    issues.push({
      rule: 'river-against-basins',
      severity: 'warning',
      featureIds: against,
      areaM2: null,
      ...detailIn({
        zh: `${against.length} 条河流按其自身的联系，由一个流域流入其上游流域。跨界处以河流为准，次序以流域为准；请更正有误的一方。`,
        en: `${against.length} rivers flow, by their own links, from a basin into the one upstream of it. Their crossings follow the rivers, the order follows the basins; correct whichever is wrong.`,
      }),
    });
  }
  return directions;
}

/** Links of basins that have none of their own: each flows where most river water leaves it for another. */
export function linksFromRivers(hierarchy: Hierarchy, evidence: RiverEvidence): DownstreamLinks {
  const count = hierarchy.members.length;
  const issues: BasinIssue[] = [];
  const best = Array.from({length: count}, (): Map<number, number> => new Map());
  for (const {from, to, flowM3PerS} of passesOf(evidence)) {
    best[from]!.set(to, (best[from]!.get(to) ?? 0) + Math.max(flowM3PerS, 1e-9));
  }
  const downstream = new Int32Array(count).fill(-1);
  const end = Array.from({length: count}, (): LinkedBasin['end'] => 'unknown');
  for (const run of evidence.basins.runs.flat()) if (run.member >= 0) end[run.member] = 'outlet';
  best.forEach((ways, basin) => {
    const [first] = [...ways].sort(([a, x], [b, y]) => y - x || a - b);
    if (!first) return;
    downstream[basin] = first[0];
    end[basin] = 'flows-on';
  });
  cutCircles(hierarchy, downstream, end, issues);
  return {downstream, end, issues};
}

/** By basin the unit in which most river water leaves it the way its link says, −1 for none. */
export function riverMouths(
  {downstream, end}: Pick<DownstreamLinks, 'downstream' | 'end'>,
  evidence: RiverEvidence,
): Int32Array {
  const mouth = new Int32Array(downstream.length).fill(-1);
  const largest = new Float64Array(downstream.length).fill(-Infinity);
  const consider = (basin: number, unit: number, flowM3PerS: number) => {
    if (unit < 0 || flowM3PerS <= largest[basin]!) return;
    largest[basin] = flowM3PerS;
    mouth[basin] = unit;
  };
  for (const {from, to, unit, flowM3PerS} of passesOf(evidence)) {
    if (downstream[from] === to) consider(from, unit, flowM3PerS);
  }
  // at an outlet it is where the river ends
  const {paths, units, basins, rivers, directions} = evidence;
  paths.paths.forEach(({intoLine, lines}, path) => {
    const isTurned = directions[path] === 'turned';
    if (intoLine >= 0 || isTurned) return;
    const basin = lastInside(basins.runs[path]!);
    const unit = lastInside(units.runs[path]!);
    if (basin < 0 || (end[basin] !== 'outlet' && end[basin] !== 'outside')) return;
    const feature = rivers.features[rivers.featureOf[lines.at(-1)!]!]!;
    consider(basin, unit, feature.flowM3PerS ?? -1);
  });
  return mouth;
}

function passesOf({rivers, units, basins, directions}: RiverEvidence): Pass[] {
  return basins.crossings
    .filter(({from, to}) => from >= 0 && to >= 0)
    .map(({path, from, to, line, atM}) => {
      const isTurned = directions[path] === 'turned';
      const flowM3PerS = rivers.features[rivers.featureOf[line]!]!.flowM3PerS ?? -1;
      const unit = memberAt(units.runs[path]!, atM + (isTurned ? BESIDE_M : -BESIDE_M));
      return isTurned ? {from: to, to: from, unit, flowM3PerS} : {from, to, unit, flowM3PerS};
    });
}

/** Just above a border, in metres. */
const BESIDE_M = 0.5;

/** The member a path is in at a metre; of two that overlap the first, −1 outside. */
export function memberAt(runs: readonly Run[], metre: number): number {
  const inside = runs.find(({fromM, toM}) => fromM <= metre && metre <= toM);
  if (inside) return inside.member;
  const before = runs.findLast(({toM}) => toM <= metre);
  return before?.member ?? runs[0]?.member ?? -1;
}

function lastInside(runs: readonly Run[]): number {
  return runs.findLast(({member}) => member >= 0)?.member ?? -1;
}
