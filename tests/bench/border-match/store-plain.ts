import type {Db} from '../../../server/db/db.ts';
import {ident, sql} from '../../../server/db/sql.ts';
import {wkbOfPolygons} from '../../../server/kernel/wkb.ts';
import {appendFeatures} from '../../../server/layers/feature-store.ts';
import {createVersion, publishVersion, sealVersion} from '../../../server/layers/layer-store.ts';
import {verticesOf, type BenchFeature} from '../measure/region.ts';

const BATCH_VERTICES = 20_000;

/** Stores features as a layer that can be read, without cells, which the border check does not use. */
export async function storePlain(
  db: Db,
  layerId: string,
  kind: string,
  features: AsyncIterable<BenchFeature>,
): Promise<{featureCount: number; vertexCount: number}> {
  const title = {zh: layerId, en: layerId};
  const version = await createVersion(db, {
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
  let featureCount = 0;
  let vertexCount = 0;
  let batch: BenchFeature[] = [];
  let held = 0;
  const flush = async () => {
    const stored = batch.map(({id, class: name, multiPolygon}, i) => ({
      ordinal: featureCount + i + 1,
      featureId: id,
      name: id,
      nameEn: null,
      class: name,
      parent: null,
      downstream: null,
      level: null,
      properties: {},
      areaM2: 0,
      wkbHex: Buffer.from(wkbOfPolygons(multiPolygon)).toString('hex'),
    }));
    await appendFeatures(db, version.versionId, stored);
    featureCount += batch.length;
    vertexCount += held;
    batch = [];
    held = 0;
  };
  for await (const feature of features) {
    batch.push(feature);
    held += verticesOf(feature.multiPolygon);
    if (held >= BATCH_VERTICES) await flush();
  }
  await flush();
  await db.query(sql`analyze ${ident(`features_${version.versionId}`)}`);
  await sealVersion(db, version, {
    featureCount,
    vertexCount,
    areaM2: 0,
    bbox: null,
    geometryFamily: 'polygon',
    classes: [],
    attributes: [],
    rejectedCount: 0,
    title,
  });
  await publishVersion(db, version);
  return {featureCount, vertexCount};
}
