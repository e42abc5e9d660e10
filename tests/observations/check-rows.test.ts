import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import type {ObservationRow} from '../../contract/observation.ts';
import {readCatalog} from '../../server/catalog.ts';
import {checkRows} from '../../server/observations/check-rows.ts';
import {readDate} from '../../server/observations/read-date.ts';
import {readValue} from '../../server/observations/read-value.ts';
import {factorToMgPerL} from '../../server/observations/units.ts';

const {waterQuality} = readCatalog();
const row = (more: Partial<ObservationRow> = {}): ObservationRow => ({
  section: '街口',
  indicator: '氨氮',
  date: '2021-05',
  value: 0.3,
  unit: 'mg/L',
  ...more,
});
const check = (...rows: ObservationRow[]) => checkRows(rows, waterQuality);

describe('a date', () => {
  test.each([
    ['2021-05-14', '2021-05', '2021-05-14'],
    ['2021/5/4', '2021-05', '2021-05-04'],
    ['2021.5', '2021-05', null],
    ['2021年5月', '2021-05', null],
    ['2021年5月14日', '2021-05', '2021-05-14'],
    ['２０２１-０５', '2021-05', null],
    [202105, '2021-05', null],
    [20210514, '2021-05', '2021-05-14'],
    ['2021-05-14T08:00:00Z', '2021-05', '2021-05-14'],
    ['2024-02-29', '2024-02', '2024-02-29'],
  ])('%s is read', (text, month, day) => {
    expect(readDate(text)).toEqual({month, day});
  });
  test.each(['2021', '2021-13', '2023-02-29', '14-05-2021', 'May 2021', '20215', '99999', ''])(
    '%s is none',
    (text) => expect(readDate(text)).toBeNull(),
  );
  // as Excel counts: 36526 is 2000-01-01, 44330 is 2021-05-14, 44620 is 2022-02-28
  test.each([
    [36526, '2000-01-01'],
    ['44330', '2021-05-14'],
    [44330.75, '2021-05-14'],
    [44620, '2022-02-28'],
  ])('%s is the day of that number in a workbook', (cell, day) => {
    expect(readDate(cell)).toEqual({month: day.slice(0, 7), day, isDayNumber: true});
  });
});

describe('a value', () => {
  test.each([
    ['0.3', 0.3, false],
    ['1.2e-3', 0.0012, false],
    ['1,234.5', 1234.5, false],
    ['<0.01', 0.005, true],
    ['＜ 0.01', 0.005, true],
    ['0.01L', 0.005, true],
    ['-0.3', -0.3, false],
  ])('%s is read', (text, value, isBelowLimit) => {
    expect(readValue(text)).toEqual({value, isBelowLimit});
  });
  test.each(['', 'ND', '未检出', '0,3', '1.2.3', '<', 'NaN', 'Infinity', '0x10'])(
    '%s is none',
    (text) => expect(readValue(text)).toBeNull(),
  );
});

test.each([
  ['mg/L', 1],
  ['MG/L', 1],
  ['毫克/升', 1],
  ['µg/L', 1e-3],
  ['μg/L', 1e-3],
  ['ug/l', 1e-3],
  ['mg/m³', 1e-3],
  ['mg·L-1', 1],
  ['g/L', 1e3],
  ['℃', null],
  ['toString', null],
])('a unit %s is %s mg/L', (unit, factor) => {
  expect(factorToMgPerL(unit)).toBe(factor);
});

describe('a row', () => {
  test.each([
    ['without a section', {section: ' '}, 'cell-empty', 'section'],
    ['without a value', {value: null}, 'cell-empty', 'value'],
    ['with an unknown indicator', {indicator: '氨蛋'}, 'indicator-unknown', 'indicator'],
    ['with a date nobody can read', {date: 'spring'}, 'date-unreadable', 'date'],
    ['with words for a value', {value: '未检出'}, 'value-not-a-number', 'value'],
    ['with a negative value', {value: -0.3}, 'value-negative', 'value'],
    ['with a unit of temperature', {unit: '℃'}, 'unit-unknown', 'unit'],
  ] as const)('%s is left out, by row and column', (_, more, rule, column) => {
    const {observations, issues} = check(row(), row({date: '2021-06', ...more}));
    expect(observations).toHaveLength(1);
    expect(issues).toEqual([expect.objectContaining({rule, column, row: 2, severity: 'error'})]);
    expect(issues[0]!.detail.en).toContain('Row 2');
    expect(issues[0]!.detail.zh).toContain('第 2 行');
  });

  test('with several mistakes has each of them named', () => {
    const {issues} = check(row({indicator: 'x', date: 'y', value: 'z', unit: 'w'}));
    expect(issues.map(({column}) => column)).toEqual(['indicator', 'date', 'value', 'unit']);
  });

  test('in µg/L is converted, and said to be', () => {
    const {observations, issues} = check(row({value: 300, unit: 'µg/L'}));
    expect(observations[0]!.valueMgPerL).toBeCloseTo(0.3, 12);
    expect(issues).toEqual([expect.objectContaining({rule: 'unit-converted', severity: 'info'})]);
  });

  test('without a unit where others have one is named; a table without units once', () => {
    const mixed = check(row(), row({date: '2021-06', unit: null})).issues;
    expect(mixed).toEqual([
      expect.objectContaining({rule: 'unit-missing', row: 2, severity: 'warning'}),
    ]);
    const none = check(row({unit: null}), row({date: '2021-06', unit: null})).issues;
    expect(none).toEqual([
      expect.objectContaining({rule: 'unit-missing', row: null, severity: 'info'}),
    ]);
  });

  test('a thousand times off its neighbours is taken for a slip of unit and left out', () => {
    const months = Array.from({length: 6}, (_, i) =>
      row({date: `2021-0${i + 1}`, value: 0.3 + i / 100}),
    );
    const large = check(...months, row({date: '2021-07', value: 310}));
    expect(large.observations).toHaveLength(6);
    expect(large.issues).toEqual([
      expect.objectContaining({rule: 'unit-implausible', row: 7, column: 'unit', month: '2021-07'}),
    ]);
    const small = check(...months, row({date: '2021-07', value: 0.00031}));
    expect(small.issues.map(({rule}) => rule)).toEqual(['unit-implausible']);
    expect(check(row({value: 310})).issues.map(({rule}) => rule)).toEqual(['unit-implausible']);
  });

  test('a whole column in the wrong unit is named, each by what it is held against', () => {
    const months = (value: number, unit: string) =>
      Array.from({length: 6}, (_, i) => row({date: `2021-0${i + 1}`, value: value + i, unit}));
    // ammonia of 300 mg/L in every month: no value is off the others
    const large = check(...months(300, 'mg/L'));
    expect(large.observations).toHaveLength(0);
    expect(large.issues[0]!.detail.en).toBe(
      'Row 1: 300 mg/L is more than 100 times the limit of class V (200 mg/L), which no river holds: µg/L labelled as mg/L? The row is not used; check its unit.',
    );
    // 0.3 µg/L, where class I is 150: asked about once, and used
    const small = check(...months(0, 'ug/L').map((each) => ({...each, value: 0.3})));
    expect(small.observations).toHaveLength(6);
    const asked = small.issues.filter(({rule}) => rule === 'unit-implausible');
    expect(asked).toEqual([expect.objectContaining({severity: 'warning', row: 1, month: null})]);
    expect(asked[0]!.detail.en).toMatch(
      /6 values of .* about 0.0003 mg\/L.*mg\/L labelled as µg\/L/,
    );
    const clean = check(...months(20, 'ug/L'));
    expect(clean.issues.map(({rule}) => rule)).not.toContain('unit-implausible');
  });

  test('clean or below detection is not taken for a slip', () => {
    const months = Array.from({length: 6}, (_, i) =>
      row({date: `2021-0${i + 1}`, value: 0.3 + i / 100}),
    );
    const {observations} = check(
      ...months,
      row({date: '2021-07', value: '<0.0001'}),
      row({date: '2021-08', value: 0}),
      row({date: '2021-09', value: 0.01}),
    );
    expect(observations).toHaveLength(9);
  });

  test('that repeats another counts once; one that contradicts it makes neither count', () => {
    const same = check(row(), row({section: '街口断面'}));
    expect(same.observations).toHaveLength(1);
    expect(same.issues).toEqual([expect.objectContaining({rule: 'duplicate-same', row: 2})]);
    const different = check(row(), row({value: 0.4}));
    expect(different.observations).toEqual([]);
    expect(different.issues[0]).toMatchObject({rule: 'duplicate-different', severity: 'error'});
    expect(check(row({date: '2021-05-01'}), row({date: '2021-05-02'})).issues).toEqual([]);
  });
});

test('the order of rows changes neither values nor which rows are named', () => {
  const cell = fc.constantFrom(0.3, 0.4, 310, -1, '<0.01', 'x', null);
  const anyRow = fc.record({
    section: fc.constantFrom('街口', '街口断面', '清水铺'),
    indicator: fc.constantFrom('氨氮', 'NH3-N', 'TP', '?'),
    date: fc.constantFrom('2021-05', '2021-05-01', '2021-06', 'x'),
    value: cell,
    unit: fc.constantFrom('mg/L', 'µg/L', '℃', null),
  });
  const strip = ({observations, issues}: ReturnType<typeof checkRows>) => ({
    values: observations
      .map(({indicator, month, day, valueMgPerL}) => [indicator, month, day, valueMgPerL])
      .map(String)
      .sort(),
    issues: issues.map(({rule, row: at, column}) => `${rule} ${at} ${column}`).sort(),
  });
  fc.assert(
    fc.property(
      fc.array(anyRow, {minLength: 1, maxLength: 12}).chain((rows) => {
        const numbered = rows.map((each, i) => ({...each, row: i + 1}));
        return fc.tuple(
          fc.constant(numbered),
          fc.shuffledSubarray(numbered, {minLength: numbered.length}),
        );
      }),
      ([rows, shuffled]) => {
        expect(strip(check(...shuffled))).toEqual(strip(check(...rows)));
      },
    ),
    {seed: 7, numRuns: 200},
  );
});
