import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import type {MemberSummary, NumberValue} from '../../contract/member-summary.ts';
import type {BuiltApp} from '../../server/app.ts';
import {sql} from '../../server/db/sql.ts';
import {seeded} from '../layers/random.ts';
import {blob, square, storeLayer} from '../layers/store-layer.ts';
import {openTestApp} from '../setup/app.ts';
import {engines, isMissing} from '../setup/engines.ts';
import {feature, polygon} from './small-features.ts';

//  2 ┌────────┬────────┐   two provinces side by side between the same parallels: the first has a
//    │ 310000 │ 320101 │   polygon of its own and a county in its corner, the second is known by the
//  1 └────────┴────────┘   code of its county alone.
//   100      101      102
const PROVINCES = [
  feature('310000', square(100, 1, 1), '左省'),
  feature('310101', square(100, 1, 0.5)),
  feature('320101', square(101, 1, 1)),
];

describe.each(engines)('on the %s engine', (engine) => {
  describe.skipIf(isMissing(engine))('what is drawn, by state', () => {
    let built: BuiltApp;

    beforeAll(async () => {
      built = await openTestApp(engine);
      const {db} = built.services;
      const random = seeded(7);
      await storeLayer(db, 'counties', 'unit', [feature('120101', square(116, 29, 1))]);
      await storeLayer(db, 'provinces', 'unit', PROVINCES);
      await storeLayer(db, 'overlapping', 'unit', [
        feature('310101', square(100, 1, 1)),
        feature('320101', polygon([100.9, 1], [102, 1], [102, 2], [100.9, 2])),
      ]);
      await storeLayer(db, 'odd', 'unit', [
        feature('310101', square(100, 1, 1)),
        feature('island', square(101, 1, 1)),
      ]);
      await db.query(sql`update features set name_en = 'Left' where feature_id = '310000'`);
      await storeLayer(db, 'basins', 'basin', [
        feature('A01', polygon([99, 0], [102, 0], [99, 3])),
        feature('A02', polygon([102, 0], [102, 3], [99, 3])),
      ]);
      const lines = Array.from({length: 8}, (_, i) => {
        const outline = blob(100.3 + 1.4 * random(), 1.2 + 0.6 * random(), 0.2, 60, random);
        return feature(`f${i}`, outline, `class ${i % 2}`);
      });
      await storeLayer(db, 'redlines', 'redline', lines);
    });
    afterAll(() => built?.app.close());

    async function summarise(inputs: object, status = 200): Promise<MemberSummary> {
      const response = await built.app.inject({
        method: 'POST',
        url: '/api/processes/member-summary/execution',
        payload: {inputs},
      });
      expect(response.statusCode, response.body).toBe(status);
      return response.json<MemberSummary>();
    }
    const sum = (list: {areaM2: number}[]) => list.reduce((total, part) => total + part.areaM2, 0);
    const heldOf = (part: {values: NumberValue[]}, number: string) =>
      part.values.find((value) => value.number === number)!.heldM2;
    // between the same parallels as the provinces: widths are to each other as areas are
    const drawn = (west: number, east: number) => ({
      type: 'Polygon',
      coordinates: polygon([west, 1], [east, 1], [east, 2], [west, 2]),
    });
    const sharesOf = ({states, union}: MemberSummary) =>
      states.map(({id, areaM2}) => [id, Number((areaM2 / union.areaM2).toFixed(9))]);

    it('tells what was drawn by the states of the layer of its members, with a remainder', async () => {
      const result = await summarise({
        zone: {
          members: {collection: 'provinces', ids: ['320101']},
          // half in the first province, half in none
          drawn: {type: 'Polygon', coordinates: polygon([99, 1], [101, 1], [101, 2], [99, 2])},
        },
      });
      expect(sharesOf(result)).toEqual([
        ['310000', 0.333333333],
        ['320000', 0.333333333],
        ['unknown', 0.333333333],
      ]);
      expect(
        result.states.map(({name, nameEn, foundBy, members}) => [name, nameEn, foundBy, members]),
      ).toEqual([
        ['310000', 'Left', 'code-prefix', ['drawn']],
        [null, null, 'code-prefix', ['320101']],
        [null, null, 'unknown', ['drawn']],
      ]);
      const [unit, ground] = result.members;
      expect(unit).toMatchObject({id: '320101', state: '320000', byState: null, nameEn: null});
      expect(ground).toMatchObject({id: 'drawn', kind: 'drawn', state: null});
      expect(ground!.byState!.map(({state}) => state)).toEqual(['310000', 'unknown']);
      expect(sum(ground!.byState!) / ground!.areaM2).toBeCloseTo(1, 9);
      expect(result.reconciliation.largestDifferenceShare).toBeLessThan(1e-9);
      // ground in no province is said, and is no fault
      expect(result.issues.map(({rule}) => rule)).toEqual(['outside-states']);
      expect(result.complete).toBe(true);
    });

    it('tells what was drawn by the states of a named layer, and names its version', async () => {
      const result = await summarise({zone: {drawn: drawn(100.25, 101.25)}, units: 'provinces'});
      expect(sharesOf(result)).toEqual([
        ['310000', 0.75],
        ['320000', 0.25],
      ]);
      expect(result.members).toHaveLength(1);
      expect(result.issues).toEqual([]);
      expect(result.provenance.layers).toContainEqual({id: 'provinces', version: 1});
      const named = await summarise({
        zone: {members: {collection: 'counties', ids: ['120101']}, drawn: drawn(100.25, 101.25)},
        units: 'provinces@1',
      });
      expect(named.states.map(({id, members}) => [id, members])).toEqual([
        ['120000', ['120101']],
        ['310000', ['drawn']],
        ['320000', ['drawn']],
      ]);
    });

    it('gives every number of what was drawn over several states, and of each basin cell', async () => {
      const over = {
        type: 'Polygon',
        coordinates: polygon([100.3, 1.1], [101.9, 1.2], [101.5, 1.8]),
      };
      const result = await summarise({zone: {drawn: over}, units: 'provinces', basins: 'basins'});
      expect(result.states.map(({id}) => id)).toEqual(['310000', '320000']);
      expect(result.reconciliation.largestDifferenceShare).toBeLessThan(1e-9);
      for (const {id} of result.numbers) {
        const held = result.states.reduce((total, state) => total + heldOf(state, id), 0);
        expect(held / heldOf(result.union, id)).toBeCloseTo(1, 9);
      }
      expect(new Set(result.cells!.map(({member}) => member))).toEqual(new Set(['drawn']));
    });

    it('leaves what was drawn in no known state where no layer of units is named', async () => {
      const result = await summarise({zone: {drawn: drawn(100.25, 101.25)}});
      expect(sharesOf(result)).toEqual([['unknown', 1]]);
      expect(result.members[0]!.state).toBe('unknown');
      expect(result.issues.map(({rule}) => rule)).toEqual(['drawn-without-units']);
    });

    it('counts ground once that two states hold, for the first by code', async () => {
      const result = await summarise({zone: {drawn: drawn(100.5, 101.5)}, units: 'overlapping'});
      expect(sharesOf(result)).toEqual([
        ['310000', 0.5],
        ['320000', 0.5],
      ]);
      expect(result.issues.map(({rule}) => rule)).toEqual(['states-overlap']);
      expect(result.complete).toBe(false);
    });

    it('keeps units apart whose codes are of no system when the rest have states', async () => {
      const zone = {members: {collection: 'odd', ids: ['310101']}, drawn: drawn(101, 101.5)};
      const result = await summarise({zone});
      expect(sharesOf(result)).toEqual([
        ['310000', 0.666666667],
        ['unknown', 0.333333333],
      ]);
      expect(result.issues.map(({rule}) => rule)).toEqual(['outside-states']);
    });

    it('refuses units of another kind', async () => {
      const problem = await summarise({zone: {drawn: drawn(100, 101)}, units: 'basins'}, 400);
      expect(problem).toMatchObject({code: 'INPUT_INVALID'});
    });
  });
});
