import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import type {AgreementDraft} from '../../../contract/agreement.ts';
import type {
  AgreementSettlement,
  ClassStepCalculation,
  ContributionDistributionCalculation,
  PIndexCalculation,
} from '../../../contract/agreement-settlement.ts';
import {catalog, settle, wholeYear} from './settle.ts';

const OPTIONS = {seed: 20, numRuns: 60};
// at most a factor of 240 apart with what tests multiply by: beyond 300 a value is taken for a slip
const concentration = fc.double({min: 0.05, max: 3, noNaN: true});
const net = ({balances}: Pick<AgreementSettlement, 'balances'>, party: string) =>
  balances.find((balance) => balance.party === party)!.netYuan;

/** Both the whole and every period of it: what parties receive others pay. */
function expectNothingIsLost(result: AgreementSettlement) {
  for (const {balances} of [result, ...result.settlements]) {
    expect(Math.abs(balances.reduce((sum, {netYuan}) => sum + netYuan, 0))).toBeLessThan(1e-6);
  }
  for (const {party, netYuan} of result.balances) {
    const settled = result.payments.reduce(
      (sum, {from, to, amountYuan}) =>
        sum + (to === party ? amountYuan : 0) - (from === party ? amountYuan : 0),
      0,
    );
    expect(settled).toBeCloseTo(netYuan, 1);
  }
}

const INDEX = ['permanganate-index', 'ammonia-nitrogen', 'total-phosphorus', 'total-nitrogen'];
const four = fc.tuple(concentration, concentration, concentration, concentration);
const values = (list: readonly number[]) =>
  Object.fromEntries(INDEX.map((name, i) => [name, list[i]!]));
const xinanjiang = (now: readonly number[], baseline: readonly number[]) =>
  settle('xinanjiang-2015', wholeYear('街口', 2015, values(now)), {
    period: {from: '2015', to: '2015'},
    baselinesMgPerL: values(baseline),
  });
const pOf = (result: AgreementSettlement) =>
  (result.settlements[0]!.calculation as PIndexCalculation).p!;

describe('the index P', () => {
  test('is k0 wherever the water is its baseline', () =>
    fc.assert(
      fc.asyncProperty(four, async (baseline) => {
        expect(pOf(await xinanjiang(baseline, baseline))).toBeCloseTo(0.89, 9);
      }),
      OPTIONS,
    ));

  test('rises with every concentration, and what the upstream party gets never does', () =>
    fc.assert(
      fc.asyncProperty(
        four,
        four,
        fc.integer({min: 0, max: 3}),
        fc.double({min: 1.01, max: 4, noNaN: true}),
        async (now, baseline, i, factor) => {
          const before = await xinanjiang(now, baseline);
          const after = await xinanjiang(
            now.map((value, k) => (k === i ? value * factor : value)),
            baseline,
          );
          expect(pOf(after)).toBeGreaterThan(pOf(before));
          expect(net(after, 'anhui')).toBeLessThanOrEqual(net(before, 'anhui'));
          expectNothingIsLost(after);
        },
      ),
      OPTIONS,
    ));
});

const RIVER = ['permanganate-index', 'cod', 'bod5', 'ammonia-nitrogen', 'total-phosphorus'];
const yellowRiver = (years: readonly (readonly number[])[]) =>
  years.flatMap((list, i) =>
    wholeYear('刘庄', 2020 + i, {
      'dissolved-oxygen': 8,
      ...Object.fromEntries(RIVER.map((name, k) => [name, list[k]!])),
    }),
  );
const river = fc.tuple(concentration, concentration, concentration, concentration, concentration);

describe('the class step', () => {
  test('never pays the upstream party more for dirtier water', () =>
    fc.assert(
      fc.asyncProperty(
        river,
        river,
        fc.integer({min: 0, max: 4}),
        fc.double({min: 1.01, max: 4, noNaN: true}),
        async (before, now, i, factor) => {
          const period = {from: '2021', to: '2021'};
          const clean = await settle('yellow-river-2021', yellowRiver([before, now]), {period});
          const dirtier = now.map((value, k) => (k === i ? value * factor : value));
          const dirty = await settle('yellow-river-2021', yellowRiver([before, dirtier]), {period});
          expect(net(dirty, 'henan')).toBeLessThanOrEqual(net(clean, 'henan') + 1e-6);
          expectNothingIsLost(dirty);
        },
      ),
      OPTIONS,
    ));

  test('is that of its worst indicator, and change is paid up to the cap', () =>
    fc.assert(
      fc.asyncProperty(river, river, river, async (first, second, third) => {
        const result = await settle('yellow-river-2021', yellowRiver([first, second, third]));
        const classes = ['I', 'II', 'III', 'IV', 'V', 'inferior-V'];
        for (const {calculation} of result.settlements) {
          const step = calculation as ClassStepCalculation;
          const ranks = step.classes.map((each) => classes.indexOf(each.class!));
          expect(classes.indexOf(step.class!)).toBe(Math.max(...ranks));
          expect(Math.abs(step.change!.amountYuan!)).toBeLessThanOrEqual(step.change!.capYuan);
        }
        expectNothingIsLost(result);
      }),
      OPTIONS,
    ));

  test('does not depend on the order of the rows', () =>
    fc.assert(
      fc.asyncProperty(
        river,
        river,
        fc.infiniteStream(fc.double({min: 0, max: 1, noNaN: true})),
        async (first, second, keys) => {
          const rows = yellowRiver([first, second]).map((row, i) => ({...row, row: i + 1}));
          const shuffled = rows
            .map((row) => ({row, key: keys.next().value as number}))
            .sort((a, b) => a.key - b.key)
            .map(({row}) => row);
          const period = {from: '2021', to: '2021'};
          const inOrder = await settle('yellow-river-2021', rows, {period});
          expect(await settle('yellow-river-2021', shuffled, {period})).toEqual(inOrder);
        },
      ),
      {...OPTIONS, numRuns: 15},
    ));
});

describe('a pool', () => {
  const parts = fc.tuple(...[1, 2, 3].map(() => fc.integer({min: 1, max: 20})));
  test('is conserved whatever is contributed, distributed and cut', () =>
    fc.assert(
      fc.asyncProperty(
        parts,
        parts,
        fc.double({min: 0, max: 1, noNaN: true}),
        fc.constantFrom('section' as const, 'indicator' as const),
        fc.tuple(concentration, concentration, concentration),
        async (contributed, distributed, cutShare, cutBy, water) => {
          const draft = structuredClone(catalog.agreements.get('chishui-2018')!) as AgreementDraft;
          if (draft.rule.type !== 'contribution-distribution') throw new Error('another rule');
          const {rule, parties} = draft;
          rule.contributions = parties.map(({id}, i) => ({party: id, parts: contributed[i]!}));
          rule.distribution = parties.map(({id}, i) => ({party: id, parts: distributed[i]!}));
          rule.cuts = rule.cuts.map((cut) => ({...cut, cutShare, cutBy}));
          const rows = ['清水铺', '茅台上游', '鲢鱼溪'].flatMap((section, i) =>
            wholeYear(section, 2018, {
              'permanganate-index': 1,
              'ammonia-nitrogen': 0.1,
              'total-phosphorus': water[i]! / 10,
            }),
          );
          const result = await settle(draft, rows, {period: {from: '2018', to: '2018'}});
          const pool = result.settlements[0]!.calculation as ContributionDistributionCalculation;
          const total = (list: {amountYuan: number}[]) =>
            list.reduce((sum, {amountYuan}) => sum + amountYuan, 0);
          expect(total(pool.contributions)).toBeCloseTo(2e8, 4);
          expect(total(pool.distribution)).toBeCloseTo(2e8, 4);
          expect(total(pool.received)).toBeCloseTo(2e8, 4);
          expect(pool.received.every(({amountYuan}) => amountYuan >= -1e-6)).toBe(true);
          expectNothingIsLost(result);
        },
      ),
      OPTIONS,
    ));
});
