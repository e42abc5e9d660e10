import type {Bucket} from '../../kernel/cells/buckets.ts';
import {transferables} from '../../kernel/cells/measure.ts';
import type {Cells} from '../../kernel/cells/summary.ts';
import type {Db} from '../../db/db.ts';
import {sql} from '../../db/sql.ts';
import {Thread} from '../../thread.ts';
import {beginCells, storeCells, storeIndex, type StoredCell} from './cell-store.ts';
import type {CuttingQuestions, FeatureToCut} from './cutting-thread.ts';

interface LongWork {
  progress(share: number, step: string): void;
  signal: AbortSignal;
}

/** Features read at a time: a few megabytes of typical parcels. */
const PAGE_FEATURES = 500;
/** Rows written at a time: some 2 MB, which the embedded engine takes in a few tens of milliseconds. */
const STORE_BYTES = 2 * 1024 ** 2;

/** Features of one or several versions to be cut together, grouped by their class or their layer. */
export interface FeaturesToIndex {
  /** What the cells are stored under: the version's id, or minus that of a set of them. */
  target: number;
  versionIds: number[];
  groupedBy: 'class' | 'layer';
}

/** Cuts one version by class, which is how every layer is measured. */
export function indexVersion(
  db: Db,
  versionId: number,
  threadCount: number,
  work: LongWork,
): Promise<void> {
  const what: FeaturesToIndex = {target: versionId, versionIds: [versionId], groupedBy: 'class'};
  return indexFeatures(db, what, threadCount, work);
}

/**
 * Cuts polygons into cells and stores them, in `threadCount` threads. The index row comes last, so
 * a version whose cutting was cut short has none and is cut again.
 */
export async function indexFeatures(
  db: Db,
  what: FeaturesToIndex,
  threadCount: number,
  {progress, signal}: LongWork,
): Promise<void> {
  const {target} = what;
  const module = new URL('./cutting-thread.ts', import.meta.url);
  const threads = Array.from({length: threadCount}, () => new Thread<CuttingQuestions>(module));
  try {
    await beginCells(db, target);
    const classes = await readGroups(db, what);
    const featureCount = await sortFeatures(db, what, classes, threads, (share) => {
      signal.throwIfAborted();
      progress(share * 0.4, 'sorting features into cells');
    });
    const buckets = await drainBuckets(threads);
    const cells = await cutAndStore(db, target, buckets, threads, (share) => {
      signal.throwIfAborted();
      progress(0.4 + share * 0.55, 'cutting cells');
    });
    progress(0.95, 'summing cells up');
    const cellCount = cells.reduce((sum, part) => sum + part.keys.length, 0);
    const cellBytes = cells.reduce((sum, part) => sum + part.byteStarts.at(-1)!, 0);
    const pyramid = await threads[0]!.ask(
      'pyramid',
      {cells, classCount: classes.length, featureCount},
      cells.flatMap(transferables),
    );
    signal.throwIfAborted();
    await storeIndex(db, target, {classes, featureCount, cellCount, cellBytes, pyramid});
    progress(1, 'cells are ready');
  } finally {
    await Promise.all(threads.map((thread) => thread.stop()));
  }
}

const GROUP = {
  class: sql`f.class`,
  layer: sql`(select layer_id || '@' || version from layer_versions v where v.version_id = f.version_id)`,
};

/** Group indexes follow the order of the names, so that the same data gives the same bytes. */
async function readGroups(
  db: Db,
  {versionIds, groupedBy}: FeaturesToIndex,
): Promise<(string | null)[]> {
  const rows = await db.query<{name: string | null}>(
    sql`select distinct ${GROUP[groupedBy]} collate "C" as name from features f
        where f.version_id = any (${versionIds}::integer[]) order by 1`,
    'reading the classes of a version',
  );
  return rows.map((row) => row.name);
}

interface FeatureRow {
  versionId: number;
  ordinal: number;
  group: string | null;
  wkb: Uint8Array;
}

/** Returns how many features there were; feature i is the i-th by ordinal. */
async function sortFeatures(
  db: Db,
  {versionIds, groupedBy}: FeaturesToIndex,
  classes: (string | null)[],
  threads: Thread<CuttingQuestions>[],
  report: (share: number) => void,
): Promise<number> {
  const classIndexes = new Map(classes.map((name, index) => [name, index]));
  const [count] = await db.query<{n: number}>(
    sql`select count(*) as n from features where version_id = any (${versionIds}::integer[])`,
  );
  let feature = 0;
  let after = {versionId: 0, ordinal: -1};
  const busy = new Set<Promise<unknown>>();
  for (let turn = 0; ; turn++) {
    const page = await db.query<FeatureRow>(
      sql`select f.version_id as "versionId", f.ordinal, ${GROUP[groupedBy]} as group,
                 st_asbinary(f.geom, 'NDR') as wkb
          from features f
          where f.version_id = any (${versionIds}::integer[])
            and (f.version_id, f.ordinal) > (${after.versionId}::integer, ${after.ordinal}::integer)
          order by f.version_id, f.ordinal limit ${PAGE_FEATURES}`,
      'reading features to cut',
    );
    if (page.length === 0) break;
    after = page.at(-1)!;
    const features: FeatureToCut[] = page.map((row) => ({
      feature: feature++,
      classIndex: classIndexes.get(row.group)!,
      wkb: row.wkb,
    }));
    // two pages a thread on the way: one being read, one being sorted
    if (busy.size >= 2 * threads.length) await Promise.race(busy);
    const sorted = threads[turn % threads.length]!.ask('sort', features).finally(() =>
      busy.delete(sorted),
    );
    busy.add(sorted);
    report(feature / count!.n);
  }
  await Promise.all(busy);
  return feature;
}

/** All parts of each bucket, from all threads. */
async function drainBuckets(threads: Thread<CuttingQuestions>[]): Promise<Bucket[][]> {
  const drained = await Promise.all(threads.map((thread) => thread.ask('drain', undefined)));
  const byKey = new Map<number, Bucket[]>();
  for (const bucket of drained.flat()) {
    const parts = byKey.get(bucket.key);
    if (parts) parts.push(bucket);
    else byKey.set(bucket.key, [bucket]);
  }
  return [...byKey.values()];
}

/** Cuts bucket after bucket on all threads; answers the cells without their bytes, which are stored. */
async function cutAndStore(
  db: Db,
  versionId: number,
  buckets: Bucket[][],
  threads: Thread<CuttingQuestions>[],
  report: (share: number) => void,
): Promise<Cells[]> {
  const results: Cells[] = [];
  const writer = new CellWriter(db, versionId);
  // the largest first, so that no thread is left with one at the end
  const queue = buckets.sort((a, b) => vertexCount(b) - vertexCount(a));
  let next = 0;
  await Promise.all(
    threads.map(async (thread) => {
      while (next < queue.length) {
        const parts = queue[next]!;
        queue[next++] = [];
        const cells = await thread.ask('cut', parts, parts.flatMap(transferables));
        await writer.add(cells);
        results.push({...cells, bytes: new Uint8Array(0)});
        report(results.length / queue.length);
      }
    }),
  );
  await writer.flush();
  return results;
}

/** Gathers leaves into batches and writes one batch at a time. */
class CellWriter {
  private batch: StoredCell[] = [];
  private batchBytes = 0;
  private last: Promise<void> = Promise.resolve();

  constructor(
    private readonly db: Db,
    private readonly versionId: number,
  ) {}

  async add({keys, bytes, byteStarts}: Cells): Promise<void> {
    for (let i = 0; i < keys.length; i++) {
      const leaf = bytes.subarray(byteStarts[i]!, byteStarts[i + 1]!);
      if (leaf.length === 0) continue;
      this.batch.push({key: keys[i]!, bytes: leaf});
      this.batchBytes += leaf.length;
    }
    if (this.batchBytes >= STORE_BYTES) await this.flush();
  }

  flush(): Promise<void> {
    const cells = this.batch;
    this.batch = [];
    this.batchBytes = 0;
    this.last = this.last.then(() =>
      cells.length === 0 ? undefined : storeCells(this.db, this.versionId, cells),
    );
    return this.last;
  }
}

function vertexCount(parts: Bucket[]): number {
  return parts.reduce((sum, bucket) => sum + bucket.xy.length / 2, 0);
}
