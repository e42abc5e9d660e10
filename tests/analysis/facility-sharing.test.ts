import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import type {FacilitySharing} from '../../contract/facility-sharing.ts';
import type {BuiltApp} from '../../server/app.ts';
import {geodesicM, groundPoint} from '../../server/analysis/facility-sharing/geodesic.ts';
import {openTestApp} from '../setup/app.ts';
import {engines, isMissing} from '../setup/engines.ts';
import {box, storeSites, type SiteDraft} from './facility-layers.ts';

//  29.2 ┌──────┬──────┬──────┐   Three units of 100 m³/d each. P1 treats the load of the first and has
//       │  0101│  0102│  0201│   100 to spare; P2 has 50 and is given 60; the third has nothing.
//       │  P1  │  P2  │      │   Deficits 0, 50 and 100 against 100 spare: 50 stay unserved, and the
//    29 └──────┴──────┴──────┘   nearer 0102 is served in full.
//      115   115.2  115.4  115.6
const UNITS: SiteDraft[] = [
  {
    id: '330101',
    parent: '330100',
    properties: {load: 100, people: 1000},
    polygons: box(115, 29, 115.2, 29.2),
  },
  {
    id: '330102',
    parent: '330100',
    properties: {load: 100, people: 1000},
    polygons: box(115.2, 29, 115.4, 29.2),
  },
  {
    id: '330201',
    parent: '330200',
    properties: {load: 100, people: 1000},
    polygons: box(115.4, 29, 115.6, 29.2),
  },
];
const plant = (id: string, lon: number, capacity: unknown, load: unknown): SiteDraft => ({
  id,
  class: 'sewage-plant',
  at: [lon, 29.1],
  properties: {capacity, load, measure: 'm³/d'},
});
const PLANTS = [plant('P1', 115.1, 200, 100), plant('P2', 115.3, 50, 60)];
//  the river runs west: 0201 → 0102 → 0101
const BASINS: SiteDraft[] = [
  {id: 'W', polygons: box(115, 29, 115.2, 29.2)},
  {id: 'M', downstream: 'W', polygons: box(115.2, 29, 115.4, 29.2)},
  {id: 'E', downstream: 'M', polygons: box(115.4, 29, 115.6, 29.2)},
];
const COSTS = {
  transportPerAmountKm: 0.1,
  treatmentPerAmount: 1,
  pipePerDailyAmountKm: 0,
  buildingFixed: 1000,
  buildingPerDailyAmount: 10,
  lifeYears: 10,
  interestRate: 0,
  detourFactor: 1,
};
const ASKED = {
  units: 'units',
  facilities: 'plants',
  kind: 'sewage-plant',
  demand: {loadAttribute: 'load'},
  costs: COSTS,
};

describe.each(engines)('on the %s engine', (engine) => {
  describe.skipIf(isMissing(engine))('sharing facilities', () => {
    let built: BuiltApp;
    const run = async <T = FacilitySharing>(inputs: object, status = 200): Promise<T> => {
      const response = await built.app.inject({
        method: 'POST',
        url: '/api/processes/facility-sharing/execution',
        payload: {inputs: {...ASKED, ...inputs}},
      });
      expect(response.statusCode, response.body).toBe(status);
      return response.json<T>();
    };

    beforeAll(async () => {
      built = await openTestApp(engine);
      const {db} = built.services;
      await storeSites(db, 'units', 'unit', UNITS);
      await storeSites(db, 'plants', 'facility', PLANTS);
      await storeSites(db, 'basins', 'basin', BASINS);
      await storeSites(db, 'redlines', 'redline', [
        {id: 'R', polygons: box(115.4, 29, 115.45, 29.2)},
      ]);
      await storeSites(db, 'points', 'reference', [
        {id: 'a', at: [115.42, 29.1], properties: {slope: 2}},
        {id: 'b', at: [115.48, 29.1], properties: {slope: 30}},
        {id: 'c', at: [115.52, 29.05], properties: {slope: 3}},
        {id: 'd', at: [115.52, 29.15]},
        {id: 'e', at: [116.5, 29.1], properties: {slope: 1}},
      ]);
    });
    afterAll(() => built?.app.close());

    it('serves as much as can be served, the nearer unit first, at the least cost', async () => {
      const {members, facilities, matching, flows, totals, complete} = await run({});
      expect(members.map(({code, servedBefore, deficit}) => [code, servedBefore, deficit])).toEqual(
        [
          ['330101', 100, 0],
          ['330102', 50, 50],
          ['330201', 0, 100],
        ],
      );
      expect(facilities.map(({id, spare, taken}) => [id, spare, taken])).toEqual([
        ['P1', 100, 100],
        ['P2', 0, 0],
      ]);
      expect(flows.map(({from, facility, amount}) => [from, facility, amount])).toEqual([
        [1, 0, 50],
        [2, 0, 50],
      ]);
      const nearM = geodesicM(groundPoint([115.3, 29.1]), groundPoint([115.1, 29.1]));
      expect(flows[0]!.distanceM).toBeCloseTo(nearM, 6);
      expect(flows[0]!.transportPerYear).toBeCloseTo(365 * 50 * 0.1 * (nearM / 1000), 6);
      expect(flows[0]!.treatmentPerYear).toBe(365 * 50);
      expect(matching).toMatchObject({
        isFeasible: false,
        deficit: 150,
        spare: 100,
        served: 100,
        unserved: 50,
      });
      expect(matching.proof.gap).toBeLessThan(1e-9);
      expect(matching.shortages).toEqual([
        {members: [1, 2], facilities: [0], deficit: 150, reachable: 100, short: 50},
      ]);
      expect(totals).toMatchObject({
        load: 300,
        servedBefore: 150,
        servedAfter: 250,
        unserved: 50,
        crossBorderAmount: 100,
      });
      expect(complete).toBe(false);
    });

    it('says what each would pay alone, with the same figures', async () => {
      const {members} = await run({});
      const second = members[1]!;
      // (1000 + 10 × 50) yuan over 10 years without interest, and 50 m³ a day at 1 yuan
      expect(second.alonePerYear).toBeCloseTo(150 + 365 * 50, 9);
      expect(second.savesPerYear).toBeCloseTo(second.alonePerYear - second.costPerYear, 9);
    });

    it('names every figure that nobody gave as an assumption', async () => {
      const {assumptions} = await run({
        costs: {lifeYears: 10},
        demand: {populationAttribute: 'people'},
      });
      const given = assumptions.filter(({isDefault}) => !isDefault).map(({id}) => id);
      expect(given).toEqual(['lifeYears']);
      expect(
        assumptions
          .filter(({isDefault}) => isDefault)
          .every(({source, confidence}) => source !== null && confidence! < 1),
      ).toBe(true);
      expect(assumptions.map(({id}) => id)).toContain('perHead');
    });

    it('says which rule shuts a unit out, and what lifting it would serve', async () => {
      const {matching, binding, issues} = await run({constraints: {maxDistanceM: 25_000}});
      expect(matching.unreachable).toMatchObject([
        {member: 2, deficit: 100, shutOutBy: {maxDistance: 1}},
      ]);
      expect(issues.map(({rule}) => rule)).toContain('demand-unreachable');
      const lifted = binding.find(({constraint}) => constraint === 'max-distance')!;
      expect(lifted.servesMore).toBeCloseTo(50, 9);
    });

    it.each([
      ['allows the river’s way', {flowRule: 'downstream'}, 100],
      ['forbids to leave the basin', {sameBasin: true}, 0],
    ])('%s', async (_, rule, served) => {
      const {matching} = await run({constraints: {basins: 'basins', ...rule}});
      expect(matching.served).toBeCloseTo(served, 9);
    });

    it('forbids what would be carried upstream', async () => {
      const loads = UNITS.map(({id}) => ({unit: id, load: id === '330101' ? 300 : 0}));
      const inputs = {facilities: 'plants', demand: {rows: loads}};
      const eastern = {...inputs, constraints: {basins: 'basins', flowRule: 'not-upstream'}};
      const {matching} = await run(eastern);
      // P1 stands in the unit itself
      expect(matching.served).toBeCloseTo(100, 9);
    });

    it('keeps borders shut where they are, but for pairs that are named', async () => {
      const shut = await run({constraints: {crossBorder: {allowed: false}}});
      expect(shut.matching.served).toBe(0);
      const pairs = [{from: '330201', to: '330101', allowed: true}];
      const open = await run({constraints: {crossBorder: {allowed: false, pairs}}});
      expect(open.flows.map(({from, amount}) => [from, amount])).toEqual([[2, 100]]);
    });

    it('names the rules that shut service out together where none does so alone', async () => {
      const constraints = {maxDistanceM: 1000, crossBorder: {allowed: false}, keepLocalShare: 0.1};
      const {matching, binding, issues} = await run({constraints});
      expect(matching.served).toBe(0);
      expect(binding.filter(({servesMore}) => servesMore! > 1)).toEqual([]);
      const conflict = issues.find(({rule}) => rule === 'rules-conflict')!;
      expect(conflict.detail.en).toContain(
        '“at most 1 km”, “the limits on crossing borders”. Loosen',
      );
    });

    it('keeps for the host what it is told to keep', async () => {
      const {facilities, binding} = await run({constraints: {keepLocalShare: 0.4}});
      expect(facilities[0]!.takenFromOthers).toBeCloseTo(60, 9);
      expect(binding.map(({constraint}) => constraint)).toContain('keep-local');
    });

    it('builds what is left where nothing forbids it', async () => {
      const {siting, members, flows, complete} = await run({
        siting: {
          k: 1,
          candidates: {layer: 'points'},
          exclude: {redlines: ['redlines'], slope: {attribute: 'slope', max: 25}},
          minCapacity: 20,
          maxCapacity: 100,
          capacityStep: 20,
        },
      });
      expect(siting!.candidates.byReason.map(({reason, count}) => [reason, count])).toEqual([
        ['outside-units', 1],
        ['redline', 1],
        ['slope', 1],
        ['slope-unknown', 1],
      ]);
      expect(siting!.candidates).toMatchObject({total: 5, excluded: 4, left: 1});
      expect(siting!.sites).toMatchObject([{id: 'c', unit: 2, capacity: 60}]);
      expect(siting!.sites[0]!.taken).toBeCloseTo(50, 9);
      expect(flows.at(-1)).toMatchObject({from: 2, facility: null, site: 0, crossesBorder: false});
      expect(members[2]!.servedAfter).toBeCloseTo(100, 9);
      // who is served there pays for the site: (1000 + 10 × 60) over 10 years, without interest
      const carried = flows
        .filter(({from}) => from === 2)
        .reduce((sum, flow) => sum + flow.transportPerYear + flow.treatmentPerYear, 0);
      expect(members[2]!.costPerYear).toBeCloseTo(carried + 160, 6);
      expect(complete).toBe(true);
    });

    it('lays a grid along the ground', async () => {
      const {siting} = await run({
        siting: {k: 2, candidates: {gridStepM: 5000}, minCapacity: 20, maxCapacity: 100},
      });
      const [a, b] = siting!.considered;
      expect(geodesicM(groundPoint(a!.at), groundPoint(b!.at))).toBeCloseTo(5000, 0);
      expect(siting!.proof.status).toBe('optimal');
      expect(siting!.unserved).toBe(0);
    });

    it('says that no candidate is left, and why', async () => {
      const {siting, issues} = await run({
        siting: {
          k: 3,
          candidates: {layer: 'points'},
          exclude: {distances: [{unitCentres: true, minM: 200_000}]},
          minCapacity: 20,
          maxCapacity: 100,
        },
      });
      expect(siting!.candidates).toMatchObject({left: 0, excluded: 5});
      expect(issues.find(({rule}) => rule === 'candidates-none')!.detail.en).toMatch(
        /protection-distance 5/,
      );
    });
  });
});
