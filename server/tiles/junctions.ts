import {LINE, POINT, type GridGeometry} from './grid.ts';

/**
 * Finds the vertices at which borders meet: those that have different neighbours in different rings
 * or lines. Between two junctions a border is the same run of vertices for every feature that has it,
 * so simplifying run by run keeps neighbours in touch.
 *
 * A hash table holds 8 bytes for each different vertex (a fingerprint, and a hash of its two
 * neighbours) and no coordinates, so a layer of 7 M vertices takes 128 MB and is read twice instead of
 * being held. Should two vertices share a fingerprint (2^-32 for two in one run of slots), one is taken
 * for a junction without need, which costs a vertex and nothing else.
 */
export class Junctions {
  private fingerprints: Uint32Array;
  private neighbours: Uint32Array;
  private mask: number;
  private count = 0;

  constructor(expectedVertices = 1 << 15) {
    const slots = 2 ** Math.ceil(Math.log2(Math.max(16, expectedVertices * 1.5)));
    this.fingerprints = new Uint32Array(slots);
    this.neighbours = new Uint32Array(slots);
    this.mask = slots - 1;
  }

  /** Takes in all rings or lines of a feature. */
  add({kind, xy, starts}: GridGeometry): void {
    if (kind === POINT) return;
    for (let p = 0; p + 1 < starts.length; p++) {
      const start = starts[p]!;
      const end = starts[p + 1]!;
      const isLine = kind === LINE;
      for (let v = start; v < end; v++) {
        const isEnd = isLine && (v === start || v === end - 1);
        const before = v === start ? end - 1 : v - 1;
        const after = v === end - 1 ? start : v + 1;
        this.note(xy, v, isEnd ? JUNCTION : pairOf(xy, before, after));
      }
    }
  }

  /** Whether borders meet at vertex v of xy, which was added before. */
  isJunction(xy: Int32Array, v: number): boolean {
    const hash = hashOf(xy[2 * v]!, xy[2 * v + 1]!);
    const fingerprint = fingerprintOf(xy[2 * v]!, xy[2 * v + 1]!);
    for (let slot = hash & this.mask; ; slot = (slot + 1) & this.mask) {
      if (this.fingerprints[slot] === fingerprint) return this.neighbours[slot] === JUNCTION;
      if (this.fingerprints[slot] === 0) return false;
    }
  }

  private note(xy: Int32Array, v: number, pair: number): void {
    const x = xy[2 * v]!;
    const y = xy[2 * v + 1]!;
    const fingerprint = fingerprintOf(x, y);
    for (let slot = hashOf(x, y) & this.mask; ; slot = (slot + 1) & this.mask) {
      const seen = this.fingerprints[slot]!;
      if (seen === fingerprint) {
        if (this.neighbours[slot] !== pair) this.neighbours[slot] = JUNCTION;
        return;
      }
      if (seen === 0) {
        this.fingerprints[slot] = fingerprint;
        this.neighbours[slot] = pair;
        this.count++;
        if (this.count > this.mask * 0.75) throw new RangeError(FULL);
        return;
      }
    }
  }
}

const FULL = 'more vertices than the layer was said to have';

/** In place of a hash of two neighbours. */
const JUNCTION = 0;

/** The same for both directions; never JUNCTION. */
function pairOf(xy: Int32Array, a: number, b: number): number {
  const one = fingerprintOf(xy[2 * a]!, xy[2 * a + 1]!);
  const other = fingerprintOf(xy[2 * b]!, xy[2 * b + 1]!);
  return (one + other) >>> 0 || 1;
}

function hashOf(x: number, y: number): number {
  return mix(Math.imul(x, 0x9e37_79b1) ^ Math.imul(y, 0x85eb_ca77));
}

/** Never 0, which marks a free slot. */
function fingerprintOf(x: number, y: number): number {
  return mix(Math.imul(x, 0xc2b2_ae3d) + Math.imul(y, 0x27d4_eb2f) + 0x1656_67b1) || 1;
}

function mix(value: number): number {
  let h = value;
  h = Math.imul(h ^ (h >>> 15), 0x2c1b_3c6d);
  h = Math.imul(h ^ (h >>> 12), 0x297a_2d39);
  return (h ^ (h >>> 15)) >>> 0;
}
