import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {readCatalog} from '../../server/catalog.ts';
import type {Db} from '../../server/db/db.ts';
import {readFacilities, type FacilityChoice} from '../../server/analysis/facilities.ts';
import {readMeasure, readYear, toBaseMeasure} from '../../server/analysis/facility-amounts.ts';
import {hostFacilities} from '../../server/analysis/facility-hosts.ts';
import {isComplete} from '../../server/analysis/facility-issues.ts';
import {readHierarchy} from '../../server/analysis/hierarchy.ts';
import {resolveLayer} from '../../server/layers/layer-store.ts';
import {engines, isMissing, openTestDb} from '../setup/engines.ts';
import {box, storeSites} from './facility-layers.ts';

const catalog = readCatalog();
const {signal} = new AbortController();

//  31 ┌───────┬───────┐
//     │   a   │   b   │   p1 in a, p2 in b and serving both, p3 on the border, far outside
//  30 └───────┴───────┘
//     110    111     112
const UNITS = [
  {id: 'a', polygons: box(110, 30, 111, 31)},
  {id: 'b', polygons: box(111, 30, 112, 31)},
];
const plant = (id: string, at: [number, number], properties: Record<string, unknown>) => ({
  id,
  at,
  class: 'sewage-plant',
  properties: {capacity: 2, load: 1.5, measure: '万m³/d', ...properties},
});

describe('amounts of facilities', () => {
  it('are brought to m³/d or t/d whatever they are measured in', () => {
    expect(toBaseMeasure(2, '万m³/d')).toBe(20_000);
    // 1 US gallon = 231 × 0.0254³ m³
    expect(toBaseMeasure(1, 'mgd')).toBeCloseTo(231 * 0.0254 ** 3 * 1e6, 9);
    expect(toBaseMeasure(365, 't/a')).toBe(1);
    expect(toBaseMeasure(3.65, '万t/a')).toBe(100);
  });

  it('have their measure read in the ways it is written', () => {
    expect(['万m3/d', '万 m³/d', '万立方米／日'].map(readMeasure)).toEqual(Array(3).fill('万m³/d'));
    expect(['MGD', ' mgd '].map(readMeasure)).toEqual(['mgd', 'mgd']);
    expect(['吨/日', 'T/D'].map(readMeasure)).toEqual(['t/d', 't/d']);
    expect(readMeasure('桶')).toBeNull();
  });

  it('come with the year of opening, from a year or a date', () => {
    expect([readYear('2015'), readYear('2015-07-01'), readYear('soon'), readYear(null)]).toEqual([
      2015,
      2015,
      null,
      null,
    ]);
  });
});

describe.each(engines)('on the %s engine', (engine) => {
  describe.skipIf(isMissing(engine))('a layer of facilities', () => {
    let db: Db;
    beforeAll(async () => {
      db = await openTestDb(engine);
      await storeSites(db, 'units', 'unit', UNITS);
    });
    afterAll(() => db?.close());

    async function read(name: string, plants: Parameters<typeof storeSites>[3], choice = {}) {
      await storeSites(db, name, 'facility', plants);
      return readFacilities(db, catalog, await resolveLayer(db, name), choice as FacilityChoice);
    }
    const rulesOf = ({issues}: {issues: {rule: string; featureIds: string[]}[]}) =>
      Object.fromEntries(issues.map(({rule, featureIds}) => [rule, featureIds]));

    it('is read with amounts in m³/d, in its order', async () => {
      const set = await read('good', [
        plant('p2', [111.5, 30.5], {serves: 'a,b', opened: 2015, unit: 'b'}),
        plant('p1', [110.5, 30.5], {measure: 'mgd', capacity: '1', load: '0.5'}),
      ]);
      expect(set.quantity).toBe('flow');
      expect(set.kind!.id).toBe('sewage-plant');
      expect(set.issues).toEqual([]);
      const [first, second] = set.facilities;
      expect(first).toMatchObject({id: 'p2', capacity: 20_000, load: 15_000, opened: 2015});
      expect(first!.serves).toEqual(['a', 'b']);
      expect(second!.capacity).toBeCloseTo(3785.411784, 9);
      expect(second!.load).toBeCloseTo(1892.705892, 9);
    });

    it('has each fault of capacity and load named with the facility', async () => {
      const set = await read('bad', [
        plant('none', [110.1, 30.1], {capacity: null}),
        plant('zero', [110.2, 30.2], {capacity: 0}),
        plant('words', [110.3, 30.3], {capacity: 'two'}),
        plant('tonnes', [110.4, 30.4], {measure: 't/d'}),
        plant('barrels', [110.5, 30.5], {measure: '桶'}),
        plant('bare', [110.6, 30.6], {measure: null}),
        plant('over', [110.7, 30.7], {load: 3}),
        plant('huge', [110.8, 30.8], {capacity: 20_000}),
        plant('minus', [110.9, 30.9], {load: -1}),
        plant('idle', [110.95, 30.95], {load: null}),
      ]);
      expect(rulesOf(set)).toEqual({
        'capacity-missing': ['none'],
        'capacity-not-positive': ['zero'],
        'capacity-not-a-number': ['words'],
        'measure-wrong': ['tonnes'],
        'measure-unknown': ['barrels'],
        'measure-missing': ['bare'],
        'load-above-capacity': ['over'],
        'capacity-implausible': ['huge'],
        'load-negative': ['minus'],
        'load-missing': ['idle'],
      });
      expect(isComplete(set.issues)).toBe(false);
      const over = set.facilities.find(({id}) => id === 'over')!;
      expect([over.capacity, over.load]).toEqual([20_000, 30_000]);
      expect(set.issues.find(({rule}) => rule === 'measure-wrong')!.detail.en).toBe(
        '1 facilities are measured in something their kind is not: tonnes (t/d). Expected a measure that converts to m³/d; no density is assumed, the amounts are left out.',
      );
    });

    it('is asked which kind is meant where it holds several', async () => {
      const mixed = [
        plant('p1', [110.5, 30.5], {}),
        {...plant('w1', [110.5, 30.6], {measure: 't/d'}), class: 'landfill'},
      ];
      await expect(read('mixed', mixed)).rejects.toMatchObject({code: 'INPUT_INVALID'});
      await expect(read('mixed', mixed, {kind: 'sludge-treatment'})).rejects.toMatchObject({
        code: 'CLASS_UNKNOWN',
      });
      const {facilities, quantity} = await read('mixed', mixed, {kind: 'landfill'});
      expect(facilities.map(({id}) => id)).toEqual(['w1']);
      expect(quantity).toBe('mass');
    });

    it('is told what nobody asks for: facilities without a class or of no known kind', async () => {
      const odd = [
        plant('p1', [110.5, 30.5], {}),
        {...plant('w1', [110.5, 30.6], {measure: 't/d'}), class: 'landfill'},
        {...plant('typo', [110.5, 30.7], {}), class: 'sewage plant'},
        {id: 'bare', at: [110.5, 30.8] as [number, number], properties: {capacity: 1}},
      ];
      const set = await read('odd', odd, {kind: 'sewage-plant'});
      expect(set.facilities.map(({id}) => id)).toEqual(['p1']);
      expect(rulesOf(set)).toEqual({'class-unknown': ['typo'], 'class-missing': ['bare']});
      expect(isComplete(set.issues)).toBe(false);
    });

    it('may call its attributes otherwise and have no classes', async () => {
      const sites = [{id: 'x', at: [110.5, 30.5] as [number, number], properties: {q: 2}}];
      const set = await read('other', sites, {
        kind: 'sewage-plant',
        attributes: {load: 'q'},
        measure: 'mgd',
      });
      expect(set.facilities[0]!.load).toBeCloseTo(2 * 3785.411784, 9);
      expect(rulesOf(set)).toEqual({'capacity-missing': ['x']});
    });

    it('is placed in units: by place, on a border in the lower code, outside as such', async () => {
      const set = await read('placed', [
        plant('p1', [110.5, 30.5], {unit: 'a'}),
        plant('p2', [111.5, 30.5], {unit: 'a'}),
        plant('p3', [111, 30.5], {}),
        plant('far', [115, 30.5], {}),
        plant('twin', [110.5, 30.5], {}),
      ]);
      const units = await readHierarchy(db, await resolveLayer(db, 'units'), 'unit', undefined);
      const {hosts, issues} = await hostFacilities(db, units, set.facilities, signal);
      expect([...hosts]).toEqual([0, 1, 0, -1, 0]);
      expect(rulesOf({issues})).toEqual({
        'host-differs': ['p2'],
        'facility-outside-units': ['far'],
      });
      expect(rulesOf(set)).toEqual({'facilities-at-one-point': ['p1', 'twin']});
      expect(isComplete([...issues, ...set.issues])).toBe(true);
    });
  });
});
