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
  const pieces = 2 ** Math.ceil(Math.max(edgeDetail, spokeDetail));
  return {mesh, edgeDetail, spokeDetail, line: new Float64Array(2 * pieces + 2), length: 0};
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
  const p = fraction(key, EDGE_SPREAD);
  const q = fraction(hash(key, 1), EDGE_SPREAD);
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
    split(tracer, bx, by, fx, fy, mx, my, gx, gy, tracer.spokeDetail, SPOKE_SPREAD, inner);
    push(tracer, mx, my);
  } else if (part === 1) {
    push(tracer, dx, dy);
    split(tracer, dx, dy, ix, iy, mx, my, ex, ey, tracer.spokeDetail, SPOKE_SPREAD, inner);
    push(tracer, mx, my);
  } else if (part === 2) {
    push(tracer, ax, ay);
    split(tracer, ax, ay, gx, gy, mx, my, ex, ey, tracer.edgeDetail, EDGE_SPREAD, inner);
    push(tracer, mx, my);
  } else {
    push(tracer, mx, my);
    split(tracer, mx, my, fx, fy, cx, cy, ix, iy, tracer.edgeDetail, EDGE_SPREAD, inner);
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
  spread: number,
  key: number,
): void {
  // a detail of 3.6: the last halving is done to six pieces in ten, as uneven as a hand digitises
  if (detail < 1 && (key >>> 8) % 1000 >= detail * 1000) return;
  const p = fraction(key, spread);
  const q = fraction(hash(key, 1), spread);
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
  split(tracer, ax, ay, gx, gy, mx, my, ex, ey, detail - 1, spread, hash(key, 2));
  push(tracer, mx, my);
  split(tracer, mx, my, fx, fy, cx, cy, ix, iy, detail - 1, spread, hash(key, 3));
}

// How far from 0.5 a quadrilateral is split. With these a border of many edges is about a third
// longer than its chord, as digitised natural borders are. Spokes have narrower quadrilaterals and so
// need more; 0.2⁴ of a spoke's width is still half a metre, far above what rounding can close.
const EDGE_SPREAD = 0.2;
const SPOKE_SPREAD = 0.3;

function fraction(key: number, spread: number): number {
  return 0.5 + spread * ((key & 0xffffff) / 0x800000 - 1);
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
