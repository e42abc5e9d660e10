import {formatNumber} from '../../contract/format-number.ts';
import type {LocalText} from '../../contract/local-text.ts';
import type {ObservationIssue} from '../../contract/observation.ts';
import {issueOf, type IssuePlace} from './observation.ts';

/** What is wrong with a row, or worth knowing of it, before rows that share it are put together. */
export interface Finding {
  rule: ObservationIssue['rule'];
  severity: ObservationIssue['severity'];
  at: IssuePlace & {row: number};
  /** All rows it is about; that of `at` where it is about one. */
  rows?: readonly number[];
  /** What was seen: rows where it is the same make one issue. */
  same: string;
  /** The sentence; of several rows the first one's is asked for. */
  say: (rows: RowWords) => LocalText;
}

/** Rows in a sentence: `Rows 2, 3, 4 and 48,990 more`. */
export interface RowWords extends LocalText {
  isMany: boolean;
  /** That they are left out, as a sentence without its full stop. */
  notUsed: LocalText;
}

/** Rows that an issue names by number; of others it says how many they are. */
const MOST_ROWS_NAMED = 10;
/** Issues of a rule beyond this become one: a table may have another mistake in each of 50 000 rows. */
const MOST_OF_RULE = 100;

interface Group extends Finding {
  all: Set<number>;
}

/** Findings of a table, put together so that they stay few however long it is. */
export class Findings {
  private readonly groups = new Map<string, Group>();

  add(finding: Finding): void {
    const {rule, severity, at, same, rows = [at.row]} = finding;
    const key = JSON.stringify([rule, severity, at.column, same]);
    const group = this.groups.get(key);
    if (group === undefined) {
      this.groups.set(key, {...finding, all: new Set(rows)});
      return;
    }
    for (const row of rows) group.all.add(row);
    // the first row speaks for the others, whatever the order they come in
    if (at.row < group.at.row) {
      group.at = shared(at, group.at);
      group.say = finding.say;
    } else {
      group.at = shared(group.at, at);
    }
  }

  /** By row; of each rule the first hundred, and what is left of it as one. */
  issues(): ObservationIssue[] {
    const byRule = new Map<string, Group[]>();
    for (const group of this.groups.values()) {
      const key = `${group.rule} ${group.severity}`;
      const groups = byRule.get(key);
      if (groups) groups.push(group);
      else byRule.set(key, [group]);
    }
    const issues = [...byRule.values()].flatMap((groups) => {
      groups.sort((a, b) => a.at.row - b.at.row);
      const rest = groups.slice(MOST_OF_RULE);
      const told = groups.slice(0, MOST_OF_RULE).map(toIssue);
      return rest.length === 0 ? told : [...told, toIssue(together(rest))];
    });
    return issues.sort((a, b) => a.row! - b.row!);
  }
}

/** The place of the first, less what the other does not share with it. */
function shared(first: Finding['at'], other: Finding['at']): Finding['at'] {
  const {section, indicator, month} = first;
  return {
    ...first,
    section: section === other.section ? section : null,
    indicator: indicator === other.indicator ? indicator : null,
    month: month === other.month ? month : null,
  };
}

function together(groups: readonly Group[]): Group {
  const {rule, severity, at} = groups[0]!;
  return {
    rule,
    severity,
    at: {row: at.row, column: at.column},
    same: '',
    all: new Set(groups.flatMap(({all}) => [...all])),
    say: (rows) => ({
      zh: `${rows.zh}还有同类的检查结果，内容各异；这一类只逐条列出前 ${MOST_OF_RULE} 条。`,
      en: `${rows.en} ${rows.isMany ? 'have' : 'has'} more findings of this kind, each another; only the first ${MOST_OF_RULE} of a kind are told one by one.`,
    }),
  };
}

function toIssue({rule, severity, at, all, say}: Group): ObservationIssue {
  const rows = [...all].sort((a, b) => a - b);
  const {zh, en} = say(sayRows(rows));
  const named = {rows: rows.slice(0, MOST_ROWS_NAMED), rowCount: rows.length};
  return {...issueOf(rule, severity, at, zh, en), ...named};
}

function sayRows(rows: readonly number[]): RowWords {
  const first = rows.slice(0, MOST_ROWS_NAMED);
  const isMany = rows.length > 1;
  const isCut = rows.length > first.length;
  const cutZh = isCut ? `等共 ${formatNumber(rows.length, 'zh')} 行` : '';
  const cutEn = isCut ? ` and ${formatNumber(rows.length - first.length, 'en')} more` : '';
  return {
    isMany,
    zh: `第 ${first.join('、')} 行${cutZh}`,
    en: `${isMany ? 'Rows' : 'Row'} ${first.join(', ')}${cutEn}`,
    notUsed: isMany
      ? {zh: '这些行未使用', en: 'The rows are not used'}
      : {zh: '该行未使用', en: 'The row is not used'},
  };
}
