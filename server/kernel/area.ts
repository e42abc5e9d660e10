import type {FlatRings, MultiPolygon, Polygon, Ring} from './geometry.ts';

/**
 * Signed shoelace area of a ring in the legal plane, positive when it runs counter-clockwise.
 * The first vertex is the origin: products then have the size of the ring, not of its coordinates
 * (1.7e7 m, whose squares would leave 0.06 m² of rounding in every term).
 */
export function ringAreaM2(ring: Ring): number {
  const first = ring[0];
  if (!first) return 0;
  const [originX, originY] = first;
  let doubleArea = 0;
  let px = 0;
  let py = 0;
  for (let i = 1; i < ring.length; i++) {
    const q = ring[i]!;
    const qx = q[0] - originX;
    const qy = q[1] - originY;
    doubleArea += px * qy - py * qx;
    px = qx;
    py = qy;
  }
  return doubleArea / 2;
}

/** Area of a polygon in the legal plane: its shell less its holes, whichever way they run. */
export function polygonAreaM2(polygon: Polygon): number {
  let areaM2 = 0;
  for (let i = 0; i < polygon.length; i++) {
    const ringM2 = Math.abs(ringAreaM2(polygon[i]!));
    areaM2 += i === 0 ? ringM2 : -ringM2;
  }
  return areaM2;
}

/** Area of a multipolygon in the legal plane. Parts that overlap each other are counted twice. */
export function multiPolygonAreaM2(multiPolygon: MultiPolygon): number {
  let areaM2 = 0;
  for (const polygon of multiPolygon) areaM2 += polygonAreaM2(polygon);
  return areaM2;
}

/** Area of flat rings in the legal plane. Holes run clockwise and so subtract themselves. */
export function flatAreaM2({xy, starts}: FlatRings): number {
  let areaM2 = 0;
  for (let r = 0; r + 1 < starts.length; r++)
    areaM2 += flatRingAreaM2(xy, starts[r]!, starts[r + 1]!);
  return areaM2;
}

/** Signed area of the ring of the vertices start … end − 1 of xy. */
export function flatRingAreaM2(xy: Float64Array, start: number, end: number): number {
  if (end - start < 3) return 0;
  const originX = xy[2 * start]!;
  const originY = xy[2 * start + 1]!;
  let doubleArea = 0;
  let px = 0;
  let py = 0;
  for (let i = 2 * start + 2; i < 2 * end; i += 2) {
    const qx = xy[i]! - originX;
    const qy = xy[i + 1]! - originY;
    doubleArea += px * qy - py * qx;
    px = qx;
    py = qy;
  }
  return doubleArea / 2;
}
