import {describe, expect, test} from 'vitest';
import type {AgreementDraft} from '../../../contract/agreement.ts';
import type {
  ClassStepCalculation,
  ContributionDistributionCalculation,
  PIndexCalculation,
} from '../../../contract/agreement-settlement.ts';
import {catalog, changed, payments, RIVER, settle, wholeYear} from './settle.ts';

const BASE = {
  'permanganate-index': 2,
  'ammonia-nitrogen': 0.2,
  'total-phosphorus': 0.05,
  'total-nitrogen': 1,
};
const times = (values: Record<string, number>, factor: number) =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, value * factor]));
const xinanjiang = (year: number, factor: number) => [
  ...[2008, 2009, 2010].flatMap((each) => wholeYear('街口', each, BASE)),
  ...wholeYear('街口', year, times(BASE, factor)),
];

describe('the index P', () => {
  test('is k0 where every mean is its baseline, and the downstream side pays', async () => {
    const result = await settle('xinanjiang-2012', xinanjiang(2012, 1), {
      period: {from: '2012', to: '2012'},
    });
    expect(result.complete).toBe(true);
    const calculation = result.settlements[0]!.calculation as PIndexCalculation;
    expect(calculation.p).toBeCloseTo(0.85, 12);
    expect(calculation.terms).toHaveLength(4);
    expect(calculation.terms[0]).toMatchObject({
      indicator: 'permanganate-index',
      weight: 0.25,
      valueMgPerL: 2,
      baselineMgPerL: 2,
      ratio: 1,
      term: 0.25,
    });
    expect(payments(result)).toEqual(['zhejiang → anhui 100000000']);
  });

  test('of 1 exactly still counts as at most 1, a little more does not', async () => {
    const period = {from: '2012', to: '2012'};
    const exactly = await settle('xinanjiang-2012', xinanjiang(2012, 1 / 0.85), {period});
    expect((exactly.settlements[0]!.calculation as PIndexCalculation).p).toBeCloseTo(1, 12);
    expect(payments(exactly)).toEqual(['zhejiang → anhui 100000000']);
    const more = await settle('xinanjiang-2012', xinanjiang(2012, 1.001 / 0.85), {period});
    expect(payments(more)).toEqual(['anhui → zhejiang 100000000']);
    expect(more.issues.map(({rule}) => rule)).toContain('near-threshold');
  });

  test('by hand: 0.90 · (0.22·1.1 + 0.22·0.5 + 0.28·1 + 0.28·1.2) = 0.8712', async () => {
    const rows = [
      ...[2015, 2016, 2017].flatMap((year) => wholeYear('街口', year, BASE)),
      ...wholeYear('街口', 2018, {
        'permanganate-index': 2.2,
        'ammonia-nitrogen': 0.1,
        'total-phosphorus': 0.05,
        'total-nitrogen': 1.2,
      }),
    ];
    const result = await settle('xinanjiang-2018', rows, {period: {from: '2018', to: '2018'}});
    const {p, payoff} = result.settlements[0]!.calculation as PIndexCalculation;
    expect(p).toBeCloseTo(0.8712, 12);
    expect(payoff).toEqual({upTo: 0.95, payer: 'downstream', amountYuan: 2e8});
  });

  test('takes baselines that are given with the request, and says so', async () => {
    const rows = wholeYear('街口', 2012, BASE);
    const result = await settle('xinanjiang-2012', rows, {
      period: {from: '2012', to: '2012'},
      baselinesMgPerL: times(BASE, 2),
    });
    expect((result.settlements[0]!.calculation as PIndexCalculation).p).toBeCloseTo(0.425, 12);
    expect(result.issues.map(({rule}) => rule)).toEqual(Array(4).fill('baseline-given'));
    expect(result.complete).toBe(true);
  });

  test('is not computed where the baseline is 0, and says of what', async () => {
    const dry = {...BASE, 'total-phosphorus': 0};
    const rows = [
      ...[2008, 2009, 2010].flatMap((year) => wholeYear('街口', year, dry)),
      ...wholeYear('街口', 2012, BASE),
    ];
    const result = await settle('xinanjiang-2012', rows, {period: {from: '2012', to: '2012'}});
    expect(result).toMatchObject({complete: false, payments: []});
    const {terms, p} = result.settlements[0]!.calculation as PIndexCalculation;
    expect(p).toBeNull();
    // the other terms are there to be looked at
    expect(terms.map(({term}) => term)).toEqual([0.25, 0.25, null, 0.25]);
    const [issue] = result.issues.filter(({rule}) => rule === 'baseline-zero');
    expect(issue).toMatchObject({severity: 'error', indicator: 'total-phosphorus'});
    expect(issue!.detail.en).toContain('in the baseline years 2008, 2009, 2010 is 0');
  });

  test('is not computed without a baseline, and nobody pays', async () => {
    const result = await settle('xinanjiang-2012', wholeYear('街口', 2012, BASE), {
      period: {from: '2012', to: '2012'},
    });
    expect(result.complete).toBe(false);
    expect(result.payments).toEqual([]);
    expect((result.settlements[0]!.calculation as PIndexCalculation).p).toBeNull();
    const missing = result.issues.filter(({rule}) => rule === 'baseline-missing');
    expect(missing.map(({indicator}) => indicator)).toEqual(Object.keys(BASE));
  });
});

describe('the class step', () => {
  test('is not compared with a year before whose mean is 0, and says so', async () => {
    const rows = [
      ...wholeYear('刘庄', 2020, {...RIVER, cod: 0}),
      ...wholeYear('刘庄', 2021, RIVER),
    ];
    const result = await settle('yellow-river-2021', rows, {period: {from: '2021', to: '2021'}});
    expect(result.complete).toBe(false);
    expect(payments(result)).toEqual(['shandong → henan 60000000']);
    const [issue] = result.issues.filter(({rule}) => rule === 'baseline-zero');
    expect(issue).toMatchObject({severity: 'error', indicator: 'cod', month: '2020'});
    expect(issue!.detail.zh).toContain('2020 的化学需氧量均值为 0');
  });

  test('is that of the worst indicator, and one class worse reverses the payment', async () => {
    const rows = [
      ...wholeYear('刘庄', 2020, RIVER),
      ...wholeYear('刘庄', 2021, {...RIVER, bod5: 5}),
    ];
    const result = await settle('yellow-river-2021', rows, {period: {from: '2021', to: '2021'}});
    const calculation = result.settlements[0]!.calculation as ClassStepCalculation;
    expect(calculation.class).toBe('IV');
    expect(calculation.worstIndicators).toEqual(['bod5']);
    expect(calculation.change).toMatchObject({changePercent: 0, amountYuan: 0});
    expect(payments(result)).toEqual(['henan → shandong 60000000']);
  });

  test('at the base costs nothing', async () => {
    const base = {...RIVER, bod5: 4};
    const rows = [...wholeYear('刘庄', 2020, base), ...wholeYear('刘庄', 2021, base)];
    const result = await settle('yellow-river-2021', rows, {period: {from: '2021', to: '2021'}});
    expect(result.complete).toBe(true);
    expect(result.payments).toEqual([]);
    expect(result.balances.map(({netYuan}) => netYuan)).toEqual([0, 0]);
  });

  test('pays for change at most the cap, and only for whole percents', async () => {
    const change = async (percent: number) => {
      const rows = [
        ...wholeYear('刘庄', 2020, RIVER),
        ...wholeYear('刘庄', 2021, changed(percent)),
      ];
      const result = await settle('yellow-river-2021', rows, {period: {from: '2021', to: '2021'}});
      return (result.settlements[0]!.calculation as ClassStepCalculation).change!;
    };
    expect(await change(-55)).toMatchObject({
      uncappedYuan: 55_000_000,
      isCapped: true,
      amountYuan: 40_000_000,
    });
    expect(await change(-2.9)).toMatchObject({countedPercent: -2, amountYuan: 2_000_000});
    expect(await change(3)).toMatchObject({countedPercent: 3, amountYuan: -3_000_000});
  });

  test('without the year before settles the class and says what is missing', async () => {
    const result = await settle('yellow-river-2021', wholeYear('刘庄', 2021, RIVER), {
      period: {from: '2021', to: '2021'},
    });
    expect(payments(result)).toEqual(['shandong → henan 60000000']);
    expect(result.complete).toBe(false);
    expect(result.issues.map(({rule}) => rule)).toContain('previous-year-missing');
  });

  test('by the month settles every month', async () => {
    const draft = structuredClone(catalog.agreements.get('yellow-river-2021')!) as AgreementDraft;
    if (draft.rule.type !== 'class-step') throw new Error('another rule');
    draft.rule = {...draft.rule, basis: 'monthly', stepYuan: 5_000_000, change: null};
    const rows = wholeYear('刘庄', 2021, RIVER).map((row) =>
      row.date === '2021-07' && row.indicator === 'cod' ? {...row, value: 35} : row,
    );
    const result = await settle(draft, rows, {period: {from: '2021', to: '2021'}});
    expect(result.settlements).toHaveLength(12);
    // eleven months of class II, and July of class V: two classes worse
    expect(payments(result)).toEqual(['shandong → henan 45000000']);
    expect(result.settlements[6]!.payments[0]).toMatchObject({
      from: 'henan',
      amountYuan: 10_000_000,
    });
  });
});

const CLEAN = {'permanganate-index': 1.5, 'ammonia-nitrogen': 0.1, 'total-phosphorus': 0.05};
const chishui = (more: Record<string, Record<string, number>> = {}) =>
  ['清水铺', '茅台上游', '鲢鱼溪'].flatMap((section) =>
    wholeYear(section, 2018, {...CLEAN, ...more[section]}),
  );
const received = (result: Awaited<ReturnType<typeof settle>>) =>
  Object.fromEntries(
    (result.settlements[0]!.calculation as ContributionDistributionCalculation).received.map(
      ({party, amountYuan}) => [party, amountYuan],
    ),
  );
const year = {period: {from: '2018', to: '2018'}};

describe('contributions and distribution', () => {
  test('with every target met leave 20, 100 and 80 million paid in and 60, 80 and 60 paid out', async () => {
    const result = await settle('chishui-2018', chishui(), year);
    expect(result.complete).toBe(true);
    expect(received(result)).toEqual({yunnan: 6e7, guizhou: 8e7, sichuan: 6e7});
    expect(result.balances.map(({party, netYuan}) => [party, netYuan])).toEqual([
      ['yunnan', 4e7],
      ['guizhou', -2e7],
      ['sichuan', -2e7],
    ]);
    expect(payments(result).sort()).toEqual([
      'guizhou → yunnan 20000000',
      'sichuan → yunnan 20000000',
    ]);
    expect(result.settlements[0]!.payments.map(({why}) => why.en)).toEqual([
      'Contribution of Yunnan in 2018: 0.1 × 200,000,000 yuan.',
      'Contribution of Guizhou in 2018: 0.5 × 200,000,000 yuan.',
      'Contribution of Sichuan in 2018: 0.4 × 200,000,000 yuan.',
      'Distribution to Yunnan in 2018: 60,000,000 yuan.',
      'Distribution to Guizhou in 2018: 80,000,000 yuan.',
      'Distribution to Sichuan in 2018: 60,000,000 yuan.',
    ]);
  });

  test('where Qingshuipu fails give the share of Yunnan to the two below, half each', async () => {
    const result = await settle(
      'chishui-2018',
      chishui({清水铺: {'total-phosphorus': 0.15}}),
      year,
    );
    expect(received(result)).toEqual({yunnan: 0, guizhou: 1.1e8, sichuan: 9e7});
    const guizhou = result.settlements[0]!.payments.find(
      ({to, reason}) => to === 'guizhou' && reason === 'distribution',
    );
    expect(guizhou!.why).toEqual({
      zh: '贵州省 2018 年分配：80,000,000 + 30,000,000（清水铺） 元。',
      en: 'Distribution to Guizhou in 2018: 80,000,000 + 30,000,000 (Qingshuipu) yuan.',
    });
  });

  test('where Lianyuxi fails too give the share of Guizhou, but not what it gained, to Sichuan', async () => {
    const bad = {'total-phosphorus': 0.15};
    const result = await settle('chishui-2018', chishui({清水铺: bad, 鲢鱼溪: bad}), year);
    expect(received(result)).toEqual({yunnan: 0, guizhou: 3e7, sichuan: 1.7e8});
  });

  test('by indicator cut a third for one of three', async () => {
    const draft = structuredClone(catalog.agreements.get('chishui-2018')!) as AgreementDraft;
    if (draft.rule.type !== 'contribution-distribution') throw new Error('another rule');
    draft.rule.cuts = draft.rule.cuts.map((cut) => ({...cut, cutBy: 'indicator'}));
    const result = await settle(draft, chishui({清水铺: {'total-phosphorus': 0.15}}), year);
    expect(received(result)).toEqual({yunnan: 4e7, guizhou: 9e7, sichuan: 7e7});
  });

  test('take from several who are responsible in the proportion in which they are', async () => {
    const draft = structuredClone(catalog.agreements.get('chishui-2018')!) as AgreementDraft;
    if (draft.rule.type !== 'contribution-distribution') throw new Error('another rule');
    draft.rule.cuts = draft.rule.cuts.slice(0, 1).map((cut) => ({
      ...cut,
      responsible: [
        {party: 'yunnan', parts: 3},
        {party: 'guizhou', parts: 1},
      ],
      beneficiaries: [{party: 'sichuan', parts: 1}],
    }));
    const result = await settle(draft, chishui({清水铺: {'total-phosphorus': 0.15}}), year);
    // three quarters of the 60 million of Yunnan, one quarter of the 80 million of Guizhou
    expect(received(result)).toEqual({yunnan: 1.5e7, guizhou: 6e7, sichuan: 1.25e8});
  });

  test('move no money at a section of which nobody knows who is paid, and say so', async () => {
    const result = await settle(
      'chishui-2018',
      chishui({茅台上游: {'ammonia-nitrogen': 0.8}}),
      year,
    );
    expect(received(result)).toEqual({yunnan: 6e7, guizhou: 8e7, sichuan: 6e7});
    expect(result.complete).toBe(false);
    expect(result.issues).toContainEqual(
      expect.objectContaining({rule: 'money-not-settled', section: 'maotai-upstream'}),
    );
  });
});
