import type {MultiPolygon, Position, Ring} from './geometry.ts';
import {toLegalPlane, X_PER_DEGREE, yCurvature, ySlope} from './legal-plane.ts';

/**
 * The edge rule: how far the straight line between two projected positions may stray from the edge
 * it stands for, which is straight in lon/lat (RFC 7946 §3.1.1). 1 cm is the resolution in which
 * red-line coordinates are delivered (7 decimals of a degree).
 */
export const EDGE_TOLERANCE_M = 0.01;

// |y″| reaches its maximum, 2 256.7 m/deg², at the poles, so below this span (650 m) no edge strays
// by the tolerance: √(8 · 0.01 / 2 257)
export const ALWAYS_STRAIGHT_DEGREES = 0.00595;

/** Densifies by the edge rule and projects lon/lat rings into the legal plane; rings come out closed. */
export function toLegalMultiPolygon(lonLat: MultiPolygon): MultiPolygon {
  return lonLat.map((polygon) =>
    polygon.map((ring) => densifyRing(ring).map(([lon, lat]) => toLegalPlane(lon, lat))),
  );
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
