import {randomUUID} from 'node:crypto';
import type {RoleMap} from '../../contract/layer-kind.ts';
import type {LocalText} from '../../contract/local-text.ts';
import type {Db} from '../db/db.ts';
import {
  planBatches,
  readBatch,
  readGeometries,
  type Batch,
  type BatchFeature,
} from '../layers/read-batches.ts';
import type {Thread} from '../thread.ts';
import type {CuttingQuestions} from './cutting-thread.ts';
import type {FeatureToDraw, PackPart} from './pack-cutter.ts';
import {findTileSet, finishTileSet, storePacks, sweepBuilds, type TileSet} from './pack-store.ts';

export interface LongWork {
  progress(share: number, step: LocalText): void;
  signal: AbortSignal;
}

/** Vertices read at a time: 1.6 MB, some 10 ms of the database and 50 ms of the thread. */
const BATCH_VERTICES = 100_000;

/**
 * Simplifies and cuts a layer version for its tiles, once; memory is bounded by 12 to 24 bytes a vertex.
 * Does nothing for a version that is prepared already.
 * @param thread does the work; it can only do one version at a time
 */
export async function prepareTiles(
  db: Db,
  thread: Thread<CuttingQuestions>,
  {versionId, map}: {versionId: number; map: RoleMap},
  {progress, signal}: LongWork,
): Promise<TileSet> {
  const prepared = await findTileSet(db, versionId);
  if (prepared) return prepared;
  await sweepBuilds(db, versionId);
  const build: TileSet = {versionId, build: randomUUID()};
  const batches = await planBatches(db, versionId, BATCH_VERTICES);
  const vertexCount = batches.reduce((sum, batch) => sum + batch.vertexCount, 0);
  const sums = {packCount: 0, byteCount: 0};
  const store = async (packs: PackPart[]) => {
    await storePacks(db, build, packs);
    sums.packCount += packs.length;
    for (const {bytes} of packs) sums.byteCount += bytes.length;
  };
  try {
    await thread.ask('begin', {vertexCount});
    await inTurns(
      batches,
      (batch, share) => {
        signal.throwIfAborted();
        progress(0.3 * share, {zh: '查找共用边界', en: 'finding shared borders'});
        return readGeometries(db, versionId, batch);
      },
      (wkbs) => thread.ask('survey', wkbs),
    );
    await inTurns(
      batches,
      (batch, share) => {
        signal.throwIfAborted();
        progress(0.3 + 0.7 * share, {zh: '为地图简化图形', en: 'simplifying for the map'});
        return readBatch(db, versionId, map.code, batch);
      },
      async (features) => store(await thread.ask('cut', features.map(toDraw))),
    );
    await store(await thread.ask('finish', undefined));
  } catch (error) {
    await thread.ask('finish', undefined).catch(() => {});
    throw error;
  }
  signal.throwIfAborted();
  await finishTileSet(db, build, sums);
  progress(1, {zh: '地图数据已就绪', en: 'ready for the map'});
  return (await findTileSet(db, versionId)) ?? build;
}

/** Reads one batch while the one before is being worked on. */
async function inTurns<Content>(
  batches: readonly Batch[],
  read: (batch: Batch, share: number) => Promise<Content>,
  work: (content: Content) => Promise<void>,
): Promise<void> {
  let working: Promise<void> = Promise.resolve();
  for (const [index, batch] of batches.entries()) {
    const content = await read(batch, index / batches.length);
    await working;
    working = work(content);
    // looked at where it is awaited; until then a failure is not to end the process
    working.catch(() => {});
  }
  await working;
}

function toDraw(feature: BatchFeature): FeatureToDraw {
  const {ordinal, wkb} = feature;
  return {ordinal, wkb, properties: JSON.stringify(drawnProperties(feature))};
}

/** What a tile says of a feature; what it has not is left out. */
function drawnProperties(feature: BatchFeature): Record<string, string | number> {
  const {featureId, code, name, nameEn, level, parent, downstream, areaM2} = feature;
  const properties = {
    id: featureId,
    code,
    name,
    name_en: nameEn,
    class: feature.class,
    parent,
    downstream,
    level,
    area_m2: areaM2,
  };
  return Object.fromEntries(
    Object.entries(properties).filter(
      (entry): entry is [string, string | number] => entry[1] !== null,
    ),
  );
}
