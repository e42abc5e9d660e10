import type {Outlines} from './outlines.ts';

/** Edges that areas share to the last bit. */
export interface EdgeTwins {
  /** For each edge the one that runs the other way in another area; −1 where there is none. */
  twin: Int32Array;
  /** Edges that run the same way as an edge of an earlier area: both hold the ground beside them. */
  doubles: {edge: number; other: number}[];
}

/** Finds the edges that two areas share with the very same ends, by hashing them. */
export function findEdgeTwins(outlines: Outlines): EdgeTwins {
  const {xy, next, owner, edgeCount} = outlines;
  const twin = new Int32Array(edgeCount).fill(-1);
  const doubles: EdgeTwins['doubles'] = [];
  let size = 16;
  while (size < 2 * edgeCount) size *= 2;
  const slots = new Int32Array(size).fill(-1);
  const words = new Uint32Array(xy.buffer);
  const hashOf = (vertex: number) => {
    let hash = 0;
    for (let i = 4 * vertex; i < 4 * vertex + 4; i++) {
      hash = Math.imul(hash ^ words[i]!, 0x9e3779b1);
      hash ^= hash >>> 15;
    }
    return hash;
  };
  const isSame = (a: number, b: number) =>
    xy[2 * a] === xy[2 * b] && xy[2 * a + 1] === xy[2 * b + 1];
  for (let e = 0; e < edgeCount; e++) {
    const end = next[e]!;
    // the same slot for both directions
    let slot = (hashOf(e) + hashOf(end)) & (size - 1);
    for (; slots[slot]! >= 0; slot = (slot + 1) & (size - 1)) {
      const other = slots[slot]!;
      if (owner[other] === owner[e]) continue;
      if (isSame(e, next[other]!) && isSame(end, other)) {
        if (twin[other] === -1 && twin[e] === -1) {
          twin[e] = other;
          twin[other] = e;
        }
      } else if (isSame(e, other) && isSame(end, next[other]!)) doubles.push({edge: e, other});
    }
    slots[slot] = e;
  }
  return {twin, doubles};
}
