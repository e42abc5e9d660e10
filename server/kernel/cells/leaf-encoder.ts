import {LEAF_FORMAT, LEAF_HEADER, type Piece} from './leaf.ts';

/** Lays the pieces of one leaf into bytes (`leaf.ts`), those of the same classes side by side. */
export function encodeLeaf(pieces: Piece[]): Uint8Array {
  return new LeafEncoder().encode(pieces);
}

/** The same for many leaves, in one buffer that grows with the largest. */
export class LeafEncoder {
  private words = new Uint32Array(0);
  private floats = new Float64Array(0);

  /** The bytes are good until the next call. */
  encode(pieces: Piece[]): Uint8Array {
    const sorted = pieces.length < 2 ? pieces : [...pieces].sort(byClassesThenFeatures);
    const runs = runsOf(sorted);
    let rings = 0;
    let vertices = 0;
    let features = 0;
    for (const piece of sorted) {
      const {starts} = piece.rings;
      rings += starts.length - 1;
      vertices += starts[starts.length - 1]! - starts[0]!;
      features += piece.features.length;
    }
    let classes = 0;
    for (const first of runs) classes += sorted[first]!.classes.length;

    const floatCount = sorted.length + 2 * vertices;
    const tables = rings + 2 * sorted.length + 2 * runs.length + classes + features + 5;
    const length = LEAF_HEADER + 2 * floatCount + tables;
    this.reserve(length);
    this.writeHeader(runs.length, sorted.length, rings, vertices, classes, features);
    const at = this.writePieces(sorted, LEAF_HEADER + 2 * floatCount, rings, vertices);
    this.writeLists(sorted, runs, at);
    return new Uint8Array(this.words.buffer, 0, 4 * length);
  }

  private reserve(words: number): void {
    if (words <= this.words.length) return;
    const buffer = new ArrayBuffer(16 * words);
    this.words = new Uint32Array(buffer);
    this.floats = new Float64Array(buffer);
  }

  private writeHeader(...counts: number[]): void {
    for (let i = 0; i < counts.length; i++) this.words[i] = counts[i]!;
    this.words[counts.length] = LEAF_FORMAT;
    this.words[counts.length + 1] = 0;
  }

  // coordinates, areas, where rings and pieces start; returns where the runs go
  private writePieces(pieces: Piece[], ringAt: number, rings: number, vertices: number): number {
    const {words, floats} = this;
    const pieceAt = ringAt + rings + 1;
    const firstFloat = LEAF_HEADER / 2;
    let vertex = 0;
    let ring = 0;
    for (let p = 0; p < pieces.length; p++) {
      const {rings: flat, areaM2} = pieces[p]!;
      const {xy, starts} = flat;
      const first = starts[0]!;
      const end = starts[starts.length - 1]!;
      const to = firstFloat + 2 * (vertex - first);
      for (let i = 2 * first; i < 2 * end; i++) floats[to + i] = xy[i]!;
      floats[firstFloat + 2 * vertices + p] = areaM2;
      words[pieceAt + p] = ring;
      for (let r = 0; r + 1 < starts.length; r++) {
        words[ringAt + ring++] = vertex + starts[r]! - first;
      }
      vertex += end - first;
    }
    words[ringAt + ring] = vertex;
    words[pieceAt + pieces.length] = ring;
    return pieceAt + pieces.length + 1;
  }

  // the runs, the classes of each, the features of each piece
  private writeLists(pieces: Piece[], runs: number[], at: number): void {
    const {words} = this;
    for (const first of runs) words[at++] = first;
    words[at++] = pieces.length;
    let from = 0;
    for (const first of runs) {
      words[at++] = from;
      from += pieces[first]!.classes.length;
    }
    words[at++] = from;
    for (const first of runs) for (const index of pieces[first]!.classes) words[at++] = index;
    from = 0;
    for (const {features} of pieces) {
      words[at++] = from;
      from += features.length;
    }
    words[at++] = from;
    for (const {features} of pieces) for (const feature of features) words[at++] = feature;
  }
}

// where pieces of other classes than those before begin
function runsOf(sorted: Piece[]): number[] {
  const runs: number[] = [];
  for (let i = 0; i < sorted.length; i++) {
    if (i === 0 || compareLists(sorted[i]!.classes, sorted[i - 1]!.classes) !== 0) runs.push(i);
  }
  return runs;
}

function byClassesThenFeatures(a: Piece, b: Piece): number {
  return compareLists(a.classes, b.classes) || compareLists(a.features, b.features);
}

function compareLists(a: Uint32Array, b: Uint32Array): number {
  for (let i = 0; i < a.length && i < b.length; i++) if (a[i] !== b[i]) return a[i]! - b[i]!;
  return a.length - b.length;
}
