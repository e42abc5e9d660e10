import Flatbush from 'flatbush';
import type {FlatRings} from '../../kernel/geometry.ts';

/** Edges that are tried together: their boxes are small enough that few are tried for nothing. */
const CHAIN_EDGES = 16;

/** Runs of edges that follow each other in a ring, with their boxes. Edge e begins at vertex e. */
export interface Chains {
  /** By chain: its first edge, and the edge before which it ends. */
  first: Int32Array;
  end: Int32Array;
  /** minX, minY, maxX, maxY of each. */
  boxes: Float64Array;
}

export function chainsOf({xy, starts}: FlatRings): Chains {
  const first: number[] = [];
  const end: number[] = [];
  for (let r = 0; r + 1 < starts.length; r++) {
    for (let e = starts[r]!; e < starts[r + 1]!; e += CHAIN_EDGES) {
      first.push(e);
      end.push(Math.min(starts[r + 1]!, e + CHAIN_EDGES));
    }
  }
  const boxes = new Float64Array(4 * first.length);
  let ring = 0;
  for (let c = 0; c < first.length; c++) {
    while (first[c]! >= starts[ring + 1]!) ring++;
    let [minX, minY, maxX, maxY] = [Infinity, Infinity, -Infinity, -Infinity];
    for (let v = first[c]!; v <= end[c]!; v++) {
      const at = 2 * (v === starts[ring + 1]! ? starts[ring]! : v);
      minX = Math.min(minX, xy[at]!);
      maxX = Math.max(maxX, xy[at]!);
      minY = Math.min(minY, xy[at + 1]!);
      maxY = Math.max(maxY, xy[at + 1]!);
    }
    boxes.set([minX, minY, maxX, maxY], 4 * c);
  }
  return {first: Int32Array.from(first), end: Int32Array.from(end), boxes};
}

/** An index over boxes laid end to end; null for none. */
export function indexBoxes(boxes: Float64Array): Flatbush | null {
  if (boxes.length === 0) return null;
  const index = new Flatbush(boxes.length / 4);
  for (let i = 0; i < boxes.length; i += 4) {
    index.add(boxes[i]!, boxes[i + 1]!, boxes[i + 2]!, boxes[i + 3]!);
  }
  index.finish();
  return index;
}

/** The vertex an edge ends at, by edge. */
export function edgeEnds({starts}: FlatRings): Int32Array {
  const ends = new Int32Array(starts[starts.length - 1]!);
  for (let r = 0; r + 1 < starts.length; r++) {
    for (let v = starts[r]!; v < starts[r + 1]!; v++) ends[v] = v + 1;
    if (starts[r + 1]! > starts[r]!) ends[starts[r + 1]! - 1] = starts[r]!;
  }
  return ends;
}
