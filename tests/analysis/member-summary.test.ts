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
import {feature, polygon} from './small-features.ts';

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
