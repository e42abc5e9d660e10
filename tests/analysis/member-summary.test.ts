import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import type {
  MemberSummary,
  MemberSummaryInputs,
  NumberValue,
} from '../../contract/member-summary.ts';
import type {RedlineCoverage} from '../../contract/redline-coverage.ts';
import type {Zone} from '../../contract/zone.ts';
import {memberSummary} from '../../server/analysis/member-summary/member-summary.ts';
import type {BuiltApp} from '../../server/app.ts';
import {sql} from '../../server/db/sql.ts';
import {seeded} from '../layers/random.ts';
import {blob, square, storeLayer} from '../layers/store-layer.ts';
import {openTestApp} from '../setup/app.ts';
import {engines, isMissing} from '../setup/engines.ts';

type Point = [number, number];
const polygon = (...points: Point[]) => [[...points, points[0]!]];
const feature = (id: string, shape: Point[][], name: string | null = null) => ({
  id,
  class: name,
  multiPolygon: [shape],
});

//  30 ┌────────┬───────┬────────┐   three units, borders that run aslant so that the edge rule
//     │ 110101  \ 110102 \ 120101│   bites; 110102 and 120101 have no parent in the layer.
//  29 └──────────┴───────┴───────┘
//    115       115.7   116.4    117
const UNITS = [
  feature('110101', polygon([115, 29], [115.9, 29], [115.5, 30], [115, 30])),
  feature('110102', polygon([115.9, 29], [116.6, 29], [116.2, 30], [115.5, 30])),
  feature('120101', polygon([116.6, 29], [117, 29], [117, 30], [116.2, 30])),
  // lies over a corner of 110101
  feature('110103', polygon([114.8, 28.8], [115.2, 28.8], [115.3, 29.3], [114.9, 29.2])),
];
// two basins that meet in a diagonal and leave the east of 120101 out
const BASINS = [
  feature('A01', polygon([114, 28], [116.9, 28], [114, 30.5])),
  feature('A02', polygon([116.9, 28], [116.9, 30.5], [114, 30.5])),
];
const IDS = ['110101', '110102', '120101'];

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
  describe.skipIf(isMissing(engine))('a summary by member', () => {
    let built: BuiltApp;

    beforeAll(async () => {
      built = await openTestApp(engine);
      const {db} = built.services;
      const random = seeded(5);
      const blobs = (count: number, radius: number) =>
        Array.from({length: count}, (_, i) =>
          feature(
            `f${i}`,
            blob(115.1 + 1.8 * random(), 29.1 + 0.8 * random(), radius, 60, random),
            `class ${i % 3}`,
          ),
        );
      await storeLayer(db, 'units', 'unit', UNITS);
      await storeLayer(db, 'basins', 'basin', BASINS);
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
      await storeLayer(db, 'redlines', 'redline', blobs(12, 0.15));
      await storeLayer(db, 'parks', 'protected-area', blobs(6, 0.2));
      await storeLayer(db, 'reserves', 'protected-area', blobs(6, 0.2));
      await storeLayer(db, 'functions', 'function-zone', blobs(9, 0.2));
      await db.query(sql`update features set parent = '110000' where feature_id = '110101'`);
    });
    afterAll(() => built?.app.close());

    async function run<T>(process: string, inputs: unknown, status = 200): Promise<T> {
      const response = await built.app.inject({
        method: 'POST',
        url: `/api/processes/${process}/execution`,
        payload: {inputs} as object,
      });
      expect(response.statusCode, response.body).toBe(status);
      return response.json<T>();
    }
    const summarise = (inputs: Partial<MemberSummaryInputs> & Record<string, unknown>) =>
      run<MemberSummary>('member-summary', {
        zone: {members: {collection: 'units', ids: IDS}},
        ...inputs,
      });
    const sum = (list: {areaM2: number}[]) => list.reduce((total, part) => total + part.areaM2, 0);
    const heldOf = (part: {values: NumberValue[]}, number: string) =>
      part.values.find((value) => value.number === number)!.heldM2;

    it('gives every number for members, states, cells and the union, which sum to 1e-9', async () => {
      const result = await summarise({basins: 'basins'});
      expect(result.numbers.map(({id, layers}) => [id, layers])).toEqual([
        ['redline', ['redlines@1']],
        ['protected', ['parks@1', 'reserves@1']],
        ['function-zone:functions', ['functions@1']],
      ]);
      expect(result.members.map(({id}) => id)).toEqual(IDS);
      expect(result.reconciliation.largestDifferenceShare).toBeLessThan(1e-9);
      for (const parts of [result.members, result.states, result.cells!]) {
        expect(sum(parts) / result.union.areaM2).toBeCloseTo(1, 9);
        for (const {id} of result.numbers) {
          const total = parts.reduce((held, part) => held + heldOf(part, id), 0);
          expect(total / heldOf(result.union, id)).toBeCloseTo(1, 9);
        }
      }
      for (const member of result.members) {
        const cells = result.cells!.filter((cell) => cell.member === member.id);
        expect(sum(cells) / member.areaM2).toBeCloseTo(1, 9);
      }
    });

    it('agrees with the coverage of each member by itself', async () => {
      const result = await summarise({});
      const {places, union} = await run<RedlineCoverage>('redline-coverage', {
        place: {collection: 'units', id: IDS},
      });
      result.members.forEach((member, i) => {
        const value = member.values[0]!;
        expect(value.heldM2 / places[i]!.coveredM2).toBeCloseTo(1, 9);
        expect(value.byClass.map((part) => part.class)).toEqual(
          places[i]!.byClass.map((part) => part.class),
        );
      });
      expect(heldOf(result.union, 'redline') / union!.coveredM2).toBeCloseTo(1, 6);
    });

    it('finds the state by parent, and by the beginning of the code where there is none', async () => {
      const {states} = await summarise({});
      expect(states.map(({id, foundBy, members}) => [id, foundBy, members])).toEqual([
        ['110000', 'parent', ['110101', '110102']],
        ['120000', 'code-prefix', ['120101']],
      ]);
    });

    it('names cells by basin and member, with what lies outside every basin', async () => {
      const {cells, issues, complete} = await summarise({basins: 'basins'});
      // ground outside basins is said, and is no fault
      expect(complete).toBe(true);
      expect(cells!.map(({id}) => id)).toEqual([
        'A010000110101',
        'A020000110101',
        'A020000110102',
        'A020000120101',
        'outside-120101',
      ]);
      expect(cells!.at(-1)).toMatchObject({basin: null, member: '120101'});
      expect(issues).toEqual([
        expect.objectContaining({rule: 'outside-basins', featureId: '120101'}),
      ]);
    });

    it('counts ground once that two members hold, and reports it', async () => {
      const ids = ['110101', '110103'];
      const result = await summarise({
        zone: {members: {collection: 'units', ids}},
        basins: 'basins',
      });
      const [overlap] = result.overlaps;
      expect(overlap).toMatchObject({a: '110101', b: '110103'});
      const [first, second] = result.members;
      expect(first!.counted).toBeNull();
      expect((second!.areaM2 - second!.counted!.areaM2) / overlap!.areaM2).toBeCloseTo(1, 9);
      const total = first!.areaM2 + second!.counted!.areaM2;
      expect(total / result.union.areaM2).toBeCloseTo(1, 9);
      expect(result.reconciliation.largestDifferenceShare).toBeLessThan(1e-9);
      expect(result.issues.map(({rule}) => rule)).toContain('members-overlap');
      expect(result.complete).toBe(false);
    });

    it('makes a member of what was drawn outside all units, and none of what lies inside', async () => {
      const drawn = {type: 'Polygon', coordinates: square(116.8, 29.4, 0.4)};
      const zone = await run<MemberSummary>('member-summary', {
        zone: {members: {collection: 'units', ids: ['120101']}, drawn},
      });
      expect(zone.members.map(({id, kind}) => [id, kind])).toEqual([
        ['120101', 'unit'],
        ['drawn', 'drawn'],
      ]);
      // half of the square lies east of 117
      const alone = await summarise({zone: {drawn}});
      expect(zone.members[1]!.areaM2 / alone.union.areaM2).toBeCloseTo(0.5, 9);
      expect(sum(zone.members) / zone.union.areaM2).toBeCloseTo(1, 9);
      const inside = {type: 'Polygon', coordinates: square(116.7, 29.4, 0.1)};
      const none = await summarise({
        zone: {members: {collection: 'units', ids: ['120101']}, drawn: inside},
      });
      expect(none.members).toHaveLength(1);
      expect(none.issues.map(({rule}) => rule)).toEqual(['drawn-inside-members']);
    });

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
        zone: {members: {collection: 'units', ids: ['120101']}, drawn: drawn(100.25, 101.25)},
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
        coordinates: polygon([115.3, 29.1], [116.9, 29.2], [116.5, 29.8]),
      };
      const result = await summarise({zone: {drawn: over}, units: 'units', basins: 'basins'});
      expect(result.states.map(({id}) => id)).toEqual(['110000', '120000']);
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

    it('summarises a saved zone by the version of the layer its members were looked up in', async () => {
      const saved = await built.app.inject({
        method: 'POST',
        url: '/api/zones',
        payload: {name: '联动区', members: {collection: 'units', ids: IDS}},
      });
      const {id} = saved.json<Zone>();
      const result = await summarise({zone: {zone: id}});
      expect(result.members.map((member) => member.id)).toEqual(IDS);
      expect(result.provenance.layers).toContainEqual({id: 'units', version: 1});
    });

    it('never lets the average of the union hide a member that fails', async () => {
      const {members, union} = await summarise({});
      const shares = members.map((member) => member.values[0]!.share);
      const average = union.values[0]!.share;
      const least = Math.min(...shares);
      expect(least).toBeLessThan(average);
      const atLeast = (least + average) / 2;
      const {thresholds} = await summarise({thresholds: [{number: 'redline', atLeast}]});
      const [verdict] = thresholds;
      expect(verdict!.union.verdict).toBe('pass');
      expect(verdict!.verdict).toBe('fail');
      expect(verdict!.failingCount).toBe(shares.filter((share) => share < atLeast).length);
      expect(verdict!.worst).toBe(IDS[shares.indexOf(least)]);
      expect(verdict!.sentence.en).toContain('meets the threshold; ');
      expect(verdict!.sentence.en).toContain(
        `of 3 members fail, the worst being ${verdict!.worst}`,
      );
    });

    it('judges one class where a threshold names one', async () => {
      const {members, thresholds} = await summarise({
        thresholds: [{number: 'redline', class: 'class 1', atMost: 0.01}],
      });
      thresholds[0]!.members.forEach(({share}, i) => {
        const part = members[i]!.values[0]!.byClass.find((each) => each.class === 'class 1');
        expect(share).toBe(part?.share ?? 0);
      });
    });

    it('tells how far it is, ever farther, and stops when it is given up', async () => {
      const shares: number[] = [];
      const stop = new AbortController();
      const context = (signal: AbortSignal, at: number) => ({
        ...built.services,
        signal,
        drawing: undefined,
        progress: (share: number) => {
          shares.push(share);
          if (shares.length === at) stop.abort(new Error('given up'));
        },
      });
      const inputs = {zone: {members: {collection: 'units', ids: IDS}}, basins: 'basins'};
      await memberSummary.run(inputs as never, context(new AbortController().signal, Infinity));
      expect(shares).toEqual(shares.toSorted((a, b) => a - b));
      expect(shares.at(-1)).toBeLessThanOrEqual(1);
      const count = shares.length;
      shares.length = 0;
      const given = memberSummary.run(inputs as never, context(stop.signal, 5));
      await expect(given).rejects.toThrow('given up');
      expect(shares.length).toBeLessThan(count);
    });

    it.each([
      ['a zone of nothing', {zone: {}}, 'ZONE_EMPTY'],
      [
        'an unknown member',
        {zone: {members: {collection: 'units', ids: ['x']}}},
        'FEATURE_NOT_FOUND',
      ],
      ['an unknown number', {thresholds: [{number: 'x', atLeast: 1}]}, 'INPUT_INVALID'],
      ['a threshold without a limit', {thresholds: [{number: 'redline'}]}, 'INPUT_INVALID'],
      [
        'an unknown class',
        {thresholds: [{number: 'redline', class: 'x', atLeast: 0.1}]},
        'CLASS_UNKNOWN',
      ],
      ['a layer of another kind', {redlines: 'parks'}, 'INPUT_INVALID'],
      [
        'units of another kind',
        {zone: {drawn: {type: 'Polygon', coordinates: square(100, 1, 1)}}, units: 'basins'},
        'INPUT_INVALID',
      ],
      ['an unknown level of basins', {basins: 'basins', basinLevel: 'x'}, 'LEVEL_NOT_FOUND'],
    ])('refuses %s with a code', async (_, inputs, code) => {
      const problem = await run<{code: string}>(
        'member-summary',
        {zone: {members: {collection: 'units', ids: IDS}}, ...inputs},
        code === 'FEATURE_NOT_FOUND' ? 404 : 400,
      );
      expect(problem.code).toBe(code);
    });
  });
});
