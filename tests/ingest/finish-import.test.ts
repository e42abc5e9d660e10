import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {buildApp, type BuiltApp} from '../../server/app.ts';
import {readConfig} from '../../server/config.ts';
import type {Db} from '../../server/db/db.ts';
import {wkbOfPolygons} from '../../server/kernel/wkb.ts';
import {listLayers} from '../../server/layers/layer-store.ts';
import {square} from '../layers/store-layer.ts';
import {engines, isMissing, openTestDb} from '../setup/engines.ts';
import {sealFeatures} from '../setup/seal-features.ts';

describe.each(engines)('on the %s engine', (engine) => {
  describe.skipIf(isMissing(engine))('an import that was stopped while cells were cut', () => {
    let db: Db;
    let built: BuiltApp;
    beforeAll(async () => {
      db = await openTestDb(engine);
      const wkb = wkbOfPolygons([square(115, 29, 0.5)]);
      await sealFeatures(db, {id: 'redlines', kind: 'redline'}, [{id: '1', areaM2: 1, wkb}]);
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
