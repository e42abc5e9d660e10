import {join} from 'node:path';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import type {BasinCells} from '../../contract/basin-cells.ts';
import type {BasinLinkage} from '../../contract/basin-linkage.ts';
import type {BuiltApp} from '../../server/app.ts';
import {openTestApp} from '../setup/app.ts';
import {postgisUrl, sharedData} from '../setup/needs.ts';
import {importReal} from './import-real.ts';
import {outlineAreasM2, sideAreasM2} from './reach-areas.ts';

// A real basin over five states; not ours to copy, so it lies beside the project.
describe.skipIf(!sharedData || !postgisUrl)('a real basin over five states', () => {
  let built: BuiltApp;
  let cells: BasinCells;
  let linkage: BasinLinkage;
  const execute = async <T>(process: string, inputs: object): Promise<T> => {
    const response = await built.app.inject({
      method: 'POST',
      url: `/api/processes/${process}/execution`,
      payload: {inputs: {units: 'counties', basins: 'huc12', ...inputs}},
    });
    expect(response.statusCode, response.body).toBe(200);
    return response.json<T>();
  };

  beforeAll(async () => {
    built = await openTestApp('server');
    const {db} = built.services;
    const folder = join(sharedData!, 'delaware');
    const counties = {id: 'counties', kind: 'unit', map: {code: 'GEOID', name: 'NAME'}};
    await importReal(db, folder, 'counties.zip', counties);
    const map = {code: 'huc12', name: 'huc12_name', downstream: 'to_huc12'};
    await importReal(db, folder, 'hucs.gpkg', {id: 'huc12', kind: 'basin', layer: 'huc12', map});
    const reaches = {id: 'reaches', kind: 'river', map: {code: 'comid'}};
    await importReal(db, folder, 'reaches.gpkg', reaches);
    cells = await execute<BasinCells>('basin-cells', {});
    linkage = await execute<BasinLinkage>('basin-linkage', {
      rivers: 'reaches',
      flow: {attribute: 'maflowv', unit: 'ft3/s'},
    });
  }, 300_000);
  afterAll(() => built?.app.close());

  it('has cells that add up to each county and to each sub-watershed', () => {
    expect(cells.complete).toBe(true);
    for (const side of ['unit', 'basin'] as const) {
      const members = side === 'unit' ? cells.units : cells.basins;
      const heldM2 = new Float64Array(members.length);
      for (const cell of cells.cells) heldM2[cell[side]]! += cell.areaM2;
      members.forEach(({areaM2, remainderM2, code}, i) => {
        expect(Math.abs(heldM2[i]! + remainderM2 - areaM2), code).toBeLessThan(1e-9 * areaM2);
        expect(remainderM2, code).toBeGreaterThan(-1e-9 * areaM2);
      });
    }
  });

  it('has the bay as remainder: ground of the basin in no county', () => {
    const [bay] = cells.basins.toSorted((a, b) => b.remainderM2 - a.remainderM2);
    expect(bay!.code).toBe('020402040000');
    const remainderM2 = cells.basins.reduce((sum, basin) => sum + basin.remainderM2, 0);
    const areaM2 = cells.basins.reduce((sum, basin) => sum + basin.areaM2, 0);
    // 4.7 % by the areas of its owner, which generalised the coast otherwise
    expect(remainderM2 / areaM2).toBeCloseTo(0.05, 2);
  });

  it('has a level for every two digits of a code, each adding up to the same ground', () => {
    const levels = cells.levels.basins.map(({level, featureCount}) => [level, featureCount]);
    expect(levels).toEqual([
      ['huc2', 1],
      ['huc4', 1],
      ['huc6', 2],
      ['huc8', 13],
      ['huc10', 86],
      ['huc12', 426],
    ]);
    const heldM2 = cells.cells.reduce((sum, cell) => sum + cell.areaM2, 0);
    for (const {cells: summed} of cells.sums) {
      const sum = summed.reduce((total, {areaM2}) => total + areaM2, 0);
      expect(Math.abs(sum - heldM2)).toBeLessThan(1e-9 * heldM2);
    }
  });

  it('flows without a circle to where the data says that it ends', () => {
    const rules = new Set(linkage.issues.map(({rule}) => rule));
    expect(rules).toEqual(new Set(['downstream-dangling']));
    const ends = linkage.basins.filter(({end}) => end !== 'flows-on');
    expect(ends.map(({code, end}) => [code, end])).toEqual([
      ['020402040000', 'outside'],
      ['020402070604', 'outside'],
    ]);
    const bay = ends[0]!;
    const areaM2 = linkage.basins.reduce((sum, basin) => sum + basin.areaM2, 0);
    expect(bay.upstreamM2! / areaM2).toBeGreaterThan(0.99);
  });

  it('has states in order from source to mouth', () => {
    const [states] = linkage.parents;
    expect(states!.level).toBe('state');
    const order = states!.order!.map((unit) => states!.units[unit]!.code);
    // New York, Pennsylvania, New Jersey, Delaware; of Maryland the basin has 21 km²
    expect(order.filter((code) => code !== '24')).toEqual(['36', '42', '34', '10']);
    const [mutual] = states!.mutual;
    expect(mutual!.units.map((unit) => states!.units[unit]!.code)).toEqual([
      '36',
      '42',
      '34',
      '10',
    ]);
  });

  it('crosses borders along its main stem with ever more water, and runs along others', () => {
    const {crossings, stretches, graph} = linkage;
    const name = (unit: number | null) => (unit === null ? '' : graph.units[unit]!.name!);
    const into = (from: string, to: string) =>
      Math.max(
        ...crossings
          .filter((crossing) => name(crossing.from) === from && name(crossing.to) === to)
          .map(({flowM3PerS}) => flowM3PerS ?? 0),
      );
    const stem = [
      into('Bucks', 'Philadelphia'),
      into('Philadelphia', 'Camden'),
      into('Philadelphia', 'Delaware'),
      into('Gloucester', 'New Castle'),
    ];
    expect(stem[0]).toBeGreaterThan(300);
    expect(stem).toEqual(stem.toSorted((a, b) => a - b));
    const longest = stretches.reduce((a, b) => (b.lengthM > a.lengthM ? b : a));
    expect(longest.units.map(name).sort()).toEqual(['Pike', 'Sullivan']);
    expect(longest.lengthM).toBeGreaterThan(30_000);
  });

  it('gives coarser watersheds the links of the finer ones', async () => {
    const {basins, order} = await execute<BasinLinkage>('basin-linkage', {basinLevel: 'huc8'});
    expect(order).toBe('downstream-links');
    expect(basins).toHaveLength(13);
    // the Schuylkill flows into the reach below it
    const schuylkill = basins.find(({code}) => code === '02040203')!;
    expect(basins[schuylkill.downstream!]!.code).toBe('02040202');
    expect(basins.filter(({end}) => end === 'cycle')).toEqual([]);
  });

  it('shows just the ground that is counted up- and downstream, at every level', async () => {
    for (const [levels, from] of [
      [{}, {collection: 'counties', id: '42095'}],
      [{}, {type: 'Point', coordinates: [-75.3, 40.2]}],
      [
        {unitLevel: 'state', basinLevel: 'huc8'},
        {type: 'Point', coordinates: [-75.3, 40.2]},
      ],
    ] as const) {
      const answer = await execute<BasinLinkage>('basin-linkage', {...levels, from, outline: true});
      const counted = sideAreasM2(answer);
      for (const {side, ...outline} of answer.reach!.outline!) {
        const difference = Math.abs(outlineAreasM2(answer, outline) - counted[side]);
        // a centimetre along each edge of what is drawn
        expect(difference, side).toBeLessThan(1e-6 * Math.max(1e8, counted[side]));
      }
    }
  });
});
