import {EXTENT_BITS, GRID_BITS, POLYGON, type GeometryKind, type GridGeometry} from './grid.ts';

/**
 * A part (point, line or unclosed ring) as numbers laid end to end, three for each vertex: x, y and
 * the lowest zoom that shows it.
 */
export type Part = number[];

/** What one kind of geometry of a feature looks like in some range of zooms. */
export interface Detail {
  kind: GeometryKind;
  parts: Part[];
  /** For each part whether it is a shell; holes follow their shell. */
  shells: boolean[];
}

export type Box = [minX: number, minY: number, maxX: number, maxY: number];

/** The least vertices of a part that is worth drawing, by kind. */
const LEAST_VERTICES = [0, 1, 2, 3] as const;

/**
 * Takes the vertices that zooms up to `zoom` show and puts them on that zoom's grid of tile units.
 * Null when nothing is left.
 */
export function detailAt(geometry: GridGeometry, zooms: Uint8Array, zoom: number): Detail | null {
  const {kind, xy, starts, shells} = geometry;
  const shift = GRID_BITS - EXTENT_BITS - zoom;
  const half = 2 ** (shift - 1);
  const parts: Part[] = [];
  for (let p = 0; p + 1 < starts.length; p++) {
    const part: Part = [];
    for (let v = starts[p]!; v < starts[p + 1]!; v++) {
      if (zooms[v]! > zoom) continue;
      // 2^30 + half still fits 31 bits, so the shift may be a signed one
      append(part, (xy[2 * v]! + half) >> shift, (xy[2 * v + 1]! + half) >> shift, zooms[v]!);
    }
    if (kind === POLYGON) closeUp(part);
    parts.push(part);
  }
  return collect(kind, parts, (p) => shells[p] === 1);
}

/** The parts that have vertices enough; a hole goes with its shell. Null when none is left. */
export function collect(
  kind: GeometryKind,
  parts: readonly Part[],
  isShell: (part: number) => boolean,
): Detail | null {
  const detail: Detail = {kind, parts: [], shells: []};
  let hasShell = kind !== POLYGON;
  parts.forEach((part, p) => {
    const isDrawn = part.length >= 3 * LEAST_VERTICES[kind];
    if (isShell(p)) hasShell = isDrawn;
    if (!isDrawn || !hasShell) return;
    detail.parts.push(part);
    detail.shells.push(isShell(p));
  });
  return detail.parts.length === 0 ? null : detail;
}

/** Adds a vertex; where it falls on the last one they become one, shown as early as either. */
export function append(part: Part, x: number, y: number, zoom: number): void {
  const length = part.length;
  if (length > 0 && part[length - 3] === x && part[length - 2] === y) {
    part[length - 1] = Math.min(part[length - 1]!, zoom);
  } else {
    part.push(x, y, zoom);
  }
}

/** Joins the end of a ring to its beginning where they fell on one point. */
export function closeUp(ring: Part): void {
  while (ring.length > 3 && ring[0] === ring.at(-3) && ring[1] === ring.at(-2)) {
    ring[2] = Math.min(ring[2]!, ring.at(-1)!);
    ring.length -= 3;
  }
}

export function boxOf({parts}: Detail): Box {
  const box: Box = [Infinity, Infinity, -Infinity, -Infinity];
  for (const part of parts) {
    for (let i = 0; i < part.length; i += 3) {
      const x = part[i]!;
      const y = part[i + 1]!;
      if (x < box[0]) box[0] = x;
      if (y < box[1]) box[1] = y;
      if (x > box[2]) box[2] = x;
      if (y > box[3]) box[3] = y;
    }
  }
  return box;
}
