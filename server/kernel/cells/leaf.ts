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
export const LEAF_FORMAT = 2;
/** Whole numbers before the floats. */
export const LEAF_HEADER = 8;
/** Where leaves lie side by side each begins at a multiple of so many bytes: a vertex. */
export const LEAF_ALIGNMENT = 16;

const NO_FLOATS = new Float64Array(0);
const NO_WORDS = new Uint32Array(0);

/** Leaves of a layer by key, or by their index in the pyramid. The view is good until the next call. */
export type LeafFinder = (key: number, index: number) => LeafView;

/**
 * The leaf's tables, in place, through two views; one instance serves any number of leaves, since
 * views of their own for each take longer than measuring a small leaf. Rings are given by where they
 * stand in `table`: piece p has the rings pieceRing(p) … pieceRing(p + 1) − 1, run r the rings
 * runRing(r) … runRing(r + 1) − 1, and ring g the vertices table[g] … table[g + 1] − 1, counted from
 * `firstVertex`.
 */
export class LeafView {
  runCount = 0;
  pieceCount = 0;
  /** The vertices of all rings, from `firstVertex` on; the areas of the pieces follow. */
  xy: Float64Array = NO_FLOATS;
  table: Uint32Array = NO_WORDS;
  firstVertex = 0;
  private vertexCount = 0;
  private ringStarts = 0;
  private pieceStarts = 0;
  private runStarts = 0;
  private classStarts = 0;
  private featureStarts = 0;

  /** A leaf by itself. Bytes off an 8-byte boundary (a driver's buffer is cut from a larger one) are copied. */
  static of(packed: Uint8Array): LeafView {
    const bytes = packed.byteOffset % 8 === 0 ? packed : new Uint8Array(packed);
    const {buffer, byteOffset, byteLength} = bytes;
    return new LeafView().place(
      new Uint32Array(buffer, byteOffset, byteLength >>> 2),
      new Float64Array(buffer, byteOffset, byteLength >>> 3),
      0,
    );
  }

  /** Looks at the leaf that begins at a byte, a multiple of LEAF_ALIGNMENT, of two views over one buffer. */
  place(table: Uint32Array, floats: Float64Array, byteStart: number): this {
    const at = byteStart >>> 2;
    if (table[at + 6] !== LEAF_FORMAT)
      throw new Error(`Leaf has format ${table[at + 6]}, expected ${LEAF_FORMAT}.`);
    const runCount = table[at]!;
    const pieceCount = table[at + 1]!;
    const ringCount = table[at + 2]!;
    const vertexCount = table[at + 3]!;
    const classCount = table[at + 4]!;
    this.table = table;
    this.xy = floats;
    this.firstVertex = (byteStart + 4 * LEAF_HEADER) >>> 4;
    this.runCount = runCount;
    this.pieceCount = pieceCount;
    this.vertexCount = vertexCount;
    this.ringStarts = at + LEAF_HEADER + 2 * (pieceCount + 2 * vertexCount);
    this.pieceStarts = this.ringStarts + ringCount + 1;
    this.runStarts = this.pieceStarts + pieceCount + 1;
    this.classStarts = this.runStarts + runCount + 1;
    this.featureStarts = this.classStarts + runCount + 1 + classCount;
    return this;
  }

  pieceRing(piece: number): number {
    return this.ringStarts + this.table[this.pieceStarts + piece]!;
  }

  pieceAreaM2(piece: number): number {
    return this.xy[2 * (this.firstVertex + this.vertexCount) + piece]!;
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
        xy: this.xy.subarray(2 * this.firstVertex, 2 * (this.firstVertex + this.vertexCount)),
        starts: this.table.subarray(this.pieceRing(p), this.pieceRing(p + 1) + 1),
      },
      areaM2: this.pieceAreaM2(p),
    }));
  }
}
