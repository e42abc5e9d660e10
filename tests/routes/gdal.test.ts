import {execFile} from 'node:child_process';
import {promisify} from 'node:util';
import type {AddressInfo} from 'node:net';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import type {FeatureCollection} from 'geojson';
import type {BuiltApp} from '../../server/app.ts';
import {ogrinfoPath} from '../setup/needs.ts';
import {crookedMosaic, seeded, toWkb} from '../tiles/mosaic.ts';
import {openApp, storeFeatures} from './ready-app.ts';

const run = promisify(execFile);

describe.skipIf(ogrinfoPath === undefined)("GDAL's stock OAPIF driver", () => {
  let built: BuiltApp;
  let source: string;
  const mosaic = crookedMosaic({
    columns: 10,
    rows: 6,
    at: [112, 28],
    sizeDeg: 1,
    depth: 3,
    random: seeded(5),
  });
  const rings = Array.from({length: 60}, (_, i) => mosaic.cell(i % 10, Math.floor(i / 10)));

  beforeAll(async () => {
    built = await openApp('embedded');
    await storeFeatures(
      built,
      {
        id: 'units',
        kind: 'unit',
        map: {code: 'code', name: 'name'},
        attributes: [
          {name: 'code', type: 'string'},
          {name: 'name', type: 'string'},
          {name: 'population', type: 'number'},
        ],
        bbox: [112, 28, 113, 29],
      },
      rings.map((ring, i) => ({
        id: `9${i}`,
        name: `县 ${i}`,
        areaM2: 1000 + i,
        properties: {code: `9${i}`, name: `县 ${i}`, population: 100 * i},
        wkb: toWkb([ring]),
      })),
    );
    await storeFeatures(built, {id: 'other', bbox: [112, 28, 113, 29]}, [
      {id: '1', wkb: toWkb([rings[0]!])},
    ]);
    await built.app.listen({host: '127.0.0.1', port: 0});
    const {port} = built.app.server.address() as AddressInfo;
    source = `OAPIF:http://127.0.0.1:${port}/api`;
  });
  afterAll(() => built.app.close());

  const ogrinfo = async (...options: string[]) => {
    const {stdout, stderr} = await run(ogrinfoPath!, [
      ...options.slice(0, -1),
      source,
      options.at(-1)!,
    ]);
    expect(stderr).toBe('');
    return stdout;
  };
  const count = (output: string) => Number(/Feature Count: (\d+)/.exec(output)?.[1]);

  it('lists the layers', async () => {
    const {stdout} = await run(ogrinfoPath!, [source]);
    expect(stdout).toMatch(/other .*\(Polygon\)/);
    expect(stdout).toMatch(/units .*\(Polygon\)/);
  });

  it('reads a layer in full, page by page', async () => {
    const output = await ogrinfo('-oo', 'PAGE_SIZE=7', 'units');
    expect(output.match(/^OGRFeature\(units\)/gm)?.length).toBe(60);
    expect(new Set(output.match(/^ {2}id \(String\) = .*$/gm)).size).toBe(60);
    expect(output).toContain('population: Integer');
  });

  it('counts what a box, an attribute and both leave', async () => {
    expect(count(await ogrinfo('-so', 'units'))).toBe(60);
    const inBox = count(await ogrinfo('-so', '-spat', '112', '28', '112.24', '28.14', 'units'));
    expect(inBox).toBeGreaterThan(3);
    expect(inBox).toBeLessThan(13);
    expect(count(await ogrinfo('-so', '-where', "code = '97'", 'units'))).toBe(1);
    expect(count(await ogrinfo('-so', '-where', 'population > 5000', 'units'))).toBe(9);
  });

  it('gets the very coordinates that are stored', async () => {
    const ogr2ogr = ogrinfoPath!.replace(/ogrinfo$/, 'ogr2ogr');
    const options = [
      '-f',
      'GeoJSON',
      '-lco',
      'COORDINATE_PRECISION=15',
      '/vsistdout/',
      source,
      'units',
    ];
    const {stdout} = await run(ogr2ogr, options, {maxBuffer: 64 * 1024 ** 2});
    const {features} = JSON.parse(stdout) as FeatureCollection;
    expect(features.length).toBe(60);
    features.forEach(({geometry}, i) => {
      const key = (positions: number[][]) => positions.map((position) => position.join()).sort();
      const seen = (geometry as unknown as {coordinates: number[][][]}).coordinates[0]!;
      expect(key(seen.slice(1))).toEqual(key(rings[i]!.slice(1)));
    });
  });
});
