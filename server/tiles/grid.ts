/** Tiles are drawn in units of 1/4096 of their side, the extent every renderer knows best. */
export const EXTENT_BITS = 12;
export const EXTENT = 2 ** EXTENT_BITS;

/** Deepest zoom tiles are made for; there one unit is 15 cm at the equator. Maps stretch it beyond. */
export const MAX_ZOOM = 16;

/**
 * Vertices are put on one grid over the whole Web Mercator square first: 3.7 cm at the equator, the
 * finest that leaves a sign bit free in 32. Whatever falls on one grid point is one vertex from then
 * on, for every feature alike.
 */
export const GRID_BITS = 30;
const GRID_SIZE = 2 ** GRID_BITS;

/** Where Web Mercator's square ends. */
const MAX_LATITUDE = 85.051_128_779_806_6;

export const POINT = 1;
export const LINE = 2;
export const POLYGON = 3;
export type GeometryKind = typeof POINT | typeof LINE | typeof POLYGON;

/**
 * Parts of one kind laid end to end on a grid whose y points down: part p is the vertices
 * starts[p] … starts[p + 1] − 1. The parts of a polygon are rings, unclosed; a shell has a positive
 * shoelace area, its holes follow it and have a negative one.
 */
export interface GridGeometry {
  kind: GeometryKind;
  xy: Int32Array;
  starts: Uint32Array;
  /** For polygons 1 where the ring is a shell; otherwise all 0. */
  shells: Uint8Array;
}

export function gridX(lon: number): number {
  return clamp(Math.round((lon / 360 + 0.5) * GRID_SIZE));
}

export function gridY(lat: number): number {
  const sine = Math.sin((Math.max(-MAX_LATITUDE, Math.min(MAX_LATITUDE, lat)) * Math.PI) / 180);
  const y = 0.5 - (0.25 * Math.log((1 + sine) / (1 - sine))) / Math.PI;
  return clamp(Math.round(y * GRID_SIZE));
}

/** Longitude and latitude of a position on the grid of `zoom`, for bounds. */
export function tileBounds(zoom: number, x: number, y: number): [number, number, number, number] {
  const lon = (column: number) => (column / 2 ** zoom) * 360 - 180;
  const lat = (row: number) =>
    (Math.atan(Math.sinh(Math.PI * (1 - (2 * row) / 2 ** zoom))) * 180) / Math.PI;
  return [lon(x), lat(y + 1), lon(x + 1), lat(y)];
}

/** Twice the signed shoelace area of the vertices start … end − 1, exact for rings in a tile. */
export function doubleArea(xy: ArrayLike<number>, start: number, end: number): number {
  if (end - start < 3) return 0;
  const originX = xy[2 * start]!;
  const originY = xy[2 * start + 1]!;
  let sum = 0;
  let px = 0;
  let py = 0;
  for (let i = 2 * start + 2; i < 2 * end; i += 2) {
    const qx = xy[i]! - originX;
    const qy = xy[i + 1]! - originY;
    sum += px * qy - py * qx;
    px = qx;
    py = qy;
  }
  return sum;
}

function clamp(value: number): number {
  return Math.max(0, Math.min(GRID_SIZE, value));
}
