import type {RoleMap} from '../../contract/layer-kind.ts';
import type {LocalText} from '../../contract/local-text.ts';
import type {Db} from '../../server/db/db.ts';
import {appendFeatures, type StoredFeature} from '../../server/layers/feature-store.ts';
import {
  createVersion,
  sealVersion,
  type SealedVersion,
  type VersionHandle,
} from '../../server/layers/layer-store.ts';

/** A layer as a test wants it; what is left out does not matter to it. */
export interface LayerDraft {
  id: string;
  kind?: string;
  map?: RoleMap;
  attributes?: {name: string; type: string}[];
  bbox?: number[];
  family?: 'polygon' | 'line' | 'point' | 'any';
}

/** A feature as a test wants it: an id, a shape, and what matters to the test. */
export type FeatureDraft = Partial<Omit<StoredFeature, 'ordinal' | 'featureId' | 'wkbHex'>> & {
  id: string;
  wkb: Uint8Array;
};

/**
 * Stores features as the next version of a layer without a file or an import, as far as an import is
 * before cells are cut: all is there, nobody sees it yet.
 */
export async function sealFeatures(
  db: Db,
  layer: LayerDraft,
  drafts: readonly FeatureDraft[],
): Promise<SealedVersion> {
  const version = await beginLayer(db, layer);
  const features = drafts.map((draft, i) => storedFeature(draft, i + 1));
  await appendFeatures(db, version.versionId, features);
  const areaM2 = features.reduce((sum, feature) => sum + feature.areaM2, 0);
  await sealLayer(db, version, layer, {featureCount: features.length, areaM2});
  return {...version, map: layer.map ?? {}, areaM2};
}

/** Opens the next version of a layer, for features that come in batches. */
export function beginLayer(
  db: Db,
  {id, kind = 'reference', map = {}}: LayerDraft,
): Promise<VersionHandle> {
  return createVersion(db, {
    layerId: id,
    kind,
    title: titleOf(id),
    source: {
      fileName: 'made in a test',
      format: 'geojson',
      layerName: null,
      crs: 'EPSG:4490',
      encoding: null,
      bytes: 0,
      sha256: '',
    },
    map,
    attribution: {zh: '测试', en: 'Test'},
    isInvented: true,
    jobId: null,
  });
}

/** All features of the version are there. */
export function sealLayer(
  db: Db,
  version: VersionHandle,
  {id, attributes = [], bbox, family = 'polygon'}: LayerDraft,
  {featureCount, areaM2}: {featureCount: number; areaM2: number},
): Promise<void> {
  return sealVersion(db, version, {
    featureCount,
    vertexCount: 0,
    areaM2,
    bbox: bbox ?? null,
    geometryFamily: family,
    classes: [],
    attributes,
    rejectedCount: 0,
    title: titleOf(id),
  });
}

function titleOf(id: string): LocalText {
  return {zh: `图层 ${id}`, en: `Layer ${id}`};
}

/** A draft with everything that does not matter to it filled in. */
export function storedFeature({id, wkb, ...given}: FeatureDraft, ordinal: number): StoredFeature {
  return {
    ordinal,
    featureId: id,
    name: null,
    nameEn: null,
    class: null,
    parent: null,
    downstream: null,
    level: null,
    properties: {},
    areaM2: 0,
    wkbHex: Buffer.from(wkb).toString('hex'),
    ...given,
  };
}
