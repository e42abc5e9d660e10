import type {BorderCrossing, ReachedGround} from '../../../contract/basin-linkage.ts';
import type {CellForest} from './cell-forest.ts';

/** All cells that drain to any of the given ones; the given ones are left out. */
export function cellsUpstream({downstream}: CellForest, start: readonly number[]): number[] {
  const inStart = new Set(start);
  // 0 unknown, 1 drains to the start, 2 does not
  const state = new Uint8Array(downstream.length);
  for (const cell of start) state[cell] = 1;
  for (let cell = 0; cell < downstream.length; cell++) {
    const way: number[] = [];
    let at = cell;
    while (at >= 0 && state[at] === 0) {
      state[at] = 2;
      way.push(at);
      at = downstream[at]!;
    }
    if (at >= 0 && state[at] === 1) for (const passed of way) state[passed] = 1;
  }
  return [...state.keys()].filter((cell) => state[cell] === 1 && !inStart.has(cell));
}

/** All cells that the water of the given ones comes through; the given ones are left out. */
export function cellsDownstream({downstream}: CellForest, start: readonly number[]): number[] {
  const reached = new Set(start);
  for (const cell of start) {
    for (let at = downstream[cell]!; at >= 0 && !reached.has(at); at = downstream[at]!)
      reached.add(at);
  }
  for (const cell of start) reached.delete(cell);
  return [...reached].sort((a, b) => a - b);
}

/** What some cells amount to. A crossing belongs to the cell the river leaves. */
export function groundOf(
  {cells}: CellForest,
  reached: readonly number[],
  unitAreasM2: readonly number[],
  crossings: readonly Pick<BorderCrossing, 'from' | 'basin'>[],
): ReachedGround {
  const unitM2 = new Map<number, number>();
  const basins = new Set<number>();
  const keys = new Set<string>();
  let areaM2 = 0;
  for (const c of reached) {
    const cell = cells[c]!;
    areaM2 += cell.areaM2;
    unitM2.set(cell.unit, (unitM2.get(cell.unit) ?? 0) + cell.areaM2);
    basins.add(cell.basin);
    keys.add(`${cell.unit} ${cell.basin}`);
  }
  return {
    areaM2,
    cells: [...reached],
    basins: [...basins].sort((a, b) => a - b),
    units: [...unitM2]
      .sort(([a], [b]) => a - b)
      .map(([unit, held]) => ({unit, areaM2: held, shareOfUnit: held / unitAreasM2[unit]!})),
    crossings: [...crossings.keys()].filter((i) =>
      keys.has(`${crossings[i]!.from} ${crossings[i]!.basin}`),
    ),
  };
}
