import {LRUCache} from 'lru-cache';
import type {Db} from '../db/db.ts';
import type {ResolvedLayer} from '../layers/layer-store.ts';
import {Thread} from '../thread.ts';
import {bandOf} from './bands.ts';
import type {CuttingQuestions} from './cutting-thread.ts';
import type {TileAddress} from './make-tile.ts';
import type {MakingQuestions} from './making-thread.ts';
import {findTileSet, readPackParts, type TileSet} from './pack-store.ts';
import {prepareTiles, type LongWork} from './prepare-tiles.ts';

/** Finished tiles kept: some thousands of the few kilobytes a tile has. */
const TILE_CACHE_BYTES = 64 * 1024 ** 2;
/** Packs kept: a view needs a dozen tiles, most from the same one or two packs. */
const PACK_CACHE_BYTES = 64 * 1024 ** 2;

/** In place of an empty tile, which a cache cannot hold as nothing. */
const EMPTY = new Uint8Array(0);

/**
 * Vector tiles of layer versions. The first request for a version prepares it (once, whoever asks);
 * after that a tile costs reading one pack, and a second time nothing.
 */
export class TileService {
  private readonly preparing = new Map<number, Promise<TileSet>>();
  private readonly making = new Thread<MakingQuestions>(
    new URL('./making-thread.ts', import.meta.url),
  );
  private readonly cutting = new Thread<CuttingQuestions>(
    new URL('./cutting-thread.ts', import.meta.url),
  );
  /** The end of the queue of preparations; one at a time keeps a core free for everything else. */
  private lastPreparation: Promise<unknown> = Promise.resolve();
  private readonly stopping = new AbortController();
  private readonly tiles = new LRUCache<string, Uint8Array>({
    maxSize: TILE_CACHE_BYTES,
    sizeCalculation: ({length}) => length + 64,
  });
  private readonly packs = new LRUCache<string, Uint8Array[]>({
    maxSize: PACK_CACHE_BYTES,
    sizeCalculation: (parts) => parts.reduce((sum, {length}) => sum + length, 64),
  });
  /** Tiles and packs under way, so that what several ask for is made once. */
  private readonly underWay = new Map<string, Promise<unknown>>();

  constructor(private readonly db: Db) {
    // a thread that is stopped before it has loaded says so to whoever waits; here nobody does
    for (const {opened} of [this.making, this.cutting]) opened.catch(() => {});
  }

  /** Makes a version ready for `read`; for the end of an import, so that nobody has to wait. */
  prepare(version: Pick<ResolvedLayer, 'versionId' | 'map'>, context?: LongWork): Promise<TileSet> {
    const {versionId} = version;
    let preparing = this.preparing.get(versionId);
    if (!preparing) {
      preparing = findTileSet(this.db, versionId).then(
        (found) => found ?? this.inTurn(version, context),
      );
      this.preparing.set(versionId, preparing);
      // a failed preparation is tried again by the next request
      preparing.catch(() => this.preparing.delete(versionId));
    }
    return preparing;
  }

  /** A tile of a version, gzipped; null when it is empty. The address must be in range. */
  async read(
    version: Pick<ResolvedLayer, 'layerId' | 'versionId' | 'map'>,
    address: TileAddress,
  ): Promise<Uint8Array | null> {
    const key = `${version.versionId}/${address.zoom}/${address.x}/${address.y}`;
    const cached = this.tiles.get(key);
    const tile = cached ?? (await this.once(key, () => this.make(version, address, key)));
    return tile === EMPTY ? null : tile;
  }

  /** Stops preparations at the next batch; what they have stored so far is swept by the next. */
  async close(): Promise<void> {
    this.stopping.abort();
    await this.lastPreparation;
    await Promise.all([this.making.stop(), this.cutting.stop()]);
  }

  private inTurn(
    version: Pick<ResolvedLayer, 'versionId' | 'map'>,
    context?: LongWork,
  ): Promise<TileSet> {
    const own = {progress: () => {}, signal: this.stopping.signal, ...context};
    const mine = this.lastPreparation.then(() => prepareTiles(this.db, this.cutting, version, own));
    this.lastPreparation = mine.catch(() => {});
    return mine;
  }

  private async make(
    version: Pick<ResolvedLayer, 'layerId' | 'versionId' | 'map'>,
    address: TileAddress,
    key: string,
  ): Promise<Uint8Array> {
    const packParts = await this.readPack(await this.prepare(version), address);
    const made =
      packParts.length === 0
        ? null
        : await this.making.ask('make', {layerName: version.layerId, packParts, address});
    const tile = made ?? EMPTY;
    this.tiles.set(key, tile);
    return tile;
  }

  private async readPack(tileSet: TileSet, {zoom, x, y}: TileAddress): Promise<Uint8Array[]> {
    const {first} = bandOf(zoom);
    const pack = {zoom: first, x: x >> (zoom - first), y: y >> (zoom - first)};
    const key = `pack ${tileSet.versionId}/${pack.zoom}/${pack.x}/${pack.y}`;
    const cached = this.packs.get(key);
    if (cached) return cached;
    return this.once(key, async () => {
      const parts = await readPackParts(this.db, tileSet, pack);
      this.packs.set(key, parts);
      return parts;
    });
  }

  private once<T>(key: string, work: () => Promise<T>): Promise<T> {
    const running = this.underWay.get(key);
    if (running) return running as Promise<T>;
    const started = work().finally(() => this.underWay.delete(key));
    this.underWay.set(key, started);
    return started;
  }
}
