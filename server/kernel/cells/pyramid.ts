import {cellChildren, cellKey, cellRange} from './key.ts';
import type {Cells} from './summary.ts';

/**
 * The quadtree of one layer without its leaves' coordinates: which cells there are and the area sums
 * of each. Everything lies in one buffer (`pack`, `Pyramid.open`), which may be a SharedArrayBuffer:
 * opening it costs a few views.
 *
 * Node 0 is the root. `children[n]` is the index of the first of four children that lie side by side
 * in key order, or EMPTY, or for a leaf −2 − 2 · leaf, one less when the leaf is covered as a whole
 * and so has no bytes.
 */
export class Pyramid {
  private constructor(
    /** The packed form. */
    readonly bytes: Uint8Array,
    readonly classCount: number,
    readonly featureCount: number,
    readonly children: Int32Array,
    /** Sums of node n: entries sumStarts[n] … sumStarts[n + 1] of sumColumns and sumAreasM2. */
    readonly sumStarts: Uint32Array,
    readonly sumColumns: Uint32Array,
    readonly sumAreasM2: Float64Array,
    /** Features in leaf l: entries featureStarts[l] … of features and featureAreasM2. */
    readonly featureStarts: Uint32Array,
    readonly features: Uint32Array,
    readonly featureAreasM2: Float64Array,
  ) {}

  /** Total, multiple, then the classes (summary.ts). */
  get columnCount(): number {
    return 2 + this.classCount;
  }

  /** Adds a node's area sums, times a factor, to a row of columns that starts at `at`. */
  addSums(node: number, factor: number, row: Float64Array, at: number): void {
    const end = this.sumStarts[node + 1]!;
    for (let i = this.sumStarts[node]!; i < end; i++)
      row[at + this.sumColumns[i]!]! += factor * this.sumAreasM2[i]!;
  }

  /** Reads a pyramid in place; bytes that are not aligned are copied once. */
  static open(packed: Uint8Array): Pyramid {
    const bytes = packed.byteOffset % 8 === 0 ? packed : new Uint8Array(packed);
    const {buffer, byteOffset} = bytes;
    const header = new Uint32Array(buffer, byteOffset, HEADER);
    if (header[0] !== FORMAT)
      throw new Error(`Pyramid has format ${header[0]}, expected ${FORMAT}.`);
    const [, classCount, featureCount, nodes, leaves, sums, features] = header;
    let at = byteOffset + 4 * HEADER;
    const floats = (length: number) => {
      const view = new Float64Array(buffer, at, length);
      at += 8 * length;
      return view;
    };
    const integers = (length: number) => {
      const view = new Uint32Array(buffer, at, length);
      at += 4 * length;
      return view;
    };
    const sumAreasM2 = floats(sums!);
    const featureAreasM2 = floats(features!);
    const children = new Int32Array(buffer, at, nodes!);
    at += 4 * nodes!;
    return new Pyramid(
      bytes,
      classCount!,
      featureCount!,
      children,
      integers(nodes! + 1),
      integers(sums!),
      sumAreasM2,
      integers(leaves! + 1),
      integers(features!),
      featureAreasM2,
    );
  }
}

export const EMPTY = -1;

/** The leaf a negative entry of `children` other than EMPTY stands for. */
export function leafOf(child: number): number {
  return (-2 - child) >>> 1;
}

/** Whether the leaf is covered as a whole. */
export function isCovered(child: number): boolean {
  return (child & 1) !== 0;
}

const FORMAT = 1;
const HEADER = 8;

/** Builds the pyramid over the leaves of all buckets, in any order of buckets. */
export function buildPyramid(buckets: Cells[], classCount: number, featureCount: number): Pyramid {
  const leaves = sortLeaves(buckets);
  const children: number[] = [EMPTY];
  const descend = (node: number, key: number, from: number, to: number): void => {
    if (from === to) return;
    if (to - from === 1 && leaves[from]!.key === key) {
      const {bucket, index} = leaves[from]!;
      const hasBytes = bucket.byteStarts[index]! < bucket.byteStarts[index + 1]!;
      children[node] = -2 - 2 * from - (hasBytes ? 0 : 1);
      return;
    }
    const first = children.length;
    children[node] = first;
    children.push(EMPTY, EMPTY, EMPTY, EMPTY);
    let start = from;
    cellChildren(key).forEach((child, i) => {
      const {end: endKey} = cellRange(child);
      let end = start;
      while (end < to && leaves[end]!.key < endKey) end++;
      descend(first + i, child, start, end);
      start = end;
    });
  };
  descend(0, cellKey(0, 0, 0), 0, leaves.length);

  const sums = sumUpwards(children, leaves, classCount);
  const featureTotal = leaves.reduce(
    (n, {bucket, index}) => n + bucket.featureStarts[index + 1]! - bucket.featureStarts[index]!,
    0,
  );
  const nodeCount = children.length;
  const bytes = new Uint8Array(
    4 * HEADER +
      8 * (sums.count + featureTotal) +
      4 * (2 * nodeCount + 1 + sums.count + leaves.length + 1 + featureTotal),
  );
  const header = new Uint32Array(bytes.buffer, 0, HEADER);
  header.set([
    FORMAT,
    classCount,
    featureCount,
    nodeCount,
    leaves.length,
    sums.count,
    featureTotal,
  ]);
  const pyramid = Pyramid.open(bytes);
  pyramid.children.set(children);
  let at = 0;
  for (let node = 0; node < nodeCount; node++) {
    pyramid.sumStarts[node] = at;
    for (let i = sums.starts[node]!; i < sums.ends[node]!; i++, at++) {
      pyramid.sumColumns[at] = sums.columns[i]!;
      pyramid.sumAreasM2[at] = sums.areasM2[i]!;
    }
  }
  pyramid.sumStarts[nodeCount] = at;
  at = 0;
  leaves.forEach(({bucket, index}, leaf) => {
    pyramid.featureStarts[leaf] = at;
    const start = bucket.featureStarts[index]!;
    const end = bucket.featureStarts[index + 1]!;
    pyramid.features.set(bucket.features.subarray(start, end), at);
    pyramid.featureAreasM2.set(bucket.featureAreasM2.subarray(start, end), at);
    at += end - start;
  });
  pyramid.featureStarts[leaves.length] = at;
  return pyramid;
}

interface PlacedLeaf {
  key: number;
  bucket: Cells;
  index: number;
}

function sortLeaves(buckets: Cells[]): PlacedLeaf[] {
  return buckets
    .filter(({keys}) => keys.length > 0)
    .sort((a, b) => a.keys[0]! - b.keys[0]!)
    .flatMap((bucket) => Array.from(bucket.keys, (key, index) => ({key, bucket, index})));
}

// children have higher indices than their parent, so one walk from the last node to the first does
function sumUpwards(children: number[], leaves: PlacedLeaf[], classCount: number) {
  const starts = new Uint32Array(children.length);
  const ends = new Uint32Array(children.length);
  const columns: number[] = [];
  const areasM2: number[] = [];
  const row = new Float64Array(2 + classCount);
  const isUsed = new Uint8Array(2 + classCount);
  const used: number[] = [];
  const add = (column: number, areaM2: number): void => {
    if (!isUsed[column]) {
      isUsed[column] = 1;
      used.push(column);
    }
    row[column]! += areaM2;
  };
  for (let node = children.length - 1; node >= 0; node--) {
    const child = children[node]!;
    if (child >= 0) {
      for (let i = starts[child]!; i < ends[child]!; i++) add(columns[i]!, areasM2[i]!);
      for (let c = child + 1; c < child + 4; c++)
        for (let i = starts[c]!; i < ends[c]!; i++) add(columns[i]!, areasM2[i]!);
    } else if (child !== EMPTY) {
      const {bucket, index} = leaves[leafOf(child)]!;
      for (let i = bucket.sumStarts[index]!; i < bucket.sumStarts[index + 1]!; i++)
        add(bucket.sumColumns[i]!, bucket.sumAreasM2[i]!);
    }
    starts[node] = columns.length;
    for (const column of used.sort((a, b) => a - b)) {
      columns.push(column);
      areasM2.push(row[column]!);
      row[column] = 0;
      isUsed[column] = 0;
    }
    used.length = 0;
    ends[node] = columns.length;
  }
  return {starts, ends, columns, areasM2, count: columns.length};
}
