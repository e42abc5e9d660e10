import {cellAt, cellBox} from '../../kernel/cells/key.ts';
import {LEAF_ALIGNMENT, type LeafView} from '../../kernel/cells/leaf.ts';
import type {KeyRange, StoredCells} from './cell-store.ts';

/**
 * Leaves are read and kept in blocks: all whose keys share their upper part, which is a square of
 * 16 384 m. A block of a densely digitised layer takes some 50 kB, so one query brings what a zone's
 * boundary needs without a row trip for each leaf, and forgetting one frees something.
 */
const KEYS_PER_BLOCK = 2 ** 29;
/** Level of the quadtree whose cells are blocks: 5 bits of a key are its level, two for each level below this. */
const BLOCK_LEVEL = 12;

export function blockOf(cellKey: number): number {
  return Math.floor(cellKey / KEYS_PER_BLOCK);
}

/** The blocks in which leaves lie, each once; keys of one block come mostly one after the other. */
export function blocksOf(keys: Iterable<number>): number[] {
  const blocks = new Set<number>();
  let last = -1;
  for (const key of keys) {
    const block = blockOf(key);
    if (block === last) continue;
    blocks.add(block);
    last = block;
  }
  return [...blocks];
}

export function blockRange(block: number): KeyRange {
  return {start: block * KEYS_PER_BLOCK, end: (block + 1) * KEYS_PER_BLOCK};
}

/** Leaves of one block in memory that all threads see; leaf i has the bytes from starts[i]. */
export interface Block {
  id: number;
  keys: Float64Array;
  starts: Uint32Array;
  bytes: Uint8Array;
}

/** Lays stored leaves where all threads see them, each where it can be read in place. */
export function packBlock(id: number, {keys, lengths, bytes: stored}: StoredCells): Block {
  const starts = new Uint32Array(lengths.length + 1);
  for (const [i, length] of lengths.entries()) {
    starts[i + 1] = Math.ceil((starts[i]! + length) / LEAF_ALIGNMENT) * LEAF_ALIGNMENT;
  }
  const bytes = new Uint8Array(new SharedArrayBuffer(starts[lengths.length]!));
  let at = 0;
  for (const [i, length] of lengths.entries()) {
    bytes.set(stored.subarray(at, at + length), starts[i]);
    at += length;
  }
  return {id, keys, starts, bytes};
}

/** A block with views over its bytes: views of each of 180 000 leaves would take 20 MB. */
export class OpenBlock {
  private readonly keys: Float64Array;
  private readonly starts: Uint32Array;
  private readonly table: Uint32Array;
  private readonly floats: Float64Array;
  private last = 0;

  constructor({keys, starts, bytes}: Block) {
    this.keys = keys;
    this.starts = starts;
    this.table = new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.length >>> 2);
    this.floats = new Float64Array(bytes.buffer, bytes.byteOffset, bytes.length >>> 3);
  }

  /** Has a view look at the leaf of a key; whether there is one. */
  place(view: LeafView, key: number): boolean {
    const leaf = this.find(key);
    if (leaf < 0) return false;
    view.place(this.table, this.floats, this.starts[leaf]!);
    return true;
  }

  // the place of a key, mostly one of the next after that of the last one asked for
  private find(key: number): number {
    const {keys} = this;
    const near = Math.min(keys.length, this.last + KEYS_AHEAD);
    for (let i = this.last; i < near; i++) if (keys[i] === key) return (this.last = i);
    let low = 0;
    let high = keys.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (keys[middle]! < key) low = middle + 1;
      else high = middle;
    }
    if (keys[low] !== key) return -1;
    return (this.last = low);
  }
}

const KEYS_AHEAD = 8;

/** The eight blocks round a block. */
export function neighboursOf(block: number): number[] {
  const {x, y, size} = cellBox(block * KEYS_PER_BLOCK + BLOCK_LEVEL);
  const around = [-size / 2, size / 2, (3 * size) / 2];
  return around
    .flatMap((dx) => around.map((dy) => blockOf(cellAt(BLOCK_LEVEL, x + dx, y + dy))))
    .filter((id) => id !== block);
}

/** What a block weighs in the cache. */
export function blockSize({keys, bytes}: Block): number {
  return bytes.byteLength + keys.length * 8 + 256;
}
