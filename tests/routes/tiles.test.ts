import {gunzipSync} from 'node:zlib';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import type {BuiltApp} from '../../server/app.ts';
import {wkbOfPolygons} from '../../server/kernel/wkb.ts';
import {engines, isMissing} from '../setup/engines.ts';
import {decode, doubleAreaOf, tilesOver} from '../tiles/cut-and-draw.ts';
import {crookedMosaic, seeded, toWkb} from '../tiles/mosaic.ts';
import {openApp, storeFeatures, type PlainFeature} from './ready-app.ts';

const box = [112, 28, 113, 29] as const;
const mosaic = crookedMosaic({
  columns: 4,
  rows: 4,
  at: [box[0], box[1]],
  sizeDeg: 1,
  depth: 6,
  random: seeded(3),
});
const cells = Array.from({length: 16}, (_, i): PlainFeature => ({
  id: `c${i}`,
  name: `县 ${i}`,
  nameEn: `County ${i}`,
  class: i % 2 === 0 ? 'hill' : 'plain',
  parent: 'p1',
  level: 'county',
  areaM2: 1e6 + 0.25,
  properties: {code: `9${i}`, secret: 'not in tiles'},
  wkb: toWkb([mosaic.cell(i % 4, Math.floor(i / 4))]),
}));
const whole: PlainFeature = {
  id: 'p1',
  level: 'province',
  wkb: wkbOfPolygons([[mosaic.block(0, 0, 4, 4)]]),
};

describe.each(engines)('tiles on the %s engine', (engine) => {
  describe.skipIf(isMissing(engine))('of a layer', () => {
    let built: BuiltApp;
    beforeAll(async () => {
      built = await openApp(engine);
      const layer = {id: 'land', kind: 'unit', map: {code: 'code'}, bbox: [...box]};
      await storeFeatures(built, layer, [...cells, whole]);
    });
    afterAll(() => built.app.close());

    const ask = (path: string, headers: Record<string, string> = {}) =>
      built.app.inject({url: `/api/collections/land/tiles${path}`, headers});
    const [here] = tilesOver([112.5, 28.5, 112.5, 28.5], 8);
    const path = `/WebMercatorQuad/8/${here!.y}/${here!.x}`;

    it('a tile has one layer named after the collection, with what maps need of each feature', async () => {
      const answer = await ask(path);
      expect(answer.statusCode, answer.body).toBe(200);
      expect(answer.headers['content-type']).toBe('application/vnd.mapbox-vector-tile');
      const features = decode(answer.rawPayload);
      const order = features.map(({id}) => id);
      expect(order).toEqual([...order].sort((a, b) => rank(a) - rank(b)));
      expect(features.find(({id}) => id === 'c5')).toMatchObject({
        type: 3,
        properties: {
          id: 'c5',
          code: '95',
          name: '县 5',
          name_en: 'County 5',
          class: 'plain',
          parent: 'p1',
          level: 'county',
          area_m2: 1e6 + 0.25,
        },
      });
      expect(features[0]!.properties).not.toHaveProperty('secret');
    });

    it('what the cells cover is what the whole covers, through the database too', async () => {
      for (const zoom of [0, 4, 6, 8, 10, 13]) {
        const [address] = tilesOver([112.3, 28.4, 112.3, 28.4], zoom);
        const answer = await ask(`/WebMercatorQuad/${zoom}/${address!.y}/${address!.x}`);
        const features = decode(answer.rawPayload);
        const of = (level: string) =>
          features.filter((each) => each.properties.level === level).flatMap(({parts}) => parts);
        expect(doubleAreaOf(of('county'))).toBe(doubleAreaOf(of('province')));
        expect(doubleAreaOf(of('province'))).toBeGreaterThan(0);
      }
    });

    it('many at once prepare the layer once', async () => {
      const layer = {id: 'busy', bbox: [...box]};
      await storeFeatures(built, layer, cells);
      const addresses = tilesOver(box, 9);
      const answers = await Promise.all(
        addresses.map(({x, y}) =>
          built.app.inject(`/api/collections/busy/tiles/WebMercatorQuad/9/${y}/${x}`),
        ),
      );
      expect(answers.map(({statusCode}) => statusCode)).toEqual(addresses.map(() => 200));
      const other = built.services.tiles.prepare(await version('busy'));
      expect(await other).toEqual(await built.services.tiles.prepare(await version('busy')));
    });

    it('is gzipped for those who read gzip, and says so in its tag', async () => {
      const plain = await ask(path);
      const zipped = await ask(path, {'accept-encoding': 'gzip, br'});
      expect(plain.headers['content-encoding']).toBeUndefined();
      expect(zipped.headers['content-encoding']).toBe('gzip');
      expect(gunzipSync(zipped.rawPayload)).toEqual(plain.rawPayload);
      expect(zipped.headers.etag).not.toBe(plain.headers.etag);
      expect(zipped.headers.vary).toContain('Accept-Encoding');
    });

    it('named by its version it may be kept for ever; else it is asked for again', async () => {
      const kept = await ask(`${path}?v=1`);
      expect(kept.headers['cache-control']).toBe('public, max-age=31536000, immutable');
      const current = await ask(path);
      expect(current.headers['cache-control']).toBe('public, no-cache');
      const again = await ask(path, {'if-none-match': String(current.headers.etag)});
      expect(again.statusCode).toBe(304);
    });

    it('is 204 where there is nothing', async () => {
      for (const far of ['/WebMercatorQuad/8/0/0', '/WebMercatorQuad/16/1/1']) {
        const answer = await ask(far);
        expect(answer.statusCode).toBe(204);
        expect(answer.body).toBe('');
      }
    });

    it.each(['17/0/0', '3/8/0', '3/0/8', '-1/0/0', 'a/0/0', '3/0/0.5', '99999/0/0'])(
      '%s is out of range',
      async (address) => {
        const answer = await ask(`/WebMercatorQuad/${address}`);
        expect(answer.statusCode).toBe(404);
        expect(answer.json()).toMatchObject({code: 'TILE_OUT_OF_RANGE'});
      },
    );

    it('an unknown version, layer or parameter is a problem', async () => {
      expect((await ask(`${path}?v=2`)).json()).toMatchObject({code: 'LAYER_VERSION_NOT_FOUND'});
      expect((await ask(`${path}?x=2`)).json()).toMatchObject({code: 'PARAMETER_UNKNOWN'});
      const none = await built.app.inject('/api/collections/none/tiles/WebMercatorQuad/0/0/0');
      expect(none.json()).toMatchObject({code: 'LAYER_NOT_FOUND'});
    });

    it('TileJSON names the tiles of the version, their fields and where they lie', async () => {
      const answer = await ask('/WebMercatorQuad?lang=en');
      expect(answer.json()).toMatchObject({
        tilejson: '3.0.0',
        name: 'Layer land',
        tiles: ['http://localhost:80/api/collections/land/tiles/WebMercatorQuad/{z}/{y}/{x}?v=1'],
        bounds: [...box],
        minzoom: 0,
        maxzoom: 16,
        vector_layers: [{id: 'land', fields: {id: 'String', code: 'String', area_m2: 'Number'}}],
      });
    });

    it('the tile sets and the tiling are described', async () => {
      const {tilesets} = (await ask('')).json<{tilesets: {tileMatrixSetId: string}[]}>();
      expect(tilesets).toMatchObject([{tileMatrixSetId: 'WebMercatorQuad', dataType: 'vector'}]);
      const set = await built.app.inject('/api/tileMatrixSets/WebMercatorQuad');
      const {tileMatrices} = set.json<{tileMatrices: {id: string; scaleDenominator: number}[]}>();
      // the figures of the standard, annex D.1
      expect(tileMatrices[0]).toMatchObject({id: '0', matrixWidth: 1});
      expect(tileMatrices[0]!.scaleDenominator).toBeCloseTo(559_082_264.028_717_9, 3);
      expect(tileMatrices[16]!.scaleDenominator).toBeCloseTo(8530.918_335_399_25, 6);
      expect((await built.app.inject('/api/tileMatrixSets/other')).statusCode).toBe(404);
    });

    it('a preparation that was stopped leaves nothing behind and can be done again', async () => {
      const layer = {id: 'stopped', bbox: [...box]};
      await storeFeatures(built, layer, cells);
      const stop = AbortSignal.abort(new Error('stopped'));
      const target = await version('stopped');
      const first = built.services.tiles.prepare(target, {progress() {}, signal: stop});
      await expect(first).rejects.toThrow('stopped');
      const answer = await built.app.inject(
        `/api/collections/stopped/tiles/WebMercatorQuad/8/${here!.y}/${here!.x}`,
      );
      expect(answer.statusCode).toBe(200);
    });

    it('goes when its layer goes', async () => {
      await storeFeatures(built, {id: 'gone', bbox: [...box]}, cells);
      const url = `/api/collections/gone/tiles/WebMercatorQuad/8/${here!.y}/${here!.x}`;
      expect((await built.app.inject(url)).statusCode).toBe(200);
      await built.app.inject({method: 'DELETE', url: '/api/layers/gone'});
      expect((await built.app.inject(url)).statusCode).toBe(404);
    });

    async function version(layerId: string) {
      const {resolveLayer} = await import('../../server/layers/layer-store.ts');
      return resolveLayer(built.services.db, layerId);
    }
  });
});

function rank(id: string): number {
  return id === 'p1' ? 99 : Number(id.slice(1));
}

describe('points and lines', () => {
  let built: BuiltApp;
  beforeAll(async () => {
    built = await openApp('embedded');
  });
  afterAll(() => built.app.close());

  it('are drawn as they are', async () => {
    const {sql} = await import('../../server/db/sql.ts');
    const [row] = await built.services.db.query<{point: Uint8Array; line: Uint8Array}>(
      sql`select st_asbinary('multipoint(112.6 28.5, 112.7 28.6)'::geometry) as point,
                 st_asbinary('linestring(112.6 28.1, 112.7 28.5, 112.9 28.2)'::geometry) as line`,
    );
    await storeFeatures(built, {id: 'mixed', family: 'any', bbox: [...box]}, [
      {id: 'a', wkb: row!.point},
      {id: 'b', wkb: row!.line},
    ]);
    const [address] = tilesOver([112.6, 28.5, 112.6, 28.5], 6);
    const answer = await built.app.inject(
      `/api/collections/mixed/tiles/WebMercatorQuad/6/${address!.y}/${address!.x}`,
    );
    const features = decode(answer.rawPayload);
    expect(features.map(({id, type}) => [id, type])).toEqual([
      ['a', 1],
      ['b', 2],
    ]);
    expect(features[0]!.parts.length).toBe(2);
    expect(features[1]!.parts[0]!.length).toBe(3);
  });
});
