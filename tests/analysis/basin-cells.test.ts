import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import type {BasinCells} from '../../contract/basin-cells.ts';
import type {BuiltApp} from '../../server/app.ts';
import {openTestApp} from '../setup/app.ts';
import {engines, isMissing} from '../setup/engines.ts';
import {box, storeRoleLayer, type RoleFeature} from './basin-layers.ts';

//  30 ┌─────────┬────┬────┐   Four counties of one parallel band, two in each prefecture, and three
//     │ 330101  │0102│0201│   basins that cut them: A (west of 115.5), B (to 117), both in A01; and
//     │         │    │    │   C (to 118.5), in B01. 330202 reaches to 119, where no basin is, and
//  29 └─────────┴────┴────┘   lies east of the others.
//    115       116  117  118  119
const COUNTIES: [string, number, number, number | null][] = [
  ['330101', 115, 116, 100],
  ['330102', 116, 117, 200],
  ['330201', 117, 118, 400],
  ['330202', 118, 119, null],
];
const UNITS: RoleFeature[] = COUNTIES.map(([id, west, east, population]) => ({
  id,
  level: 'county',
  parent: `${id.slice(0, 4)}00`,
  properties: {population},
  polygons: box(west, 29, east, 30),
}));
const PREFECTURES: RoleFeature[] = [
  {id: '330100', level: 'prefecture', parent: '330000', polygons: box(115, 29, 117, 30)},
  {id: '330200', level: 'prefecture', parent: '330000', polygons: box(117, 29, 119, 30)},
];
const BASINS: RoleFeature[] = [
  {id: 'A010110', polygons: box(115, 29, 115.5, 30), downstream: 'A010120'},
  {id: 'A010120', polygons: box(115.5, 29, 117, 30), downstream: 'B010110'},
  {id: 'B010110', polygons: box(117, 29, 118.5, 30)},
  {id: 'C010110', polygons: box(130, 29, 131, 30)},
];

describe.each(engines)('on the %s engine', (engine) => {
  describe.skipIf(isMissing(engine))('the watershed cells of units', () => {
    let built: BuiltApp;
    const run = async <T = BasinCells>(inputs: object, status = 200): Promise<T> => {
      const response = await built.app.inject({
        method: 'POST',
        url: '/api/processes/basin-cells/execution',
        payload: {inputs},
      });
      expect(response.statusCode, response.body).toBe(status);
      return response.json<T>();
    };

    beforeAll(async () => {
      built = await openTestApp(engine);
      const {db} = built.services;
      await storeRoleLayer(db, 'units', 'unit', [...PREFECTURES, ...UNITS]);
      await storeRoleLayer(db, 'basins', 'basin', BASINS);
      // all but the one far off, so that nothing else makes a result incomplete
      await storeRoleLayer(db, 'near', 'basin', BASINS.slice(0, 3));
      const levels = BASINS.slice(0, 3).map((basin) => ({...basin, level: 'zone'}));
      const stray = {id: 'stray', polygons: box(118.5, 29, 118.75, 30)};
      await storeRoleLayer(db, 'unlevelled', 'basin', [...levels, stray]);
      await storeRoleLayer(db, 'overlapping', 'unit', [
        ...UNITS,
        {id: '330203', level: 'county', polygons: box(118.9, 29, 119.1, 30)},
      ]);
    });
    afterAll(() => built?.app.close());

    it('are named by seven and six characters and have the area of what both share', async () => {
      const {cells, units, basins, idForm} = await run({units: 'units', basins: 'basins'});
      expect(idForm).toBe('water-resource-7+6');
      const degreeM2 = units[0]!.areaM2;
      const shares = cells.map(({id, areaM2, shareOfUnit, shareOfBasin}) => [
        id,
        ...[areaM2 / degreeM2, shareOfUnit, shareOfBasin].map((value) => Number(value.toFixed(9))),
      ]);
      expect(shares).toEqual([
        ['A010110330101', 0.5, 0.5, 1],
        ['A010120330101', 0.5, 0.5, 0.333333333],
        ['A010120330102', 1, 1, 0.666666667],
        ['B010110330201', 1, 1, 0.666666667],
        ['B010110330202', 0.5, 0.5, 0.333333333],
      ]);
      expect(units.map((unit) => unit.code)).toEqual(COUNTIES.map(([code]) => code));
      expect(units[3]!.remainderM2 / degreeM2).toBeCloseTo(0.5, 9);
      expect(basins[3]!.remainderM2).toBe(basins[3]!.areaM2);
    });

    it('add up at every level of both hierarchies', async () => {
      const result = await run({units: 'units', basins: 'basins'});
      expect(result.levels.units.map(({level, basis}) => [level, basis])).toEqual([
        ['province', 'codes'],
        ['prefecture', 'features'],
        ['county', 'features'],
      ]);
      expect(result.levels.basins.map(({level}) => level)).toEqual([
        'zone-1',
        'zone-2',
        'zone-3',
        'zone-4',
        'zone-5',
      ]);
      const heldM2 = result.cells.reduce((sum, cell) => sum + cell.areaM2, 0);
      expect(result.sums).toHaveLength(3 * 5 - 1);
      for (const {cells} of result.sums) {
        const sum = cells.reduce((total, cell) => total + cell.areaM2, 0);
        expect(Math.abs(sum - heldM2)).toBeLessThan(1e-9 * heldM2);
      }
      for (const parent of result.unitParents) {
        const members = result.units.filter(
          ({code}) => code.slice(0, 4) === parent.code.slice(0, 4) || parent.level === 'province',
        );
        const areaM2 = members.reduce((sum, unit) => sum + unit.areaM2, 0);
        const remainderM2 = members.reduce((sum, unit) => sum + unit.remainderM2, 0);
        expect(Math.abs(parent.areaM2 - areaM2)).toBeLessThan(1e-9 * areaM2);
        expect(Math.abs(parent.remainderM2 - remainderM2)).toBeLessThan(1e-9 * areaM2);
        if (parent.level === 'prefecture')
          expect(parent.featureAreaM2! / parent.areaM2).toBeCloseTo(1, 9);
        else expect(parent.featureAreaM2).toBeNull();
      }
    });

    it('are put together from finer ones at a level that only codes tell of', async () => {
      const fine = await run({units: 'units', basins: 'basins'});
      const coarse = await run({
        units: 'units',
        basins: 'basins',
        unitLevel: 'province',
        basinLevel: 'zone-1',
      });
      expect(coarse.units.map(({code}) => code)).toEqual(['330000']);
      // a coarser zone is filled with zeros, as a province is
      expect(coarse.idForm).toBe('water-resource-7+6');
      expect(coarse.cells.map(({id}) => id)).toEqual(['A000000330000', 'B000000330000']);
      const sums = fine.sums.find((s) => s.unitLevel === 'province' && s.basinLevel === 'zone-1')!;
      expect(sums.cells.map(({basin}) => basin)).toEqual(['A', 'B']);
      sums.cells.forEach(({areaM2}, i) => {
        expect(Math.abs(areaM2 - coarse.cells[i]!.areaM2)).toBeLessThan(1e-9 * areaM2);
      });
    });

    it('give each unit its main basin, by the lower code where two have the same area', async () => {
      const {memberships, issues, unitsOutside, basinsOutside} = await run({
        units: 'units',
        basins: 'basins',
        threshold: 0.5,
      });
      expect(memberships.map(({mainBasin, isTie}) => [mainBasin, isTie])).toEqual([
        [0, true],
        [1, false],
        [2, false],
        [2, false],
      ]);
      expect(memberships[0]!.basins.map(({basin}) => basin)).toEqual([0, 1]);
      expect(unitsOutside).toEqual([]);
      expect(basinsOutside).toEqual(['C010110']);
      expect(issues.map(({rule, featureIds}) => [rule, featureIds])).toEqual([
        ['basin-outside-units', ['C010110']],
      ]);
    });

    it('spread people over a unit by area, and say which unit has none counted', async () => {
      const {cells, issues} = await run({units: 'units', basins: 'basins', weight: 'population'});
      expect(cells.map(({weight}) => weight && Math.round(weight))).toEqual([
        50,
        50,
        200,
        400,
        null,
      ]);
      expect(cells[1]!.shareOfBasinWeight).toBeCloseTo(0.2, 9);
      expect(cells[4]!.shareOfBasinWeight).toBeNull();
      const missing = issues.find(({rule}) => rule === 'weight-missing')!;
      expect(missing.featureIds).toEqual(['330202']);
    });

    it('are marked incomplete where units overlap, with the pairs and their area', async () => {
      expect((await run({units: 'units', basins: 'near'})).complete).toBe(true);
      const {complete, issues, cells} = await run({units: 'overlapping', basins: 'near'});
      expect(complete).toBe(false);
      const [overlap] = issues;
      expect(overlap!.rule).toBe('units-overlap');
      expect(overlap!.featureIds).toEqual(['330202', '330203']);
      const degreeM2 = cells[2]!.areaM2;
      expect(overlap!.areaM2! / degreeM2).toBeCloseTo(0.1, 6);
      expect(cells).toHaveLength(5);
    });

    it('are marked incomplete where a basin lies in no unit, which is named with all its area', async () => {
      const {complete, issues, basins} = await run({units: 'units', basins: 'basins'});
      expect(complete).toBe(false);
      expect(issues).toEqual([
        expect.objectContaining({
          rule: 'basin-outside-units',
          severity: 'warning',
          featureIds: ['C010110'],
          areaM2: basins[3]!.areaM2,
          detail:
            '1 basin lies in no unit (C010110): all of its area is remainder. If that is not meant, check that both layers cover the same ground.',
        }),
      ]);
    });

    it('are marked incomplete where a feature has no level, which is named and left out', async () => {
      const {complete, issues, levels, cells} = await run({units: 'units', basins: 'unlevelled'});
      expect(complete).toBe(false);
      expect(issues.map(({rule, featureIds}) => [rule, featureIds])).toEqual([
        ['level-missing', ['stray']],
      ]);
      expect(levels.basins.map(({level}) => level)).toEqual(['zone']);
      expect(cells).toHaveLength(5);
    });

    it('are refused for layers of other kinds, whose answer would look like one', async () => {
      const problem = (inputs: object) => run<{code: string; detail: string}>(inputs, 400);
      expect(await problem({units: 'units', basins: 'units'})).toMatchObject({
        code: 'INPUT_INVALID',
        detail: expect.stringContaining(
          '"basins" names units, a layer of kind unit; expected one of kind basin',
        ),
      });
      expect((await problem({units: 'basins', basins: 'basins'})).detail).toContain(
        '"units" names',
      );
    });

    it('name the levels there are when the one asked for is missing', async () => {
      const problem = await run<{code: string; detail: string}>(
        {units: 'units', basins: 'basins', unitLevel: 'town'},
        400,
      );
      expect(problem.code).toBe('LEVEL_NOT_FOUND');
      expect(problem.detail).toContain('province, prefecture, county');
      const weight = await run<{code: string; detail: string}>(
        {units: 'units', basins: 'basins', weight: 'sheep'},
        400,
      );
      expect(weight.detail).toContain('"sheep"');
    });
  });
});
