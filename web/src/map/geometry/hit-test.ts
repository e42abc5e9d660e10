import type {MultiPolygon, Position} from 'geojson';
import type {Camera, ScreenPoint} from '../camera.ts';
import {toPosition} from '../camera.ts';
import type {VertexName} from './edit-rings.ts';
import type {RingCache} from './ring-cache.ts';

/** The vertex nearest to a point of the screen within `tolerancePx`, or null. */
export function vertexAt(
  geometry: MultiPolygon,
  camera: Camera,
  point: ScreenPoint,
  tolerancePx: number,
  cache: RingCache,
): VertexName | null {
  const x = camera.left + point[0] / camera.scale;
  const y = camera.top + point[1] / camera.scale;
  let best = (tolerancePx / camera.scale) ** 2;
  let found: VertexName | null = null;
  for (const [part, rings] of geometry.coordinates.entries()) {
    for (const [ring, positions] of rings.entries()) {
      const xy = cache.mercator(positions);
      for (let i = 0; i < xy.length - 2; i += 2) {
        const squared = (xy[i]! - x) ** 2 + (xy[i + 1]! - y) ** 2;
        if (squared > best) continue;
        best = squared;
        found = {part, ring, vertex: i / 2};
      }
    }
  }
  return found;
}

/** An edge near the pointer, with the nearest point on it. */
export interface EdgeHit {
  readonly edge: VertexName;
  readonly position: Position;
}

/** The edge nearest to a point of the screen within `tolerancePx`, or null. */
export function edgeAt(
  geometry: MultiPolygon,
  camera: Camera,
  point: ScreenPoint,
  tolerancePx: number,
  cache: RingCache,
): EdgeHit | null {
  const x = camera.left + point[0] / camera.scale;
  const y = camera.top + point[1] / camera.scale;
  let best = (tolerancePx / camera.scale) ** 2;
  let edge: VertexName | null = null;
  let nearest: ScreenPoint = point;
  for (const [part, rings] of geometry.coordinates.entries()) {
    for (const [ring, positions] of rings.entries()) {
      const xy = cache.mercator(positions);
      for (let i = 0; i < xy.length - 2; i += 2) {
        const t = footOnSegment(x, y, xy[i]!, xy[i + 1]!, xy[i + 2]!, xy[i + 3]!);
        const footX = xy[i]! + t * (xy[i + 2]! - xy[i]!);
        const footY = xy[i + 1]! + t * (xy[i + 3]! - xy[i + 1]!);
        const squared = (footX - x) ** 2 + (footY - y) ** 2;
        if (squared > best) continue;
        best = squared;
        edge = {part, ring, vertex: i / 2};
        nearest = [(footX - camera.left) * camera.scale, (footY - camera.top) * camera.scale];
      }
    }
  }
  return edge && {edge, position: toPosition(camera, nearest)};
}

/** Index of the part that holds a position (holes excluded), or null. */
export function partAt(geometry: MultiPolygon, position: Position): number | null {
  for (const [part, rings] of geometry.coordinates.entries()) {
    let isInside = false;
    for (const ring of rings) if (isInRing(ring, position)) isInside = !isInside;
    if (isInside) return part;
  }
  return null;
}

/** Parity of a ray to the east; what lies exactly on the ring may go either way. */
export function isInRing(ring: readonly Position[], position: Position): boolean {
  const x = position[0]!;
  const y = position[1]!;
  let isInside = false;
  for (let i = 1; i < ring.length; i++) {
    const ax = ring[i - 1]![0]!;
    const ay = ring[i - 1]![1]!;
    const bx = ring[i]![0]!;
    const by = ring[i]![1]!;
    if (ay > y === by > y) continue;
    if (x < ax + ((y - ay) / (by - ay)) * (bx - ax)) isInside = !isInside;
  }
  return isInside;
}

/** Where along a segment (0–1) the point nearest to (x, y) lies. */
export function footOnSegment(
  x: number,
  y: number,
  ax: number,
  ay: number,
  bx: number,
  by: number,
): number {
  const dx = bx - ax;
  const dy = by - ay;
  const squared = dx * dx + dy * dy;
  if (squared === 0) return 0;
  return Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / squared));
}
