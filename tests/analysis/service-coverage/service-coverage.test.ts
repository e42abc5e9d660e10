import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import type {FacilityKindList} from '../../../contract/facility-kind.ts';
import type {ServiceCoverage} from '../../../contract/service-coverage.ts';
import {serviceCoverage} from '../../../server/analysis/service-coverage/service-coverage.ts';
import type {BuiltApp} from '../../../server/app.ts';
import {multiPolygonAreaM2} from '../../../server/kernel/area.ts';
import {toLegalMultiPolygon} from '../../../server/kernel/densify.ts';
import type {MultiPolygon} from '../../../server/kernel/geometry.ts';
import {openTestApp} from '../../setup/app.ts';
import {engines, isMissing} from '../../setup/engines.ts';
import {box, storeSites} from '../facility-layers.ts';

//   32 ┌───────┬───────┐   four counties of two prefectures (p: a, b; q: c, d), each 1° square,
//      │ c 300 │ d   0 │   with their people.
//   31 ├───────┼───────┤   basins: west of 111 drains to "up", then "down" in the east
//      │ a 100 │ b 200 │
//   30 └───────┴───────┘   W1 in a serves a and b · W2 in b serves b · W3 in c serves prefecture q
//     110     111     112  far stands outside and serves nobody
const county = (id: string, parent: string, west: number, south: number, population: number) => ({
  id,
  level: 'county',
  parent,
  polygons: box(west, south, west + 1, south + 1),
  properties: {population},
});
const UNITS = [
  county('a', 'p', 110, 30, 100),
  county('b', 'p', 111, 30, 200),
  county('c', 'q', 110, 31, 300),
  county('d', 'q', 111, 31, 0),
  {id: 'p', level: 'prefecture', polygons: box(110, 30, 112, 31), properties: {population: 300}},
  {id: 'q', level: 'prefecture', polygons: box(110, 31, 112, 32), properties: {population: 300}},
];
const BASINS = [
  {id: 'down', downstream: null, polygons: box(111, 30, 112, 32)},
  {id: 'up', downstream: 'down', polygons: box(110, 30, 111, 32)},
];
const plant = (id: string, at: [number, number], properties: Record<string, unknown>) => ({
  id,
  at,
  class: 'sewage-plant',
  properties: {measure: '万m³/d', ...properties},
});
const PLANTS = [
  plant('W1', [110.5, 30.5], {capacity: 4, load: 3, serves: 'a,b', opened: 2010}),
  plant('W2', [111.5, 30.5], {capacity: 2, load: 2.5, serves: 'b', opened: 2021}),
  plant('W3', [110.5, 31.5], {capacity: 2, load: 1, serves: 'q', opened: 2010}),
  plant('far', [113, 30.5], {capacity: 1, load: 0.5}),
];
const SECTIONS = [
  {
    id: 's-up',
    at: [110.9, 30.2] as [number, number],
    properties: {upstream_unit: 'a', downstream_unit: 'b'},
  },
  {id: 's-down', at: [111.9, 30.2] as [number, number], properties: {basin: 'down'}},
];
const unservedM2 = (geometry: ServiceCoverage['zone']['unserved']) =>
  areaM2(geometry!.coordinates as unknown as MultiPolygon);
const areaM2 = (polygons: MultiPolygon) => multiPolygonAreaM2(toLegalMultiPolygon(polygons));

describe.each(engines)('on the %s engine', (engine) => {
  describe.skipIf(isMissing(engine))('service-coverage', () => {
    let built: BuiltApp;
    beforeAll(async () => {
      built = await openTestApp(engine);
      const {db} = built.services;
      await storeSites(db, 'units', 'unit', UNITS);
      await storeSites(db, 'basins', 'basin', BASINS);
      await storeSites(db, 'plants', 'facility', PLANTS);
      await storeSites(db, 'sections', 'section', SECTIONS);
      await storeSites(db, 'redlines', 'redline', [
        {id: 'r1', class: '水源涵养', polygons: box(110.4, 30.4, 110.6, 30.6)},
        {id: 'r2', class: '水源涵养', polygons: box(111.502, 30.4, 111.6, 30.6)},
      ]);
      await storeSites(db, 'protected', 'protected-area', [
        {id: 'w1', class: 'water-source', polygons: box(110.49, 31.49, 110.51, 31.51)},
      ]);
    });
    afterAll(() => built?.app.close());

    async function run(inputs: object, status = 200): Promise<ServiceCoverage> {
      const response = await built.app.inject({
        method: 'POST',
        url: '/api/processes/service-coverage/execution',
        payload: {
          inputs: {units: 'units', facilities: 'plants', unitLevel: 'county', ...inputs},
        },
      });
      expect(response.statusCode, response.body).toBe(status);
      return response.json<ServiceCoverage>();
    }
    const rulesOf = ({issues}: ServiceCoverage) =>
      Object.fromEntries(issues.map(({rule, featureIds}) => [rule, featureIds]));
    const loadsOf = ({matrix, units}: ServiceCoverage) =>
      Object.fromEntries(
        matrix.map(({host, served, load}) => [
          `${host === null ? '-' : units[host]!.code}>${served === null ? '-' : units[served]!.code}`,
          Math.round(load),
        ]),
      );

    it('spreads loads by people over the units facilities name, and rows sum to the load', async () => {
      const result = await run({});
      expect(result.service.rule).toBe('serves');
      // W1: 30 000 over 100 and 200 people; W3: all of q live in c
      expect(loadsOf(result)).toEqual({
        'a>a': 10_000,
        'a>b': 20_000,
        'b>b': 25_000,
        'c>c': 10_000,
        'c>d': 0,
        '->-': 5000,
      });
      expect(result.totals).toMatchObject({
        facilityCount: 4,
        capacity: 90_000,
        load: 70_000,
        crossBorderLoad: 20_000,
        outsideUnitsLoad: 5000,
      });
      expect(result.totals.crossBorderLoadShare).toBeCloseTo(2 / 7, 12);
      // of 300 + 200 + 300 people served, 200 across a border
      expect(result.totals.crossBorderPopulationShare).toBeCloseTo(0.25, 12);
    });

    it('tells of every unit who serves it, what it hosts, sends and takes', async () => {
      const {units, zone, facilities} = await run({demand: {perHead: 100}});
      const [a, b, c, d] = units;
      expect(units.map(({code}) => code)).toEqual(['a', 'b', 'c', 'd']);
      expect(b).toMatchObject({
        areaM2: expect.closeTo(areaM2(box(111, 30, 112, 31)), 0),
        servedShare: 1,
        multipleShare: 1,
        facilities: [0, 1],
        hosted: [1],
        receivedLoad: 45_000,
        ownLoad: 25_000,
        exportedLoad: 20_000,
        importedLoad: 0,
        demand: 20_000,
      });
      expect(a).toMatchObject({multipleShare: 0, servedPopulation: 100, importedLoad: 20_000});
      // capacity 20 000 of 90 000 against 200 of 600 people
      expect([b!.capacityShare, b!.loadShare]).toEqual([
        expect.closeTo(2 / 9, 12),
        expect.closeTo(1 / 3, 12),
      ]);
      expect([c!.servedPopulation, d!.servedPopulation]).toEqual([300, 0]);
      expect(zone).toMatchObject({population: 600, servedPopulation: 600, multiplePopulation: 200});
      expect(zone.unservedM2).toBeCloseTo(0, 3);
      expect(facilities[0]!.crossBorderLoadShare).toBeCloseTo(2 / 3, 12);
    });

    it('holds load ratios against the norm for the years since opening, and flags overload', async () => {
      const result = await run({year: 2022});
      expect(result.facilities.map(({loadRatio}) => loadRatio)).toEqual([0.75, 1.25, 0.5, 0.5]);
      expect(result.facilities.map(({norm}) => norm && [norm.atLeastShare, norm.isMet])).toEqual([
        [0.75, true],
        [0.6, true],
        [0.75, false],
        null,
      ]);
      expect(result.facilities.map(({spare}) => spare)).toEqual([10_000, 0, 10_000, 5000]);
      expect(rulesOf(result)).toEqual({
        'load-above-capacity': ['W2'],
        'facility-outside-units': ['far'],
        'facility-without-area': ['far'],
        'opened-missing': ['far'],
      });
      expect(result.complete).toBe(false);
    });

    it('tells which parts are unserved where facilities serve the unit they stand in', async () => {
      const result = await run({service: {rule: 'host'}});
      expect(result.service.isProxy).toBe(true);
      expect(result.units.map(({servedShare}) => servedShare)).toEqual([1, 1, 1, 0]);
      const unserved = result.units.map((unit) => unit.unserved);
      expect(unserved.slice(0, 3)).toEqual([null, null, null]);
      expect(unservedM2(unserved[3]!)).toBeCloseTo(result.units[3]!.areaM2, 0);
      expect(loadsOf(result)).toEqual({'a>a': 30_000, 'b>b': 25_000, 'c>c': 10_000, '->-': 5000});
    });

    it('measures a circle on the ground as wide as it says, at any latitude', async () => {
      const result = await run({service: {rule: 'distance', distanceM: 20_000}});
      const [w1] = result.facilities;
      // π r² on the ground, less 8e-7 of it by which the earth is round
      expect(w1!.servedM2 / (Math.PI * 20_000 ** 2)).toBeCloseTo(1, 5);
      expect(result.service.statement.en).toContain('screening proxy');
      const [a] = result.units;
      expect(a!.servedM2).toBeCloseTo(w1!.servedM2, 3);
      expect(a!.servedPopulation).toBeCloseTo((100 * w1!.servedM2) / a!.areaM2, 6);
      const unserved = unservedM2(a!.unserved);
      expect(unserved / (a!.areaM2 - a!.servedM2)).toBeCloseTo(1, 9);
      // the one outside every unit serves nobody here
      expect(result.facilities[3]).toMatchObject({servedM2: 0});
      expect(result.facilities[3]!.outsideUnitsM2 / (Math.PI * 20_000 ** 2)).toBeCloseTo(1, 5);
    });

    it('serves across borders by distance, in proportion to the people reached', async () => {
      const {flows, units, facilities} = await run({
        service: {rule: 'distance', distanceM: 80_000},
      });
      const own = flows.filter(({facility}) => facility === 0);
      expect(own.map(({unit}) => units[unit!]!.code)).toEqual(['a', 'b', 'c', 'd']);
      expect(own.reduce((sum, {load}) => sum + load, 0)).toBeCloseTo(30_000, 6);
      const [inA, inB] = own;
      expect(inA!.load / inB!.load).toBeCloseTo(inA!.population! / inB!.population!, 12);
      expect(facilities[0]!.servedM2 + facilities[0]!.outsideUnitsM2).toBeCloseTo(
        facilities[3]!.servedM2 + facilities[3]!.outsideUnitsM2,
        -5,
      );
    });

    it('serves all that drains past a facility by basin', async () => {
      const result = await run({service: {rule: 'basin'}, basins: 'basins'});
      // W1 and W3 stand in "up", W2 in "down", which takes both
      expect(result.units.map(({facilities}) => facilities)).toEqual([
        [0, 1, 2],
        [1],
        [0, 1, 2],
        [1],
      ]);
      expect(result.units.map(({multipleShare}) => multipleShare)).toEqual([1, 0, 1, 0]);
      expect(loadsOf(result)).toMatchObject({'b>a': Math.round(25_000 / 6), 'b>c': 12_500});
      expect(rulesOf(result)['basin-unknown']).toEqual(['far']);
    });

    it('counts the outfalls upstream of every section by downstream links', async () => {
      const {sections} = await run({basins: 'basins', sections: 'sections'});
      expect(sections).toMatchObject([
        {
          id: 's-up',
          basin: 'up',
          isAtBorder: true,
          upstreamBasins: 0,
          outfalls: [0, 2],
          load: 40_000,
        },
        {id: 's-down', basin: 'down', isAtBorder: null, upstreamBasins: 1, outfalls: [0, 1, 2]},
      ]);
      expect(sections![1]!.sameBasinOutfalls).toEqual([1]);
    });

    it('names facilities inside red lines and water sources, and those too near', async () => {
      const {siting, facilities} = await run({protectionDistanceM: 300});
      expect(siting!.map(({against, within, featureId}) => [against, within, featureId])).toEqual([
        ['redline', 'site', 'r1'],
        ['redline', 'protection-distance', 'r2'],
        ['water-source', 'site', 'w1'],
      ]);
      expect(facilities.map(({conflicts}) => conflicts)).toEqual([[0], [1], [2], []]);
      const [inside, near] = siting!;
      expect(inside!.areaM2 / (Math.PI * 300 ** 2)).toBeCloseTo(1, 6);
      // 0.002° of longitude at 30.5° N
      const distanceM =
        0.002 *
        (Math.PI / 180) *
        6378137 *
        Math.cos(Math.atan(Math.tan((30.5 * Math.PI) / 180) * (1 - 1 / 298.257222101)));
      expect(near!.distanceM).toBeCloseTo(distanceM, 2);
      // a segment of the circle: r² acos(d/r) − d √(r² − d²)
      const segmentM2 =
        300 ** 2 * Math.acos(distanceM / 300) - distanceM * Math.sqrt(300 ** 2 - distanceM ** 2);
      expect(near!.areaM2 / segmentM2).toBeCloseTo(1, 2);
      expect((await run({redlines: [], protectedAreas: []})).siting).toBeNull();
    });

    it('takes given areas, dissolves those of one facility, and names what does not fit', async () => {
      await storeSites(built.services.db, 'areas', 'reference', [
        {id: '1', polygons: box(110, 30, 110.6, 31), properties: {facility: 'W1'}},
        {id: '2', polygons: box(110.4, 30, 111, 31), properties: {facility: 'W1'}},
        {id: '3', polygons: box(110, 31, 110.25, 32), properties: {facility: 'W3'}},
        {id: '4', polygons: box(110, 30, 110.5, 31), properties: {facility: 'nobody'}},
      ]);
      const result = await run({service: {rule: 'areas', layer: 'areas'}});
      expect(rulesOf(result)).toMatchObject({
        'area-without-facility': ['4'],
        'facility-without-area': ['W2', 'far'],
        'area-misses-facility': ['W3'],
      });
      expect(result.units.map(({servedShare}) => servedShare)).toEqual([
        1,
        0,
        expect.closeTo(0.25, 9),
        0,
      ]);
      expect(result.units[0]!.multipleM2).toBe(0);
      expect(result.complete).toBe(false);
    });

    it('counts only the part of a unit in the place, with its people, and ground outside units', async () => {
      const place = {type: 'Polygon', coordinates: box(109.5, 30, 110.5, 31)[0]};
      for (const rule of [{rule: 'host'}, {rule: 'distance', distanceM: 500_000}]) {
        const {units, zone} = await run({place, service: rule});
        expect(units[0]).toMatchObject({
          partShare: expect.closeTo(0.5, 9),
          population: expect.closeTo(50, 6),
          servedPopulation: expect.closeTo(50, 6),
          servedShare: 1,
        });
        expect(units[1]).toMatchObject({partShare: 0, areaM2: 0, population: 0});
        expect(zone.areaM2).toBeCloseTo(areaM2(box(109.5, 30, 110.5, 31)), 0);
        expect(zone.outsideUnitsM2 / zone.areaM2).toBeCloseTo(0.5, 9);
        expect(zone.population).toBeCloseTo(50, 6);
      }
    });

    it('says how much of a place lies in no unit', async () => {
      const tell = async (...sides: [number, number, number, number]) => {
        const place = {type: 'Polygon', coordinates: box(...sides)[0]};
        return (await run({place})).issues.find(({rule}) => rule === 'place-outside-units');
      };
      const partly = await tell(109.5, 30, 110.5, 31);
      expect(partly).toMatchObject({severity: 'warning'});
      expect(partly!.detail.en).toContain('50 % of the place');
      expect(await tell(10, 30, 10.5, 31)).toMatchObject({severity: 'error'});
      expect(await tell(110.2, 30.2, 111.7, 31.7)).toBeUndefined();
    });

    it('says what is missing of people, and spreads loads by area then', async () => {
      const bare = UNITS.slice(0, 2).map(({properties: _, ...unit}) => unit);
      await storeSites(built.services.db, 'bare', 'unit', bare);
      const result = await run({units: 'bare', service: {rule: 'serves'}});
      expect(result.zone.population).toBeNull();
      expect(result.assumptions.map(({id}) => id)).toEqual(['load-spread', 'year']);
      expect(loadsOf(result)).toMatchObject({'a>a': 15_000, 'a>b': 15_000});
      expect(rulesOf(result)['serves-unknown']).toEqual(['W3']);
    });

    it('measures finer units that facilities name in the units of a coarser level', async () => {
      const result = await run({unitLevel: 'prefecture'});
      // W1 names a and b, which are p; W3 names q itself
      expect(loadsOf(result)).toEqual({'p>p': 55_000, 'q>q': 10_000, '->-': 5000});
      expect(result.units.map(({servedShare}) => servedShare)).toEqual([1, 1]);
      // b is named twice, the half of p
      expect(result.units.map(({multipleShare}) => multipleShare)).toEqual([
        expect.closeTo(0.5, 9),
        0,
      ]);
      expect(rulesOf(result)['serves-unknown']).toBeUndefined();
    });

    it('names units that overlap by the service areas they hold twice', async () => {
      const twice = [
        {id: 'x', polygons: box(110, 30, 111, 31)},
        {id: 'y', polygons: box(110.4, 30, 112, 31)},
      ];
      await storeSites(built.services.db, 'twice', 'unit', twice);
      const service = {rule: 'distance', distanceM: 5000};
      const result = await run({units: 'twice', unitLevel: undefined, service});
      expect(rulesOf(result)['units-overlap']).toEqual(['W1']);
    });

    it('stops when it is abandoned, and says how far it is', async () => {
      const {db, catalog, measuring} = built.services;
      const steps: number[] = [];
      const controller = new AbortController();
      const context = {
        db,
        catalog,
        measuring,
        drawing: undefined,
        progress: (share: number) => steps.push(share),
        signal: controller.signal,
      };
      const inputs = {units: 'units', facilities: 'plants', unitLevel: 'county'};
      await serviceCoverage.run(inputs as never, context);
      expect(steps).toEqual(steps.toSorted((a, b) => a - b));
      expect(steps.at(-1)).toBeGreaterThan(0.9);
      // while service areas are being laid over each other
      const abandon = (share: number) => share >= 0.1 && controller.abort();
      const running = serviceCoverage.run(inputs as never, {...context, progress: abandon});
      await expect(running).rejects.toThrow(/abort/);
      await expect(serviceCoverage.run(inputs as never, context)).rejects.toThrow(/abort/);
    });

    it('takes its norms from kinds that can be read, each with source and confidence', async () => {
      const response = await built.app.inject({url: '/api/catalog/facility-kinds'});
      const {kinds} = response.json<FacilityKindList>();
      const sewage = kinds.find(({id}) => id === 'sewage-plant')!;
      expect(sewage.measures[0]).toBe('万m³/d');
      expect(sewage.loadNorms).toMatchObject([
        {yearsSinceOpening: 1, atLeastShare: 0.6, confidence: 0.6, isVerified: false},
        {yearsSinceOpening: 3, atLeastShare: 0.75, confidence: 0.6, isVerified: false},
      ]);
      const incineration = kinds.find(({id}) => id === 'waste-incineration')!;
      expect(incineration.protectionDistance).toMatchObject({distanceM: 300, confidence: 0.85});
    });

    it('refuses what makes no question', async () => {
      await run({service: {rule: 'basin'}}, 400);
      await run({sections: 'sections'}, 400);
      await run({service: {rule: 'distance', distanceM: 0}}, 400);
      await run({service: {rule: 'distance'}}, 400);
      await run({units: 'plants', unitLevel: undefined}, 400);
    });
  });
});
