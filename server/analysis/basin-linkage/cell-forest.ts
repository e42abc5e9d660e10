import type {LinkedBasin} from '../../../contract/basin-linkage.ts';
import type {MeasuredCell} from '../basin-matrix.ts';
import {drainedAreas} from './downstream-links.ts';

/** How cells drain: each into one other at most, so they form a forest with its roots at the mouths. */
export interface CellForest {
  cells: readonly MeasuredCell[];
  /** By cell: the next one down, −1 for none. */
  downstream: Int32Array;
  /** By cell: its area and all that drains to it. */
  drainedM2: Float64Array;
  /** By cell: 1 where its way down rests on a mouth placed in the largest unit. */
  isAssumed: Uint8Array;
  mouthUnit: Int32Array;
  mouthBasis: LinkedBasin['mouthBasis'][];
}

export const MOUTH_RULE =
  'All water of a basin leaves it in one unit: where a river passes into the next basin; without one, in the unit that lies on both sides; of several such units in the one with most ground on both sides, which is an assumption and marked as such. Cells below 0.1 % of a basin are passed over as digitising. The water of every other unit of the basin goes there, through the units a river takes it through where one is known.';

/** Cells below this share of their basin come from borders that two sources digitised differently. */
const SLIVER_SHARE = 1e-3;

/** A river leaves one unit for another inside a basin. */
export interface RiverWay {
  basin: number;
  from: number;
  to: number;
  /** −1 where it is not known. */
  flowM3PerS: number;
}

/**
 * Finds for each basin the unit in which it is left, and from that where each cell drains.
 * @param riverMouth by basin the unit in which a river leaves it, −1 where none is known
 * @param riverWays rivers from one unit into another inside a basin
 */
export function growForest(
  cells: readonly MeasuredCell[],
  basins: {downstream: Int32Array; end: readonly LinkedBasin['end'][]},
  riverMouth: Int32Array,
  riverWays: readonly RiverWay[] = [],
): CellForest {
  const basinCount = basins.downstream.length;
  const byBasin = Array.from({length: basinCount}, (): number[] => []);
  cells.forEach(({basin}, c) => byBasin[basin]!.push(c));
  const waysIn = Array.from({length: basinCount}, (): RiverWay[] => []);
  for (const way of riverWays) waysIn[way.basin]!.push(way);
  const forest = {
    downstream: new Int32Array(cells.length).fill(-1),
    isAssumed: new Uint8Array(cells.length),
    mouthUnit: new Int32Array(basinCount).fill(-1),
    mouthBasis: Array.from({length: basinCount}, (): LinkedBasin['mouthBasis'] => 'unknown'),
  };
  for (let basin = 0; basin < basinCount; basin++) {
    const own = byBasin[basin]!;
    const next = basins.downstream[basin]!;
    if (own.length === 0 || basins.end[basin] === 'cycle' || basins.end[basin] === 'unknown')
      continue;
    const below = next < 0 ? [] : byBasin[next]!;
    const mouth = findMouth(cells, own, below, riverMouth[basin]!);
    if (mouth === null) continue;
    const {unit} = cells[mouth.cell]!;
    forest.mouthUnit[basin] = unit;
    forest.mouthBasis[basin] = mouth.basis;
    const isAssumed = Number(mouth.basis === 'largest');
    for (const c of own) {
      if (c === mouth.cell) continue;
      forest.downstream[c] = mouth.cell;
      forest.isAssumed[c] = isAssumed;
    }
    followRivers(cells, own, mouth.cell, waysIn[basin]!, forest);
    if (below.length === 0) continue;
    const same = below.find((c) => cells[c]!.unit === unit);
    const entry = same ?? largest(cells, withoutSlivers(cells, below));
    forest.downstream[mouth.cell] = entry;
    forest.isAssumed[mouth.cell] = Number(
      isAssumed === 1 || (same === undefined && withoutSlivers(cells, below).length > 1),
    );
  }
  const drainedM2 = drainedAreas(
    forest.downstream,
    cells.map(({areaM2}) => areaM2),
  );
  return {cells, drainedM2, ...forest};
}

/**
 * Leads cells to the cell the largest river takes their water to, where following rivers ends at the
 * mouth; a way that runs in a circle stays led straight to it.
 */
function followRivers(
  cells: readonly MeasuredCell[],
  own: readonly number[],
  mouth: number,
  ways: readonly RiverWay[],
  {downstream}: Pick<CellForest, 'downstream'>,
): void {
  if (ways.length === 0) return;
  const cellOf = new Map(own.map((c) => [cells[c]!.unit, c]));
  const next = new Map<number, {to: number; flowM3PerS: number}>();
  for (const {from, to, flowM3PerS} of ways) {
    const [a, b] = [cellOf.get(from), cellOf.get(to)];
    if (a === undefined || b === undefined || a === mouth) continue;
    const known = next.get(a);
    const isLarger =
      !known || flowM3PerS > known.flowM3PerS || (flowM3PerS === known.flowM3PerS && b < known.to);
    if (isLarger) next.set(a, {to: b, flowM3PerS});
  }
  for (const [cell, {to}] of next) {
    let at: number | undefined = to;
    for (let steps = 0; at !== undefined && at !== mouth && steps < next.size; steps++)
      at = next.get(at)?.to ?? mouth;
    if (at === mouth) downstream[cell] = to;
  }
}

/** The cell of a basin that its water leaves it from; null where several could be and none is known. */
function findMouth(
  cells: readonly MeasuredCell[],
  own: readonly number[],
  below: readonly number[],
  riverUnit: number,
): {cell: number; basis: LinkedBasin['mouthBasis']} | null {
  const byRiver = own.find((c) => cells[c]!.unit === riverUnit);
  if (byRiver !== undefined) return {cell: byRiver, basis: 'river'};
  const real = withoutSlivers(cells, own);
  if (real.length === 1) return {cell: real[0]!, basis: 'only-unit'};
  // at an outlet nothing tells which of the units has it
  if (below.length === 0) return null;
  const belowM2 = new Map(
    withoutSlivers(cells, below).map((c) => [cells[c]!.unit, cells[c]!.areaM2]),
  );
  const both = real.filter((c) => belowM2.has(cells[c]!.unit));
  if (both.length === 1) return {cell: both[0]!, basis: 'only-unit'};
  if (both.length === 0) return {cell: largest(cells, real), basis: 'largest'};
  const onBothSides = (c: number) => Math.min(cells[c]!.areaM2, belowM2.get(cells[c]!.unit)!);
  const cell = both.reduce((best, c) => (onBothSides(c) > onBothSides(best) ? c : best));
  return {cell, basis: 'largest'};
}

function withoutSlivers(cells: readonly MeasuredCell[], own: readonly number[]): number[] {
  const areaM2 = own.reduce((sum, c) => sum + cells[c]!.areaM2, 0);
  return own.filter((c) => cells[c]!.areaM2 >= areaM2 * SLIVER_SHARE);
}

/** Of equal ones the first, which has the lower code. */
function largest(cells: readonly MeasuredCell[], own: readonly number[]): number {
  return own.reduce((best, c) => (cells[c]!.areaM2 > cells[best]!.areaM2 ? c : best));
}
