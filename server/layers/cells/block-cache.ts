import {LRUCache} from 'lru-cache';
import type {Db} from '../../db/db.ts';
import {blockRange, blockSize, packBlock, type Block} from './block.ts';
import {readCells, readIndex} from './cell-store.ts';

/** The index of a version in memory that all threads see. */
export interface OpenIndex {
  versionId: number;
  classes: (string | null)[];
  featureCount: number;
  cellCount: number;
  cellBytes: number;
  /** Packed pyramid over shared memory. */
  pyramid: Uint8Array;
}

/** Indexes kept open; a pyramid is a few per cent of its cells. */
const OPEN_INDEXES = 64;
/**
 * Blocks read in one query, a megabyte or two. Drivers hold an answer as text and as bytes at once:
 * reading 7 million vertices some hundred blocks at a time left 260 MB resident for 138 MB of cells.
 */
const BLOCKS_PER_QUERY = 32;
/** Blocks read ahead at a time: a megabyte, so that on one connection a real wish does not wait long. */
const PREFETCHED_BLOCKS = 24;

/**
 * Pyramids and blocks of cells, the least recently used forgotten first. Concurrent wishes for the
 * same thing read it once.
 */
export class BlockCache {
  private readonly blocks: LRUCache<string, Block>;
  private readonly indexes: LRUCache<number, OpenIndex>;
  private readonly reading = new Map<string, Promise<void>>();
  private readonly readingIndexes = new Map<number, Promise<OpenIndex | null>>();

  constructor(
    private readonly db: Db,
    maxBytes: number,
    private readonly onForget: (versionId: number, block: number) => void,
    onForgetIndex: (versionId: number) => void,
  ) {
    this.blocks = new LRUCache<string, Block>({
      maxSize: maxBytes,
      sizeCalculation: blockSize,
      dispose: (block, key) => this.onForget(Number(key.split('/')[0]), block.id),
    });
    this.indexes = new LRUCache<number, OpenIndex>({
      max: OPEN_INDEXES,
      dispose: (_index, versionId) => onForgetIndex(versionId),
    });
  }

  /** The index of a version, or null where it has none. */
  async index(versionId: number): Promise<OpenIndex | null> {
    const known = this.indexes.get(versionId);
    if (known) return known;
    const reading =
      this.readingIndexes.get(versionId) ??
      this.readIndex(versionId).finally(() => this.readingIndexes.delete(versionId));
    this.readingIndexes.set(versionId, reading);
    return reading;
  }

  /** Says that blocks at hand were used; noted after the answer, which somebody waits for. */
  touch(versionId: number, blocks: Iterable<number>): void {
    setImmediate(() => {
      for (const block of blocks) this.blocks.get(`${versionId}/${block}`);
    });
  }

  inMemory(versionId: number, block: number): Block | undefined {
    return this.blocks.get(`${versionId}/${block}`);
  }

  /** Blocks from memory or from the database, in one query. */
  async blocksOf(versionId: number, wanted: readonly number[]): Promise<Block[]> {
    const missing = wanted.filter((id) => {
      const key = `${versionId}/${id}`;
      return !this.blocks.has(key) && !this.reading.has(key);
    });
    const mine = missing.length > 0 ? this.read(versionId, missing) : null;
    if (mine)
      for (const id of missing)
        this.reading.set(
          `${versionId}/${id}`,
          mine.then(() => {}),
        );
    // A block may be larger than the cache or be forgotten again before it is used: keep what was read.
    const read = new Map((await mine)?.map((block) => [block.id, block]));
    const found: Block[] = [];
    for (const id of wanted) {
      const key = `${versionId}/${id}`;
      await this.reading.get(key);
      const block = this.blocks.get(key) ?? read.get(id);
      if (block) found.push(block);
      else found.push(...(await this.read(versionId, [id])));
    }
    return found;
  }

  /**
   * Reads blocks that will probably be wanted next, as far as there is room without forgetting any.
   * If it fails, so will the real wish, and that is told.
   */
  async prefetch(versionId: number, likely: Iterable<number>): Promise<void> {
    if (this.blocks.calculatedSize > this.blocks.maxSize / 2) return;
    const wanted: number[] = [];
    for (const id of likely) {
      const key = `${versionId}/${id}`;
      if (!this.blocks.has(key) && !this.reading.has(key)) wanted.push(id);
      if (wanted.length === PREFETCHED_BLOCKS) break;
    }
    if (wanted.length > 0) await this.blocksOf(versionId, wanted).catch(() => {});
  }

  /** Drops what is held of a version that is gone. */
  forget(versionId: number): void {
    this.indexes.delete(versionId);
    for (const key of this.blocks.keys()) {
      if (key.startsWith(`${versionId}/`)) this.blocks.delete(key);
    }
  }

  get byteCount(): number {
    return this.blocks.calculatedSize;
  }

  private async readIndex(versionId: number): Promise<OpenIndex | null> {
    const stored = await readIndex(this.db, versionId);
    if (!stored) return null;
    const pyramid = new Uint8Array(new SharedArrayBuffer(stored.pyramid.length));
    pyramid.set(stored.pyramid);
    const index = {...stored, versionId, pyramid};
    this.indexes.set(versionId, index);
    return index;
  }

  private async read(versionId: number, ids: readonly number[]): Promise<Block[]> {
    try {
      const blocks: Block[] = [];
      for (let from = 0; from < ids.length; from += BLOCKS_PER_QUERY)
        blocks.push(...(await this.query(versionId, ids.slice(from, from + BLOCKS_PER_QUERY))));
      return blocks;
    } finally {
      for (const id of ids) this.reading.delete(`${versionId}/${id}`);
    }
  }

  private async query(versionId: number, ids: readonly number[]): Promise<Block[]> {
    const blockIds = [...new Set(ids)].sort((a, b) => a - b);
    const cells = await readCells(this.db, versionId, blockIds.map(blockRange));
    return blockIds.map((id, i) => {
      const block = packBlock(id, cells[i]!);
      this.blocks.set(`${versionId}/${id}`, block);
      return block;
    });
  }
}
