import type {FeatureCollection} from 'geojson';
import type {SourceSpecification} from 'maplibre-gl';
import type {MapLayer, MapState} from '../state/map-state.ts';
import {areaShapeSources} from './area-shape-layers.ts';
import {facilitySources} from './facility-layers.ts';
import {FLOW_SOURCE} from './flow-layers.ts';
import {BORDER_SOURCE, LABEL_SOURCE, sourceId} from './layer-styles/look.ts';
import {tiandituSources} from './tianditu.ts';

/** Filled by the view itself: they depend on where one looks, not on the state. */
export const GRATICULE_SOURCE = 'graticule';
export const HIGHLIGHT_SOURCE = 'highlights';

const EMPTY: FeatureCollection = {type: 'FeatureCollection', features: []};
/** As deep as the service makes tiles. */
const MAX_TILE_ZOOM = 16;

/** All sources a state needs, a pure function of it. Tiles are named by version, so they never change. */
export function sources(
  state: Pick<
    MapState,
    'layers' | 'highlights' | 'baseMap' | 'areaShapes' | 'flows' | 'facilities'
  >,
): Record<string, SourceSpecification> {
  return {
    ...tiandituSources(state.baseMap),
    [GRATICULE_SOURCE]: {type: 'geojson', data: EMPTY},
    ...Object.fromEntries(state.layers.map((layer) => [sourceId(layer), layerSource(layer)])),
    [BORDER_SOURCE]: {type: 'geojson', data: EMPTY, tolerance: 0},
    [LABEL_SOURCE]: {type: 'geojson', data: EMPTY},
    ...areaShapeSources(state.areaShapes ?? null),
    ...(state.flows ? {[FLOW_SOURCE]: {type: 'geojson' as const, data: state.flows}} : {}),
    ...facilitySources(state.facilities ?? null),
    [HIGHLIGHT_SOURCE]: {type: 'geojson', data: state.highlights},
  };
}

function layerSource(layer: MapLayer): SourceSpecification {
  if (layer.data) return {type: 'geojson', data: layer.data, promoteId: 'id'};
  return {
    type: 'vector',
    tiles: [`/api/collections/${layer.id}/tiles/WebMercatorQuad/{z}/{y}/{x}?v=${layer.version}`],
    maxzoom: layer.maxTileZoom ?? MAX_TILE_ZOOM,
    promoteId: 'id',
    ...(layer.bbox ? {bounds: [...layer.bbox] as [number, number, number, number]} : {}),
  };
}
