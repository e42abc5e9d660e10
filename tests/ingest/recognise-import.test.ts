import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import type {BasinCells} from '../../contract/basin-cells.ts';
import type {BasinLinkage} from '../../contract/basin-linkage.ts';
import type {BuiltApp} from '../../server/app.ts';
import {box, storeRoleLayer} from '../analysis/basin-layers.ts';
import {openTestApp} from '../setup/app.ts';

//   Three basins of one degree from west to east, 43421 → 43422 → 43410 and out, as HydroBASINS
//   writes them: numbers for codes, 0 for the sea. Two units of one and a half degrees each.
const BASINS = [
  {HYBAS_ID: 4080000010, NEXT_DOWN: 4080000020, PFAF_ID: 43422},
  {HYBAS_ID: 4080000020, NEXT_DOWN: 4080000030, PFAF_ID: 43421},
  {HYBAS_ID: 4080000030, NEXT_DOWN: 0, PFAF_ID: 43410},
];

describe('a file of HydroBASINS', () => {
  let built: BuiltApp;
  beforeAll(async () => {
    built = await openTestApp('embedded');
    await storeRoleLayer(built.services.db, 'units', 'unit', [
      {id: 'w', polygons: box(115, 29, 116.5, 30)},
      {id: 'e', polygons: box(116.5, 29, 118, 30)},
    ]);
  }, 60_000);
  afterAll(() => built?.app.close());

  it('is imported without a map, says what was recognised, and has order and levels', async () => {
    const features = BASINS.map((properties, i) => ({
      type: 'Feature',
      properties,
      geometry: {type: 'MultiPolygon', coordinates: box(115 + i, 29, 116 + i, 30)},
    }));
    const content = JSON.stringify({type: 'FeatureCollection', features});
    const form = new FormData();
    form.append('file', new File([content], 'hybas.geojson'));
    form.append('id', 'hybas');
    form.append('kind', 'basin');
    const encoded = new Response(form);
    const {app, services} = built;
    const response = await app.inject({
      method: 'POST',
      url: '/api/layers',
      headers: {'content-type': encoded.headers.get('content-type')!},
      payload: Buffer.from(await encoded.arrayBuffer()),
    });
    expect(response.statusCode, response.body).toBe(201);
    const {jobID} = response.json<{jobID: string}>();
    await expect
      .poll(async () => (await services.jobs.read(jobID)).status, {timeout: 20_000})
      .toBe('successful');
    const {issues} = (await app.inject('/api/layers/hybas/versions/1/issues')).json<{
      issues: {rule: string; detail: string}[];
    }>();
    const recognised = issues.find(({rule}) => rule === 'codes-recognised');
    expect(recognised!.detail).toContain('Recognised HydroBASINS');

    const execute = async <T>(process: string, inputs: object) => {
      const run = await app.inject({
        method: 'POST',
        url: `/api/processes/${process}/execution`,
        payload: {inputs: {units: 'units', basins: 'hybas', ...inputs}},
      });
      expect(run.statusCode, run.body).toBe(200);
      return run.json<T>();
    };
    const linkage = await execute<BasinLinkage>('basin-linkage', {});
    expect(linkage.basins.map(({downstream, end}) => [downstream, end])).toEqual([
      [1, 'flows-on'],
      [2, 'flows-on'],
      [null, 'outlet'],
    ]);
    expect(linkage.graph.order!.map((unit) => linkage.graph.units[unit]!.code)).toEqual(['w', 'e']);
    const cells = await execute<BasinCells>('basin-cells', {basinLevel: 'pfaf4'});
    expect(cells.levels.basinCodes).toBe('pfafstetter');
    expect(cells.basins.map(({code}) => code)).toEqual(['4341', '4342']);
  });
});
