import type {Db} from '../../server/db/db.ts';
import {multiPolygonAreaM2} from '../../server/kernel/area.ts';
import {toLegalMultiPolygon} from '../../server/kernel/densify.ts';
import type {MultiPolygon, Polygon} from '../../server/kernel/geometry.ts';
import {wkbOfPolygons} from '../../server/kernel/wkb.ts';
import {indexVersion} from '../../server/layers/cells/index-version.ts';
import {appendFeatures} from '../../server/layers/feature-store.ts';
import {
  createVersion,
  finishVersion,
  resolveLayer,
  type ResolvedLayer,
} from '../../server/layers/layer-store.ts';

export interface TestFeature {
  id: string;
  class: string | null;
  multiPolygon: MultiPolygon;
}

/** Stores polygons as a ready layer without going through an import. */
export async function storeLayer(
  db: Db,
  layerId: string,
  kind: string,
  features: readonly TestFeature[],
): Promise<ResolvedLayer> {
  const title = {zh: layerId, en: layerId};
  const handle = await createVersion(db, {
    layerId,
    kind,
    title,
    source: {
      fileName: 'made in a test',
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
  const stored = features.map((feature, i) => ({
    ordinal: i + 1,
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
  await indexVersion(db, handle.versionId, 2, {
    progress() {},
    signal: new AbortController().signal,
  });
  await finishVersion(db, handle, {
    featureCount: features.length,
    vertexCount: 0,
    areaM2: stored.reduce((sum, feature) => sum + feature.areaM2, 0),
    bbox: null,
    geometryFamily: 'polygon',
    classes: [],
    attributes: [],
    rejectedCount: 0,
    title,
  });
  return resolveLayer(db, layerId);
}

/** A square of `size` degrees with its lower left corner at lon, lat. */
export function square(lon: number, lat: number, size: number): Polygon {
  return [
    [
      [lon, lat],
      [lon + size, lat],
      [lon + size, lat + size],
      [lon, lat + size],
      [lon, lat],
    ],
  ];
}

/** A wiggly outline round a centre, never crossing itself. */
export function blob(
  lon: number,
  lat: number,
  radius: number,
  vertexCount: number,
  random: () => number,
): Polygon {
  const ring = Array.from({length: vertexCount}, (_, i): [number, number] => {
    const angle = (2 * Math.PI * i) / vertexCount;
    const r = radius * (0.6 + 0.4 * random());
    return [lon + r * Math.cos(angle), lat + r * Math.sin(angle)];
  });
  return [[...ring, ring[0]!]];
}
