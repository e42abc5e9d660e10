import {cornersOfCorner, neighbour, type Mesh} from './mesh.ts';
import {twinOf} from './rings.ts';

export type Patches = {
  /** Patch of every cell, corner or kite; −1 where the label was negative. */
  of: Int32Array;
  /** Per patch: its label, its size, its first member. */
  label: number[];
  size: number[];
  first: number[];
};

/** Patches of neighbouring cells with one label. Negative labels belong to no patch. */
export function patchesOfCells(mesh: Mesh, label: ArrayLike<number>): Patches {
  return findPatches(label, 6, (cell, k) => neighbour(mesh, cell, k));
}

/** Patches of neighbouring corners with one label. */
export function patchesOfCorners(mesh: Mesh, label: ArrayLike<number>): Patches {
  return findPatches(label, 3, (corner, k) => cornersOfCorner(mesh, corner)[k]!);
}

/** Patches of kites with one label that share a side. */
export function patchesOfKites(mesh: Mesh, label: ArrayLike<number>): Patches {
  return findPatches(label, 4, (kite, side) => twinOf(mesh, kite * 4 + side) >> 2);
}

function findPatches(
  label: ArrayLike<number>,
  sides: number,
  across: (member: number, side: number) => number,
): Patches {
  const count = label.length;
  const patches: Patches = {of: new Int32Array(count).fill(-1), label: [], size: [], first: []};
  const {of} = patches;
  let stack = new Int32Array(1024);
  for (let member = 0; member < count; member++) {
    if (label[member]! < 0 || of[member]! >= 0) continue;
    const patch = patches.label.length;
    const own = label[member]!;
    let size = 0;
    let height = 1;
    stack[0] = member;
    of[member] = patch;
    while (height > 0) {
      const at = stack[--height]!;
      size++;
      for (let side = 0; side < sides; side++) {
        const other = across(at, side);
        if (label[other] !== own || of[other]! >= 0) continue;
        of[other] = patch;
        if (height === stack.length) {
          const larger = new Int32Array(2 * height);
          larger.set(stack);
          stack = larger;
        }
        stack[height++] = other;
      }
    }
    patches.label.push(own);
    patches.size.push(size);
    patches.first.push(member);
  }
  return patches;
}

/**
 * Gives patches below a size the label that borders them most; run until nothing is too small. The
 * labels named as kept stay whatever their size.
 */
export function mergeSmallCellPatches(
  mesh: Mesh,
  label: Int8Array | Int32Array,
  smallest: number,
  isKept: (label: number) => boolean = () => false,
): void {
  for (let round = 0; round < 6; round++) {
    const patches = patchesOfCells(mesh, label);
    const votes = new Map<number, Map<number, number>>();
    for (let cell = 0; cell < label.length; cell++) {
      const patch = patches.of[cell]!;
      if (patch < 0 || patches.size[patch]! >= smallest || isKept(label[cell]!)) continue;
      for (let k = 0; k < 6; k++) {
        const other = neighbour(mesh, cell, k);
        if (patches.of[other]! < 0 || patches.of[other] === patch || isKept(label[other]!))
          continue;
        // a larger neighbour weighs more, so two small patches do not just trade places
        const weight = patches.size[patches.of[other]!]! >= smallest ? 1000 : 1;
        const vote = votes.get(patch) ?? new Map<number, number>();
        vote.set(label[other]!, (vote.get(label[other]!) ?? 0) + weight);
        votes.set(patch, vote);
      }
    }
    if (votes.size === 0) return;
    const winner = new Map<number, number>();
    for (const [patch, vote] of votes) {
      winner.set(patch, [...vote].sort((a, b) => b[1] - a[1] || a[0] - b[0])[0]![0]);
    }
    for (let cell = 0; cell < label.length; cell++) {
      const next = winner.get(patches.of[cell]!);
      if (next !== undefined) label[cell] = next;
    }
  }
}
