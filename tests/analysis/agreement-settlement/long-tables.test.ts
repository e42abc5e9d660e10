import {expect, test} from 'vitest';
import type {ObservationRow} from '../../../contract/observation.ts';
import {agreementSettlement} from '../../../server/analysis/agreement-settlement/agreement-settlement.ts';
import {settle as settleHere} from '../../../server/analysis/agreement-settlement/settle.ts';
import type {AnalysisContext} from '../../../server/analysis/process.ts';
import {resolveAgreement} from '../../../server/agreements/agreement-store.ts';
import {catalog, settle} from './settle.ts';

const RIVER = {
  'permanganate-index': 3,
  cod: 12,
  bod5: 2,
  'ammonia-nitrogen': 0.4,
  'total-phosphorus': 0.08,
};

/** A value a day for three years: 5 480 rows. */
function everyDay(): ObservationRow[] {
  return Object.entries(RIVER).flatMap(([indicator, value]) =>
    Array.from({length: 1096}, (_, day) => ({
      section: '刘庄',
      indicator,
      date: new Date(Date.UTC(2020, 0, 1 + day)).toISOString().slice(0, 10),
      value: value * (1 + 0.01 * (day % 7)),
      unit: 'mg/L',
    })),
  );
}

test('A long table is settled in a thread of its own, as a short one is at once', async () => {
  const observations = everyDay();
  const answer = await settle('yellow-river-2021', observations);
  const agreement = await resolveAgreement(undefined as never, catalog, 'yellow-river-2021');
  const inputs = {agreement: 'yellow-river-2021', observations};
  const standard = catalog.waterQuality;
  expect(answer).toEqual(settleHere({inputs, agreement, stored: agreement, standard}));
  expect(answer.provenance.observations).toEqual({rowCount: 5480, usedCount: 5480});
});

test('A request that is wrong is refused from there with its code', async () => {
  const baselines = {baselinesMgPerL: {cod: 1}};
  const settling = settle('yellow-river-2021', everyDay(), baselines);
  await expect(settling).rejects.toMatchObject({code: 'INPUT_INVALID'});
});

test('A settlement that is cancelled ends at once', async () => {
  const stop = new AbortController();
  const context = {catalog, progress() {}, signal: stop.signal} as unknown as AnalysisContext;
  const inputs = {agreement: 'yellow-river-2021', observations: everyDay()};
  const settling = agreementSettlement.run(inputs as never, context);
  setImmediate(() => stop.abort(new Error('nobody wants it any more')));
  await expect(settling).rejects.toThrow('nobody wants it any more');
});

test('A long table of other sections and years has an issue for each, with the number of its rows', async () => {
  const observations = Array.from({length: 49_000}, (_, i) => ({
    section: i % 2 === 0 ? '刘壮' : '刘庄',
    indicator: 'cod',
    date: new Date(Date.UTC(2021, 0, 1 + (i >> 1))).toISOString().slice(0, 10),
    value: 12,
    unit: 'mg/L',
  }));
  const result = await settle('yellow-river-2021', observations);
  const unknown = result.issues.filter(({rule}) => rule === 'section-unknown');
  expect(unknown).toEqual([expect.objectContaining({row: 1, rowCount: 24_500, section: '刘壮'})]);
  expect(unknown[0]!.rows).toEqual([1, 3, 5, 7, 9, 11, 13, 15, 17, 19]);
  const outside = result.issues.filter(({rule}) => rule === 'date-out-of-period');
  expect(outside[0]!.detail.en).toMatch(
    /dates of \d{4}, such as \d{4}-01-01 in row \d+, lie outside/,
  );
  const placed = outside.reduce((sum, {rowCount}) => sum + rowCount, 0);
  expect(placed + 24_500 + result.provenance.observations.usedCount).toBe(49_000);
  expect(JSON.stringify(result).length).toBeLessThan(200_000);
});
