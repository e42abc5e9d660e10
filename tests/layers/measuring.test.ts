import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import type {Db} from '../../server/db/db.ts';
import {openLayerSet} from '../../server/layers/cells/layer-set.ts';
import type {ResolvedLayer} from '../../server/layers/layer-store.ts';
import {Measuring} from '../../server/layers/measuring.ts';
import {measureInPostgis} from '../oracle/postgis-measure.ts';
import {engines, isMissing, openTestDb} from '../setup/engines.ts';
import {seeded} from './random.ts';
import {blob, square, storeLayer, type TestFeature} from './store-layer.ts';

const FUNCTIONS = ['水源涵养', '水土保持', '生物多样性维护'];

// Overlapping on purpose: within a class, between classes, and a twin of the first.
function redlines(seed: number, count: number): TestFeature[] {
  const random = seeded(seed);
  const made = Array.from({length: count}, (_, i) => ({
    id: `r${i}`,
    class: FUNCTIONS[i % 3]!,
    multiPolygon: [blob(115 + random(), 29 + random(), 0.02 + 0.1 * random(), 150, random)],
  }));
  return [...made, {...made[0]!, id: 'twin'}];
}

describe.each(engines)('measuring on the %s engine', (engine) => {
  describe.skipIf(isMissing(engine))('agrees with PostGIS to 1e-9', () => {
    let db: Db;
    let measuring: Measuring;
    let first: ResolvedLayer;
    let second: ResolvedLayer;
    const features = redlines(1, 30);
    const more = redlines(2, 20);
    const work = {progress() {}, signal: new AbortController().signal};
    const random = seeded(7);
    const zones = [
      [square(115.2, 29.2, 0.5)],
      [blob(115.5, 29.5, 0.45, 400, random)],
      [blob(115.2, 29.8, 0.1, 40, random), blob(115.8, 29.2, 0.15, 60, random)],
    ];

    beforeAll(async () => {
      db = await openTestDb(engine);
      first = await storeLayer(db, 'redlines', 'redline', features);
      second = await storeLayer(db, 'more-redlines', 'redline', more);
      measuring = new Measuring(db, {threads: 2, cacheBytes: 64 * 1024 ** 2});
    });
    afterAll(async () => {
      await measuring?.close();
      await db?.close();
    });

    it.each([0, 1, 2])('for zone %i, where red lines overlap each other', async (index) => {
      const zone = zones[index]!;
      const [measured] = await measuring.measureZone(zone, [first]);
      const expected = await measureInPostgis(db, zone, features);
      expect(measured!.areaM2 / expected.areaM2).toBeCloseTo(1, 9);
      expect(measured!.totalM2 / expected.totalM2).toBeCloseTo(1, 9);
      measured!.classes.forEach((name, i) => {
        const ofClass = expected.byClassM2.get(name) ?? 0;
        expect(Math.abs(measured!.byClassM2[i]! - ofClass)).toBeLessThan(1e-9 * expected.areaM2);
      });
    });

    it('for two layers together, ground that both hold counting once', async () => {
      const set = await openLayerSet({db, measuring, ...work}, [first, second], 'layer');
      const [measured] = await measuring.measureZone(zones[1]!, [set]);
      const expected = await measureInPostgis(db, zones[1]!, [...features, ...more]);
      expect(measured!.totalM2 / expected.totalM2).toBeCloseTo(1, 9);
      expect(measured!.classes).toEqual(['more-redlines@1', 'redlines@1']);
      const byClass = await openLayerSet({db, measuring, ...work}, [second, first], 'class');
      const [again] = await measuring.measureZone(zones[1]!, [byClass]);
      expect(again!.totalM2 / expected.totalM2).toBeCloseTo(1, 12);
      expect(again!.classes).toEqual([...FUNCTIONS].sort());
    });

    it('for layers that two callers cut together at the same time', async () => {
      const third = await storeLayer(db, 'third-redlines', 'redline', redlines(3, 8));
      const sets = await Promise.all(
        [0, 1].map(() => openLayerSet({db, measuring, ...work}, [first, third], 'layer')),
      );
      const [measured] = await measuring.measureZone(zones[1]!, [sets[1]!]);
      const both = [...features, ...redlines(3, 8)];
      const expected = await measureInPostgis(db, zones[1]!, both);
      expect(measured!.totalM2 / expected.totalM2).toBeCloseTo(1, 9);
    });

    it('while a drawing is dragged, whatever was reused', async () => {
      const zone = zones[1]!;
      for (let drag = 0; drag < 5; drag++) {
        const ring = zone[0]![0]!.map(([lon, lat], i): [number, number] =>
          i === 100 + drag ? [lon + 0.002 * drag, lat - 0.001] : [lon, lat],
        );
        const [dragged] = await measuring.measureZone([[ring]], [first], {drawing: 'a'});
        const [fresh] = await measuring.measureZone([[ring]], [first]);
        expect(dragged!.totalM2 / fresh!.totalM2).toBeCloseTo(1, 12);
      }
    });

    it('and is bounded before a leaf is opened', async () => {
      let lower = 0;
      let upper = 0;
      const [measured] = await measuring.measureZone(zones[0]!, [first], {
        onBounds: ([bounds]) => {
          lower = bounds!.lower.totalM2;
          upper = bounds!.upper.totalM2;
        },
      });
      expect(lower).toBeLessThanOrEqual(measured!.totalM2 * (1 + 1e-12));
      expect(upper).toBeGreaterThanOrEqual(measured!.totalM2 * (1 - 1e-12));
    });

    it('feature by feature of two layers', async () => {
      const units = Array.from({length: 16}, (_, i) => ({
        id: `u${i}`,
        class: 'county',
        multiPolygon: [square(115 + 0.25 * (i % 4), 29 + 0.25 * Math.floor(i / 4), 0.25)],
      }));
      const counties = await storeLayer(db, 'units', 'unit', units);
      const {matrix} = await measuring.measureLayers(counties, first, true, work);
      const packed = matrix.pack();
      const sums = packed.rowSumsM2.length / units.length;
      for (const row of [0, 5, 10]) {
        const expected = await measureInPostgis(db, units[row]!.multiPolygon, features);
        expect(packed.rowSumsM2[row * sums]! / expected.totalM2).toBeCloseTo(1, 9);
      }
      const cell = packed.rows.indexOf(5);
      const column = packed.columns[cell]!;
      const pair = await measureInPostgis(db, units[5]!.multiPolygon, [features[column]!]);
      expect(packed.areasM2[cell]! / pair.totalM2).toBeCloseTo(1, 9);
    });

    it('with a cache so small that every block is read again', async () => {
      const tiny = new Measuring(db, {threads: 1, cacheBytes: 4096});
      try {
        const [measured] = await tiny.measureZone(zones[1]!, [first]);
        const [expected] = await measuring.measureZone(zones[1]!, [first]);
        expect(measured!.totalM2).toBe(expected!.totalM2);
      } finally {
        await tiny.close();
      }
    });

    it('and gives up a zone that a newer one of the same drawing replaced', async () => {
      const results = await Promise.allSettled(
        [0, 1, 2, 3].map(() => measuring.measureZone(zones[1]!, [first], {drawing: 'b'})),
      );
      const superseded = results.filter((result) => result.status === 'rejected');
      expect(results.at(-1)!.status).toBe('fulfilled');
      expect(superseded.length).toBeGreaterThanOrEqual(2);
      expect(superseded.every(({reason}) => reason.code === 'SUPERSEDED')).toBe(true);
    });
  });
});
