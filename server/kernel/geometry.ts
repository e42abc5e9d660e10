/** [x, y] in the legal plane (metres) or [lon, lat] in degrees; the function that takes it says which. */
export type Position = [number, number];

/** A closed outline. The first position may be repeated at the end or not; readers take both. */
export type Ring = Position[];

/** The shell first, then its holes. The direction of the rings is free. */
export type Polygon = Ring[];

export type MultiPolygon = Polygon[];

/**
 * Rings laid end to end: ring r is the vertices starts[r] … starts[r + 1] − 1, its x at xy[2 * v],
 * its y at xy[2 * v + 1]. A ring closes by itself, so its first vertex is not repeated.
 *
 * **The inside lies to the left of every ring**: shells run counter-clockwise, holes clockwise.
 * Nothing else marks a hole. `toFlatRings` brings any input into that direction once; cutting and
 * storing must keep it. A point is inside when the rings wind round it once; for rings that do not
 * cross each other that is the same as even–odd parity.
 */
export interface FlatRings {
  xy: Float64Array;
  /** ringCount + 1 entries; starts[0] is 0 unless the rings are a window into a longer xy. */
  starts: Uint32Array;
}

/** Lays the rings end to end, closing positions dropped, each turned so that the inside is on its left. */
export function toFlatRings(multiPolygon: MultiPolygon): FlatRings {
  let ringCount = 0;
  let vertexCount = 0;
  for (const polygon of multiPolygon) {
    ringCount += polygon.length;
    for (const ring of polygon) vertexCount += openLength(ring);
  }

  const xy = new Float64Array(2 * vertexCount);
  const starts = new Uint32Array(ringCount + 1);
  let ringIndex = 0;
  let vertex = 0;
  for (const polygon of multiPolygon) {
    for (let i = 0; i < polygon.length; i++) {
      const ring = polygon[i]!;
      const length = openLength(ring);
      const isShell = i === 0;
      const isReversed = turnsLeft(ring) !== isShell;
      for (let k = 0; k < length; k++) {
        const position = ring[isReversed ? length - 1 - k : k]!;
        xy[2 * vertex] = position[0];
        xy[2 * vertex + 1] = position[1];
        vertex++;
      }
      starts[++ringIndex] = vertex;
    }
  }
  return {xy, starts};
}

/** Number of positions without the one that repeats the first. */
export function openLength(ring: Ring): number {
  const first = ring[0];
  const last = ring[ring.length - 1];
  if (ring.length < 2 || !first || !last) return ring.length;
  return first[0] === last[0] && first[1] === last[1] ? ring.length - 1 : ring.length;
}

// the sign of the area, taken from the first vertex as origin so that far coordinates do not drown it
function turnsLeft(ring: Ring): boolean {
  const first = ring[0];
  if (!first) return true;
  const [originX, originY] = first;
  let doubleArea = 0;
  for (let i = 2; i < ring.length; i++) {
    const p = ring[i - 1]!;
    const q = ring[i]!;
    doubleArea += (p[0] - originX) * (q[1] - originY) - (p[1] - originY) * (q[0] - originX);
  }
  return doubleArea >= 0;
}
