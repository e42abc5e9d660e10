import type {Db} from '../../../server/db/db.ts';
import {ident, sql} from '../../../server/db/sql.ts';
import {wkbOfPolygons} from '../../../server/kernel/wkb.ts';
import {appendFeatures} from '../../../server/layers/feature-store.ts';
import {publishVersion} from '../../../server/layers/layer-store.ts';
import {beginLayer, sealLayer, storedFeature} from '../../setup/seal-features.ts';
import {verticesOf, type BenchFeature} from '../measure/region.ts';

const BATCH_VERTICES = 20_000;

/** Stores features as a layer that can be read, without cells, which the border check does not use. */
export async function storePlain(
  db: Db,
  layerId: string,
  kind: string,
  features: AsyncIterable<BenchFeature>,
): Promise<{featureCount: number; vertexCount: number}> {
  const draft = {id: layerId, kind};
  const version = await beginLayer(db, draft);
  let featureCount = 0;
  let vertexCount = 0;
  let batch: BenchFeature[] = [];
  let held = 0;
  const flush = async () => {
    const stored = batch.map(({id, class: name, multiPolygon}, i) =>
      storedFeature(
        {id, name: id, class: name, wkb: wkbOfPolygons(multiPolygon)},
        featureCount + i + 1,
      ),
    );
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
  await sealLayer(db, version, draft, {featureCount, areaM2: 0});
  await publishVersion(db, version);
  return {featureCount, vertexCount};
}
