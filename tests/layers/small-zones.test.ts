import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import type {Db} from '../../server/db/db.ts';
import {sql} from '../../server/db/sql.ts';
import type {MultiPolygon} from '../../server/kernel/geometry.ts';
import {layOutLonLat} from '../../server/kernel/lon-lat-rings.ts';
import {blocksOf} from '../../server/layers/cells/block.ts';
import {BlockCache} from '../../server/layers/cells/block-cache.ts';
import {SmallZones} from '../../server/layers/cells/small-zones.ts';
import type {ResolvedLayer} from '../../server/layers/layer-store.ts';
import {Measuring} from '../../server/layers/measuring.ts';
import {measureInPostgis} from '../oracle/postgis-measure.ts';
import {engines, isMissing, openTestDb} from '../setup/engines.ts';
import {seeded} from './random.ts';
import {blob, square, storeLayer} from './store-layer.ts';

const random = seeded(31);
const redlines = Array.from({length: 12}, (_, i) => ({
  id: `r${i}`,
  class: i % 2 === 0 ? '水源涵养' : '水土保持',
  multiPolygon: [blob(115 + random(), 29 + random(), 0.05 + 0.1 * random(), 200, random)],
}));
const zone: MultiPolygon = [blob(115.5, 29.5, 0.3, 500, random)];

describe.each(engines)('a small zone on the %s engine', (engine) => {
  describe.skipIf(isMissing(engine))('is measured on the thread that asks', () => {
    let db: Db;
    let layer: ResolvedLayer;
    let cache: BlockCache;
    let smallZones: SmallZones;
    let nowMs = 0;
    const forgotten: number[] = [];

    // another cache for each test, so that each says itself what is in memory
    const open = () => {
      nowMs = 0;
      forgotten.length = 0;
      cache = new BlockCache(
        db,
        64 * 1024 ** 2,
        (versionId, block) => {
          forgotten.push(block);
          smallZones.forgetBlock(versionId, block);
        },
        (versionId) => smallZones.forgetIndex(versionId),
      );
      // every look at the clock takes a millisecond
      smallZones = new SmallZones(cache, () => nowMs++);
    };
    const index = async () => (await cache.index(layer.versionId))!;
    const measure = async (of: MultiPolygon) =>
      smallZones.measure(layOutLonLat(of), [await index()]);
    const readAll = async () => {
      const keys = await db.query<{key: number}>(
        sql`select cell_key::float8 as key from cells where version_id = ${layer.versionId}`,
        'reading keys',
      );
      await cache.blocksOf(layer.versionId, blocksOf(keys.map(({key}) => key)));
    };

    beforeAll(async () => {
      db = await openTestDb(engine);
      layer = await storeLayer(db, 'redlines', 'redline', redlines);
    });
    afterAll(() => db?.close());

    it('when its leaves are in memory, and agrees with PostGIS', async () => {
      open();
      await readAll();
      const [measured] = (await measure(zone))!;
      const expected = await measureInPostgis(db, zone, redlines);
      expect(measured!.areaM2 / expected.areaM2).toBeCloseTo(1, 9);
      expect(measured!.totalM2 / expected.totalM2).toBeCloseTo(1, 9);
    });

    it('and is left to another thread while they are not, or have been forgotten', async () => {
      open();
      expect(await measure(zone)).toBeNull();
      await readAll();
      nowMs += 100;
      expect(await measure(zone)).not.toBeNull();
      cache.forget(layer.versionId);
      expect(forgotten.length).toBeGreaterThan(0);
      nowMs += 100;
      expect(await measure(zone)).toBeNull();
    });

    it('and not again before the event loop has had twice the time', async () => {
      open();
      await readAll();
      // from 0 to 1 ms, so it rests until 3
      expect(await measure(zone)).not.toBeNull();
      expect(await measure(zone)).toBeNull();
      expect(await measure(zone)).not.toBeNull();
    });

    it('unless it has many vertices, long edges that bend, or many layers', async () => {
      open();
      await readAll();
      expect(await measure([blob(115.5, 29.5, 0.3, 2_600, random)])).toBeNull();
      nowMs += 100;
      expect(
        await measure([
          [
            [
              [100, 20],
              [130, 45],
              [100, 45.1],
              [100, 20],
            ],
          ],
        ]),
      ).toBeNull();
      nowMs += 100;
      const six = Array.from({length: 6}, () => index());
      expect(smallZones.measure(layOutLonLat(zone), await Promise.all(six))).toBeNull();
    });

    it('and gets the same answer as in a thread', async () => {
      const measuring = new Measuring(db, {threads: 1, cacheBytes: 64 * 1024 ** 2});
      try {
        // nothing is in memory the first time
        const [inThread] = await measuring.measureZone(zone, [layer]);
        const [here] = await measuring.measureZone(zone, [layer]);
        expect(here).toEqual(inThread);
        const [outside] = await measuring.measureZone([square(10, 10, 0.01)], [layer]);
        expect(outside!.totalM2).toBe(0);
      } finally {
        await measuring.close();
      }
    });
  });
});
