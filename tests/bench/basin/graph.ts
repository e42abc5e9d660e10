import {growForest} from '../../../server/analysis/basin-linkage/cell-forest.ts';
import {cutCircles} from '../../../server/analysis/basin-linkage/downstream-links.ts';
import {groupUnits} from '../../../server/analysis/basin-linkage/groups.ts';
import {cellsDownstream, cellsUpstream} from '../../../server/analysis/basin-linkage/reach.ts';
import {linkUnits} from '../../../server/analysis/basin-linkage/unit-links.ts';
import {orderUnits} from '../../../server/analysis/basin-linkage/unit-order.ts';
import type {MeasuredCell} from '../../../server/analysis/basin-matrix.ts';
import type {Hierarchy, Member} from '../../../server/analysis/hierarchy.ts';
import type {LinkedBasin} from '../../../contract/basin-linkage.ts';
import {seededRandom} from '../synthetic-layer.ts';

/** Units and basins as squares of one frame; cells by counting points, links by a random walk south. */
export interface BenchGraph {
  unitAreasM2: number[];
  cells: MeasuredCell[];
  downstream: Int32Array;
}

const POINTS = 900;

export function makeGraph(unitSide: number, basinSide: number, seed: number): BenchGraph {
  const random = seededRandom(seed);
  const sums = new Map<number, number>();
  const basinCount = basinSide * basinSide;
  const unitAreasM2 = new Array<number>(unitSide * unitSide).fill(0);
  for (let y = 0; y < POINTS; y++) {
    for (let x = 0; x < POINTS; x++) {
      const at = (side: number) =>
        Math.floor((y * side) / POINTS) * side + Math.floor((x * side) / POINTS);
      const [unit, basin] = [at(unitSide), at(basinSide)];
      const key = unit * basinCount + basin;
      sums.set(key, (sums.get(key) ?? 0) + 1e6);
      unitAreasM2[unit]! += 1e6;
    }
  }
  const cells = [...sums]
    .sort(([a], [b]) => a - b)
    .map(([key, areaM2]) => {
      return {unit: Math.floor(key / basinCount), basin: key % basinCount, areaM2};
    });
  // a side step always ends further south, so nothing runs in a circle
  const downstream = Int32Array.from({length: basinCount}, (_, basin) => {
    const column = basin % basinSide;
    const row = Math.floor(basin / basinSide);
    if (row === 0) return -1;
    const sideways = Math.min(basinSide - 1, Math.max(0, column + Math.floor(3 * random()) - 1));
    return (row - 1) * basinSide + sideways;
  });
  return {unitAreasM2, cells, downstream};
}

/** All that basin-linkage does besides reading and geometry; milliseconds by step, and a checksum. */
export function timeGraph({unitAreasM2, cells, downstream}: BenchGraph): {
  steps: [name: string, elapsedMs: number][];
  checksum: number;
} {
  const steps: [string, number][] = [];
  const time = <T>(name: string, work: () => T): T => {
    const started = performance.now();
    const answer = work();
    steps.push([name, performance.now() - started]);
    return answer;
  };
  const count = downstream.length;
  const end = Array.from(downstream, (to): LinkedBasin['end'] => (to < 0 ? 'outlet' : 'flows-on'));
  const members = Array.from({length: count}, (_, i) => ({code: String(i)}) as Member);
  time('circles', () => cutCircles({members} as Hierarchy, downstream, end, []));
  const riverMouth = new Int32Array(count).fill(-1);
  const forest = time('cells', () => growForest(cells, {downstream, end}, riverMouth));
  const unitOf = Int32Array.from(cells, ({unit}) => unit);
  const links = time('unit links', () => linkUnits(forest, unitOf, unitAreasM2));
  const everyone = new Uint8Array(unitAreasM2.length).fill(1);
  const {order, mutual} = time('order', () => orderUnits(unitAreasM2.length, links, everyone));
  const groups = (['same-basin', 'connected', 'both'] as const).map((rule) =>
    time(`groups, ${rule}`, () => groupUnits(unitAreasM2, cells, links, rule, 0.05)),
  );
  const middle = Math.floor(cells.length / 2);
  const upstream = time('upstream of a cell', () => cellsUpstream(forest, [middle]));
  const below = time('downstream of a cell', () => cellsDownstream(forest, [middle]));
  const checksum =
    order.reduce((sum, unit, i) => (sum * 31 + unit * (i + 1)) % 1_000_003, 7) +
    links.length +
    mutual.length +
    upstream.length +
    below.length +
    groups.reduce((sum, {groups: found}) => sum + found.length, 0);
  return {steps, checksum};
}
