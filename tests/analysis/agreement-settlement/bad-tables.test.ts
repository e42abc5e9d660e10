import {describe, expect, test} from 'vitest';
import type {ClassStepCalculation} from '../../../contract/agreement-settlement.ts';
import type {ObservationRow} from '../../../contract/observation.ts';
import {payments, RIVER, settle, wholeYear} from './settle.ts';

const period = {from: '2021', to: '2021'};
const good = () => [...wholeYear('刘庄', 2020, RIVER), ...wholeYear('刘庄', 2021, RIVER)];
const settled = (rows: ObservationRow[]) => settle('yellow-river-2021', rows, {period});
/** The good table with its last row, total phosphorus of December 2021, changed. */
const withLast = (change: Partial<ObservationRow>) => {
  const rows = good();
  return [...rows.slice(0, -1), {...rows.at(-1)!, ...change}];
};

describe('a monitoring table', () => {
  test('without a fault is settled completely, with no issue', async () => {
    const result = await settled(good());
    expect(result).toMatchObject({complete: true, issues: []});
    expect(payments(result)).toEqual(['shandong → henan 60000000']);
    expect(result.provenance.observations).toEqual({rowCount: 144, usedCount: 144});
  });

  test.each([
    ['a misspelt section', {section: '刘壮'}, 'section-unknown', 'section'],
    ['an unknown indicator', {indicator: '总林'}, 'indicator-unknown', 'indicator'],
    ['a negative', {value: -0.08}, 'value-negative', 'value'],
    ['a value that is no number', {value: '——'}, 'value-not-a-number', 'value'],
    ['µg/L labelled as mg/L', {value: 80}, 'unit-implausible', 'unit'],
    ['a unit of another kind', {unit: 'NTU'}, 'unit-unknown', 'unit'],
    ['a date years away', {date: '2012-12'}, 'date-out-of-period', 'date'],
    ['a date there is not', {date: '2021-13'}, 'date-unreadable', 'date'],
    ['a second value for November', {date: '2021-11', value: 0.09}, 'duplicate-different', 'value'],
  ] as const)(
    'with %s names row and column, misses the month, and is settled by the rest',
    async (_, change, rule, column) => {
      const result = await settled(withLast(change));
      expect(result.complete).toBe(false);
      expect(result.issues).toContainEqual(expect.objectContaining({rule, row: 144, column}));
      const missing = result.issues.find((issue) => issue.rule === 'month-missing')!;
      expect(missing).toMatchObject({section: 'liuzhuang', indicator: 'total-phosphorus'});
      expect(missing.detail.en).toContain('2021-12');
      expect(payments(result)).toEqual(['shandong → henan 60000000']);
      expect(result.settlements[0]!.complete).toBe(false);
    },
  );

  test('in µg/L, correctly labelled, gives the same result and says it was converted', async () => {
    const result = await settled(withLast({value: 80, unit: 'µg/L'}));
    expect(result.complete).toBe(true);
    expect(result.issues).toEqual([expect.objectContaining({rule: 'unit-converted', row: 144})]);
    expect(payments(result)).toEqual(['shandong → henan 60000000']);
  });

  test('below detection counts half the limit and says so where values are listed', async () => {
    const result = await settled(withLast({value: '<0.01'}));
    const mean = result.means.find(
      (each) => each.indicator === 'total-phosphorus' && each.period === '2021',
    )!;
    expect(mean).toMatchObject({belowLimitCount: 1, monthCount: 12});
    expect(mean.meanMgPerL).toBeCloseTo((11 * 0.08 + 0.005) / 12, 12);
    expect(result.complete).toBe(true);
    expect(result.conventions.some(({en}) => en.includes('half the limit'))).toBe(true);
  });

  test('with two samples in a month counts the month once', async () => {
    const rows = good();
    const twice = [
      ...rows.slice(0, -1),
      {...rows.at(-1)!, date: '2021-12-05', value: 0.02},
      {...rows.at(-1)!, date: '2021-12-20', value: 0.06},
    ];
    const mean = (await settled(twice)).means.find(
      (each) => each.indicator === 'total-phosphorus' && each.period === '2021',
    )!;
    expect(mean).toMatchObject({monthCount: 12, valueCount: 13, missingMonths: []});
    expect(mean.meanMgPerL).toBeCloseTo((11 * 0.08 + 0.04) / 12, 12);
  });

  test('without a section leaves every number open and pays nobody', async () => {
    const result = await settled([]);
    expect(result).toMatchObject({complete: false, payments: []});
    expect(result.issues[0]).toMatchObject({rule: 'table-empty'});
    expect(result.issues[1]).toMatchObject({rule: 'section-missing', section: 'liuzhuang'});
    expect((result.settlements[0]!.calculation as ClassStepCalculation).class).toBeNull();
  });

  test('without one indicator is judged by the others and marked', async () => {
    const rows = good().filter(({indicator}) => indicator !== 'bod5');
    const result = await settled(rows);
    expect(result.complete).toBe(false);
    expect(result.issues.map(({rule, indicator}) => [rule, indicator])).toEqual([
      ['indicator-missing', 'bod5'],
    ]);
    expect((result.settlements[0]!.calculation as ClassStepCalculation).class).toBe('II');
  });

  test('for half a year is settled for what there is and marked', async () => {
    const result = await settle('yellow-river-2021', good(), {
      period: {from: '2021-01', to: '2021-06'},
    });
    expect(result.complete).toBe(false);
    expect(result.issues.map(({rule}) => rule)).toContain('year-cut');
    expect(result.issues.filter(({rule}) => rule === 'month-missing')).toEqual([]);
  });

  test('that names a section in two ways still has each value once', async () => {
    const rows = good();
    const result = await settled([...rows, {...rows.at(-1)!, section: '刘庄国控断面'}]);
    expect(result.issues.map(({rule}) => rule)).toEqual(['duplicate-same']);
    const other = await settled([...rows, {...rows.at(-1)!, section: 'liuzhuang', value: 0.09}]);
    expect(other.issues.map(({rule}) => rule)).toEqual(['duplicate-different', 'month-missing']);
  });

  test('with an indicator that is not asked for says so and stays complete', async () => {
    const result = await settled([...good(), ...wholeYear('刘庄', 2021, {铅: 0.001}).slice(0, 1)]);
    expect(result.complete).toBe(true);
    expect(result.issues.map(({rule}) => rule)).toEqual(['indicator-not-used']);
  });
});
