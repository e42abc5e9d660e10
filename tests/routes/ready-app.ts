import {buildApp, type BuiltApp} from '../../server/app.ts';
import {readConfig} from '../../server/config.ts';
import {appendFeatures, type StoredFeature} from '../../server/layers/feature-store.ts';
import {createVersion, finishVersion} from '../../server/layers/layer-store.ts';
import type {RoleMap} from '../../contract/layer-kind.ts';
import {openTestDb, type Engine} from '../setup/engines.ts';

/** The service on an empty database of its own, as tests ask it: by `inject`, without a port. */
export async function openApp(engine: Engine): Promise<BuiltApp> {
  const config = readConfig({
    LIANDONG_LOG: 'silent',
    LIANDONG_WORKERS: '1',
    LIANDONG_SAMPLE: 'false',
  });
  return buildApp(config, await openTestDb(engine));
}

export interface PlainFeature {
  id: string;
  properties?: Record<string, unknown>;
  name?: string;
  nameEn?: string;
  class?: string;
  parent?: string;
  level?: string;
  areaM2?: number;
  wkb: Uint8Array;
}

/** Stores features of any kind as the next version of a layer, without a file or an import. */
export async function storeFeatures(
  {services: {db}}: BuiltApp,
  layer: {
    id: string;
    kind?: string;
    map?: RoleMap;
    attributes?: {name: string; type: string}[];
    bbox?: number[];
    family?: 'polygon' | 'line' | 'point' | 'any';
  },
  features: readonly PlainFeature[],
): Promise<void> {
  const title = {zh: `图层 ${layer.id}`, en: `Layer ${layer.id}`};
  const handle = await createVersion(db, {
    layerId: layer.id,
    kind: layer.kind ?? 'reference',
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
    map: layer.map ?? {},
    attribution: {zh: '测试', en: 'Test'},
    isInvented: true,
    jobId: null,
  });
  const stored = features.map((feature, i): StoredFeature => ({
    ordinal: i + 1,
    featureId: feature.id,
    name: feature.name ?? null,
    nameEn: feature.nameEn ?? null,
    class: feature.class ?? null,
    parent: feature.parent ?? null,
    downstream: null,
    level: feature.level ?? null,
    properties: feature.properties ?? {},
    areaM2: feature.areaM2 ?? 0,
    wkbHex: Buffer.from(feature.wkb).toString('hex'),
  }));
  await appendFeatures(db, handle.versionId, stored);
  await finishVersion(db, handle, {
    featureCount: features.length,
    vertexCount: 0,
    areaM2: stored.reduce((sum, {areaM2}) => sum + areaM2, 0),
    bbox: layer.bbox ?? null,
    geometryFamily: layer.family ?? 'polygon',
    classes: [],
    attributes: layer.attributes ?? [],
    rejectedCount: 0,
    title,
  });
}
