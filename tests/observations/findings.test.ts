import {describe, expect, it} from 'vitest';
import type {ObservationRow} from '../../contract/observation.ts';
import {readCatalog} from '../../server/catalog.ts';
import {checkRows} from '../../server/observations/check-rows.ts';
import {Findings} from '../../server/observations/findings.ts';

const {waterQuality} = readCatalog();
const issuesOf = (rows: ObservationRow[]) => checkRows(rows, waterQuality).issues;
const row = (i: number, more: Partial<ObservationRow>): ObservationRow => ({
  section: '街口',
  indicator: 'cod',
  date: new Date(Date.UTC(1990, 0, 1 + i)).toISOString().slice(0, 10),
  value: 10,
  unit: 'mg/L',
  ...more,
});
const table = (count: number, more: (i: number) => Partial<ObservationRow>) =>
  Array.from({length: count}, (_, i) => row(i, more(i)));

describe('rows of which the same is to say', () => {
  it('have one issue, which names them', () => {
    const names = ['cod', '氨蛋', 'cod', '氨蛋', '总林'];
    const issues = issuesOf(table(5, (i) => ({indicator: names[i]!})));
    expect(issues.map(({rule, row: at, rows, rowCount}) => [rule, at, rows, rowCount])).toEqual([
      ['indicator-unknown', 2, [2, 4], 2],
      ['indicator-unknown', 5, [5], 1],
    ]);
    expect(issues[0]!.detail.en).toMatch(
      /^Rows 2, 4: indicator "氨蛋" .* The rows are not used\.$/,
    );
    expect(issues[0]!.detail.zh).toMatch(/^第 2、4 行的指标“氨蛋”.*这些行未使用。$/);
    expect(issues[1]!.detail.en).toMatch(/^Row 5: indicator "总林" .* The row is not used\.$/);
    expect(issues[1]!.detail.zh).toMatch(/^第 5 行的指标“总林”.*该行未使用。$/);
  });

  it('are named as far as the tenth, and counted', () => {
    const [issue] = issuesOf(table(1234, () => ({value: '未检出'})));
    expect(issue).toMatchObject({rule: 'value-not-a-number', row: 1, rowCount: 1234});
    expect(issue!.rows).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(issue!.detail.en).toContain('Rows 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 and 1,224 more: value');
    expect(issue!.detail.zh).toContain(
      '第 1、2、3、4、5、6、7、8、9、10 行等共 1,234 行的数值“未检出”',
    );
  });

  it('share what is the same of their place only', () => {
    const [issue] = issuesOf([
      row(0, {unit: 'NTU'}),
      row(31, {unit: 'NTU', section: '清水铺'}),
      row(62, {unit: 'NTU'}),
    ]);
    expect(issue).toMatchObject({row: 1, section: null, indicator: 'cod', month: null});
  });

  it('are told by the first of them where each has figures of its own', () => {
    const rows = table(3, (i) => ({value: 10_000 + i * 1000, unit: 'µg/L'}));
    const [issue] = issuesOf(rows.map((each, i) => ({...each, row: i + 2})).toReversed());
    expect(issue!.detail).toEqual({
      zh: '第 2、3、4 行由 µg/L 换算，如第 2 行：10000 → 10 mg/L。',
      en: 'Rows 2, 3, 4 were converted from µg/L, as in row 2: 10000 → 10 mg/L.',
    });
  });
});

describe('findings that differ', () => {
  const findings = (count: number) => {
    const found = new Findings();
    for (let i = count; i >= 1; i--) {
      found.add({
        rule: 'value-negative',
        severity: 'error',
        at: {row: i, column: 'value'},
        same: String(i),
        say: ({zh, en}) => ({zh, en}),
      });
    }
    return found.issues();
  };

  it('are told one by one up to a hundred of a rule', () => {
    expect(findings(100).map(({detail}) => detail.en)).toEqual(
      Array.from({length: 100}, (_, i) => `Row ${i + 1}`),
    );
  });

  it('beyond are told together, with their number and the first of them', () => {
    const issues = findings(350);
    expect(issues).toHaveLength(101);
    expect(issues[99]).toMatchObject({row: 100, rowCount: 1});
    expect(issues[100]).toMatchObject({rule: 'value-negative', severity: 'error', column: 'value'});
    expect(issues[100]).toMatchObject({row: 101, rowCount: 250});
    expect(issues[100]!.detail.en).toMatch(/^Rows 101, .*110 and 240 more have more findings/);
    expect(issues[100]!.detail.zh).toMatch(/^第 101、.*、110 行等共 250 行还有同类的检查结果/);
  });

  it('of a rule do not hide those of another', () => {
    const rows = table(300, (i) => ({value: -1 - i, ...(i === 299 ? {date: 'x'} : {})}));
    const unreadable = issuesOf(rows).filter(({rule}) => rule === 'date-unreadable');
    expect(unreadable).toEqual([expect.objectContaining({row: 300, rowCount: 1})]);
  });
});

describe('a table of 49 000 rows', () => {
  it.each<[string, (i: number) => Partial<ObservationRow>]>([
    ['an unknown indicator', () => ({indicator: '氨蛋'})],
    ['another unknown indicator in each row', (i) => ({indicator: `x${i}`})],
    ['another negative in each row', (i) => ({value: -1 - i})],
    [
      'everything wrong in each row',
      (i) => ({indicator: `x${i}`, date: `y${i}`, value: `z${i}`, unit: `w${i}`}),
    ],
    ['the same value for one date throughout', () => ({date: '2021-05'})],
    ['another value for one date throughout', (i) => ({date: '2021-05', value: 10 + i / 1e4})],
    ['two values for every other date', (i) => ({date: row(i >> 1, {}).date, value: 10 + (i % 2)})],
    ['values in µg/L', (i) => ({value: 10_000 + (i % 50), unit: 'µg/L'})],
    ['values below detection', (i) => ({value: `<${1 + (i % 5000) / 1e4}`})],
    ['dates that are numbers of days', (i) => ({date: 36_526 + (i % 20_000)})],
  ])('with %s has issues that stay small', (_, more) => {
    const issues = issuesOf(table(49_000, more));
    expect(issues.length).toBeGreaterThan(0);
    expect(JSON.stringify(issues).length).toBeLessThan(400_000);
    expect(issues[0]!.row).toBeLessThanOrEqual(2);
  });
});
