import {chance, noise} from './random.ts';

/**
 * The lattice everything in a region is made of: hexagonal cells, shifted and warped so that no
 * straight row is left to see.
 *
 *        2 ____ 1        corners 0–5 and edges 0–5 counter-clockwise,
 *     3 /      \ 0...    edge k lies between corner k and corner k + 1 and faces neighbour k
 *       \______/         (0 east, 1 north-east, 2 north-west, 3 west, 4 south-west, 5 south-east)
 *
 * (drawn lying down; the real ones stand on a corner). Three cells meet at a corner, never four, so
 * areas made of whole cells never touch in a point.
 *
 * Every cell has six kites, one per corner: centre → middle of edge k−1 → corner k → middle of edge
 * k. Areas that must cross the borders of cells squarely are made of kites; see rings.ts.
 */
export type Mesh = {
  columns: number;
  rows: number;
  cellCount: number;
  /** Distance between neighbouring centres in metres, before jitter and warp. */
  spacingM: number;
  cellAreaM2: number;
  seed: number;
  /** South-west corner of the lattice, and degrees per metre at its middle latitude. */
  west: number;
  south: number;
  degreesPerMetreX: number;
  degreesPerMetreY: number;
};

export type Place = {columns: number; rows: number; spacingM: number; west: number; south: number};

// Jitter in circumradii. Up to 0.45 a cell stays star-shaped about its centre and the quadrilateral
// about each edge convex, which is what edges.ts needs, as long as both together stay below 0.5.
const CORNER_JITTER = 0.3;
const CENTRE_JITTER = 0.18;
// The warp shifts by up to 0.9 spacings over 10: a stretch below 1.3, far from folding over.
const WARP_WIDTH = 10;
const WARP_SHIFT = 0.9;

export function makeMesh(place: Place, seed: number): Mesh {
  const {columns, rows, spacingM, west, south} = place;
  const middle = south + (rows * spacingM * Math.sqrt(3)) / 4 / 110_900;
  return {
    columns,
    rows,
    cellCount: columns * rows,
    spacingM,
    cellAreaM2: (spacingM * spacingM * Math.sqrt(3)) / 2,
    seed,
    west,
    south,
    degreesPerMetreX: 1 / (111_320 * Math.cos((middle * Math.PI) / 180)),
    degreesPerMetreY: 1 / 110_900,
  };
}

/** The cell across edge k. Cells on the lattice's rim have no full set: keep them outside the land. */
export function neighbour(mesh: Mesh, cell: number, k: number): number {
  const odd = Math.floor(cell / mesh.columns) & 1;
  switch (k) {
    case 0:
      return cell + 1;
    case 1:
      return cell + mesh.columns + odd;
    case 2:
      return cell + mesh.columns + odd - 1;
    case 3:
      return cell - 1;
    case 4:
      return cell - mesh.columns + odd - 1;
    default:
      return cell - mesh.columns + odd;
  }
}

export function isRim(mesh: Mesh, cell: number): boolean {
  const column = cell % mesh.columns;
  const row = (cell - column) / mesh.columns;
  return column < 2 || row < 2 || column >= mesh.columns - 2 || row >= mesh.rows - 2;
}

/** A corner's number: each cell owns its corners 1 and 2, the other four belong to neighbours. */
export function cornerOf(mesh: Mesh, cell: number, k: number): number {
  switch (k) {
    case 0:
      return 2 * neighbour(mesh, cell, 5) + 1;
    case 1:
      return 2 * cell;
    case 2:
      return 2 * cell + 1;
    case 3:
      return 2 * neighbour(mesh, cell, 3);
    case 4:
      return 2 * neighbour(mesh, cell, 4) + 1;
    default:
      return 2 * neighbour(mesh, cell, 4);
  }
}

/** The three cells that meet at a corner. */
export function cellsOfCorner(mesh: Mesh, corner: number): [number, number, number] {
  const cell = corner >> 1;
  return corner & 1
    ? [cell, neighbour(mesh, cell, 1), neighbour(mesh, cell, 2)]
    : [cell, neighbour(mesh, cell, 0), neighbour(mesh, cell, 1)];
}

/** The kites (cell × 6 + k) that meet at a corner. */
export function kitesOfCorner(mesh: Mesh, corner: number): [number, number, number] {
  const [a, b, c] = cellsOfCorner(mesh, corner);
  return corner & 1 ? [a * 6 + 2, b * 6 + 4, c * 6] : [a * 6 + 1, b * 6 + 3, c * 6 + 5];
}

/** The three corners at the other ends of a corner's edges. */
export function cornersOfCorner(mesh: Mesh, corner: number): [number, number, number] {
  const cell = corner >> 1;
  return corner & 1
    ? [2 * cell, cornerOf(mesh, cell, 3), cornerOf(mesh, neighbour(mesh, cell, 1), 3)]
    : [cornerOf(mesh, cell, 0), 2 * cell + 1, cornerOf(mesh, neighbour(mesh, cell, 0), 2)];
}

/** A corner and all others within so many edges of it, nearest first. */
export function cornersAround(mesh: Mesh, corner: number, steps: number): number[] {
  const seen = new Set([corner]);
  let front = [corner];
  for (let step = 0; step < steps; step++) {
    front = front
      .flatMap((at) => cornersOfCorner(mesh, at))
      .filter((at) => !seen.has(at) && seen.add(at));
  }
  return [...seen];
}

/** Where a cell's centre lies before any jitter, in spacings. */
export function latticePoint(mesh: Mesh, cell: number): [x: number, y: number] {
  const column = cell % mesh.columns;
  const row = (cell - column) / mesh.columns;
  return [column + 0.5 * (row & 1), row * 0.8660254037844386];
}

/** A cell's centre in metres east and north of the lattice's south-west corner. */
export function centrePoint(mesh: Mesh, cell: number): [x: number, y: number] {
  const [x, y] = latticePoint(mesh, cell);
  return settle(mesh, x, y, CENTRE_JITTER, cell, 1);
}

/** A corner's place in metres. */
export function cornerPoint(mesh: Mesh, corner: number): [x: number, y: number] {
  const [x, y] = latticePoint(mesh, corner >> 1);
  return corner & 1
    ? settle(mesh, x, y + 0.5773502691896258, CORNER_JITTER, corner, 2)
    : settle(mesh, x + 0.5, y + 0.2886751345948129, CORNER_JITTER, corner, 2);
}

/** Longitude and latitude of a point in metres, in ten-millionths of a degree (about a centimetre). */
export function toGrid(mesh: Mesh, x: number, y: number): [lon: number, lat: number] {
  return [
    Math.round((mesh.west + x * mesh.degreesPerMetreX) * 1e7),
    Math.round((mesh.south + y * mesh.degreesPerMetreY) * 1e7),
  ];
}

function settle(mesh: Mesh, x: number, y: number, jitter: number, id: number, salt: number) {
  const radius = jitter * 0.5773502691896258;
  const dx = radius * (2 * chance(mesh.seed, id, salt, 1) - 1) * 0.7071;
  const dy = radius * (2 * chance(mesh.seed, id, salt, 2) - 1) * 0.7071;
  const warpX = WARP_SHIFT * noise(mesh.seed + 7, x / WARP_WIDTH, y / WARP_WIDTH);
  const warpY = WARP_SHIFT * noise(mesh.seed + 8, x / WARP_WIDTH, y / WARP_WIDTH);
  return [(x + dx + warpX) * mesh.spacingM, (y + dy + warpY) * mesh.spacingM] as [number, number];
}
