import type {Bounds, Measurement} from '../kernel/cells/drawing.ts';
import {AreaMatrix} from '../kernel/cells/area-matrix.ts';
import type {LeafPairs} from '../kernel/cells/join.ts';
import {Pyramid} from '../kernel/cells/pyramid.ts';
import type {MultiPolygon} from '../kernel/geometry.ts';
import {layOutLonLat} from '../kernel/lon-lat-rings.ts';
import type {Db} from '../db/db.ts';
import {fail} from '../errors.ts';
import {Thread} from '../thread.ts';
import {blocksOf, neighboursOf} from './cells/block.ts';
import {BlockCache, type OpenIndex} from './cells/block-cache.ts';
import {CuttingThreads} from './cells/cutting-threads.ts';
import type {MeasuringQuestions} from './cells/measuring-thread.ts';
import {SharedWork} from './cells/shared-work.ts';
import {SmallZones} from './cells/small-zones.ts';

export type {Bounds, Measurement};

/** What a zone holds of one layer version; `classes[i]` is the class of `byClassM2[i]`. */
export interface LayerMeasurement extends Measurement {
  classes: (string | null)[];
}
export interface LayerBounds extends Bounds {
  classes: (string | null)[];
}

export interface MeasureOptions {
  /**
   * Name of a drawing in progress: its next zone reuses what did not change, and replaces one that
   * is still waiting (which then throws SUPERSEDED).
   */
  drawing?: string;
  /** Called with what is certain before any leaf is opened. */
  onBounds?: (bounds: LayerBounds[]) => void;
}

/** A layer version to measure against. */
export interface MeasurableVersion {
  layerId: string;
  version: number;
  versionId: number;
  geometryFamily: string;
}

/** Pairs of leaves a thread measures at a time: some tens of milliseconds, so progress flows. */
const PAIRS_AT_ONCE = 4000;

/**
 * Measures zones and whole layers against layers, in a small pool of threads, so that the event loop
 * stays free. Coordinates are longitude/latitude, areas m² in the legal plane, overlaps counted once.
 */
export class Measuring {
  /** Threads that cut what is to be measured. */
  readonly cutting: CuttingThreads;
  private readonly threads: MeasuringThread[];
  private readonly cache: BlockCache;
  private readonly smallZones: SmallZones;
  private readonly drawings = new Map<string, DrawingQueue>();
  /** Sets of layers being cut: two first uses at once cut a set once. */
  readonly setCuttings = new SharedWork<number>();

  constructor(db: Db, {threads, cacheBytes}: {threads: number; cacheBytes: number}) {
    this.cutting = new CuttingThreads(threads);
    this.threads = Array.from({length: threads}, () => new MeasuringThread());
    this.cache = new BlockCache(
      db,
      cacheBytes,
      (versionId, block) => {
        for (const thread of this.threads) thread.forgetBlock(versionId, block);
        this.smallZones.forgetBlock(versionId, block);
      },
      (versionId) => {
        for (const thread of this.threads) thread.forgetIndex(versionId);
        this.smallZones.forgetIndex(versionId);
      },
    );
    this.smallZones = new SmallZones(this.cache);
  }

  /**
   * What a zone holds of each of the versions.
   * @throws LAYER_NOT_AREAL, LAYER_NOT_READY, SUPERSEDED
   */
  async measureZone(
    zone: MultiPolygon,
    versions: readonly MeasurableVersion[],
    {drawing, onBounds}: MeasureOptions = {},
  ): Promise<LayerMeasurement[]> {
    const indexes = await this.openIndexes(versions);
    const run = (thread: MeasuringThread, isSuperseded: () => boolean) =>
      this.measureOn(thread, {zone, indexes, drawing: drawing ?? null, onBounds}, isSuperseded);
    if (drawing === undefined) return run(this.idlest(), () => false);
    return this.queueOf(drawing).add(run);
  }

  /** Between which areas the answer of `measureZone` lies, without opening a cell for it. */
  async boundZone(
    zone: MultiPolygon,
    versions: readonly MeasurableVersion[],
  ): Promise<LayerBounds[]> {
    const indexes = await this.openIndexes(versions);
    const thread = this.idlest();
    thread.open(indexes);
    const versionIds = indexes.map((index) => index.versionId);
    const flat = layOutLonLat(zone);
    const {plan, bounds, measurements} = await thread.ask(
      'plan',
      {zone: flat, versionIds, drawing: null, wantsBounds: true},
      [flat.lonLat.buffer as ArrayBuffer],
    );
    if (!measurements) await thread.ask('dropPlan', plan);
    return bounds!.map((bound, i) => ({...bound, classes: indexes[i]!.classes}));
  }

  /**
   * Two layers measured against each other, feature by feature. Positions in the matrix are those of
   * the features by ordinal. Without entries only the row sums are made, several times faster.
   */
  async measureLayers(
    rows: MeasurableVersion,
    columns: MeasurableVersion,
    hasEntries: boolean,
    {progress, signal}: {progress(share: number): void; signal: AbortSignal},
  ): Promise<{matrix: AreaMatrix; rowClasses: (string | null)[]; classes: (string | null)[]}> {
    const [rowIndex, columnIndex] = (await this.openIndexes([rows, columns])) as [
      OpenIndex,
      OpenIndex,
    ];
    for (const thread of this.threads) thread.open([rowIndex, columnIndex]);
    const pair = {rows: rows.versionId, columns: columns.versionId, hasEntries};
    const start = await this.idlest().ask('planJoin', pair);
    const matrix = new AreaMatrix(
      Pyramid.open(rowIndex.pyramid),
      Pyramid.open(columnIndex.pyramid),
      hasEntries,
    );
    matrix.merge(start.matrix);

    const total = start.pairs.rowKeys.length;
    let next = 0;
    let done = 0;
    await Promise.all(
      this.threads.map(async (thread) => {
        while (next < total) {
          signal.throwIfAborted();
          const from = next;
          const to = (next = Math.min(total, from + PAIRS_AT_ONCE));
          const pairs = slicePairs(start.pairs, from, to);
          const [rowBlocks, columnBlocks] = await Promise.all([
            this.cache.blocksOf(rows.versionId, blocksOf(pairs.rowKeys.filter(isLeaf))),
            this.cache.blocksOf(columns.versionId, blocksOf(pairs.columnKeys.filter(isLeaf))),
          ]);
          matrix.merge(await thread.ask('measurePairs', {...pair, pairs, rowBlocks, columnBlocks}));
          done += to - from;
          progress(done / total);
        }
      }),
    );
    return {matrix, rowClasses: rowIndex.classes, classes: columnIndex.classes};
  }

  /** Forgets a version that is gone or was indexed anew. */
  forget(versionId: number): void {
    this.cache.forget(versionId);
  }

  /** For /metrics. */
  counts(): {cacheBytes: number; drawings: number} {
    return {cacheBytes: this.cache.byteCount, drawings: this.drawings.size};
  }

  async close(): Promise<void> {
    await Promise.all([this.cutting.close(), ...this.threads.map((thread) => thread.stop())]);
  }

  private async openIndexes(versions: readonly MeasurableVersion[]): Promise<OpenIndex[]> {
    return Promise.all(
      versions.map(async ({layerId, versionId, geometryFamily}) => {
        if (geometryFamily !== 'polygon') {
          throw fail('LAYER_NOT_AREAL', {layerId, geometry: geometryFamily});
        }
        const index = await this.cache.index(versionId);
        if (!index) throw fail('LAYER_NOT_READY', {layerId});
        return index;
      }),
    );
  }

  private async measureOn(
    thread: MeasuringThread,
    job: {
      zone: MultiPolygon;
      indexes: OpenIndex[];
      drawing: string | null;
      onBounds: MeasureOptions['onBounds'];
    },
    isSuperseded: () => boolean,
  ): Promise<LayerMeasurement[]> {
    const {zone, indexes, drawing, onBounds} = job;
    const named = (measurements: Measurement[]) =>
      measurements.map((m, i) => ({...m, classes: indexes[i]!.classes}));
    const flat = layOutLonLat(zone);
    if (drawing === null && !onBounds) {
      const measurements = this.smallZones.measure(flat, indexes);
      if (measurements) return named(measurements);
    }
    const versionIds = indexes.map((index) => index.versionId);
    thread.open(indexes);
    const {plan, bounds, missing, used, measurements} = await thread.ask(
      'plan',
      {zone: flat, versionIds, drawing, wantsBounds: onBounds !== undefined},
      [flat.lonLat.buffer as ArrayBuffer],
    );
    if (bounds) onBounds?.(bounds.map((bound, i) => ({...bound, classes: indexes[i]!.classes})));
    used.forEach((blocks, i) => this.cache.touch(versionIds[i]!, blocks));
    if (measurements) return named(measurements);
    for (let wanted = missing; ;) {
      const blocks = await Promise.all(
        wanted.map((ids, i) => (ids.length === 0 ? [] : this.cache.blocksOf(versionIds[i]!, ids))),
      );
      if (isSuperseded()) {
        await thread.ask('dropPlan', plan);
        throw fail('SUPERSEDED', {drawing: drawing ?? ''});
      }
      const answer = await thread.ask('finish', {plan, blocks});
      if ('measurements' in answer) {
        if (drawing !== null) missing.forEach((ids, i) => this.readAhead(versionIds[i]!, ids));
        return named(answer.measurements);
      }
      wanted = answer.missing;
    }
  }

  /** Where the outline of a drawing has just come, it will go on: reads the blocks next to new ones. */
  private readAhead(versionId: number, blocks: number[]): void {
    void this.cache.prefetch(versionId, new Set(blocks.flatMap(neighboursOf)));
  }

  private idlest(): MeasuringThread {
    return this.threads.reduce((best, thread) => (thread.load < best.load ? thread : best));
  }

  /** A drawing stays on one thread, where what it measured before lies. */
  private queueOf(drawing: string): DrawingQueue {
    const known = this.drawings.get(drawing);
    if (known) return known;
    const queue = new DrawingQueue(this.idlest(), drawing, () => this.drawings.delete(drawing));
    this.drawings.set(drawing, queue);
    return queue;
  }
}

type Run = (thread: MeasuringThread, isSuperseded: () => boolean) => Promise<LayerMeasurement[]>;

/** How long a drawing that is not touched keeps its thread. */
const IDLE_MS = 5 * 60_000;

/** Zones of one drawing: one is measured, the newest waits, those between are superseded. */
class DrawingQueue {
  private isBusy = false;
  private waiting: {
    run: Run;
    resolve: (m: LayerMeasurement[]) => void;
    reject: (e: unknown) => void;
  } | null = null;
  private idle: NodeJS.Timeout | undefined;

  constructor(
    private readonly thread: MeasuringThread,
    private readonly drawing: string,
    private readonly onIdle: () => void,
  ) {}

  add(run: Run): Promise<LayerMeasurement[]> {
    return new Promise((resolve, reject) => {
      this.waiting?.reject(fail('SUPERSEDED', {drawing: this.drawing}));
      this.waiting = {run, resolve, reject};
      if (!this.isBusy) void this.work();
    });
  }

  private async work(): Promise<void> {
    this.isBusy = true;
    clearTimeout(this.idle);
    while (this.waiting) {
      const {run, resolve, reject} = this.waiting;
      this.waiting = null;
      await run(this.thread, () => this.waiting !== null).then(resolve, reject);
    }
    this.isBusy = false;
    this.idle = setTimeout(() => {
      this.onIdle();
      void this.thread.ask('endDrawing', this.drawing).catch(() => {});
    }, IDLE_MS).unref();
  }
}

/**
 * What a measure leaves behind is views and small lists, gone at its end: room for one measure is
 * enough. The default grows to 48 MB a thread when a whole layer passes through, and stays there.
 */
const YOUNG_MB = 16;

/** One thread, which versions it has open, and how many questions it is at. */
class MeasuringThread {
  load = 0;
  private readonly thread = new Thread<MeasuringQuestions>(
    new URL('./cells/measuring-thread.ts', import.meta.url),
    undefined,
    {maxYoungGenerationSizeMb: YOUNG_MB},
  );
  private readonly open_ = new Set<number>();

  constructor() {
    // Questions asked meanwhile wait; one that fails to load rejects them.
    this.thread.opened.catch(() => {});
  }

  open(indexes: readonly OpenIndex[]): void {
    for (const {versionId, pyramid} of indexes) {
      if (this.open_.has(versionId)) continue;
      this.open_.add(versionId);
      this.tell('openIndex', {versionId, pyramid});
    }
  }

  forgetIndex(versionId: number): void {
    if (this.open_.delete(versionId)) this.tell('forgetIndex', versionId);
  }

  forgetBlock(versionId: number, block: number): void {
    this.tell('forgetBlock', {versionId, block});
  }

  async ask<N extends keyof MeasuringQuestions>(
    name: N,
    question: MeasuringQuestions[N][0],
    transfer: ArrayBuffer[] = [],
  ): Promise<MeasuringQuestions[N][1]> {
    this.load += 1;
    try {
      return await this.thread.ask(name, question, transfer);
    } finally {
      this.load -= 1;
    }
  }

  stop(): Promise<void> {
    return this.thread.stop();
  }

  private tell<N extends keyof MeasuringQuestions>(
    name: N,
    question: MeasuringQuestions[N][0],
  ): void {
    this.thread.ask(name, question).catch(() => {});
  }
}

// pairs with ground that is covered as a whole have no leaf to open on that side
function isLeaf(key: number): boolean {
  return key > 0;
}

function slicePairs(pairs: LeafPairs, from: number, to: number): LeafPairs {
  return {
    rowKeys: pairs.rowKeys.slice(from, to),
    rowNodes: pairs.rowNodes.slice(from, to),
    columnKeys: pairs.columnKeys.slice(from, to),
    columnNodes: pairs.columnNodes.slice(from, to),
  };
}
