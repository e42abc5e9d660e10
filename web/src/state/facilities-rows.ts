import type {
  CoveredFacility,
  ServedUnit,
  ServiceCoverage,
  ServiceFlow,
} from '../../../contract/service-coverage.ts';

/** A row of the table of units. */
export interface ServedRow extends ServedUnit {
  id: string;
}

export function servedRows({units}: ServiceCoverage): ServedRow[] {
  return units.map((unit) => ({...unit, id: unit.code}));
}

/** The rows as a spreadsheet wants them: unrounded, in m² and the base measure, shares from 0 to 1. */
export const SERVED_CSV = [
  'code',
  'name',
  'nameEn',
  'areaM2',
  'servedM2',
  'servedShare',
  'multipleM2',
  'unservedM2',
  'population',
  'servedPopulation',
  'servedPopulationShare',
  'multiplePopulation',
  'unservedPopulation',
  'demand',
  'receivedLoad',
  'ownLoad',
  'exportedLoad',
  'importedLoad',
  'hostedCapacity',
  'hostedLoad',
  'capacityShare',
  'loadShare',
] as const satisfies readonly (keyof ServedUnit)[];

export function servedCsvRows(rows: readonly ServedRow[]): (string | number | null)[][] {
  return rows.map((row) => SERVED_CSV.map((name) => row[name]));
}

/** One row of the matrix: all that the facilities of a unit take, and from whom. */
export interface MatrixRow {
  /** Position in units; null: facilities outside every unit. */
  host: number | null;
  cells: ReadonlyMap<number | null, ServiceFlow>;
  sum: number;
  /** What it takes from those that have no column of their own. */
  others: number;
  /** What its facilities say they treat. */
  facilityLoad: number;
}

export interface LoadMatrix {
  rows: MatrixRow[];
  columns: (number | null)[];
  largest: number;
  /** Rows left out because there are too many to read. */
  omitted: number;
  /** Columns put together into one, for the same reason: those with the least load. */
  together: number;
}

/**
 * Host → served. Units come by code; with `isCrossOnly` only hosts that take from others, and those
 * they take from. Rows keep their own cell, so that each still sums to its facilities' load.
 */
export function loadMatrix(
  {matrix, facilities}: ServiceCoverage,
  isCrossOnly: boolean,
  mostRows: number,
): LoadMatrix {
  const loadOf = new Map<number | null, number>();
  for (const {host, load} of facilities) loadOf.set(host, (loadOf.get(host) ?? 0) + (load ?? 0));
  const byHost = new Map<number | null, Map<number | null, ServiceFlow>>();
  for (const flow of matrix) {
    const row = byHost.get(flow.host) ?? new Map<number | null, ServiceFlow>();
    row.set(flow.served, flow);
    byHost.set(flow.host, row);
  }
  const all: MatrixRow[] = [...byHost].map(([host, cells]) => ({
    host,
    cells,
    sum: [...cells.values()].reduce((sum, {load}) => sum + load, 0),
    others: 0,
    facilityLoad: loadOf.get(host) ?? 0,
  }));
  const crosses = ({host, cells}: MatrixRow) => [...cells.keys()].some((served) => served !== host);
  const wanted = isCrossOnly ? all.filter(crosses) : all;
  const largest = wanted.toSorted((a, b) => b.sum - a.sum).slice(0, mostRows);
  const ordered = largest.sort(byPlace(({host}) => host));
  const {columns, together} = chooseColumns(ordered, mostRows);
  const kept = new Set(columns);
  const rows = ordered.map((row) => ({
    ...row,
    others: [...row.cells].reduce((sum, [at, {load}]) => sum + (kept.has(at) ? 0 : load), 0),
  }));
  return {
    rows,
    columns,
    largest: Math.max(0, ...rows.flatMap(({cells}) => [...cells.values()].map(({load}) => load))),
    omitted: wanted.length - rows.length,
    together,
  };
}

/** Columns in their order; beyond what one can read those with the most load. */
function chooseColumns(rows: readonly MatrixRow[], most: number) {
  const loads = new Map<number | null, number>();
  for (const {cells} of rows) {
    for (const [at, {load}] of cells) loads.set(at, (loads.get(at) ?? 0) + load);
  }
  const columns = [...loads]
    .sort((a, b) => b[1] - a[1])
    .slice(0, most)
    .map(([at]) => at)
    .sort(byPlace((at) => at));
  return {columns, together: loads.size - columns.length};
}

function byPlace<Item>(place: (item: Item) => number | null) {
  return (a: Item, b: Item) => (place(a) ?? Infinity) - (place(b) ?? Infinity);
}

/** Facilities of a list: the fullest first, then those whose load is not known. */
export function byLoadRatio(facilities: readonly CoveredFacility[]): CoveredFacility[] {
  return facilities.toSorted((a, b) => (b.loadRatio ?? -1) - (a.loadRatio ?? -1));
}
