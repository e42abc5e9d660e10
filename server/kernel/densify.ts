import {flatRingAreaM2} from './area.ts';
import {
  openLength,
  type FlatRings,
  type MultiPolygon,
  type Position,
  type Ring,
} from './geometry.ts';
import {toLegalPlane, X_PER_DEGREE, yCurvature, yOfLatitude, ySlope} from './legal-plane.ts';

/**
 * The edge rule: how far the straight line between two projected positions may stray from the edge
 * it stands for, which is straight in lon/lat (RFC 7946 §3.1.1). 1 cm is the resolution in which
 * red-line coordinates are delivered (7 decimals of a degree).
 */
export const EDGE_TOLERANCE_M = 0.01;

// |y″| reaches its maximum, 2 256.7 m/deg², at the poles, so below this span (650 m) no edge strays
// by the tolerance: √(8 · 0.01 / 2 257)
const ALWAYS_STRAIGHT_DEGREES = 0.00595;

/** Densifies by the edge rule and projects lon/lat rings into the legal plane; rings come out closed. */
export function toLegalMultiPolygon(lonLat: MultiPolygon): MultiPolygon {
  return lonLat.map((polygon) =>
    polygon.map((ring) => densifyRing(ring).map(([lon, lat]) => toLegalPlane(lon, lat))),
  );
}

/**
 * The same as toFlatRings(toLegalMultiPolygon(lonLat)) without a position in between: what a zone of
 * many vertices goes through at every move of the pointer.
 */
export function toLegalFlatRings(lonLat: MultiPolygon): FlatRings {
  let ringCount = 0;
  let vertexCount = 0;
  for (const polygon of lonLat) {
    ringCount += polygon.length;
    for (const ring of polygon) vertexCount += ring.length;
  }
  const starts = new Uint32Array(ringCount + 1);
  let xy = new Float64Array(2 * vertexCount);
  let ringIndex = 0;
  let at = 0;
  for (const polygon of lonLat) {
    for (let i = 0; i < polygon.length; i++) {
      const ring = polygon[i]!;
      const length = openLength(ring);
      const start = at;
      for (let k = 0; k < length; k++) {
        const from = ring[k]!;
        const to = ring[k + 1 < length ? k + 1 : 0]!;
        const parts = edgeParts(from, to);
        const room = at + 2 * (parts + length - k);
        if (room > xy.length) xy = enlarged(xy, 2 * room);
        xy[at++] = from[0] * X_PER_DEGREE;
        xy[at++] = yOfLatitude(from[1]);
        for (let part = 1; part < parts; part++) {
          const [lon, lat] = positionAlong(from, to, part, parts);
          xy[at++] = lon * X_PER_DEGREE;
          xy[at++] = yOfLatitude(lat);
        }
      }
      const isShell = i === 0;
      if (flatRingAreaM2(xy, start / 2, at / 2) >= 0 !== isShell) reverse(xy, start, at);
      starts[++ringIndex] = at / 2;
    }
  }
  return {xy: at === xy.length ? xy : xy.slice(0, at), starts};
}

/** The ring in lon/lat, closed, with the positions added that the edge rule asks for. */
export function densifyRing(ring: Ring): Ring {
  const first = ring[0];
  if (!first) return [];
  const dense: Ring = [first];
  for (let i = 1; i < ring.length; i++) appendEdge(dense, ring[i - 1]!, ring[i]!);
  const last = ring[ring.length - 1]!;
  if (last[0] !== first[0] || last[1] !== first[1]) appendEdge(dense, last, first);
  return dense;
}

/**
 * Into how many equal parts an edge has to be cut. An edge bends in the plane because y is not
 * linear in latitude (x is linear in longitude), so it strays from its chord by at most
 * max|y″| Δφ² / 8 upwards, of which Δx / length counts at right angles to the chord. |y″| is
 * largest, and y′, thus the chord's rise, smallest, at the end farther from the equator.
 */
export function edgeParts(from: Position, to: Position): number {
  const deltaLat = Math.abs(to[1] - from[1]);
  const deltaX = Math.abs(to[0] - from[0]) * X_PER_DEGREE;
  // along a meridian or a parallel nothing bends
  if (deltaLat === 0 || deltaX === 0) return 1;

  if (deltaLat < ALWAYS_STRAIGHT_DEGREES) return 1;

  const farLat = Math.max(Math.abs(from[1]), Math.abs(to[1]));
  const strayUpM = (Math.abs(yCurvature(farLat)) * deltaLat * deltaLat) / 8;
  if (strayUpM <= EDGE_TOLERANCE_M) return 1;

  const leastRiseM = ySlope(Math.min(farLat, 90)) * deltaLat;
  const strayM = (strayUpM * deltaX) / Math.hypot(deltaX, leastRiseM);
  return Math.max(1, Math.ceil(Math.sqrt(strayM / EDGE_TOLERANCE_M)));
}

function appendEdge(dense: Ring, from: Position, to: Position): void {
  const parts = edgeParts(from, to);
  for (let i = 1; i < parts; i++) dense.push(positionAlong(from, to, i, parts));
  dense.push(to);
}

/**
 * Where part i of an edge ends. It is reckoned from the lexicographically smaller end, so two
 * polygons that share an edge and walk it in opposite directions get the same positions to the last
 * bit and still share it afterwards.
 */
export function positionAlong(from: Position, to: Position, i: number, parts: number): Position {
  const isForward = from[0] < to[0] || (from[0] === to[0] && from[1] <= to[1]);
  const low = isForward ? from : to;
  const high = isForward ? to : from;
  const share = (isForward ? i : parts - i) / parts;
  return [low[0] + (high[0] - low[0]) * share, low[1] + (high[1] - low[1]) * share];
}

function enlarged(xy: Float64Array, length: number): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(length);
  larger.set(xy);
  return larger;
}

// turns the vertices of a ring round, keeping x before y
function reverse(xy: Float64Array, start: number, end: number): void {
  xy.subarray(start, end).reverse();
  for (let i = start; i < end; i += 2) {
    const y = xy[i]!;
    xy[i] = xy[i + 1]!;
    xy[i + 1] = y;
  }
}
