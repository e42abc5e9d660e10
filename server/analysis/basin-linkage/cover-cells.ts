import type {ReachSide} from '../../../contract/basin-linkage.ts';
import type {MeasuredCell} from '../basin-matrix.ts';

/** Cells of one side as whole units, whole basins and the cells that are left, each cell once. */
export interface SideCover {
  side: ReachSide;
  units: number[];
  basins: number[];
  cells: number[];
}

/**
 * A unit or basin is whole where its cells are all of its ground but this share: sums of areas are
 * equal to 1e-9, and of a unit as large as a province a millionth is less than a pixel.
 */
const ROUNDING_SHARE = 1e-6;
const SIDES: readonly ReachSide[] = ['place', 'upstream', 'downstream', 'both'];

/**
 * Whole units and basins are on the map already; only what is in neither has to be cut. A cell that is
 * in a whole unit is in no whole basin that is listed, so that nothing is painted twice.
 * @param sides by cell, null where it does not count
 * @param areas in m², by position of the unit and of the basin
 */
export function coverCells(
  sides: readonly (ReachSide | null)[],
  cells: readonly MeasuredCell[],
  areas: {units: readonly number[]; basins: readonly number[]},
): SideCover[] {
  const ofUnit = wholes(sides, cells, 'unit', areas.units);
  const ofBasin = wholes(sides, cells, 'basin', areas.basins);
  return SIDES.flatMap((side) => {
    const own = [...cells.keys()].filter((cell) => sides[cell] === side);
    if (own.length === 0) return [];
    const byUnits = cover(own, cells, side, ofUnit, 'unit', ofBasin, 'basin');
    const byBasins = cover(own, cells, side, ofBasin, 'basin', ofUnit, 'unit');
    const isByUnits = byUnits.cells.length < byBasins.cells.length;
    const {first, second, cells: left} = isByUnits ? byUnits : byBasins;
    const [units, basins] = isByUnits ? [first, second] : [second, first];
    return [{side, units, basins, cells: left}];
  });
}

/** By unit or basin: the side that all of its ground is on, null where there is none. */
function wholes(
  sides: readonly (ReachSide | null)[],
  cells: readonly MeasuredCell[],
  of: 'unit' | 'basin',
  areasM2: readonly number[],
): (ReachSide | null)[] {
  const heldM2 = new Float64Array(areasM2.length);
  const found: (ReachSide | null | undefined)[] = Array.from({length: areasM2.length});
  cells.forEach((cell, c) => {
    const at = cell[of];
    heldM2[at]! += cell.areaM2;
    if (found[at] === undefined) found[at] = sides[c]!;
    else if (found[at] !== sides[c]) found[at] = null;
  });
  return found.map((side, at) =>
    heldM2[at]! >= areasM2[at]! * (1 - ROUNDING_SHARE) ? (side ?? null) : null,
  );
}

/** Takes all of the first kind, then those of the second that share no cell with them. */
function cover(
  own: readonly number[],
  cells: readonly MeasuredCell[],
  side: ReachSide,
  firsts: readonly (ReachSide | null)[],
  firstKind: 'unit' | 'basin',
  seconds: readonly (ReachSide | null)[],
  secondKind: 'unit' | 'basin',
): {first: number[]; second: number[]; cells: number[]} {
  const first = new Set<number>();
  const second = new Set<number>();
  const taken = new Set<number>();
  for (const cell of own) {
    const at = cells[cell]![firstKind];
    if (firsts[at] === side) first.add(at);
    else if (seconds[cells[cell]![secondKind]] === side) second.add(cells[cell]![secondKind]);
  }
  for (const cell of own) {
    const isTaken = first.has(cells[cell]![firstKind]);
    // a whole of the second kind that reaches into one of the first would be painted there twice
    if (isTaken) second.delete(cells[cell]![secondKind]);
    if (isTaken) taken.add(cell);
  }
  for (const cell of own) if (second.has(cells[cell]![secondKind])) taken.add(cell);
  const byNumber = (a: number, b: number) => a - b;
  return {
    first: [...first].sort(byNumber),
    second: [...second].sort(byNumber),
    cells: own.filter((cell) => !taken.has(cell)),
  };
}
