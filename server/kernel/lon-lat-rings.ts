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
  const rings = zone.flat();
  const starts = new Uint32Array(rings.length + 1);
  rings.forEach((ring, r) => (starts[r + 1] = starts[r]! + openLength(ring)));
  const lonLat = new Float64Array(2 * starts[rings.length]!);
  let at = 0;
  rings.forEach((ring, r) => {
    const length = starts[r + 1]! - starts[r]!;
    for (let k = 0; k < length; k++) {
      const position = ring[k]!;
      lonLat[at++] = position[0];
      lonLat[at++] = position[1];
    }
  });
  const isShell = Uint8Array.from(
    zone.flatMap((polygon) => polygon.map((_, i) => Number(i === 0))),
  );
  return {lonLat, starts, isShell};
}
