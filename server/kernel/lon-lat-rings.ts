import {openLength, type MultiPolygon} from './geometry.ts';

/**
 * Polygons in lon/lat as they cross from thread to thread: their rings end to end, closing positions
 * dropped. Nested arrays would be copied position by position, these buffers are handed over.
 */
export interface LonLatRings {
  lonLat: Float64Array;
  /** Where each ring starts, in vertices, and where the last one ends. */
  starts: Uint32Array;
  /** By ring: 1 for a shell, 0 for a hole. */
  isShell: Uint8Array;
}

export function layOutLonLat(zone: MultiPolygon): LonLatRings {
  let ringCount = 0;
  for (const polygon of zone) ringCount += polygon.length;
  const starts = new Uint32Array(ringCount + 1);
  const isShell = new Uint8Array(ringCount);
  let r = 0;
  for (const polygon of zone) {
    for (let i = 0; i < polygon.length; i++, r++) {
      isShell[r] = i === 0 ? 1 : 0;
      starts[r + 1] = starts[r]! + openLength(polygon[i]!);
    }
  }
  const lonLat = new Float64Array(2 * starts[ringCount]!);
  let at = 0;
  r = 0;
  for (const polygon of zone) {
    for (const ring of polygon) {
      const length = starts[r + 1]! - starts[r]!;
      for (let k = 0; k < length; k++) {
        const position = ring[k]!;
        lonLat[at++] = position[0];
        lonLat[at++] = position[1];
      }
      r++;
    }
  }
  return {lonLat, starts, isShell};
}
