import {describe, expect, test} from 'vitest';
import {flatAreaM2} from '../../../server/kernel/area.ts';
import {Drawing} from '../../../server/kernel/cells/drawing.ts';
import {cellBox} from '../../../server/kernel/cells/key.ts';
import {measureZone} from '../../../server/kernel/cells/measure.ts';
import type {FlatRings} from '../../../server/kernel/geometry.ts';
import {OverlapMeter} from '../../../server/kernel/overlap-area.ts';
import {
  REGION_X,
  REGION_Y,
  seededRandom,
  syntheticLayer,
  syntheticUnits,
} from '../../bench/synthetic-layer.ts';
import {cutLayer, hole, joined, rectangle, type LayerFeature} from './layers.ts';

const blobs: LayerFeature[] = [
  ...syntheticLayer({polygons: 200, vertices: 30_000, sizeM: 80_000, classes: 4, seed: 31}),
];
const units: LayerFeature[] = syntheticUnits({
  perSide: 4,
  verticesPerSide: 120,
  sizeM: 80_000,
  seed: 32,
}).map(({rings}, i) => ({classIndex: i % 4, rings}));

/** The largest difference from the direct overlap in any class, as a share of the zone. */
function worstDifference(layer: LayerFeature[], zones: FlatRings[]): number {
  const {pyramid, leaf} = cutLayer(layer);
  const meter = new OverlapMeter();
  let worst = 0;
  for (const zone of zones) {
    const {areaM2, byClassM2} = measureZone(zone, pyramid, leaf);
    for (let c = 0; c < 4; c++) {
      let directM2 = 0;
      for (const {classIndex, rings} of layer)
        if (classIndex === c) directM2 += meter.area(rings, zone);
      worst = Math.max(worst, Math.abs(byClassM2[c]! - directM2) / areaM2);
    }
  }
  return worst;
}

/** Cell borders of the region: multiples of a power of two. */
function snap(value: number, size: number): number {
  return Math.round(value / size) * size;
}

describe('zones that keep to borders', () => {
  test('hold of both layers what the direct overlap holds, along cell borders of all sizes', () => {
    const zones: FlatRings[] = [];
    for (let size = 64; size <= 65_536; size *= 2)
      for (const [dx, dy, width, height] of [
        [0, 0, 1, 1],
        [1, 1, 2, 1],
        [3, 2, 5, 7],
      ] as const) {
        const x = snap(REGION_X + 20_000, size) + dx * size;
        const y = snap(REGION_Y + 20_000, size) + dy * size;
        zones.push(rectangle(x, y, x + width * size, y + height * size));
      }
    expect(worstDifference(blobs, zones)).toBeLessThan(1e-12);
    expect(worstDifference(units, zones)).toBeLessThan(1e-12);
  });

  test('touch cell corners with vertices and diagonals', () => {
    const x = snap(REGION_X + 40_000, 8192);
    const y = snap(REGION_Y + 40_000, 8192);
    const diamond = (radius: number): FlatRings => ({
      xy: Float64Array.of(x, y - radius, x + radius, y, x, y + radius, x - radius, y),
      starts: Uint32Array.of(0, 4),
    });
    const zones = [64, 1024, 8192, 16_384, 32_768, 5_000].map(diamond);
    zones.push(joined(diamond(16_384), hole(diamond(4_096))));
    expect(worstDifference(blobs, zones)).toBeLessThan(1e-12);
    expect(worstDifference(units, zones)).toBeLessThan(1e-12);
  });

  test('that are features of the layer hold themselves and nothing of their neighbours', () => {
    const {pyramid, leaf} = cutLayer(
      units.map(({rings}, i) => ({classIndex: i, rings})),
      {
        classCount: units.length,
      },
    );
    units.forEach(({rings}, i) => {
      const {byClassM2} = measureZone(rings, pyramid, leaf);
      const areaM2 = flatAreaM2(rings);
      byClassM2.forEach((m2, c) =>
        expect(Math.abs(m2 - (c === i ? areaM2 : 0))).toBeLessThan(1e-11 * areaM2),
      );
    });
  });

  test('that are several features joined, with the borders between them left in, hold all of them', () => {
    const {pyramid, leaf} = cutLayer(units);
    const zone = joined(units[5]!.rings, units[6]!.rings, units[9]!.rings);
    const {areaM2, totalM2} = measureZone(zone, pyramid, leaf);
    expect(Math.abs(totalM2 / areaM2 - 1)).toBeLessThan(1e-12);
  });

  test('that are exactly a cell hold what the pyramid has for it', () => {
    const {pyramid, cells, leaf} = cutLayer(blobs);
    for (const {keys, sumStarts, sumColumns, sumAreasM2} of cells)
      for (let i = 0; i < keys.length; i += 37) {
        const {x, y, size} = cellBox(keys[i]!);
        const drawing = new Drawing(pyramid);
        drawing.plan(rectangle(x, y, x + size, y + size));
        const {totalM2} = drawing.finish(leaf);
        const total = sumColumns.indexOf(0, sumStarts[i]);
        expect(Math.abs(totalM2 - sumAreasM2[total]!)).toBeLessThan(1e-12 * size * size);
      }
  });
});

describe('the pyramid', () => {
  test('has in every cell the sum of its children, and in the root the area of the layer', () => {
    for (const layer of [blobs, units]) {
      const {pyramid} = cutLayer(layer, {drainEvery: 7});
      const sums = (node: number) => {
        const row = new Float64Array(pyramid.columnCount);
        pyramid.addSums(node, 1, row, 0);
        return row;
      };
      pyramid.children.forEach((first, node) => {
        if (first < 0) return;
        const row = sums(node);
        const below = [0, 1, 2, 3].map((i) => sums(first + i));
        row.forEach((m2, column) => {
          const sum = below.reduce((total, child) => total + child[column]!, 0);
          expect(Math.abs(m2 - sum)).toBeLessThanOrEqual(1e-15 * sum);
        });
      });
      const areaM2 = layer.reduce((sum, {rings}) => sum + flatAreaM2(rings), 0);
      expect(Math.abs(sums(0)[0]! / areaM2 - 1)).toBeLessThan(1e-12);
    }
  });

  test('comes out the same whichever way the features arrive and however they are drained', () => {
    const shuffled = blobs.map((feature, i) => ({feature, i}));
    const random = seededRandom(33);
    shuffled.sort(() => random() - 0.5);
    const whole = cutLayer(blobs).pyramid;
    const parts = cutLayer(
      shuffled.map(({feature}) => feature),
      {drainEvery: 11},
    ).pyramid;
    expect(parts.children.length).toBe(whole.children.length);
    const root = (pyramid: typeof whole) => pyramid.sumAreasM2.slice(0, pyramid.sumStarts[1]);
    root(whole).forEach((m2, i) => expect(Math.abs(root(parts)[i]! / m2 - 1)).toBeLessThan(1e-13));
  });
});
