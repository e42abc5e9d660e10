import type {FlatRings} from '../geometry.ts';

/**
 * A part of one leaf: what one set of features holds there together. The pieces of a leaf do not
 * overlap each other, so their areas add up, and so do those of any choice of them.
 */
export interface Piece {
  /** The features that hold it, as ordinals in the layer, ascending. One, save where features overlap. */
  features: Uint32Array;
  /** The classes of those features, ascending, each once. */
  classes: Uint32Array;
  rings: FlatRings;
  areaM2: number;
}

/**
 * Bytes of one leaf, little-endian, read in place through aligned views:
 *
 *   8 Uint32    runs, pieces, rings, vertices, run classes, piece features, FORMAT, 0
 *   Float64     vertices × (x, y), then pieces × areaM2
 *   Uint32      rings + 1 ring starts (vertices) | pieces + 1 piece starts (rings) |
 *               runs + 1 run starts (pieces) | runs + 1 class starts | classes |
 *               pieces + 1 feature starts | features
 *
 * Neighbouring pieces of the same classes make a run: they do not overlap, so they are measured as one.
 * Coordinates are kept whole, as doubles: a shared edge must stay shared to the last bit. The
 * starts of a ring, piece or run are windows into the longer table, so nothing is copied.
 */
const FORMAT = 2;
const HEADER = 8;

/** Lays the pieces of one leaf into bytes, those of the same classes side by side. */
export function encodeLeaf(pieces: Piece[]): Uint8Array {
  const sorted = pieces.length < 2 ? pieces : [...pieces].sort(byClassesThenFeatures);
  const runStarts: number[] = [];
  sorted.forEach((piece, i) => {
    if (i === 0 || compareLists(piece.classes, sorted[i - 1]!.classes) !== 0) runStarts.push(i);
  });
  let ringCount = 0;
  let vertexCount = 0;
  let featureCount = 0;
  for (const {rings, features} of sorted) {
    ringCount += rings.starts.length - 1;
    vertexCount += rings.starts.at(-1)! - rings.starts[0]!;
    featureCount += features.length;
  }
  const classCount = runStarts.reduce((sum, i) => sum + sorted[i]!.classes.length, 0);
  const pieceCount = sorted.length;
  const runCount = runStarts.length;

  const floats = pieceCount + 2 * vertexCount;
  const tables =
    ringCount +
    1 +
    pieceCount +
    1 +
    2 * (runCount + 1) +
    classCount +
    pieceCount +
    1 +
    featureCount;
  const bytes = new Uint8Array(4 * HEADER + 8 * floats + 4 * tables);
  const u32 = new Uint32Array(bytes.buffer);
  const f64 = new Float64Array(bytes.buffer, 4 * HEADER, floats);
  u32.set([runCount, pieceCount, ringCount, vertexCount, classCount, featureCount, FORMAT, 0]);

  const ringStarts = HEADER + 2 * floats;
  const pieceStarts = ringStarts + ringCount + 1;
  let vertex = 0;
  let ring = 0;
  sorted.forEach(({rings: {xy, starts}, areaM2}, i) => {
    f64[2 * vertexCount + i] = areaM2;
    const first = starts[0]!;
    const end = starts[starts.length - 1]!;
    f64.set(xy.subarray(2 * first, 2 * end), 2 * vertex);
    u32[pieceStarts + i] = ring;
    for (let r = 0; r + 1 < starts.length; r++)
      u32[ringStarts + ring++] = vertex + starts[r]! - first;
    vertex += end - first;
  });
  u32[ringStarts + ring] = vertex;
  u32[pieceStarts + pieceCount] = ring;

  let at = pieceStarts + pieceCount + 1;
  u32.set(runStarts, at);
  u32[at + runCount] = pieceCount;
  at = writeLists(
    u32,
    at + runCount + 1,
    runStarts.map((i) => sorted[i]!.classes),
  );
  writeLists(
    u32,
    at,
    sorted.map(({features}) => features),
  );
  return bytes;
}

/**
 * The leaf's tables, in place, through two views. Bytes that do not lie on an 8-byte boundary (a
 * driver's buffer is cut from a larger one) are copied once. Rings are given by where they stand in
 * `table`: piece p has the rings pieceRing(p) … pieceRing(p + 1) − 1, run r the rings runRing(r) …
 * runRing(r + 1) − 1, and ring g the vertices table[g] … table[g + 1] − 1.
 */
export class LeafView {
  readonly runCount: number;
  readonly pieceCount: number;
  /** The vertices of all rings; the areas of the pieces follow. */
  readonly xy: Float64Array;
  readonly table: Uint32Array;
  private readonly vertexCount: number;
  private readonly ringStarts: number;
  private readonly pieceStarts: number;
  private readonly runStarts: number;
  private readonly classStarts: number;
  private readonly featureStarts: number;

  constructor(packed: Uint8Array) {
    const {buffer, byteOffset, byteLength} = packed.byteOffset % 8 === 0 ? packed : packed.slice();
    const table = new Uint32Array(buffer, byteOffset, byteLength >>> 2);
    if (table[6] !== FORMAT) throw new Error(`Leaf has format ${table[6]}, expected ${FORMAT}.`);
    const runCount = table[0]!;
    const pieceCount = table[1]!;
    const ringCount = table[2]!;
    const vertexCount = table[3]!;
    const classCount = table[4]!;
    this.table = table;
    this.runCount = runCount;
    this.pieceCount = pieceCount;
    this.vertexCount = vertexCount;
    this.xy = new Float64Array(buffer, byteOffset + 4 * HEADER, 2 * vertexCount + pieceCount);
    this.ringStarts = HEADER + 2 * (pieceCount + 2 * vertexCount);
    this.pieceStarts = this.ringStarts + ringCount + 1;
    this.runStarts = this.pieceStarts + pieceCount + 1;
    this.classStarts = this.runStarts + runCount + 1;
    this.featureStarts = this.classStarts + runCount + 1 + classCount;
  }

  pieceRing(piece: number): number {
    return this.ringStarts + this.table[this.pieceStarts + piece]!;
  }

  pieceAreaM2(piece: number): number {
    return this.xy[2 * this.vertexCount + piece]!;
  }

  /** Run r has the pieces runPiece(r) … runPiece(r + 1) − 1. */
  runPiece(run: number): number {
    return this.table[this.runStarts + run]!;
  }

  runRing(run: number): number {
    return this.pieceRing(this.runPiece(run));
  }

  runClassCount(run: number): number {
    return this.table[this.classStarts + run + 1]! - this.table[this.classStarts + run]!;
  }

  /** Class number i of a run, ascending. */
  runClass(run: number, i: number): number {
    return this.table[
      this.classStarts + this.runCount + 1 + this.table[this.classStarts + run]! + i
    ]!;
  }

  /** Classes of a piece, ascending. */
  pieceClasses(piece: number): Uint32Array {
    let run = 0;
    while (this.runPiece(run + 1) <= piece) run++;
    const classes = this.classStarts + this.runCount + 1;
    return this.table.subarray(
      classes + this.table[this.classStarts + run]!,
      classes + this.table[this.classStarts + run + 1]!,
    );
  }

  pieceFeatureCount(piece: number): number {
    return this.table[this.featureStarts + piece + 1]! - this.table[this.featureStarts + piece]!;
  }

  /** Feature number i of a piece, ascending. */
  pieceFeature(piece: number, i: number): number {
    const {table, featureStarts} = this;
    return table[featureStarts + this.pieceCount + 1 + table[featureStarts + piece]! + i]!;
  }

  /** All pieces with copies of their lists and windows of their rings: for tests and exports. */
  pieces(): Piece[] {
    return Array.from({length: this.pieceCount}, (_, p) => ({
      features: Uint32Array.from({length: this.pieceFeatureCount(p)}, (_, i) =>
        this.pieceFeature(p, i),
      ),
      classes: this.pieceClasses(p).slice(),
      rings: {
        xy: this.xy.subarray(0, 2 * this.vertexCount),
        starts: this.table.subarray(this.pieceRing(p), this.pieceRing(p + 1) + 1),
      },
      areaM2: this.pieceAreaM2(p),
    }));
  }
}

function byClassesThenFeatures(a: Piece, b: Piece): number {
  return compareLists(a.classes, b.classes) || compareLists(a.features, b.features);
}

function compareLists(a: Uint32Array, b: Uint32Array): number {
  for (let i = 0; i < a.length && i < b.length; i++) if (a[i] !== b[i]) return a[i]! - b[i]!;
  return a.length - b.length;
}

// writes where each list starts, where the last ends, then the lists
function writeLists(u32: Uint32Array, at: number, lists: Uint32Array[]): number {
  let value = 0;
  const values = at + lists.length + 1;
  lists.forEach((list, i) => {
    u32[at + i] = value;
    u32.set(list, values + value);
    value += list.length;
  });
  u32[at + lists.length] = value;
  return values + value;
}
