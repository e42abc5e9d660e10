import type {RasterLayerSpecification, SourceSpecification} from 'maplibre-gl';
import type {BaseMap} from '../state/map-state.ts';

/** Annotation that belongs to each background. */
const ANNOTATION = {vec: 'cva', img: 'cia', ter: 'cta'} as const;
/** Tianditu spreads tiles over eight hosts. */
const HOSTS = [0, 1, 2, 3, 4, 5, 6, 7];
const DEEPEST_ZOOM = 18;

/** The national web map, asked for only when someone configured a token and switched it on. */
export function tiandituSources(baseMap: BaseMap): Record<string, SourceSpecification> {
  if (baseMap.kind !== 'tianditu') return {};
  return {
    'tianditu-ground': wmts(baseMap.theme, baseMap.token),
    'tianditu-names': wmts(ANNOTATION[baseMap.theme], baseMap.token),
  };
}

export function tiandituLayers(baseMap: BaseMap): RasterLayerSpecification[] {
  if (baseMap.kind !== 'tianditu') return [];
  return ['tianditu-ground', 'tianditu-names'].map((source) => ({
    id: source,
    type: 'raster',
    source,
    paint: {'raster-saturation': -0.25},
  }));
}

function wmts(layer: string, token: string): SourceSpecification {
  const query =
    `SERVICE=WMTS&REQUEST=GetTile&VERSION=1.0.0&LAYER=${layer}&STYLE=default` +
    `&TILEMATRIXSET=w&FORMAT=tiles&TILEMATRIX={z}&TILEROW={y}&TILECOL={x}` +
    `&tk=${encodeURIComponent(token)}`;
  return {
    type: 'raster',
    tiles: HOSTS.map((host) => `https://t${host}.tianditu.gov.cn/${layer}_w/wmts?${query}`),
    tileSize: 256,
    maxzoom: DEEPEST_ZOOM,
    attribution: '天地图',
  };
}
