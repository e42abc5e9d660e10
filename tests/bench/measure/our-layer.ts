import type {Db} from '../../../server/db/db.ts';
import {ident, sql} from '../../../server/db/sql.ts';
import {multiPolygonAreaM2} from '../../../server/kernel/area.ts';
import {toLegalMultiPolygon} from '../../../server/kernel/densify.ts';
import {wkbOfPolygons} from '../../../server/kernel/wkb.ts';
import {cellTable} from '../../../server/layers/cells/cell-store.ts';
import {indexVersion} from '../../../server/layers/cells/index-version.ts';
import {appendFeatures} from '../../../server/layers/feature-store.ts';
import {
  createVersion,
  finishVersion,
  resolveLayer,
  type ResolvedLayer,
} from '../../../server/layers/layer-store.ts';
import {verticesOf, type BenchFeature} from './region.ts';

/** Threads that cut: what the service takes on two cores. */
export const THREADS = 2;

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
  const title = {zh: layerId, en: layerId};
  const handle = await createVersion(db, {
    layerId,
    kind,
    title,
    source: {
      fileName: `${layerId}.geojsonl`,
      format: 'geojson',
      layerName: null,
      crs: 'EPSG:4490',
      encoding: null,
      bytes: 0,
      sha256: '',
    },
    map: {},
    attribution: title,
    isInvented: true,
    jobId: null,
  });
  const featureIds: string[] = [];
  let vertexCount = 0;
  let areaM2 = 0;
  for await (const batch of inBatches(features, 20_000)) {
    const stored = batch.map((feature, i) => ({
      ordinal: featureIds.length + i + 1,
      featureId: feature.id,
      name: feature.id,
      nameEn: null,
      class: feature.class,
      parent: null,
      downstream: null,
      level: null,
      properties: {},
      areaM2: multiPolygonAreaM2(toLegalMultiPolygon(feature.multiPolygon)),
      wkbHex: Buffer.from(wkbOfPolygons(feature.multiPolygon)).toString('hex'),
    }));
    await appendFeatures(db, handle.versionId, stored);
    await alsoTo(batch);
    for (const {id, multiPolygon} of batch) {
      featureIds.push(id);
      vertexCount += verticesOf(multiPolygon);
    }
    for (const feature of stored) areaM2 += feature.areaM2;
  }
  await db.query(sql`analyze ${ident(`features_${handle.versionId}`)}`);
  const indexMs = await indexAgain(db, handle.versionId);
  await finishVersion(db, handle, {
    featureCount: featureIds.length,
    vertexCount,
    areaM2,
    bbox: null,
    geometryFamily: 'polygon',
    classes: [],
    attributes: [],
    rejectedCount: 0,
    title,
  });
  return {layer: await resolveLayer(db, layerId), featureIds, vertexCount, indexMs};
}

/** Cuts a version (anew) from its stored features; returns milliseconds. */
export async function indexAgain(db: Db, versionId: number): Promise<number> {
  const started = performance.now();
  await indexVersion(db, versionId, THREADS, {
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
