import type {CellSums} from '../../../contract/basin-cells.ts';
import type {MeasuredCell} from '../basin-matrix.ts';
import type {Hierarchy, Member, Tier} from '../hierarchy.ts';

/**
 * The cells of every coarser pair of levels, each the sum of its cells, so that whatever level is
 * looked at adds up to the same ground.
 */
export function sumLevels(
  units: Hierarchy,
  basins: Hierarchy,
  cells: readonly MeasuredCell[],
): CellSums[] {
  const sums: CellSums[] = [];
  for (const unitTier of withChosen(units)) {
    for (const basinTier of withChosen(basins)) {
      if (unitTier.of === null && basinTier.of === null) continue;
      sums.push(sumPair(unitTier, basinTier, cells));
    }
  }
  return sums;
}

interface Level extends Pick<Tier, 'level' | 'members'> {
  /** Null at the chosen level itself, where members are their own. */
  of: Int32Array | null;
}

function withChosen({level, members, tiers}: Hierarchy): Level[] {
  return [{level, members, of: null}, ...tiers];
}

function sumPair(units: Level, basins: Level, cells: readonly MeasuredCell[]): CellSums {
  const width = basins.members.length;
  const areas = new Map<number, number>();
  for (const {unit, basin, areaM2} of cells) {
    const row = units.of === null ? unit : units.of[unit]!;
    const column = basins.of === null ? basin : basins.of[basin]!;
    if (row < 0 || column < 0) continue;
    const key = row * width + column;
    areas.set(key, (areas.get(key) ?? 0) + areaM2);
  }
  return {
    unitLevel: units.level,
    basinLevel: basins.level,
    cells: [...areas]
      .sort(([a], [b]) => a - b)
      .map(([key, areaM2]) => {
        const unit = units.members[Math.floor(key / width)]!;
        const basin = basins.members[key % width]!;
        return {unit: unit.code, basin: basin.code, areaM2, ...sharesOf(areaM2, unit, basin)};
      }),
  };
}

/** Shares of a piece in its unit and its basin. */
export function sharesOf(
  areaM2: number,
  unit: Member,
  basin: Member,
): {shareOfUnit: number; shareOfBasin: number} {
  return {shareOfUnit: areaM2 / unit.areaM2, shareOfBasin: areaM2 / basin.areaM2};
}
