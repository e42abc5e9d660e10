import {areaIn, type AreaUnit} from '../../../contract/format-area.ts';
import type {BasinCells, CellSide} from '../../../contract/basin-cells.ts';
import type {Locale} from './map-state.ts';

/** A unit and what it shares with the basin looked at, or with its main basin. */
export interface ShareRow {
  unit: CellSide;
  /** The basin the share is about. */
  basin: CellSide | null;
  areaM2: number;
  shareOfUnit: number;
  shareOfBasin: number;
}

export interface Named {
  code: string;
  name: string | null;
  nameEn: string | null;
}

/** What it is called in the language of the interface; its code where it has no name. */
export function nameIn(named: Named, locale: Locale): string {
  const [first, second] = locale === 'en' ? [named.nameEn, named.name] : [named.name, named.nameEn];
  return first ?? second ?? named.code;
}

/** Units of one basin by their share of it; without a basin every unit with its main basin. */
export function shareRows(cells: BasinCells, basinCode: string | null): ShareRow[] {
  const basinAt = cells.basins.findIndex(({code}) => code === basinCode);
  const mains = new Map(cells.memberships.map(({unit, mainBasin}) => [unit, mainBasin]));
  const chosen =
    basinAt >= 0
      ? cells.cells.filter(({basin}) => basin === basinAt)
      : cells.cells.filter(({unit, basin}) => mains.get(unit) === basin);
  const rows = chosen.map((cell) => ({
    unit: cells.units[cell.unit]!,
    basin: cells.basins[cell.basin] ?? null,
    areaM2: cell.areaM2,
    shareOfUnit: cell.shareOfUnit,
    shareOfBasin: cell.shareOfBasin,
  }));
  return rows.sort((a, b) =>
    basinAt >= 0 ? b.shareOfBasin - a.shareOfBasin : b.shareOfUnit - a.shareOfUnit,
  );
}

/** Basins of one unit, largest first. */
export function basinsOfUnit(cells: BasinCells, unitCode: string): ShareRow[] {
  return cells.cells
    .filter(({unit}) => cells.units[unit]?.code === unitCode)
    .map((cell) => ({
      unit: cells.units[cell.unit]!,
      basin: cells.basins[cell.basin] ?? null,
      areaM2: cell.areaM2,
      shareOfUnit: cell.shareOfUnit,
      shareOfBasin: cell.shareOfBasin,
    }))
    .sort((a, b) => b.areaM2 - a.areaM2);
}

/** What the cells table shows: a cell, or what of a unit or basin lies in none. */
export interface CellRow {
  id: string;
  kind: 'cell' | 'unit-remainder' | 'basin-remainder';
  unitCode: string;
  unitName: string;
  basinCode: string;
  basinName: string;
  areaM2: number;
  shareOfUnit: number | null;
  shareOfBasin: number | null;
}

/** Less than this of a whole is rounding, not ground: 1e-9 as in the tie rule of the service. */
const ROUNDING_SHARE = 1e-9;

/** Cells of the basin looked at, or of all, with remainders, so that each whole is accounted for. */
export function cellRows(cells: BasinCells, basinCode: string | null, locale: Locale): CellRow[] {
  const {units, basins} = cells;
  const isWanted = (code: string) => basinCode === null || code === basinCode;
  const rows: CellRow[] = cells.cells
    .filter(({basin}) => isWanted(basins[basin]!.code))
    .map((cell) => ({
      id: cell.id,
      kind: 'cell',
      unitCode: units[cell.unit]!.code,
      unitName: nameIn(units[cell.unit]!, locale),
      basinCode: basins[cell.basin]!.code,
      basinName: nameIn(basins[cell.basin]!, locale),
      areaM2: cell.areaM2,
      shareOfUnit: cell.shareOfUnit,
      shareOfBasin: cell.shareOfBasin,
    }));
  const hasRemainder = (side: CellSide) => side.remainderM2 > side.areaM2 * ROUNDING_SHARE;
  for (const basin of basins.filter((side) => isWanted(side.code) && hasRemainder(side))) {
    rows.push({
      id: `${basin.code}-`,
      kind: 'basin-remainder',
      unitCode: '',
      unitName: '',
      basinCode: basin.code,
      basinName: nameIn(basin, locale),
      areaM2: basin.remainderM2,
      shareOfUnit: null,
      shareOfBasin: basin.remainderM2 / basin.areaM2,
    });
  }
  // what of a unit lies in no basin is asked only of all basins together
  for (const unit of basinCode === null ? units.filter(hasRemainder) : []) {
    rows.push({
      id: `-${unit.code}`,
      kind: 'unit-remainder',
      unitCode: unit.code,
      unitName: nameIn(unit, locale),
      basinCode: '',
      basinName: '',
      areaM2: unit.remainderM2,
      shareOfUnit: unit.remainderM2 / unit.areaM2,
      shareOfBasin: null,
    });
  }
  return rows;
}

/** How the parts shown add up to the wholes they are parts of. */
export interface CellTotals {
  cellsM2: number;
  /** Of the basins shown, in no unit. */
  outsideUnitsM2: number;
  basinsM2: number;
  /** Of the units, in no basin; null while one basin is looked at. */
  outsideBasinsM2: number | null;
  unitsM2: number | null;
  /** What is left unexplained of the larger of both sums, as a share of it. */
  differenceShare: number;
}

export function cellTotals(cells: BasinCells, basinCode: string | null): CellTotals {
  const sum = (values: number[]) => values.reduce((all, value) => all + value, 0);
  const basins = cells.basins.filter(({code}) => basinCode === null || code === basinCode);
  const shown = new Set(basins.map(({code}) => code));
  const cellsM2 = sum(
    cells.cells.filter(({basin}) => shown.has(cells.basins[basin]!.code)).map(({areaM2}) => areaM2),
  );
  const outsideUnitsM2 = sum(basins.map(({remainderM2}) => remainderM2));
  const basinsM2 = sum(basins.map(({areaM2}) => areaM2));
  const isWhole = basinCode === null;
  const outsideBasinsM2 = isWhole ? sum(cells.units.map(({remainderM2}) => remainderM2)) : null;
  const unitsM2 = isWhole ? sum(cells.units.map(({areaM2}) => areaM2)) : null;
  const byBasins = Math.abs(cellsM2 + outsideUnitsM2 - basinsM2) / Math.max(1, basinsM2);
  const byUnits =
    unitsM2 === null || outsideBasinsM2 === null
      ? 0
      : Math.abs(cellsM2 + outsideBasinsM2 - unitsM2) / Math.max(1, unitsM2);
  return {
    cellsM2,
    outsideUnitsM2,
    basinsM2,
    outsideBasinsM2,
    unitsM2,
    differenceShare: Math.max(byBasins, byUnits),
  };
}

/** The rows as a spreadsheet wants them: unrounded, area in the chosen unit, shares from 0 to 1. */
export function cellCsvRows(
  rows: readonly CellRow[],
  unit: AreaUnit,
): (string | number | null)[][] {
  return rows.map((row) => [
    row.kind,
    row.id,
    row.unitCode,
    row.unitName,
    row.basinCode,
    row.basinName,
    areaIn(unit, row.areaM2),
    row.shareOfUnit,
    row.shareOfBasin,
  ]);
}
