import {describe, expect, test} from 'vitest';
import {measureZone} from '../../../server/kernel/cells/measure.ts';
import {OverlapMeter} from '../../../server/kernel/overlap-area.ts';
import type {FlatRings} from '../../../server/kernel/geometry.ts';
import {
  blob,
  REGION_X,
  REGION_Y,
  seededRandom,
  syntheticLayer,
} from '../../bench/synthetic-layer.ts';
import {cutLayer, hole, joined, rectangle, type LayerFeature} from './layers.ts';

/** Relative to the zone's area; measured 2e-15, the rest is for other machines. */
const TOLERANCE = 1e-12;

function direct(layer: LayerFeature[], zone: FlatRings, classIndex: number): number {
  const meter = new OverlapMeter();
  let areaM2 = 0;
  for (const feature of layer)
    if (feature.classIndex === classIndex) areaM2 += meter.area(feature.rings, zone);
  return areaM2;
}

// the origin of the plane is a corner of cells of every level, so these squares lie on cell borders
//
//   ┌───────┬───────┐ 8192
//   │       │   B   │
//   │   A   ├───────┤ 4096
//   │       │       │
//   └───────┘───────┘ 0
//   0     4096    8192
const SQUARES: LayerFeature[] = [
  {classIndex: 0, rings: rectangle(0, 0, 4096, 8192)},
  {classIndex: 1, rings: rectangle(4096, 4096, 8192, 8192)},
];

describe('a zone measured through cells', () => {
  test('holds what can be computed by head', () => {
    const {pyramid, leaf} = cutLayer(SQUARES);
    const {areaM2, totalM2, multipleM2, byClassM2} = measureZone(
      rectangle(2048, 2048, 6144, 6144),
      pyramid,
      leaf,
    );
    expect(areaM2).toBe(4096 ** 2);
    expect([...byClassM2]).toEqual([2048 * 4096, 2048 ** 2, 0, 0]);
    expect(totalM2).toBe(2048 * 4096 + 2048 ** 2);
    expect(multipleM2).toBe(0);
  });

  test('agrees with the direct overlap on ragged zones of every size', () => {
    const layer = [
      ...syntheticLayer({polygons: 300, vertices: 40_000, sizeM: 100_000, classes: 4, seed: 1}),
    ];
    const {pyramid, leaf} = cutLayer(layer);
    const random = seededRandom(2);
    for (const [vertices, radiusM] of [
      [5, 300],
      [40, 3_000],
      [300, 15_000],
      [2_000, 45_000],
      [3_000, 90_000],
    ] as const) {
      const zone = blob(
        REGION_X + 100_000 * random(),
        REGION_Y + 100_000 * random(),
        radiusM,
        vertices,
        random,
      );
      const {areaM2, byClassM2} = measureZone(zone, pyramid, leaf);
      for (let c = 0; c < 4; c++)
        expect(Math.abs(byClassM2[c]! - direct(layer, zone, c))).toBeLessThan(TOLERANCE * areaM2);
    }
  });

  test('takes holes and parts of the zone and of the layer', () => {
    const layer: LayerFeature[] = [
      {
        classIndex: 2,
        rings: joined(
          rectangle(100, 100, 9_000, 9_000),
          hole(rectangle(2_000, 2_000, 7_000, 7_000)),
        ),
      },
    ];
    const {pyramid, leaf} = cutLayer(layer, {leafVertices: 6});
    const zone = joined(
      rectangle(1_000, 1_000, 8_000, 8_000),
      hole(rectangle(1_500, 1_500, 3_000, 3_000)),
      rectangle(8_500, 8_500, 9_500, 9_500),
    );
    const inFrame = 7_000 ** 2 - 5_000 ** 2 - (1_500 ** 2 - 1_000 ** 2);
    expect(measureZone(zone, pyramid, leaf).byClassM2[2]).toBeCloseTo(inFrame + 500 ** 2, 6);
  });
});
