import {
  doubleArea,
  EXTENT_BITS,
  GRID_BITS,
  LINE,
  MAX_ZOOM,
  POINT,
  type GridGeometry,
} from './grid.ts';
import type {Junctions} from './junctions.ts';
import {effectiveAreas} from './visvalingam.ts';

/**
 * A vertex is shown once the triangle it makes with its neighbours covers 16 square units of a tile:
 * a quarter of a pixel's area on a 512-pixel tile, one pixel just before the next zoom takes over.
 */
const SHOWN_FROM = 16;

/** A ring that touches no other is shown once it covers 2 × 2 units, a quarter of a pixel wide. */
const RING_SHOWN_FROM = 4;

/**
 * The lowest zoom that shows each vertex. Junctions and the ends of lines are always shown; the runs
 * between them are simplified by themselves, in a direction that does not depend on the feature they
 * are met in, so that whoever shares a run shows the same vertices of it.
 */
export function minimumZooms(geometry: GridGeometry, junctions: Junctions): Uint8Array {
  const {kind, xy, starts} = geometry;
  const zooms = new Uint8Array(xy.length / 2);
  if (kind === POINT) return zooms;
  for (let p = 0; p + 1 < starts.length; p++) {
    const start = starts[p]!;
    const end = starts[p + 1]!;
    if (kind === LINE) simplifyLine(xy, start, end, junctions, zooms);
    else simplifyRing(xy, start, end, junctions, zooms);
  }
  return zooms;
}

function simplifyLine(
  xy: Int32Array,
  start: number,
  end: number,
  junctions: Junctions,
  zooms: Uint8Array,
): void {
  let from = start;
  for (let v = start + 1; v < end; v++) {
    if (v < end - 1 && !junctions.isJunction(xy, v)) continue;
    simplifyRun(xy, indices(from, v - from + 1, start, end), zooms);
    from = v;
  }
}

function simplifyRing(
  xy: Int32Array,
  start: number,
  end: number,
  junctions: Junctions,
  zooms: Uint8Array,
): void {
  const length = end - start;
  const stops: number[] = [];
  for (let v = start; v < end; v++) if (junctions.isJunction(xy, v)) stops.push(v);
  if (stops.length === 0) stops.push(lowestVertex(xy, start, end));

  // from each stop to the next one, round the ring
  for (let s = 0; s < stops.length; s++) {
    const from = stops[s]!;
    const to = stops[(s + 1) % stops.length]!;
    const steps = to > from ? to - from : to - from + length;
    simplifyRun(xy, indices(from, steps + 1, start, end), zooms);
  }
}

/** `count` vertex indices from `from` on, wrapping from `end` to `start`. */
function indices(from: number, count: number, start: number, end: number): Uint32Array {
  const run = new Uint32Array(count);
  for (let i = 0, v = from; i < count; i++) {
    run[i] = v;
    v = v + 1 === end ? start : v + 1;
  }
  return run;
}

/** Simplifies one run whose ends stay. */
function simplifyRun(xy: Int32Array, run: Uint32Array, zooms: Uint8Array): void {
  if (run.length < 3) return;
  if (runsBackwards(xy, run)) run.reverse();
  const points = new Int32Array(2 * run.length);
  for (let i = 0; i < run.length; i++) {
    points[2 * i] = xy[2 * run[i]!]!;
    points[2 * i + 1] = xy[2 * run[i]! + 1]!;
  }
  const {areas, order} = effectiveAreas(points);
  for (let i = 1; i < run.length - 1; i++) zooms[run[i]!] = zoomFor(areas[i]!, SHOWN_FROM);

  const last = run.length - 1;
  const isClosed = points[0] === points[2 * last] && points[1] === points[2 * last + 1];
  if (isClosed) keepCorners(points, run, order, zooms);
}

/** A ring keeps four corners until it is too small to be seen, then all of it goes at once. */
function keepCorners(
  points: Int32Array,
  run: Uint32Array,
  order: Uint32Array,
  zooms: Uint8Array,
): void {
  const ringArea = Math.abs(doubleArea(points, 0, points.length / 2)) / 2;
  const ringZoom = zoomFor(ringArea, RING_SHOWN_FROM);
  const corners = new Set(order.subarray(Math.max(0, order.length - 3)));
  for (let i = 1; i < run.length - 1; i++) {
    const v = run[i]!;
    zooms[v] = corners.has(i) ? ringZoom : Math.max(ringZoom, zooms[v]!);
  }
}

/** The lowest zoom at which an area of the grid covers `units` square units of a tile. */
function zoomFor(area: number, units: number): number {
  // at zoom z one unit is 2^(GRID_BITS − EXTENT_BITS − z) steps of the grid wide
  const zoom = Math.ceil(GRID_BITS - EXTENT_BITS - Math.log2(area / units) / 2);
  return Math.max(0, Math.min(MAX_ZOOM, zoom));
}

/** One of the two directions of a run, told from its vertices alone. */
function runsBackwards(xy: Int32Array, run: Uint32Array): boolean {
  for (let i = 0, j = run.length - 1; i < j; i++, j--) {
    const order = compare(xy, run[i]!, run[j]!);
    if (order !== 0) return order > 0;
  }
  return false;
}

function lowestVertex(xy: Int32Array, start: number, end: number): number {
  let lowest = start;
  for (let v = start + 1; v < end; v++) if (compare(xy, v, lowest) < 0) lowest = v;
  return lowest;
}

function compare(xy: Int32Array, a: number, b: number): number {
  return xy[2 * a]! - xy[2 * b]! || xy[2 * a + 1]! - xy[2 * b + 1]!;
}
