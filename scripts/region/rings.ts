import {latticePoint, neighbour, type Mesh} from './mesh.ts';

/**
 * Which patch a kite belongs to; −1 for none. Kites of one patch hang together over their sides.
 */
export type PatchOf = (kite: number) => number;

/** The outlines of patches: for each ring the patch, one side to start from, and shell or hole. */
export type Rings = {patch: number[]; start: number[]; isHole: boolean[]};

/**
 * Finds the outlines of all patches among the given kites (all of them when none are given). A side
 * is numbered kite × 4 + side and runs with its kite on the left, so shells come out counter-
 * clockwise and holes clockwise, as RFC 7946 wants.
 */
export function findRings(mesh: Mesh, patchOf: PatchOf, kites?: Int32Array): Rings {
  const rings: Rings = {patch: [], start: [], isHole: []};
  const seen = kites ? new Set<number>() : new Uint8Array(mesh.cellCount * 3);
  const count = kites ? kites.length : mesh.cellCount * 6;
  for (let i = 0; i < count; i++) {
    const kite = kites ? kites[i]! : i;
    const patch = patchOf(kite);
    if (patch < 0) continue;
    for (let side = 0; side < 4; side++) {
      const start = kite * 4 + side;
      if (wasSeen(seen, start) || patchOf(twinOf(mesh, start) >> 2) === patch) continue;
      rings.patch.push(patch);
      rings.start.push(start);
      rings.isHole.push(followRing(mesh, patchOf, start, patch, (at) => see(seen, at)) < 0);
    }
  }
  return rings;
}

/** Calls visit for every side of the ring in order; returns twice its signed lattice area. */
export function followRing(
  mesh: Mesh,
  patchOf: PatchOf,
  start: number,
  patch: number,
  visit: (side: number) => void,
): number {
  let doubleArea = 0;
  let at = start;
  const [startX, startY] = latticePoint(mesh, Math.floor(start / 24));
  do {
    visit(at);
    const cell = Math.floor(at / 24);
    const k = Math.floor(at / 4) % 6;
    const [x, y] = latticePoint(mesh, cell);
    const from = VERTEX_OF_SIDE[k * 4 + (at & 3)]!;
    const to = VERTEX_OF_SIDE[k * 4 + ((at + 1) & 3)]!;
    const x1 = x - startX + from[0];
    const y1 = y - startY + from[1];
    doubleArea += x1 * (y - startY + to[1]) - (x - startX + to[0]) * y1;
    at = nextSide(mesh, patchOf, at, patch);
  } while (at !== start);
  return doubleArea;
}

/** The same side seen from the kite beyond it. */
export function twinOf(mesh: Mesh, at: number): number {
  const cell = Math.floor(at / 24);
  const k = Math.floor(at / 4) % 6;
  switch (at & 3) {
    case 0:
      return (cell * 6 + ((k + 5) % 6)) * 4 + 3;
    case 3:
      return (cell * 6 + ((k + 1) % 6)) * 4;
    case 1:
      return (neighbour(mesh, cell, (k + 5) % 6) * 6 + ((k + 2) % 6)) * 4 + 2;
    default:
      return (neighbour(mesh, cell, k) * 6 + ((k + 4) % 6)) * 4 + 1;
  }
}

/**
 * The next side along a patch's outline. At the side's end we turn through what lies outside, never
 * through the patch: where a patch meets itself in a point this keeps shell and hole apart, so every
 * ring is simple.
 */
function nextSide(mesh: Mesh, patchOf: PatchOf, at: number, patch: number): number {
  let outside = twinOf(mesh, at);
  for (;;) {
    const before = (outside & ~3) | ((outside + 3) & 3);
    outside = twinOf(mesh, before);
    if (patchOf(outside >> 2) === patch) return outside;
  }
}

// Where side s of kite k starts, relative to the centre, in spacings.
const VERTEX_OF_SIDE: [number, number][] = [];
const UNIT = [
  [1, 0],
  [0.5, 0.8660254037844386],
  [-0.5, 0.8660254037844386],
  [-1, 0],
  [-0.5, -0.8660254037844386],
  [0.5, -0.8660254037844386],
] as const;
for (let k = 0; k < 6; k++) {
  const before = UNIT[(k + 5) % 6]!;
  const after = UNIT[k]!;
  VERTEX_OF_SIDE.push(
    [0, 0],
    [before[0] / 2, before[1] / 2],
    [(before[0] + after[0]) / 3, (before[1] + after[1]) / 3],
    [after[0] / 2, after[1] / 2],
  );
}

function wasSeen(seen: Set<number> | Uint8Array, at: number): boolean {
  if (seen instanceof Set) return seen.has(at);
  return (seen[at >> 3]! & (1 << (at & 7))) !== 0;
}

function see(seen: Set<number> | Uint8Array, at: number): void {
  if (seen instanceof Set) seen.add(at);
  else seen[at >> 3]! |= 1 << (at & 7);
}
