import {inBoth, type LocalText} from '../../contract/local-text.ts';
import type {ObservationColumn, ObservationIssue} from '../../contract/observation.ts';
import type {WaterQualityStandard} from '../../contract/water-quality.ts';

/** One value of a table that can be reckoned with. */
export interface Observation {
  row: number;
  /** As written; which section that is, an agreement says. */
  section: string;
  /** Id of an indicator of the standard. */
  indicator: string;
  /** 2021-05 */
  month: string;
  /** 2021-05-14, or null where only the month is known. */
  day: string | null;
  valueMgPerL: number;
  /** Below detection: the value is half the limit. */
  isBelowLimit: boolean;
}

/** What an issue is about; whatever is left out is null. */
export type IssuePlace = Partial<
  Pick<ObservationIssue, 'row' | 'section' | 'indicator' | 'month'>
> & {column?: ObservationColumn};

/** Makes an issue, its sentence in both languages. */
export function issueOf(
  rule: ObservationIssue['rule'],
  severity: ObservationIssue['severity'],
  {row = null, column, section = null, indicator = null, month = null}: IssuePlace,
  zh: string,
  en: string,
): ObservationIssue {
  const rows = row === null ? [] : [row];
  return {
    rule,
    severity,
    row,
    rows,
    rowCount: rows.length,
    column: column ?? null,
    section,
    indicator,
    month,
    detail: {zh, en},
  };
}

/** What an indicator is called in a sentence: its title in Chinese, its id in English. */
export function indicatorNames({
  indicators,
}: WaterQualityStandard): (indicator: string) => LocalText {
  const names = new Map(indicators.map((each) => [each.id, {zh: each.title.zh, en: each.id}]));
  return (indicator) => names.get(indicator) ?? inBoth(indicator);
}

/** Spelling does not tell names apart: full-width forms, case, blanks and a closing 断面. */
export function normalised(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s_·•.()\-–—]/g, '')
    .replace(/(国控|省控|市控)?断面$/, '');
}

/** A value in a sentence: six digits, so that 0.29 µg/L does not read 0.00029099999999999997 mg/L. */
export function sayMgPerL(value: number): string {
  return String(Number(value.toPrecision(6)));
}
