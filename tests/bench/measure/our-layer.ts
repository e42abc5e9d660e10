import type {Db} from '../../../server/db/db.ts';
import {ident, sql} from '../../../server/db/sql.ts';
import {multiPolygonAreaM2} from '../../../server/kernel/area.ts';
import {toLegalMultiPolygon} from '../../../server/kernel/densify.ts';
import {wkbOfPolygons} from '../../../server/kernel/wkb.ts';
import {cellTable} from '../../../server/layers/cells/cell-store.ts';
import {indexVersion} from '../../../server/layers/cells/index-version.ts';
import {appendFeatures} from '../../../server/layers/feature-store.ts';
import {
  publishVersion,
  resolveLayer,
  type ResolvedLayer,
} from '../../../server/layers/layer-store.ts';
import {beginLayer, sealLayer, storedFeature} from '../../setup/seal-features.ts';
import {verticesOf, type BenchFeature} from './region.ts';
import {CuttingThreads} from '../../../server/layers/cells/cutting-threads.ts';

/** Threads that cut: what the service takes on two cores. */
export const THREADS = 2;

const cutting = new CuttingThreads(THREADS);

export interface OurLayer {
  layer: ResolvedLayer;
  featureIds: string[];
  vertexCount: number;
  /** Cutting the stored features into cells, storing those and the pyramid. */
  indexMs: number;
}

/** Stores features as a layer version and cuts it, as an import does after reading its file. */
export async function storeLayer(
  db: Db,
  layerId: string,
  kind: string,
  features: AsyncIterable<BenchFeature>,
  alsoTo: (batch: BenchFeature[]) => Promise<void> = async () => {},
): Promise<OurLayer> {
  const draft = {id: layerId, kind};
  const version = await beginLayer(db, draft);
  const featureIds: string[] = [];
  let vertexCount = 0;
  let areaM2 = 0;
  for await (const batch of inBatches(features, 20_000)) {
    const stored = batch.map(({id, class: name, multiPolygon}, i) =>
      storedFeature(
        {
          id,
          name: id,
          class: name,
          areaM2: multiPolygonAreaM2(toLegalMultiPolygon(multiPolygon)),
          wkb: wkbOfPolygons(multiPolygon),
        },
        featureIds.length + i + 1,
      ),
    );
    await appendFeatures(db, version.versionId, stored);
    await alsoTo(batch);
    for (const {id, multiPolygon} of batch) {
      featureIds.push(id);
      vertexCount += verticesOf(multiPolygon);
    }
    for (const feature of stored) areaM2 += feature.areaM2;
  }
  await db.query(sql`analyze ${ident(`features_${version.versionId}`)}`);
  const indexMs = await indexAgain(db, version.versionId);
  await sealLayer(db, version, draft, {featureCount: featureIds.length, areaM2});
  await publishVersion(db, version);
  return {layer: await resolveLayer(db, layerId), featureIds, vertexCount, indexMs};
}

/** Cuts a version (anew) from its stored features; returns milliseconds. */
export async function indexAgain(db: Db, versionId: number): Promise<number> {
  const started = performance.now();
  await indexVersion(db, versionId, cutting, {
    progress() {},
    signal: new AbortController().signal,
  });
  return performance.now() - started;
}

/** What the cells of a version and the pyramid above them take in the database. */
export async function storedSize(
  db: Db,
  versionId: number,
): Promise<{cells: number; cellBytes: number; pyramidBytes: number}> {
  const [table] = await db.query<{bytes: number}>(
    sql`select pg_total_relation_size(${cellTable(versionId).quoted}) as bytes`,
  );
  const [index] = await db.query<{cells: number; bytes: number}>(
    sql`select cell_count as cells, pg_column_size(pyramid) as bytes
        from cell_indexes where version_id = ${versionId}`,
  );
  return {cells: index!.cells, cellBytes: table!.bytes, pyramidBytes: index!.bytes};
}

/** Batches of a feature or more, of about so many vertices. */
async function* inBatches(
  features: AsyncIterable<BenchFeature>,
  vertexCount: number,
): AsyncGenerator<BenchFeature[]> {
  let batch: BenchFeature[] = [];
  let held = 0;
  for await (const feature of features) {
    batch.push(feature);
    held += verticesOf(feature.multiPolygon);
    if (held < vertexCount) continue;
    yield batch;
    batch = [];
    held = 0;
  }
  if (batch.length > 0) yield batch;
}
