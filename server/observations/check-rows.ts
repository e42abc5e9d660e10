import type {ObservationIssue, ObservationRow} from '../../contract/observation.ts';
import type {WaterIndicator, WaterQualityStandard} from '../../contract/water-quality.ts';
import {findDuplicates} from './find-duplicates.ts';
import {findImplausible} from './find-implausible.ts';
import {Findings, type Finding, type RowWords} from './findings.ts';
import {issueOf, normalised, sayMgPerL, type Observation} from './observation.ts';
import {readDate} from './read-date.ts';
import {readValue} from './read-value.ts';
import {factorToMgPerL, KNOWN_UNITS} from './units.ts';

export interface CheckedRows {
  /** By section, indicator and date, whatever the order of the rows. */
  observations: Observation[];
  issues: ObservationIssue[];
}

/**
 * Makes values in mg/L of the rows of a table. A row that cannot be used is left out and said to be,
 * with what was seen, by row and column; the others are used.
 */
export function checkRows(
  rows: readonly ObservationRow[],
  standard: WaterQualityStandard,
): CheckedRows {
  const issues: ObservationIssue[] = [];
  const findings = new Findings();
  const indicators = indexIndicators(standard);
  const hasUnits = rows.some(({unit}) => !isEmpty(unit));
  const read: Observation[] = [];
  rows.forEach((row, i) => {
    const observation = checkRow(row, row.row ?? i + 1, {indicators, hasUnits, findings});
    if (observation) read.push(observation);
  });
  if (rows.length === 0) {
    issues.push(
      issueOf(
        'table-empty',
        'error',
        {},
        '表中没有数据行；列名之下应每行一个断面、指标、日期和数值。',
        'The table has no rows; expected a section, an indicator, a date and a value in each line under the headings.',
      ),
    );
  } else if (!hasUnits) {
    issues.push(
      issueOf(
        'unit-missing',
        'info',
        {column: 'unit'},
        '表中没有单位；所有数值按 mg/L 处理。',
        'The table names no unit; all values are taken as mg/L.',
      ),
    );
  }
  const single = findDuplicates(read, standard, findings);
  const observations = findImplausible(single, standard, findings);
  return {
    observations: observations.sort(byPlaceAndDate),
    issues: [...issues, ...findings.issues()],
  };
}

interface Checking {
  indicators: ReadonlyMap<string, WaterIndicator>;
  hasUnits: boolean;
  findings: Findings;
}

/** One row as an observation, or null; every cell that is wrong is named, not only the first. */
function checkRow(
  cells: ObservationRow,
  row: number,
  {indicators, hasUnits, findings}: Checking,
): Observation | null {
  let isUsable = true;
  const report = (
    rule: Finding['rule'],
    severity: Finding['severity'],
    place: Finding['at'],
    same: unknown,
    say: Finding['say'],
  ) => {
    if (severity === 'error') isUsable = false;
    findings.add({rule, severity, at: place, same: String(same), say});
  };
  for (const column of ['section', 'indicator', 'date', 'value'] as const) {
    if (!isEmpty(cells[column])) continue;
    report('cell-empty', 'error', {row, column}, '', (rows) => ({
      zh: `${rows.zh}缺少${ZH[column]}（${WHY_EMPTY[column].zh}）；${rows.notUsed.zh}。`,
      en: `${rows.en} ${rows.isMany ? 'have' : 'has'} no ${column} (${WHY_EMPTY[column].en}). ${rows.notUsed.en}.`,
    }));
  }

  const section = String(cells.section ?? '').trim();
  const known = isEmpty(cells.indicator)
    ? undefined
    : indicators.get(normalised(String(cells.indicator)));
  const indicator = known?.id ?? '';
  const at = {row, section: section || null, indicator: indicator || null};
  if (!known && !isEmpty(cells.indicator)) {
    const all = [...new Set(indicators.values())];
    const list = all.map(({title}) => title.zh).join('、');
    const listEn = all.map(({id}) => id).join(', ');
    report('indicator-unknown', 'error', {...at, column: 'indicator'}, cells.indicator, (rows) => ({
      zh: `${rows.zh}的指标“${cells.indicator}”无法识别；可用：${list}。${rows.notUsed.zh}。`,
      en: `${rows.en}: indicator "${cells.indicator}" is not known; known: ${listEn}. ${rows.notUsed.en}.`,
    }));
  }

  const date = isEmpty(cells.date) ? null : readDate(cells.date!);
  if (!date && !isEmpty(cells.date)) {
    report('date-unreadable', 'error', {...at, column: 'date'}, cells.date, (rows) => ({
      zh: `${rows.zh}的日期“${cells.date}”无法识别；应为 2021-05-14 或 2021-05。${rows.notUsed.zh}。`,
      en: `${rows.en}: date "${cells.date}" cannot be read; expected 2021-05-14 or 2021-05. ${rows.notUsed.en}.`,
    }));
  }
  const month = date?.month ?? null;
  if (date?.isDayNumber) {
    report('date-day-number', 'info', {...at, month, column: 'date'}, '', (rows) => ({
      zh: `${rows.zh}的日期是工作簿的日期序号${asIn(rows, row).zh}：${cells.date} 读作 ${date.day}。`,
      en: `${rows.en}: ${rows.isMany ? 'dates are numbers' : 'the date is the number'} a workbook gives a day${asIn(rows, row).en}; ${cells.date}: it is read as ${date.day}.`,
    }));
  }

  const value = isEmpty(cells.value) ? null : readValue(cells.value!);
  if (!value && !isEmpty(cells.value)) {
    report('value-not-a-number', 'error', {...at, month, column: 'value'}, cells.value, (rows) => ({
      zh: `${rows.zh}的数值“${cells.value}”不是数；低于检出限请写作“<0.01”。${rows.notUsed.zh}。`,
      en: `${rows.en}: value "${cells.value}" is no number; write "<0.01" for below the detection limit. ${rows.notUsed.en}.`,
    }));
  } else if (value && value.value < 0) {
    report('value-negative', 'error', {...at, month, column: 'value'}, cells.value, (rows) => ({
      zh: `${rows.zh}的数值 ${cells.value} 为负；浓度不能为负。${rows.notUsed.zh}。`,
      en: `${rows.en}: value ${cells.value} is negative, which no concentration is. ${rows.notUsed.en}.`,
    }));
  }

  const unit = isEmpty(cells.unit) ? null : String(cells.unit).trim();
  const factor = unit === null ? 1 : factorToMgPerL(unit);
  if (factor === null) {
    report('unit-unknown', 'error', {...at, month, column: 'unit'}, unit, (rows) => ({
      zh: `${rows.zh}的单位“${unit}”无法换算为 mg/L；可用：${KNOWN_UNITS}。${rows.notUsed.zh}。`,
      en: `${rows.en}: unit "${unit}" cannot be converted to mg/L; known: ${KNOWN_UNITS}. ${rows.notUsed.en}.`,
    }));
  } else if (unit === null && hasUnits) {
    report('unit-missing', 'warning', {...at, month, column: 'unit'}, '', (rows) => ({
      zh: `${rows.zh}没有单位，其他行有；按 mg/L 处理。`,
      en: `${rows.en} ${rows.isMany ? 'have' : 'has'} no unit while others have; taken as mg/L.`,
    }));
  }

  if (!isUsable || !date || !value || factor === null) return null;
  const valueMgPerL = value.value * factor;
  if (factor !== 1) {
    report('unit-converted', 'info', {...at, month, column: 'unit'}, unit, (rows) => ({
      zh: `${rows.zh}由 ${unit} 换算${asIn(rows, row).zh}：${cells.value} → ${sayMgPerL(valueMgPerL)} mg/L。`,
      en: `${rows.en} ${rows.isMany ? 'were' : 'was'} converted from ${unit}${asIn(rows, row).en}: ${cells.value} → ${sayMgPerL(valueMgPerL)} mg/L.`,
    }));
  }
  if (value.isBelowLimit) {
    report(
      'below-detection-limit',
      'info',
      {...at, month, column: 'value'},
      `${cells.value} ${unit}`,
      (rows) => ({
        zh: `${rows.zh}低于检出限（${cells.value}）；取检出限的一半 ${sayMgPerL(valueMgPerL)} mg/L。`,
        en: `${rows.en} ${rows.isMany ? 'are' : 'is'} below the detection limit (${cells.value}); half the limit is taken, ${sayMgPerL(valueMgPerL)} mg/L.`,
      }),
    );
  }
  const {day} = date;
  return {
    row,
    section,
    indicator,
    month: date.month,
    day,
    valueMgPerL,
    isBelowLimit: value.isBelowLimit,
  };
}

/** Which of several rows an example is taken from. */
function asIn({isMany}: RowWords, row: number) {
  return isMany ? {zh: `，如第 ${row} 行`, en: `, as in row ${row}`} : {zh: '', en: ''};
}

const MERGED = {
  zh: '合并单元格只有第一格有内容',
  en: 'of merged cells only the first holds the text',
};
const FORMULA = {
  zh: '出错或未保存结果的公式视为空',
  en: 'a formula that failed or was saved without its result counts as empty',
};
const WHY_EMPTY = {section: MERGED, indicator: MERGED, date: MERGED, value: FORMULA} as const;
const ZH = {section: '断面', indicator: '指标', date: '日期', value: '数值'} as const;

function isEmpty(cell: string | number | null | undefined): boolean {
  return cell === undefined || cell === null || (typeof cell === 'string' && cell.trim() === '');
}

function indexIndicators({indicators}: WaterQualityStandard): ReadonlyMap<string, WaterIndicator> {
  return new Map(
    indicators.flatMap((indicator) =>
      [indicator.id, indicator.title.zh, indicator.title.en, ...indicator.aliases].map(
        (name) => [normalised(name), indicator] as const,
      ),
    ),
  );
}

/** A fixed order, so that sums come out the same to the last bit however the table is sorted. */
function byPlaceAndDate(a: Observation, b: Observation): number {
  return (
    compare(a.section, b.section) ||
    compare(a.indicator, b.indicator) ||
    compare(a.day ?? a.month, b.day ?? b.month) ||
    a.valueMgPerL - b.valueMgPerL
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
