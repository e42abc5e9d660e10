import Flatbush from 'flatbush';
import type {FeatureCollection, Geometry, Position} from 'geojson';
import type {Camera, ScreenPoint} from '../camera.ts';
import {mercatorX, mercatorY} from '../camera.ts';
import {footOnSegment} from './hit-test.ts';

/** Where a vertex would land, and on what. */
export interface Snap {
  /** On a vertex: its very coordinates. On an edge: a point on the straight line in lon/lat. */
  readonly position: Position;
  readonly kind: 'vertex' | 'edge';
  /** The line snapped to and the vertex, or the start of the edge, in it. */
  readonly line: readonly Position[];
  readonly vertex: number;
}

/** Finds the vertex or edge of the snap candidates nearest to the pointer. */
export class SnapIndex {
  readonly #lines: readonly (readonly Position[])[];
  /** Per indexed segment: which line, and the vertex it starts at. */
  readonly #segments: Uint32Array;
  readonly #index: Flatbush | null;

  constructor(candidates: FeatureCollection) {
    this.#lines = candidates.features.flatMap(({geometry}) => linesOf(geometry));
    const count = this.#lines.reduce((sum, line) => sum + Math.max(0, line.length - 1), 0);
    this.#segments = new Uint32Array(count * 2);
    if (count === 0) {
      this.#index = null;
      return;
    }
    this.#index = new Flatbush(count);
    let segment = 0;
    for (const [lineNumber, line] of this.#lines.entries()) {
      for (let i = 0; i + 1 < line.length; i++) {
        const [ax, ay, bx, by] = mercatorSegment(line, i);
        this.#index.add(Math.min(ax, bx), Math.min(ay, by), Math.max(ax, bx), Math.max(ay, by));
        this.#segments[segment++] = lineNumber;
        this.#segments[segment++] = i;
      }
    }
    this.#index.finish();
  }

  /** A vertex within the tolerance wins over any edge, however near that is. */
  find(camera: Camera, point: ScreenPoint, tolerancePx: number): Snap | null {
    if (!this.#index) return null;
    const x = camera.left + point[0] / camera.scale;
    const y = camera.top + point[1] / camera.scale;
    const reach = tolerancePx / camera.scale;
    let vertexSquared = reach * reach;
    let edgeSquared = reach * reach;
    let vertexSnap: Snap | null = null;
    let edgeSnap: Snap | null = null;
    for (const hit of this.#index.search(x - reach, y - reach, x + reach, y + reach)) {
      const line = this.#lines[this.#segments[2 * hit]!]!;
      const start = this.#segments[2 * hit + 1]!;
      const [ax, ay, bx, by] = mercatorSegment(line, start);

      const toA = (ax - x) ** 2 + (ay - y) ** 2;
      if (toA <= vertexSquared) {
        vertexSquared = toA;
        vertexSnap = {position: flat(line[start]!), kind: 'vertex', line, vertex: start};
      }
      const toB = (bx - x) ** 2 + (by - y) ** 2;
      if (toB <= vertexSquared) {
        vertexSquared = toB;
        vertexSnap = {position: flat(line[start + 1]!), kind: 'vertex', line, vertex: start + 1};
      }
      if (vertexSnap) continue;

      const t = footOnSegment(x, y, ax, ay, bx, by);
      const toFoot = (ax + t * (bx - ax) - x) ** 2 + (ay + t * (by - ay) - y) ** 2;
      if (toFoot > edgeSquared) continue;
      edgeSquared = toFoot;
      edgeSnap = {
        position: along(line[start]!, line[start + 1]!, t),
        kind: 'edge',
        line,
        vertex: start,
      };
    }
    return vertexSnap ?? edgeSnap;
  }
}

function linesOf(geometry: Geometry | null): (readonly Position[])[] {
  switch (geometry?.type) {
    case 'LineString':
      return [geometry.coordinates];
    case 'MultiLineString':
    case 'Polygon':
      return geometry.coordinates;
    case 'MultiPolygon':
      return geometry.coordinates.flat();
    case 'GeometryCollection':
      return geometry.geometries.flatMap(linesOf);
    default:
      return [];
  }
}

function mercatorSegment(
  line: readonly Position[],
  start: number,
): [number, number, number, number] {
  const a = line[start]!;
  const b = line[start + 1]!;
  return [mercatorX(a[0]!), mercatorY(a[1]!), mercatorX(b[0]!), mercatorY(b[1]!)];
}

function along(a: Position, b: Position, t: number): Position {
  return [a[0]! + t * (b[0]! - a[0]!), a[1]! + t * (b[1]! - a[1]!)];
}

/** Heights are dropped: a zone is flat. */
function flat(position: Position): Position {
  return [position[0]!, position[1]!];
}
