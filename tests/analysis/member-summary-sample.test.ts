import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import type {MemberSummary} from '../../contract/member-summary.ts';
import type {BuiltApp} from '../../server/app.ts';
import {makeSample, polygonsOf, type SampleFeature} from '../scripts/region/sample.ts';
import {openTestApp} from '../setup/app.ts';
import {storeRoleLayer} from './basin-layers.ts';

// reaches into all three provinces; west of 112.36 there is none
const OVER_PROVINCES = {
  type: 'Polygon',
  coordinates: [
    [
      [112.2, 28.4],
      [113.9, 28.1],
      [113.8, 28.9],
      [113.2, 28.95],
      [112.2, 28.4],
    ],
  ],
};
const PROVINCES = ['910000', '920000', '930000'];

describe('what is drawn over provinces of the sample region', () => {
  let built: BuiltApp;

  beforeAll(async () => {
    const sample = await makeSample();
    built = await openTestApp('embedded');
    const {db} = built.services;
    const units = sample.layer('units');
    const areal = (feature: SampleFeature) => ({
      id: feature.id,
      parent: feature.properties.parent === null ? null : String(feature.properties.parent),
      polygons: polygonsOf(feature),
    });
    await storeRoleLayer(db, 'units', 'unit', units.map(areal));
    const counties = units.filter(({properties}) => properties.level === 'county');
    await storeRoleLayer(
      db,
      'counties',
      'unit',
      counties.map((each) => ({...areal(each), parent: null})),
    );
    await storeRoleLayer(db, 'lines', 'redline', sample.layer('redlines').map(areal));
    for (const id of PROVINCES) {
      const province = units.find((unit) => unit.id === id)!;
      await storeRoleLayer(db, `province-${id}`, 'protected-area', [areal(province)]);
    }
  }, 60_000);
  afterAll(() => built?.app.close());

  async function summarise(inputs: object): Promise<MemberSummary> {
    const response = await built.app.inject({
      method: 'POST',
      url: '/api/processes/member-summary/execution',
      payload: {inputs: {zone: {drawn: OVER_PROVINCES}, protectedAreas: [], ...inputs}},
    });
    expect(response.statusCode, response.body).toBe(200);
    return response.json<MemberSummary>();
  }

  it('sums by province and a remainder to the whole, within 1e-9', async () => {
    const {states, union, reconciliation} = await summarise({units: 'units'});
    expect(states.map(({id}) => id)).toEqual([...PROVINCES, 'unknown']);
    expect(reconciliation.largestDifferenceShare).toBeLessThan(1e-9);
    const areaM2 = states.reduce((sum, state) => sum + state.areaM2, 0);
    const heldM2 = states.reduce((sum, {values}) => sum + values[0]!.heldM2, 0);
    expect(Math.abs(areaM2 - union.areaM2)).toBeLessThan(1e-9 * union.areaM2);
    expect(Math.abs(heldM2 - union.values[0]!.heldM2)).toBeLessThan(1e-9 * union.areaM2);
    expect(union.values[0]!.heldM2).toBeGreaterThan(0.01 * union.areaM2);
  });

  it('gives each province what its own polygon holds of the drawn ground', async () => {
    const {states} = await summarise({units: 'units'});
    for (const id of PROVINCES) {
      const {union} = await summarise({protectedAreas: `province-${id}`});
      const held = union.values.find(({number}) => number === 'protected')!;
      const state = states.find((each) => each.id === id)!;
      expect(Math.abs(state.areaM2 / held.heldM2 - 1)).toBeLessThan(1e-9);
    }
  });

  it('puts provinces together from their counties where they have no polygon', async () => {
    const {states} = await summarise({units: 'units'});
    const {states: derived, reconciliation} = await summarise({units: 'counties'});
    expect(derived.map(({id, foundBy}) => [id, foundBy])).toEqual([
      ...PROVINCES.map((id) => [id, 'code-prefix']),
      ['unknown', 'unknown'],
    ]);
    derived.forEach(({areaM2}, i) =>
      expect(Math.abs(areaM2 / states[i]!.areaM2 - 1)).toBeLessThan(1e-9),
    );
    expect(reconciliation.largestDifferenceShare).toBeLessThan(1e-9);
  });
});
