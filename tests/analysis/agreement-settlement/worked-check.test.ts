import {describe, expect, test} from 'vitest';
import type {ClassStepCalculation} from '../../../contract/agreement-settlement.ts';
import {changed, payments, RIVER, settle, wholeYear} from './settle.ts';

// What two years of the agreement on the Yellow River were reported to have cost: 126 million yuan.
// Class II against a base of III in both years, and 2 % and then 4 % less pollution, whole percents at
// 1 million each: 2 × 60 million + 2 million + 4 million.

describe('the class step and the change', () => {
  test('of two years come to the 126 million yuan that were reported', async () => {
    // class II in both years, 2 % and then 4 % less pollution: 2 × 60 million + 6 × 1 million
    const rows = [
      ...wholeYear('刘庄', 2020, changed(0)),
      ...wholeYear('刘庄', 2021, changed(-2)),
      ...wholeYear('刘庄', 2022, {
        ...RIVER,
        cod: 12 * 0.98 * 0.96,
        'ammonia-nitrogen': 0.4 * 0.98 * 0.96,
        'total-phosphorus': 0.08 * 0.98 * 0.96,
      }),
    ];
    const result = await settle('yellow-river-2021', rows);
    expect(result.complete).toBe(true);
    expect(payments(result)).toEqual(['shandong → henan 126000000']);
    expect(
      result.settlements.map(({payments: list}) => list.map((each) => each.amountYuan)),
    ).toEqual([
      [60_000_000, 2_000_000],
      [60_000_000, 4_000_000],
    ]);
    expect(
      result.settlements.flatMap(({payments: list}) => list.map(({why}) => [why.zh, why.en])),
    ).toEqual([
      [
        '2021 断面类别为 II，优于基准 III 1 个类别：1 × 60,000,000 元。',
        'Class II in 2021 is 1 better than the base III: 1 × 60,000,000 yuan.',
      ],
      [
        '2021 关键污染物指数较上年变化 -2%：2 × 1,000,000 元。',
        'The index of key pollutants changed by -2 % against the year before 2021: 2 × 1,000,000 yuan.',
      ],
      [
        '2022 断面类别为 II，优于基准 III 1 个类别：1 × 60,000,000 元。',
        'Class II in 2022 is 1 better than the base III: 1 × 60,000,000 yuan.',
      ],
      [
        '2022 关键污染物指数较上年变化 -4%：4 × 1,000,000 元。',
        'The index of key pollutants changed by -4 % against the year before 2022: 4 × 1,000,000 yuan.',
      ],
    ]);
  });

  test('of those two years have every number between the table and the money', async () => {
    const level: Record<number, number> = {2020: 1, 2021: 0.98, 2022: 0.98 * 0.96};
    const rows = [2020, 2021, 2022].flatMap((year) =>
      wholeYear('刘庄', year, changed(100 * (level[year]! - 1))),
    );
    const {settlements, means, balances} = await settle('yellow-river-2021', rows);
    // 8 indicators and years of class and change: 6 of class in two years, 3 of change in the year before
    expect(means).toHaveLength(15);
    for (const [i, [year, factor]] of [
      [2021, 0.98],
      [2022, 0.96],
    ].entries()) {
      const settled = settlements[i]!.calculation as ClassStepCalculation;
      const [cod, ammonia, phosphorus] = [12, 0.4, 0.08].map((value) => value * level[year!]!);
      // dissolved oxygen 8 ≥ 7.5: I · permanganate 3 ≤ 4: II · COD ≤ 15: I · BOD 2 ≤ 3: I · ≤ 0.5: II · ≤ 0.1: II
      expect(settled.classes.map((each) => [each.indicator, each.class, each.limitMgPerL])).toEqual(
        [
          ['dissolved-oxygen', 'I', 7.5],
          ['permanganate-index', 'II', 4],
          ['cod', 'I', 15],
          ['bod5', 'I', 3],
          ['ammonia-nitrogen', 'II', 0.5],
          ['total-phosphorus', 'II', 0.1],
        ],
      );
      expect(settled).toMatchObject({
        class: 'II',
        worstIndicators: ['permanganate-index', 'ammonia-nitrogen', 'total-phosphorus'],
        baseClass: 'III',
        stepsBetter: 1,
        stepYuan: 60_000_000,
        stepAmountYuan: 60_000_000,
      });
      const change = settled.change!;
      expect(change.terms.map((term) => term.indicator)).toEqual([
        'cod',
        'ammonia-nitrogen',
        'total-phosphorus',
      ]);
      change.terms.forEach((term, t) => {
        expect(term.weight).toBeCloseTo(1 / 3, 12);
        expect(term.valueMgPerL).toBeCloseTo([cod, ammonia, phosphorus][t]!, 12);
        expect(term.baselineMgPerL).toBeCloseTo([cod, ammonia, phosphorus][t]! / factor!, 12);
        expect(term.ratio).toBeCloseTo(factor!, 12);
        expect(term.term).toBeCloseTo(factor! / 3, 12);
      });
      expect(change.index).toBeCloseTo(factor!, 12);
      expect(change.changePercent).toBeCloseTo(100 * (factor! - 1), 10);
      const percent = Math.round(100 * (1 - factor!));
      expect(change).toMatchObject({
        countedPercent: -percent,
        yuanPerPercent: 1_000_000,
        uncappedYuan: percent * 1_000_000,
        capYuan: 40_000_000,
        isCapped: false,
        amountYuan: percent * 1_000_000,
      });
    }
    expect(balances).toEqual([
      expect.objectContaining({party: 'henan', paidYuan: 0, receivedYuan: 126_000_000}),
      expect.objectContaining({party: 'shandong', paidYuan: 126_000_000, netYuan: -126_000_000}),
    ]);
  });
});
