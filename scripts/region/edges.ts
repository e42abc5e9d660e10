import type {Mesh} from './mesh.ts';
import {centrePoint, cornerPoint, cornerOf, neighbour, toGrid} from './mesh.ts';
import {hash} from './random.ts';

/**
 * The fine shape of the lattice's lines. Each edge lives in the quadrilateral of its two corners and
 * the two centres beside it; these quadrilaterals tile the plane. One point M inside is the edge's
 * middle, and the lines through it cut the quadrilateral in four:
 *
 *        B              A, C  corners            A → M and M → C  halves of the edge
 *      / | \            B, D  centres            B → M and D → M  spokes
 *    G   |   F
 *   /  \ | /  \         A → M stays in the quarter A G M E, B → M in B F M G, and so on.
 *  A-----M-----C        In its quarter each half is split the same way again and again.
 *   \  / | \  /
 *    E   |   I
 *      \ | /
 *        D
 *
 * So two lines never cross and never touch but at their ends, however fine the detail, and a line's
 * points depend on nothing but the line: every layer that uses it has the same points, bit for bit.
 */
export type Tracer = {
  mesh: Mesh;
  /** A half of an edge gets 2^edgeDetail pieces, a spoke 2^spokeDetail. */
  edgeDetail: number;
  spokeDetail: number;
  /** Points of the line walked last, as ten-millionths of a degree, lon, lat, lon, lat … */
  line: Float64Array;
  length: number;
};

export function makeTracer(mesh: Mesh, edgeDetail: number, spokeDetail: number): Tracer {
  const pieces = 2 << Math.max(edgeDetail, spokeDetail);
  return {mesh, edgeDetail, spokeDetail, line: new Float64Array(2 * pieces + 4), length: 0};
}

/**
 * Writes one side of kite (cell, k) into tracer.line, without its last point:
 * 0 centre → middle of edge k−1, 1 that middle → corner k, 2 corner k → middle of edge k,
 * 3 that middle → centre.
 */
export function traceSide(tracer: Tracer, cell: number, k: number, side: number): void {
  const {mesh} = tracer;
  const edge = side < 2 ? (k + 5) % 6 : k;
  const owns = edge < 3;
  const owner = owns ? cell : neighbour(mesh, cell, edge);
  const ownEdge = owns ? edge : edge - 3;
  const isSpoke = side === 0 || side === 3;
  // seen from the owner: spokes 0 (from the owner's centre) and 1 (from the other), halves 2 and 3
  const part = isSpoke ? (owns ? 0 : 1) : (side === 2) === owns ? 2 : 3;
  // halves run corner → middle (2) and middle → corner (3), spokes centre → middle
  const forward = isSpoke ? side === 0 : owns;
  tracePart(tracer, owner, ownEdge, part);
  if (!forward) reverse(tracer);
  tracer.length -= 2;
}

/** The middle of edge k of a cell, where rivers cross it, in ten-millionths of a degree. */
export function edgeMiddle(tracer: Tracer, cell: number, k: number): [lon: number, lat: number] {
  const {mesh, line} = tracer;
  if (k < 3) tracePart(tracer, cell, k, 3);
  else tracePart(tracer, neighbour(mesh, cell, k), k - 3, 3);
  return [line[0]!, line[1]!];
}

function tracePart(tracer: Tracer, owner: number, k: number, part: number): void {
  const {mesh} = tracer;
  const [ax, ay] = cornerPoint(mesh, cornerOf(mesh, owner, k));
  const [cx, cy] = cornerPoint(mesh, cornerOf(mesh, owner, (k + 1) % 6));
  const [bx, by] = centrePoint(mesh, owner);
  const [dx, dy] = centrePoint(mesh, neighbour(mesh, owner, k));
  const key = hash(mesh.seed, owner, k, 77);
  const p = fraction(key);
  const q = fraction(hash(key, 1));
  const ex = ax + (dx - ax) * p;
  const ey = ay + (dy - ay) * p;
  const fx = bx + (cx - bx) * p;
  const fy = by + (cy - by) * p;
  const gx = ax + (bx - ax) * q;
  const gy = ay + (by - ay) * q;
  const ix = dx + (cx - dx) * q;
  const iy = dy + (cy - dy) * q;
  const mx = ex + (fx - ex) * q;
  const my = ey + (fy - ey) * q;
  const inner = hash(key, 2 + part);
  tracer.length = 0;
  if (part === 0) {
    push(tracer, bx, by);
    split(tracer, bx, by, fx, fy, mx, my, gx, gy, tracer.spokeDetail, inner);
    push(tracer, mx, my);
  } else if (part === 1) {
    push(tracer, dx, dy);
    split(tracer, dx, dy, ix, iy, mx, my, ex, ey, tracer.spokeDetail, inner);
    push(tracer, mx, my);
  } else if (part === 2) {
    push(tracer, ax, ay);
    split(tracer, ax, ay, gx, gy, mx, my, ex, ey, tracer.edgeDetail, inner);
    push(tracer, mx, my);
  } else {
    push(tracer, mx, my);
    split(tracer, mx, my, fx, fy, cx, cy, ix, iy, tracer.edgeDetail, inner);
    push(tracer, cx, cy);
  }
}

/** Adds the points between A and C of a line that stays in the quadrilateral A B C D. */
function split(
  tracer: Tracer,
  ax: number,
  ay: number,
  bx: number,
  by: number,
  cx: number,
  cy: number,
  dx: number,
  dy: number,
  detail: number,
  key: number,
): void {
  if (detail === 0) return;
  const p = fraction(key);
  const q = fraction(hash(key, 1));
  const ex = ax + (dx - ax) * p;
  const ey = ay + (dy - ay) * p;
  const fx = bx + (cx - bx) * p;
  const fy = by + (cy - by) * p;
  const gx = ax + (bx - ax) * q;
  const gy = ay + (by - ay) * q;
  const ix = dx + (cx - dx) * q;
  const iy = dy + (cy - dy) * q;
  const mx = ex + (fx - ex) * q;
  const my = ey + (fy - ey) * q;
  split(tracer, ax, ay, gx, gy, mx, my, ex, ey, detail - 1, hash(key, 2));
  push(tracer, mx, my);
  split(tracer, mx, my, fx, fy, cx, cy, ix, iy, detail - 1, hash(key, 3));
}

// 0.5 ± 0.2: with it a border of many edges is about a third longer than its chord, as digitised
// natural borders are, and no angle falls below what rounding to a centimetre can close.
function fraction(key: number): number {
  return 0.3 + (0.4 * (key & 0xffffff)) / 0x1000000;
}

function push(tracer: Tracer, x: number, y: number): void {
  const [lon, lat] = toGrid(tracer.mesh, x, y);
  tracer.line[tracer.length++] = lon;
  tracer.line[tracer.length++] = lat;
}

function reverse(tracer: Tracer): void {
  const {line} = tracer;
  for (let i = 0, j = tracer.length - 2; i < j; i += 2, j -= 2) {
    const lon = line[i]!;
    const lat = line[i + 1]!;
    line[i] = line[j]!;
    line[i + 1] = line[j + 1]!;
    line[j] = lon;
    line[j + 1] = lat;
  }
}
