import type {LocalText} from '../../../contract/local-text.ts';
import type {Bucket} from '../../kernel/cells/buckets.ts';
import {transferables} from '../../kernel/cells/measure.ts';
import type {Cells} from '../../kernel/cells/summary.ts';
import type {Db} from '../../db/db.ts';
import {beginCells, storeCells, storeIndex} from './cell-store.ts';
import type {CuttingThread, CuttingThreads} from './cutting-threads.ts';
import {readGroups, sortFeatures, type FeaturesToIndex} from './sort-features.ts';

interface LongWork {
  progress(share: number, step: LocalText): void;
  signal: AbortSignal;
}

/** Cuts one version by class, which is how every layer is measured. */
export function indexVersion(
  db: Db,
  versionId: number,
  cutting: CuttingThreads,
  work: LongWork,
): Promise<void> {
  const what: FeaturesToIndex = {target: versionId, versionIds: [versionId], groupedBy: 'class'};
  return cutting.lend(cutting.count, (threads) => indexFeatures(db, what, threads, work));
}

/**
 * Cuts polygons into cells and stores them, in threads that hold nothing yet. The index row comes last, so
 * a version whose cutting was cut short has none and is cut again.
 */
export async function indexFeatures(
  db: Db,
  what: FeaturesToIndex,
  threads: CuttingThread[],
  {progress, signal}: LongWork,
): Promise<void> {
  const {target} = what;
  await beginCells(db, target);
  const classes = await readGroups(db, what);
  const featureCount = await sortFeatures(db, what, classes, threads, (share) => {
    signal.throwIfAborted();
    progress(share * 0.4, {zh: '将要素分入网格单元', en: 'sorting features into cells'});
  });
  const buckets = await drainBuckets(threads);
  const cells = await cutAndStore(db, target, buckets, threads, (share) => {
    signal.throwIfAborted();
    progress(0.4 + share * 0.55, {zh: '切分网格单元', en: 'cutting cells'});
  });
  progress(0.95, {zh: '汇总网格单元', en: 'summing cells up'});
  const cellCount = cells.reduce((sum, part) => sum + part.keys.length, 0);
  const cellBytes = cells.reduce((sum, part) => sum + part.byteStarts.at(-1)!, 0);
  const pyramid = await threads[0]!.ask(
    'pyramid',
    {cells, classCount: classes.length, featureCount},
    cells.flatMap(transferables),
  );
  signal.throwIfAborted();
  await storeIndex(db, target, {classes, featureCount, cellCount, cellBytes, pyramid});
  progress(1, {zh: '网格单元已就绪', en: 'cells are ready'});
}

/** All parts of each bucket, from all threads. */
async function drainBuckets(threads: CuttingThread[]): Promise<Bucket[][]> {
  const drained = await Promise.all(threads.map((thread) => thread.ask('drain', undefined)));
  const byKey = new Map<number, Bucket[]>();
  for (const bucket of drained.flat()) {
    const parts = byKey.get(bucket.key);
    if (parts) parts.push(bucket);
    else byKey.set(bucket.key, [bucket]);
  }
  return [...byKey.values()];
}

/** Cuts and stores bucket after bucket on all threads; answers the cells without their bytes. */
async function cutAndStore(
  db: Db,
  target: number,
  buckets: Bucket[][],
  threads: CuttingThread[],
  report: (share: number) => void,
): Promise<Cells[]> {
  const results: Cells[] = [];
  // the largest first, so that no thread is left with one at the end
  const queue = buckets.sort((a, b) => vertexCount(b) - vertexCount(a));
  let next = 0;
  await Promise.all(
    threads.map(async (thread) => {
      let storing: Promise<void> = Promise.resolve();
      while (next < queue.length) {
        const parts = queue[next]!;
        queue[next++] = [];
        const {cells, rows} = await thread.ask(
          'cut',
          {parts, target},
          parts.flatMap(transferables),
        );
        // one bucket is being stored while the next is cut
        await storing;
        storing = storeCells(db, rows);
        // looked at where it is awaited; until then a failure is not to end the process
        storing.catch(() => {});
        results.push(cells);
        report(results.length / queue.length);
      }
      await storing;
    }),
  );
  return results;
}

function vertexCount(parts: Bucket[]): number {
  return parts.reduce((sum, bucket) => sum + bucket.xy.length / 2, 0);
}
