import type {
  ObservationColumn,
  ObservationRow,
  ObservationTable,
} from '../../contract/observation.ts';
import type {WaterQualityStandard} from '../../contract/water-quality.ts';
import {normalised} from './observation.ts';
import type {Cell, Table} from './table.ts';
import {factorToMgPerL} from './units.ts';

export type NamedTable = Pick<ObservationTable, 'columns' | 'ignoredColumns' | 'rows'>;

/** Headings of each column as tables have them; spelled any way that `normalised` makes alike. */
const HEADINGS: Readonly<Record<ObservationColumn | 'year' | 'month', readonly string[]>> = {
  section: [
    ...[
      '断面',
      '断面名称',
      '监测断面',
      '断面编码',
      '站点',
      '站点名称',
      '监测站点',
      '点位',
      '点位名称',
    ],
    ...['section', 'section name', 'section id', 'site', 'station'],
  ],
  indicator: [
    ...['指标', '指标名称', '监测指标', '项目', '监测项目', '参数', '污染物'],
    ...['indicator', 'parameter', 'item', 'pollutant'],
  ],
  date: [
    ...['日期', '监测日期', '采样日期', '时间', '监测时间', '采样时间', '年月', '月份'],
    ...['date', 'time', 'month', 'sampled', 'sampling date'],
  ],
  value: [
    ...['浓度', '浓度值', '数值', '值', '监测值', '监测结果', '结果'],
    ...['value', 'concentration', 'result'],
  ],
  unit: ['单位', '计量单位', '浓度单位', 'unit', 'units'],
  year: ['年', '年份', 'year'],
  month: ['月', '月份', 'month'],
};

/** Titles and notes may stand above the header. */
const MOST_LINES_ABOVE = 20;

interface Heading {
  text: string;
  /** Without a unit in brackets. */
  label: string;
  /** The label as it is compared. */
  name: string;
  /** A unit in brackets: 氨氮(mg/L). */
  unit: string | null;
}

/**
 * Finds the header of a table and turns its lines into rows. A table is long, one value a row with
 * its indicator, or wide, with a column for each indicator.
 */
export function nameColumns(
  lines: Table['lines'],
  standard: WaterQualityStandard,
): NamedTable | {missing: string[]; seen: string[]} {
  const indicators = new Set(
    standard.indicators.flatMap(({id, title, aliases}) =>
      [id, title.zh, title.en, ...aliases].map(normalised),
    ),
  );
  let nearest: {missing: string[]; seen: string[]} | null = null;
  for (const [i, {cells}] of lines.slice(0, MOST_LINES_ABOVE + 1).entries()) {
    const headings = cells.map((cell) => readHeading(cell, indicators));
    const positions = findColumns(headings);
    const wide = headings.flatMap((heading, at) => (indicators.has(heading.name) ? [at] : []));
    const missing = missingOf(positions, wide);
    if (missing.length === 0) return toRows(lines.slice(i + 1), headings, positions, wide);
    const seen = headings.map(({text}) => text).filter((text) => text !== '');
    if (nearest === null || missing.length < nearest.missing.length) nearest = {missing, seen};
  }
  return nearest ?? {missing: ['section', 'indicator', 'date', 'value'], seen: []};
}

type Positions = Partial<Record<keyof typeof HEADINGS, number>>;

function readHeading(cell: Cell, indicators: ReadonlySet<string>): Heading {
  const text = cell === null ? '' : String(cell).trim();
  const [, name = '', unit] = /^(.*?)[(（[]([^)）\]]*)[)）\]]$/.exec(text.normalize('NFKC')) ?? [];
  const isUnit =
    unit !== undefined &&
    (factorToMgPerL(unit) !== null ||
      (indicators.has(normalised(name)) &&
        !indicators.has(normalised(text)) &&
        !indicators.has(normalised(unit)) &&
        LOOKS_LIKE_UNIT.test(unit)));
  const label = isUnit ? name.trim() : text;
  return {text, label, name: normalised(label), unit: isUnit ? unit : null};
}

/** A unit that is none of concentration, so that it is said of each row and the column not just ignored. */
const LOOKS_LIKE_UNIT = /\/|^\s*(t|kg|g|mg|[μµu]g|ng|mol|mmol|%|吨|千克|公斤|克|毫克|微克)\s*$/i;

function findColumns(headings: readonly Heading[]): Positions {
  const positions: Positions = {};
  for (const [column, names] of Object.entries(HEADINGS) as [keyof Positions, string[]][]) {
    const known = new Set(names.map(normalised));
    const at = headings.findIndex(({name}) => known.has(name));
    if (at !== -1) positions[column] = at;
  }
  return positions;
}

function missingOf({section, indicator, date, value, year, month}: Positions, wide: number[]) {
  const isDated = date !== undefined || (year !== undefined && month !== undefined);
  const missing = [...(section === undefined ? ['section'] : []), ...(isDated ? [] : ['date'])];
  const isLong = indicator !== undefined && value !== undefined;
  if (isLong || wide.length > 0) return missing;
  return [
    ...missing,
    ...(indicator === undefined ? ['indicator'] : []),
    ...(value === undefined ? ['value'] : []),
  ];
}

function toRows(
  lines: Table['lines'],
  headings: readonly Heading[],
  positions: Positions,
  wide: readonly number[],
): NamedTable {
  const {section, indicator, value, unit, year, month} = positions;
  const isLong = indicator !== undefined && value !== undefined;
  const isSplit = year !== undefined && month !== undefined;
  const date = isSplit ? undefined : positions.date!;
  const dateOf = (cells: Cell[]): Cell =>
    date !== undefined
      ? (cells[date] ?? null)
      : cells[year!] == null || cells[month!] == null
        ? null
        : `${cells[year!]}-${cells[month!]}`.replace(/[年月]/g, '');
  const textOf = (at: number) => headings[at]!.text;

  const columns: Record<string, string> = {
    section: textOf(section!),
    date: date === undefined ? `${textOf(year!)} + ${textOf(month!)}` : textOf(date),
    indicator: isLong ? textOf(indicator) : wide.map(textOf).join(', '),
    value: isLong ? textOf(value) : wide.map(textOf).join(', '),
    ...(unit === undefined ? {} : {unit: textOf(unit)}),
  };
  const used = new Set([
    section,
    unit,
    ...(date === undefined ? [year, month] : [date]),
    ...(isLong ? [indicator, value] : wide),
  ]);
  const rows = lines.flatMap(({row, cells}): ObservationRow[] => {
    const shared = {row, section: cells[section!] ?? null, date: dateOf(cells)};
    const unitCell = unit === undefined ? null : (cells[unit] ?? null);
    if (isLong) {
      const own = unitCell ?? headings[value]!.unit;
      return [
        {...shared, indicator: cells[indicator] ?? null, value: cells[value] ?? null, unit: own},
      ];
    }
    // an empty cell of a wide table was not measured, which is no mistake
    return wide
      .filter((at) => cells[at] != null)
      .map((at) => ({
        ...shared,
        indicator: headings[at]!.label,
        value: cells[at]!,
        unit: headings[at]!.unit ?? unitCell,
      }));
  });
  return {
    columns,
    ignoredColumns: headings.flatMap(({text}, at) => (used.has(at) || text === '' ? [] : [text])),
    rows,
  };
}
