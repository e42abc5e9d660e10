import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import type {BasinLinkage} from '../../contract/basin-linkage.ts';
import type {BuiltApp} from '../../server/app.ts';
import {openTestApp} from '../setup/app.ts';
import {engines, isMissing} from '../setup/engines.ts';
import {box, storeRoleLayer, type RoleFeature} from './basin-layers.ts';

//  30.0 ┌──────────┬──────────┬──────────┐  Three counties p, q, r; basins a (to 115.8), b (to 117.5)
//       │    p     │    q     │    r     │  and c (to 118) from west to east, each flowing into the
//  29.5 │~~~~~~~~~~│~~~~~~~~~~│~~~~~~~~~~│→ next. The river Main flows east along 29.5 as three lines
//       │          │          │          │  that end on borders; the river Edge flows south along the
//  29.0 └──────────┴──────────┴──────────┘  border of q and r, winding about it by 20 m, into Main.
//      115        116        117        118
const UNITS: RoleFeature[] = ['p', 'q', 'r'].map((id, i) => ({
  id,
  parent: i < 2 ? 'P' : 'R',
  polygons: box(115 + i, 29, 116 + i, 30),
}));
const BASINS: RoleFeature[] = [
  {id: 'a', downstream: 'b', polygons: box(115, 29, 115.8, 30)},
  {id: 'b', downstream: 'c', polygons: box(115.8, 29, 117.5, 30)},
  {id: 'c', polygons: box(117.5, 29, 118, 30)},
];
const MAIN = {name: 'Main', properties: {flow_m3s: 100}};
const RIVERS: RoleFeature[] = [
  {
    id: 'm1',
    downstream: 'm2',
    line: [
      [115.1, 29.5],
      [115.9, 29.5],
      [116, 29.5],
    ],
    ...MAIN,
  },
  {
    id: 'm2',
    downstream: 'm3',
    line: [
      [116, 29.5],
      [117, 29.5],
    ],
    ...MAIN,
  },
  // drawn against its link
  {
    id: 'm3',
    downstream: 'm4',
    line: [
      [117.6, 29.5],
      [117, 29.5],
    ],
    ...MAIN,
  },
  {
    id: 'm4',
    line: [
      [117.6, 29.5],
      [117.9, 29.5],
    ],
    ...MAIN,
  },
  {
    id: 'e1',
    name: 'Edge',
    downstream: 'm3',
    properties: {flow_m3s: 5},
    line: [
      [116.9, 29.95],
      [117.0002, 29.9],
      [116.9998, 29.8],
      [117.0002, 29.7],
      [116.9998, 29.6],
      [117, 29.5],
    ],
  },
];
const SECTIONS: RoleFeature[] = [
  {
    id: 's1',
    point: [116.004, 29.5],
    properties: {upstream_unit: 'p', downstream_unit: 'q', river_name: 'Main'},
  },
  {id: 's2', point: [117.01, 29.5], properties: {river_name: 'Main'}},
  {id: 's3', point: [115.5, 29.2], properties: {}},
];

describe.each(engines)('on the %s engine', (engine) => {
  describe.skipIf(isMissing(engine))('the linkage of units by their basins', () => {
    let built: BuiltApp;
    const run = async <T = BasinLinkage>(inputs: object, status = 200): Promise<T> => {
      const response = await built.app.inject({
        method: 'POST',
        url: '/api/processes/basin-linkage/execution',
        payload: {inputs: {units: 'units', basins: 'basins', ...inputs}},
      });
      expect(response.statusCode, response.body).toBe(status);
      return response.json<T>();
    };

    beforeAll(async () => {
      built = await openTestApp(engine);
      const {db} = built.services;
      await storeRoleLayer(db, 'units', 'unit', UNITS);
      await storeRoleLayer(db, 'basins', 'basin', BASINS);
      const unlinked = BASINS.map((basin) => ({...basin, downstream: null}));
      await storeRoleLayer(db, 'unlinked', 'basin', unlinked);
      const circle = BASINS.map((basin) =>
        basin.id === 'c' ? {...basin, downstream: 'b'} : basin,
      );
      await storeRoleLayer(db, 'circle', 'basin', circle);
      const far = {id: 'z', downstream: 'a', polygons: box(130, 29, 131, 30)};
      await storeRoleLayer(db, 'far', 'basin', [...BASINS, far]);
      await storeRoleLayer(db, 'rivers', 'river', RIVERS);
      await storeRoleLayer(db, 'sections', 'section', SECTIONS);
    });
    afterAll(() => built?.app.close());

    it('orders units and their parents from source to mouth', async () => {
      const {order, graph, parents, complete} = await run({});
      expect(order).toBe('downstream-links');
      expect(complete).toBe(true);
      expect(graph.order!.map((unit) => graph.units[unit]!.code)).toEqual(['p', 'q', 'r']);
      expect(parents.map(({level}) => level)).toEqual(['parent']);
      expect(parents[0]!.order!.map((unit) => parents[0]!.units[unit]!.code)).toEqual(['P', 'R']);
      const [link] = parents[0]!.links;
      const degreeM2 = graph.units[0]!.areaM2;
      expect(link!.drainedM2 / degreeM2).toBeCloseTo(2, 9);
      expect(link!.shareOfFrom).toBeCloseTo(1, 9);
    });

    it('finds crossings where lines end on borders, in the direction of their links', async () => {
      const {crossings, graph} = await run({rivers: 'rivers'});
      const main = crossings.filter(({river}) => river === 'Main');
      expect(
        main.map(({from, to, at, flowM3PerS, direction}) => [from, to, at, flowM3PerS, direction]),
      ).toEqual([
        [0, 1, [116, 29.5], 100, 'confirmed'],
        [1, 2, [117, 29.5], 100, 'confirmed'],
      ]);
      expect(main.map(({borderLevel}) => borderLevel)).toEqual(['all', 'parent']);
      const names = graph.links.map(({from, to, rivers, flowM3PerS}) => [
        from,
        to,
        rivers,
        flowM3PerS,
      ]);
      expect(names).toEqual([
        [0, 1, ['Main'], 100],
        [1, 2, ['Edge', 'Main'], 105],
      ]);
    });

    it('tells a river along a border from one that crosses it', async () => {
      const {stretches, crossings} = await run({rivers: 'rivers'});
      expect(stretches).toHaveLength(1);
      const [stretch] = stretches;
      expect(stretch!.river).toBe('Edge');
      expect([...stretch!.units].sort()).toEqual([1, 2]);
      expect(stretch!.meetingCount).toBeGreaterThanOrEqual(4);
      // about 0.4° of latitude
      expect(stretch!.lengthM / 44_300).toBeCloseTo(1, 1);
      expect(crossings.filter(({river}) => river === 'Edge').length).toBeLessThanOrEqual(1);
      const apart = await run({rivers: 'rivers', alongDistanceM: 5});
      expect(apart.stretches).toEqual([]);
      expect(apart.crossings.filter(({river}) => river === 'Edge').length).toBeGreaterThan(2);
    });

    it('gives crossings their sections, by what sections say and else by distance', async () => {
      const {crossings, sectionsUnmatched} = await run({rivers: 'rivers', sections: 'sections'});
      const main = crossings.filter(({river}) => river === 'Main');
      expect(main.map(({section}) => [section!.code, section!.basis])).toEqual([
        ['s1', 'attributes'],
        ['s2', 'distance'],
      ]);
      // 0.01° of longitude at 29.5° N
      expect(main[1]!.section!.distanceM / 970).toBeCloseTo(1, 2);
      expect(sectionsUnmatched).toEqual(['s3']);
    });

    it('takes the order from rivers where basins have no links, and says so', async () => {
      const {order, basins, graph, issues} = await run({basins: 'unlinked', rivers: 'rivers'});
      expect(order).toBe('rivers');
      expect(basins.map(({downstream, end}) => [downstream, end])).toEqual([
        [1, 'flows-on'],
        [2, 'flows-on'],
        [null, 'outlet'],
      ]);
      expect(graph.order!.map((unit) => graph.units[unit]!.code)).toEqual(['p', 'q', 'r']);
      expect(issues.map(({rule}) => rule)).toContain('order-from-rivers');
    });

    it('says that the order is unknown without links and rivers, and still gives groups', async () => {
      const {order, graph, complete, issues, groups} = await run({
        basins: 'unlinked',
        groupRule: 'same-basin',
      });
      expect(order).toBe('unknown');
      expect(graph.order).toBeNull();
      expect(graph.links).toEqual([]);
      expect(complete).toBe(false);
      expect(issues.map(({rule}) => rule)).toContain('order-unknown');
      expect(groups.groups.map(({units}) => units)).toEqual([[0, 1, 2]]);
    });

    it('names the members of a circle and places everything else', async () => {
      const {basins, issues, complete} = await run({basins: 'circle'});
      expect(complete).toBe(false);
      const circle = issues.find(({rule}) => rule === 'downstream-cycle')!;
      expect([...circle.featureIds].sort()).toEqual(['b', 'c']);
      expect(basins.map(({end, stepsToMouth}) => [end, stepsToMouth])).toEqual([
        ['flows-on', null],
        ['cycle', null],
        ['cycle', null],
      ]);
    });

    it('names a basin that lies in no unit, and is incomplete without it', async () => {
      const {basins, issues, complete} = await run({basins: 'far'});
      expect(complete).toBe(false);
      expect(issues.map(({rule, featureIds}) => [rule, featureIds])).toEqual([
        ['basin-outside-units', ['z']],
      ]);
      expect(basins.map(({code, stepsToMouth}) => [code, stepsToMouth])).toEqual([
        ['a', 2],
        ['b', 1],
        ['c', 0],
        ['z', 3],
      ]);
      expect((await run({})).complete).toBe(true);
    });

    it('reaches up and down from a unit, a section, a drawn zone and a point', async () => {
      const unitsOf = async (from: object) => {
        const {reach} = await run({rivers: 'rivers', from});
        const codes = (side: 'upstream' | 'downstream') => reach![side].units.map(({unit}) => unit);
        return [codes('upstream'), codes('downstream')];
      };
      expect(await unitsOf({collection: 'units', id: 'q'})).toEqual([[0], [2]]);
      expect(await unitsOf({collection: 'units', id: 'R'})).toEqual([[0, 1], []]);
      // at the level of its parents a unit lies in the cell of its parent
      const {reach} = await run({unitLevel: 'parent', from: {collection: 'units', id: 'q'}});
      expect(reach!.downstream.units.map(({unit}) => unit)).toEqual([1]);
      expect(await unitsOf({collection: 'sections', id: 's3'})).toEqual([[], [0, 1, 2]]);
      expect(await unitsOf({type: 'Point', coordinates: [117.8, 29.1]})).toEqual([[0, 1, 2], []]);
      const drawn = {type: 'Polygon', coordinates: box(116.2, 29.2, 116.4, 29.4)[0]};
      expect(await unitsOf(drawn)).toEqual([[0], [2]]);
      const saved = await built.app.inject({
        method: 'POST',
        url: '/api/zones',
        payload: {name: 'west', drawn},
      });
      expect(await unitsOf({zone: saved.json<{id: string}>().id})).toEqual([[0], [2]]);
    });

    it('can be stopped while rivers are followed', async () => {
      const {basinLinkage} = await import('../../server/analysis/basin-linkage/basin-linkage.ts');
      const stop = new AbortController();
      const steps: string[] = [];
      const work = basinLinkage.run({units: 'units', basins: 'basins', rivers: 'rivers'} as never, {
        ...built.services,
        progress: (_share, step) => {
          steps.push(step.en);
          if (step.en === 'following rivers') stop.abort(new Error('stopped'));
        },
        signal: stop.signal,
        drawing: undefined,
      });
      await expect(work).rejects.toThrow('stopped');
      expect(steps).toContain('measuring cells');
    });

    it('answers places outside, missing levels and rivers that are none with a problem', async () => {
      const problem = (inputs: object, status = 400) =>
        run<{code: string; detail: string}>(inputs, status);
      const outside = await problem({from: {type: 'Point', coordinates: [10, 50]}});
      expect(outside.code).toBe('PLACE_OUTSIDE');
      expect((await problem({unitLevel: 'town'})).code).toBe('LEVEL_NOT_FOUND');
      expect((await problem({rivers: 'units'})).detail).toContain('expected one of kind river');
      expect((await problem({sections: 'units'})).detail).toContain('expected one of kind section');
      const flow = {attribute: 'speed', unit: 'm3/s'};
      expect((await problem({rivers: 'rivers', flow})).detail).toContain('"speed"');
      const missing = await problem({from: {collection: 'units', id: 'x'}}, 404);
      expect(missing.code).toBe('FEATURE_NOT_FOUND');
      const bad = await problem({from: {type: 'Point', coordinates: ['x', 29]}});
      expect(bad.code).toBe('COORDINATE_INVALID');
    });
  });
});
