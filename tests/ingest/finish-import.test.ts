import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {buildApp, type BuiltApp} from '../../server/app.ts';
import {readConfig} from '../../server/config.ts';
import type {Db} from '../../server/db/db.ts';
import {wkbOfPolygons} from '../../server/kernel/wkb.ts';
import {appendFeatures} from '../../server/layers/feature-store.ts';
import {createVersion, listLayers, sealVersion} from '../../server/layers/layer-store.ts';
import {square} from '../layers/store-layer.ts';
import {engines, isMissing, openTestDb} from '../setup/engines.ts';

const title = {zh: '红线', en: 'red lines'};

describe.each(engines)('on the %s engine', (engine) => {
  describe.skipIf(isMissing(engine))('an import that was stopped while cells were cut', () => {
    let db: Db;
    let built: BuiltApp;
    beforeAll(async () => {
      db = await openTestDb(engine);
      const version = await createVersion(db, {
        layerId: 'redlines',
        kind: 'redline',
        title,
        source: {
          fileName: 'made in a test',
          format: 'geojson',
          layerName: null,
          crs: 'EPSG:4490',
          encoding: null,
          bytes: 0,
          sha256: '',
        },
        map: {},
        attribution: title,
        isInvented: true,
        jobId: null,
      });
      await appendFeatures(db, version.versionId, [
        {
          ordinal: 1,
          featureId: '1',
          name: null,
          nameEn: null,
          class: null,
          parent: null,
          downstream: null,
          level: null,
          properties: {},
          areaM2: 1,
          wkbHex: Buffer.from(wkbOfPolygons([square(115, 29, 0.5)])).toString('hex'),
        },
      ]);
      await sealVersion(db, version, {
        featureCount: 1,
        vertexCount: 4,
        areaM2: 1,
        bbox: [115, 29, 115.5, 29.5],
        geometryFamily: 'polygon',
        classes: [],
        attributes: [],
        rejectedCount: 0,
        title,
      });
    });
    afterAll(() => built?.app.close() ?? db.close());

    it('is not seen before, and is finished by the next start', async () => {
      expect(await listLayers(db)).toEqual([]);
      built = await buildApp(readConfig({LIANDONG_LOG: 'silent', LIANDONG_WORKERS: '1'}), db);
      await expect
        .poll(async () => (await listLayers(db)).map((layer) => layer.currentVersion), {
          timeout: 30_000,
        })
        .toEqual([1]);
      const coverage = await built.app.inject({
        method: 'POST',
        url: '/api/processes/redline-coverage/execution',
        payload: {
          inputs: {place: {type: 'Polygon', coordinates: square(115.25, 29, 0.5)}},
        },
      });
      expect(coverage.json().places[0].share).toBeCloseTo(0.5, 12);
    });
  });
});
