import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {flatAreaM2} from '../../../server/kernel/area.ts';
import {Drawing, type Measurement} from '../../../server/kernel/cells/drawing.ts';
import type {FlatRings} from '../../../server/kernel/geometry.ts';
import {measureZone} from '../../../server/kernel/cells/measure.ts';
import {
  blob,
  REGION_X,
  REGION_Y,
  seededRandom,
  syntheticLayer,
} from '../../bench/synthetic-layer.ts';
import {cutLayer, joined, rectangle} from './layers.ts';

const layer = cutLayer([
  ...syntheticLayer({polygons: 120, vertices: 12_000, sizeM: 60_000, classes: 4, seed: 21}),
  {classIndex: 3, rings: blob(REGION_X + 30_000, REGION_Y + 30_000, 18_000, 300, seededRandom(22))},
]);

/** The largest difference of any figure, as a share of the zone's area. */
function difference(found: Measurement, fresh: Measurement): number {
  const figures = ({areaM2, totalM2, multipleM2, byClassM2}: Measurement) => [
    areaM2,
    totalM2,
    multipleM2,
    ...byClassM2,
  ];
  const expected = figures(fresh);
  const worst = Math.max(...figures(found).map((m2, i) => Math.abs(m2 - expected[i]!)));
  // loops that run against each other may leave a zone no area
  return worst / Math.max(Math.abs(fresh.areaM2), 1e6);
}

/** One change to a zone, in numbers that mean something for zones of any length. */
type Edit = {
  kind: 'drag' | 'insert' | 'delete' | 'move' | 'turn' | 'add part' | 'drop part' | 'align';
  at: number;
  dx: number;
  dy: number;
};

const edits = fc.array(
  fc.record({
    kind: fc.constantFrom<Edit['kind'][]>(
      'drag',
      'drag',
      'insert',
      'delete',
      'move',
      'turn',
      'add part',
      'drop part',
      'align',
    ),
    at: fc.double({min: 0, max: 1, maxExcluded: true, noNaN: true}),
    dx: fc.integer({min: -8_000, max: 8_000}),
    dy: fc.integer({min: -8_000, max: 8_000}),
  }),
  {minLength: 1, maxLength: 12},
);

// rings may come to cross themselves: what they hold is still definite, and the same either way
function change(zone: FlatRings, {kind, at, dx, dy}: Edit): FlatRings {
  const rings = Array.from({length: zone.starts.length - 1}, (_, r) =>
    Array.from(zone.xy.subarray(2 * zone.starts[r]!, 2 * zone.starts[r + 1]!)),
  );
  const ring = rings[Math.floor(at * rings.length)]!;
  const v = 2 * Math.floor((at * 977) % (ring.length / 2));
  if (kind === 'drag') {
    ring[v]! += dx / 4;
    ring[v + 1]! += dy / 4;
  } else if (kind === 'insert') ring.splice(v, 0, ring[v]! + dx / 8, ring[v + 1]! + dy / 8);
  else if (kind === 'delete' && ring.length > 8) ring.splice(v, 2);
  else if (kind === 'move')
    for (const other of rings) other.forEach((_, i) => (other[i]! += i % 2 ? dy : dx));
  else if (kind === 'turn') ring.push(...ring.splice(0, v));
  else if (kind === 'add part')
    rings.splice(Math.floor(at * rings.length), 0, [
      ...blob(REGION_X + 30_000 + dx, REGION_Y - 10_000 + dy / 2, 5_000, 40, seededRandom(dx)).xy,
    ]);
  else if (kind === 'drop part' && rings.length > 1) rings.splice(Math.floor(at * rings.length), 1);
  // onto a corner of cells of many levels
  else if (kind === 'align') {
    ring[v] = Math.round(ring[v]! / 4096) * 4096;
    ring[v + 1] = Math.round(ring[v + 1]! / 4096) * 4096;
  }
  const flat = rings.map((xy) => ({
    xy: Float64Array.from(xy),
    starts: Uint32Array.of(0, xy.length / 2),
  }));
  return joined(...flat);
}

describe('a zone that is being drawn', () => {
  test(
    'measures after any sequence of edits what it would measure afresh',
    {timeout: 60_000},
    () => {
      fc.assert(
        fc.property(edits, fc.integer({min: 4, max: 400}), (sequence, vertexCount) => {
          const drawing = new Drawing(layer.pyramid);
          let zone = blob(
            REGION_X + 28_000,
            REGION_Y + 31_000,
            20_000,
            vertexCount,
            seededRandom(5),
          );
          for (const edit of sequence) {
            zone = change(zone, edit);
            drawing.plan(zone);
            // a call overtaken by the next one
            if (edit.at < 0.2) continue;
            const found = drawing.finish(layer.leaf);
            const fresh = measureZone(zone, layer.pyramid, layer.leaf);
            expect(difference(found, fresh)).toBeLessThan(1e-11);
          }
        }),
        {seed: 23, numRuns: 200},
      );
    },
  );

  test('opens only the leaves near a vertex that was dragged', () => {
    const zone = blob(REGION_X + 30_000, REGION_Y + 30_000, 25_000, 2_000, seededRandom(6));
    const drawing = new Drawing(layer.pyramid);
    const all = drawing.plan(zone).length;
    drawing.finish(layer.leaf);
    expect(all).toBeGreaterThan(80);
    for (const vertex of [0, 1, 1_000, 1_999]) {
      const xy = zone.xy.slice();
      xy[2 * vertex]! += 40;
      expect(drawing.plan({xy, starts: zone.starts}).length).toBeLessThan(10);
      drawing.finish(layer.leaf);
    }
    expect(drawing.plan(zone).length).toBeLessThan(10);
    drawing.finish(layer.leaf);
    expect(drawing.plan(zone)).toEqual([]);
  });

  test('is certain within bounds before a leaf is opened', () => {
    const drawing = new Drawing(layer.pyramid);
    for (const radiusM of [500, 5_000, 25_000]) {
      const zone = blob(REGION_X + 30_000, REGION_Y + 30_000, radiusM, 200, seededRandom(7));
      drawing.plan(zone);
      const {lower, upper} = drawing.bounds();
      const {totalM2, multipleM2, byClassM2, areaM2} = drawing.finish(layer.leaf);
      for (const [low, exact, high] of [
        [lower.totalM2, totalM2, upper.totalM2],
        [lower.multipleM2, multipleM2, upper.multipleM2],
        ...Array.from(
          byClassM2,
          (m2, i) => [lower.byClassM2[i]!, m2, upper.byClassM2[i]!] as const,
        ),
      ] as const) {
        expect(low).toBeLessThanOrEqual(exact + 1e-6);
        expect(high).toBeGreaterThanOrEqual(exact - 1e-6);
        expect(high).toBeLessThanOrEqual(areaM2);
      }
    }
  });

  test('that is empty holds nothing, before and after it was something', () => {
    const empty = {xy: new Float64Array(0), starts: Uint32Array.of(0)};
    const drawing = new Drawing(layer.pyramid);
    for (const zone of [
      empty,
      rectangle(REGION_X, REGION_Y, REGION_X + 9_000, REGION_Y + 9_000),
      empty,
    ]) {
      drawing.plan(zone);
      const {areaM2, totalM2} = drawing.finish(layer.leaf);
      expect(areaM2).toBe(flatAreaM2(zone));
      expect(totalM2 > 0).toBe(zone !== empty);
    }
  });
});
