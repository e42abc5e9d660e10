import type {UnitLink} from '../../../contract/basin-linkage.ts';
import type {CellForest} from './cell-forest.ts';
import {upstreamFirst} from './downstream-links.ts';

/** A link as far as ground tells; rivers and flow come from the crossings. */
export type GroundLink = Omit<UnitLink, 'rivers' | 'flowM3PerS' | 'isAgainstOrder'>;

/**
 * Who drains straight into whom, from the ways of the cells.
 * @param unitOf by cell the unit it counts for, −1 for none: a level above is asked for by its units
 * @param areasM2 by unit
 */
export function linkUnits(
  forest: CellForest,
  unitOf: Int32Array,
  areasM2: readonly number[],
): GroundLink[] {
  const {cells, downstream, isAssumed} = forest;
  const unitCount = areasM2.length;
  const links = new Map<number, GroundLink & {basinSet: Set<number>}>();
  const keyOf = (cell: number) => {
    const to = downstream[cell]!;
    if (to < 0) return -1;
    const [a, b] = [unitOf[cell]!, unitOf[to]!];
    return a < 0 || b < 0 || a === b ? -1 : a * unitCount + b;
  };
  cells.forEach(({basin}, cell) => {
    const key = keyOf(cell);
    if (key < 0) return;
    let link = links.get(key);
    if (!link) {
      const [from, to] = [Math.floor(key / unitCount), key % unitCount];
      const nothing = {drainedM2: 0, ownM2: 0, shareOfFrom: 0, basins: [], isAssumed: false};
      link = {from, to, ...nothing, basinSet: new Set()};
      links.set(key, link);
    }
    link.basinSet.add(basin);
    if (isAssumed[cell] === 1) link.isAssumed = true;
  });
  addDrained(forest, keyOf, (key, areaM2) => (links.get(key)!.drainedM2 += areaM2));

  // own ground of a unit leaves it where its way first crosses a border
  const exit = new Float64Array(cells.length).fill(-1);
  for (const cell of upstreamFirst(downstream).toReversed()) {
    const key = keyOf(cell);
    const to = downstream[cell]!;
    exit[cell] = key >= 0 ? key : to >= 0 && unitOf[to] === unitOf[cell] ? exit[to]! : -1;
    if (exit[cell]! >= 0) links.get(exit[cell]!)!.ownM2 += cells[cell]!.areaM2;
  }
  return [...links.values()]
    .sort((a, b) => a.from - b.from || a.to - b.to)
    .map(({basinSet, ...link}) => ({
      ...link,
      shareOfFrom: link.ownM2 / areasM2[link.from]!,
      basins: [...basinSet].sort((a, b) => a - b),
    }));
}

/**
 * Adds to each link the ground that goes its way, once however often water comes back over the same
 * border: a way counts where no crossing of the same kind lies further down. The forest is walked
 * from its roots up, with the crossings between there and here counted.
 */
function addDrained(
  {downstream, drainedM2}: CellForest,
  keyOf: (cell: number) => number,
  add: (key: number, areaM2: number) => void,
): void {
  const count = downstream.length;
  const firstChild = new Int32Array(count).fill(-1);
  const nextChild = new Int32Array(count).fill(-1);
  for (let cell = 0; cell < count; cell++) {
    const to = downstream[cell]!;
    if (to < 0) continue;
    nextChild[cell] = firstChild[to]!;
    firstChild[to] = cell;
  }
  const below = new Map<number, number>();
  for (let root = 0; root < count; root++) {
    if (downstream[root]! >= 0) continue;
    let cell = root;
    for (;;) {
      const key = keyOf(cell);
      if (key >= 0) {
        const seen = below.get(key) ?? 0;
        if (seen === 0) add(key, drainedM2[cell]!);
        below.set(key, seen + 1);
      }
      if (firstChild[cell]! >= 0) {
        cell = firstChild[cell]!;
        continue;
      }
      // up to where a sibling is left
      for (;;) {
        const left = keyOf(cell);
        if (left >= 0) below.set(left, below.get(left)! - 1);
        if (cell === root || nextChild[cell]! >= 0) break;
        cell = downstream[cell]!;
      }
      if (cell === root) break;
      cell = nextChild[cell]!;
    }
  }
}
