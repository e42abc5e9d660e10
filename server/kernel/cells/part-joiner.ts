import type {FlatRings} from '../geometry.ts';

const NONE = -1;

/**
 * Joins parts of edges end to end into rings. Positions are numbered first, equal ones alike, so the
 * parts can be joined several times without comparing coordinates again.
 */
export class PartJoiner {
  // coordinates of each position
  private xs: number[] = [];
  private ys: number[] = [];
  // an open hash table of positions
  private table = new Int32Array(256).fill(NONE);
  private readonly bits = new Float64Array(2);
  private readonly words = new Uint32Array(this.bits.buffer);
  // the parts that leave each position, as lists
  private first: number[] = [];
  private to: number[] = [];
  private next: number[] = [];

  /** The number of a position. */
  number(x: number, y: number): number {
    if (2 * this.xs.length >= this.table.length) this.widen();
    const slot = this.slotOf(x, y);
    const known = this.table[slot]!;
    if (known !== NONE) return known;
    const position = this.xs.length;
    this.table[slot] = position;
    this.xs.push(x);
    this.ys.push(y);
    this.first.push(NONE);
    return position;
  }

  /** Adds a part so many times, backwards if negative. A part there takes out a part back. */
  add(from: number, to: number, times: number): void {
    if (from === to) return;
    for (let i = 0; i < times; i++) this.addOnce(from, to);
    for (let i = 0; i > times; i--) this.addOnce(to, from);
  }

  /** Takes out all parts; the numbers of positions stay. */
  clear(): void {
    this.first.fill(NONE);
    this.to.length = 0;
    this.next.length = 0;
  }

  /** The rings all parts make. As many parts must arrive at each position as leave it. */
  rings(): FlatRings {
    const xy: number[] = [];
    const starts = [0];
    for (let start = 0; start < this.first.length; start++) {
      while (this.first[start] !== NONE) {
        let position = start;
        do {
          xy.push(this.xs[position]!, this.ys[position]!);
          const part = this.first[position]!;
          this.first[position] = this.next[part]!;
          position = this.to[part]!;
        } while (position !== start);
        starts.push(xy.length / 2);
      }
    }
    return {xy: Float64Array.from(xy), starts: Uint32Array.from(starts)};
  }

  private addOnce(from: number, to: number): void {
    let before = NONE;
    for (let part = this.first[to]!; part !== NONE; part = this.next[part]!) {
      if (this.to[part] === from) {
        if (before === NONE) this.first[to] = this.next[part]!;
        else this.next[before] = this.next[part]!;
        return;
      }
      before = part;
    }
    const part = this.to.length;
    this.to.push(to);
    this.next.push(this.first[from]!);
    this.first[from] = part;
  }

  // where a position stands in the table, or the empty slot where it belongs
  private slotOf(x: number, y: number): number {
    const {bits, words, table} = this;
    // −0 and 0 are one position
    bits[0] = x + 0;
    bits[1] = y + 0;
    let hash = Math.imul(words[0]! ^ Math.imul(words[1]!, 0x85ebca6b), 0xc2b2ae35);
    hash = Math.imul(hash ^ words[2]! ^ (hash >>> 15), 0x27d4eb2f);
    hash = Math.imul(hash ^ words[3]! ^ (hash >>> 13), 0x9e3779b1);
    let slot = (hash ^ (hash >>> 16)) & (table.length - 1);
    for (;;) {
      const position = table[slot]!;
      if (position === NONE || (this.xs[position] === x && this.ys[position] === y)) return slot;
      slot = (slot + 1) & (table.length - 1);
    }
  }

  private widen(): void {
    this.table = new Int32Array(2 * this.table.length).fill(NONE);
    for (let position = 0; position < this.xs.length; position++)
      this.table[this.slotOf(this.xs[position]!, this.ys[position]!)] = position;
  }
}
