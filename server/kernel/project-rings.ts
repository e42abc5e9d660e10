import {flatRingAreaM2} from './area.ts';
import {ALWAYS_STRAIGHT_DEGREES, edgeParts, positionAlong} from './densify.ts';
import type {FlatRings} from './geometry.ts';
import {X_PER_DEGREE, yOfLatitude} from './legal-plane.ts';
import type {LonLatRings} from './lon-lat-rings.ts';

/**
 * Densifies by the edge rule and projects into the legal plane, the inside left of every ring: the same
 * as toFlatRings(toLegalMultiPolygon(…)) without a position in between.
 */
export function projectRings(rings: LonLatRings): FlatRings {
  const vertexCount = rings.lonLat.length / 2;
  const edgeStarts = new Uint32Array(vertexCount + 1);
  const xy = projectEdges(rings, 0, vertexCount, edgeStarts, 0);
  edgeStarts[vertexCount] = xy.length;
  const starts = rings.starts.map((start) => edgeStarts[start]! / 2);
  return {xy: turned(xy, starts, rings.isShell), starts};
}

/**
 * Projects the edges from one vertex to before another. Edge k begins at `edgeStarts[k]`, counted from
 * `offset`: an edge that bends takes several positions.
 */
export function projectEdges(
  {lonLat, starts}: LonLatRings,
  firstEdge: number,
  endEdge: number,
  edgeStarts: Uint32Array,
  offset: number,
): Float64Array {
  let xy = new Float64Array(2 * (endEdge - firstEdge));
  let at = 0;
  let r = 0;
  for (let k = firstEdge; k < endEdge; k++) {
    while (k >= starts[r + 1]!) r++;
    const next = k + 1 < starts[r + 1]! ? k + 1 : starts[r]!;
    const lon = lonLat[2 * k]!;
    const lat = lonLat[2 * k + 1]!;
    if (at + 2 > xy.length) xy = enlarged(xy, at + 2);
    edgeStarts[k] = offset + at;
    xy[at++] = lon * X_PER_DEGREE;
    xy[at++] = yOfLatitude(lat);
    if (Math.abs(lonLat[2 * next + 1]! - lat) < ALWAYS_STRAIGHT_DEGREES) continue;

    const from: [number, number] = [lon, lat];
    const to: [number, number] = [lonLat[2 * next]!, lonLat[2 * next + 1]!];
    const parts = edgeParts(from, to);
    if (at + 2 * parts > xy.length) xy = enlarged(xy, at + 2 * parts);
    for (let part = 1; part < parts; part++) {
      const [partLon, partLat] = positionAlong(from, to, part, parts);
      xy[at++] = partLon * X_PER_DEGREE;
      xy[at++] = yOfLatitude(partLat);
    }
  }
  return at === xy.length ? xy : xy.subarray(0, at);
}

/** A copy with the rings reversed whose inside is not on their left; itself when there is none. */
export function turned(xy: Float64Array, starts: Uint32Array, isShell: Uint8Array): Float64Array {
  let result = xy;
  for (let r = 0; r + 1 < starts.length; r++) {
    const start = starts[r]!;
    const end = starts[r + 1]!;
    if (flatRingAreaM2(xy, start, end) >= 0 === (isShell[r] === 1)) continue;
    if (result === xy) result = xy.slice();
    for (let from = start, to = end - 1; from < end; from++, to--) {
      result[2 * to] = xy[2 * from]!;
      result[2 * to + 1] = xy[2 * from + 1]!;
    }
  }
  return result;
}

function enlarged(xy: Float64Array, length: number): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(2 * length);
  larger.set(xy);
  return larger;
}
