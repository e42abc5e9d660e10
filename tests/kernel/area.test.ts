import {readFileSync} from 'node:fs';
import {describe, expect, test} from 'vitest';
import {
  flatAreaM2,
  multiPolygonAreaM2,
  polygonAreaM2,
  ringAreaM2,
} from '../../server/kernel/area.ts';
import {toLegalMultiPolygon} from '../../server/kernel/densify.ts';
import {toFlatRings, type Ring} from '../../server/kernel/geometry.ts';
import {toLegalPlane} from '../../server/kernel/legal-plane.ts';
import {seededRandom} from '../bench/synthetic-layer.ts';
import {box, moveRing, star} from './shapes.ts';
import {statutoryRingAreaM2, statutoryTrapezoidM2} from './statutory-area.ts';

interface AreaVectors {
  vectors: {id: string; ring: Ring; legal_unsplit: number; legal_lonlat_straight: number}[];
  trapezoids: {id: string; series_m2: number}[];
}

const {vectors, trapezoids} = JSON.parse(
  readFileSync(new URL('../fixtures/area-vectors.json', import.meta.url), 'utf8'),
) as AreaVectors;

// WGS 84 instead of CGCS2000 changes 1.6e-11, the series leaves out 8e-12 below 53° N, and the
// published figures have three decimals
const STATUTORY_TOLERANCE = 3e-11;

const project = (ring: Ring): Ring => ring.map(([lon, lat]) => toLegalPlane(lon, lat));
const relativeError = (value: number, expected: number): number =>
  Math.abs(value - expected) / Math.abs(expected);

describe('area in the plane', () => {
  test('of a unit square is 1, and −1 the other way round', () => {
    expect(ringAreaM2(box(0, 0, 1, 1))).toBe(1);
    expect(ringAreaM2(box(0, 0, 1, 1).reverse())).toBe(-1);
  });

  test('does not mind whether the first position is repeated', () => {
    const open = box(2, 3, 5, 7);
    expect(ringAreaM2([...open, open[0]!])).toBe(ringAreaM2(open));
  });

  test('of a polygon is that of its shell less its holes, whichever way they run', () => {
    const shell = box(0, 0, 10, 10);
    const hole = box(2, 2, 5, 4);
    expect(polygonAreaM2([shell, hole])).toBe(94);
    expect(polygonAreaM2([shell, [...hole].reverse()])).toBe(94);
    expect(flatAreaM2(toFlatRings([[shell, hole], [box(20, 0, 21, 1)]]))).toBe(95);
    expect(multiPolygonAreaM2([[shell, hole], [box(20, 0, 21, 1)]])).toBe(95);
  });

  test('of nothing is 0', () => {
    expect(ringAreaM2([])).toBe(0);
    expect(multiPolygonAreaM2([])).toBe(0);
    expect(flatAreaM2(toFlatRings([]))).toBe(0);
  });

  test('stays good to 1e-12 at the rim of the plane', () => {
    const random = seededRandom(12);
    for (let i = 0; i < 200; i++) {
      // halves of metres move without rounding, so the moved ring has the very same area
      const ring = star(random, 200, [0, 0], 500).map(
        ([x, y]) => [Math.round(2 * x) / 2, Math.round(2 * y) / 2] as [number, number],
      );
      const far = moveRing(ring, 17_367_530, -7_342_230);
      expect(relativeError(ringAreaM2(far), ringAreaM2(ring))).toBeLessThan(1e-12);
    }
  });
});

describe('area in the legal plane', () => {
  test.each(vectors)('of $id is the published statutory area', ({ring, legal_unsplit}) => {
    const areaM2 = Math.abs(ringAreaM2(project(ring)));
    expect(relativeError(areaM2, legal_unsplit)).toBeLessThan(
      STATUTORY_TOLERANCE + 0.0005 / legal_unsplit,
    );
  });

  test.each(vectors)('of $id with its edges straight in lon/lat is the published one', (vector) => {
    const legal = toLegalMultiPolygon([[vector.ring]]);
    const perimeterM = legal[0]![0]!.reduce((sum, [x, y], i, ring) => {
      const [fromX, fromY] = ring.at(i - 1)!;
      return sum + Math.hypot(x - fromX, y - fromY);
    }, 0);
    // edges may stray by 1 cm
    expect(Math.abs(multiPolygonAreaM2(legal) - vector.legal_lonlat_straight)).toBeLessThan(
      0.01 * perimeterM,
    );
  });

  // the sheets of domain knowledge: width and height in minutes, southern edge in degrees
  const sheets: [id: string, widthMinutes: number, heightMinutes: number, southDegrees: number][] =
    [
      ['1deg x 1deg 30-31N', 60, 60, 30],
      ['1:10000 sheet 28d10m', 3.75, 2.5, 28 + 1 / 6],
      ['1:10000 sheet 40N', 3.75, 2.5, 40],
      ['1:10000 sheet 45N', 3.75, 2.5, 45],
      ['1:50000 sheet 30N', 15, 10, 30],
      ['1deg x 1deg 52-53N', 60, 60, 52],
    ];
  test.each(sheets)(
    'of the %s is the published one and that of the series',
    (id, width, height, south) => {
      const north = south + height / 60;
      const areaM2 = ringAreaM2(project(box(117, south, 117 + width / 60, north)));
      const published = trapezoids.find((sheet) => sheet.id === id)!.series_m2;
      expect(relativeError(areaM2, published)).toBeLessThan(STATUTORY_TOLERANCE + 1e-4 / published);
      expect(relativeError(areaM2, statutoryTrapezoidM2(width / 60, south, north))).toBeLessThan(
        STATUTORY_TOLERANCE,
      );
    },
  );

  test('of random patches anywhere in China is that of the statutory series', () => {
    const random = seededRandom(32);
    for (let i = 0; i < 300; i++) {
      const ring = star(random, 60, [75 + 58 * random(), 20 + 32 * random()], 0.05 + random());
      const areaM2 = ringAreaM2(project(ring));
      expect(relativeError(areaM2, statutoryRingAreaM2(ring))).toBeLessThan(STATUTORY_TOLERANCE);
    }
  });
});
