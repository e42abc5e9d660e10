import type {Layer, LayerVersion} from '../../contract/layer.ts';
import {fail} from '../errors.ts';
import {CRS84, offeredCrs, STORAGE_CRS} from '../layers/crs.ts';
import type {Language} from './language.ts';
import {GEOJSON_TYPE, JSON_TYPE, SCHEMA_TYPE, TILE_TYPE, type Link} from './links.ts';

const INVENTED = {
  zh: '虚构数据，不对应任何真实地点。',
  en: 'Invented data: no real place.',
} as const;

/** Picks a ready version of a layer: the one asked for, or the current one. */
export function pickVersion(layer: Layer, wanted: number | null): LayerVersion {
  const version = wanted ?? layer.currentVersion;
  const found = layer.versions.find((each) => each.version === version);
  if (found) return found;
  if (wanted === null) throw fail('LAYER_NOT_READY', {layerId: layer.id});
  throw fail('LAYER_VERSION_NOT_FOUND', {
    layerId: layer.id,
    version: wanted,
    ready: layer.versions.map((each) => each.version).join(', '),
  });
}

/**
 * A layer as an OGC collection.
 * @param versioned whether links keep to this version
 */
export function toCollection(
  layer: Layer,
  version: LayerVersion,
  {api, language, versioned}: {api: string; language: Language; versioned: boolean},
) {
  return {
    id: layer.id,
    title: layer.title[language],
    ...(version.isInvented ? {description: INVENTED[language]} : {}),
    attribution: version.attribution[language],
    itemType: 'feature',
    kind: layer.kind,
    version: version.version,
    itemCount: version.featureCount,
    areaM2: version.areaM2,
    ...(version.bbox === null ? {} : {extent: {spatial: {bbox: [version.bbox], crs: CRS84.uri}}}),
    crs: offeredCrs(version.bbox).map(({uri}) => uri),
    storageCrs: STORAGE_CRS.uri,
    links: collectionLinks(layer, version, `${api}/collections/${layer.id}`, language, versioned),
  };
}

function collectionLinks(
  layer: Layer,
  version: LayerVersion,
  url: string,
  language: Language,
  versioned: boolean,
): Link[] {
  const title = layer.title[language];
  const query = versioned ? `?version=${version.version}` : '';
  const tiles = `${url}/tiles`;
  const tilesRel = 'http://www.opengis.net/def/rel/ogc/1.0/tilesets-vector';
  const queryablesRel = 'http://www.opengis.net/def/rel/ogc/1.0/queryables';
  return [
    {rel: 'self', href: `${url}${query}`, type: JSON_TYPE, title},
    {rel: 'items', href: `${url}/items${query}`, type: GEOJSON_TYPE, title},
    {rel: 'queryables', href: `${url}/queryables${query}`, type: SCHEMA_TYPE, title},
    {rel: queryablesRel, href: `${url}/queryables${query}`, type: SCHEMA_TYPE, title},
    {rel: tilesRel, href: tiles, type: JSON_TYPE, title},
    {
      rel: 'describedby',
      href: `${tiles}/WebMercatorQuad?v=${version.version}`,
      type: JSON_TYPE,
      title: 'TileJSON',
    },
    {
      rel: 'item',
      href: `${tiles}/WebMercatorQuad/{tileMatrix}/{tileRow}/{tileCol}?v=${version.version}`,
      type: TILE_TYPE,
      title,
      templated: true,
    },
  ];
}
