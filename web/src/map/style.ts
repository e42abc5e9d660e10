import type {LayerSpecification} from 'maplibre-gl';
import type {MapLayer, MapState} from '../state/map-state.ts';
import {areaColourLayers, areaOutlineLayers} from './area-colour-layers.ts';
import {areaShapeLayers} from './area-shape-layers.ts';
import {arrowLayers, flowLayers} from './flow-layers.ts';
import {facilityGround, facilityLayers} from './facility-layers.ts';
import {highlightLabel, highlightLayers} from './highlight-layers.ts';
import {isFillable, styleOfKind} from './layer-styles/layer-styles.ts';
import {PALETTES} from './palette.ts';
import {GRATICULE_SOURCE} from './sources.ts';
import {tiandituLayers} from './tianditu.ts';

/** More filled layers than this over each other cannot be told apart. */
const MOST_FILLED = 2;

/**
 * All map layers from bottom to top, a pure function of the state: ground, base map, land,
 * graticule, the layers in their order, highlights, names.
 */
export function style(
  state: Pick<
    MapState,
    | 'layers'
    | 'theme'
    | 'locale'
    | 'baseMap'
    | 'areaColours'
    | 'areaShapes'
    | 'arrows'
    | 'flows'
    | 'facilities'
  >,
): LayerSpecification[] {
  const palette = PALETTES[state.theme];
  const filled = filledByDefault(state.layers);
  const parts = state.layers.map((layer) =>
    styleOfKind(layer.kind)(layer, {
      palette,
      locale: state.locale,
      isFilled: layer.isFilled ?? filled.has(layer.id),
    }),
  );
  const hasBaseMap = state.baseMap.kind !== 'none';
  return [
    {id: 'ground', type: 'background', paint: {'background-color': palette.ground}},
    ...tiandituLayers(state.baseMap),
    ...(hasBaseMap ? [] : parts.flatMap(({land}) => land)),
    {
      id: 'graticule',
      type: 'line',
      source: GRATICULE_SOURCE,
      paint: {'line-color': palette.graticule, 'line-width': 1},
    },
    ...areaColourLayers(state.areaColours ?? [], state.layers),
    ...areaShapeLayers(state.areaShapes ?? null),
    ...(state.facilities ? facilityGround(palette) : []),
    ...parts.flatMap(({body}) => body),
    ...areaOutlineLayers(state.areaColours ?? [], state.layers, palette),
    ...arrowLayers(state.arrows ?? null, state.layers, palette),
    ...(state.flows ? flowLayers(palette) : []),
    ...(state.facilities ? facilityLayers(palette) : []),
    ...highlightLayers(palette),
    ...parts.flatMap(({labels}) => labels),
    highlightLabel(palette),
  ];
}

/** The two topmost visible layers that can be filled. */
function filledByDefault(layers: readonly MapLayer[]): Set<string> {
  const visible = layers.filter(
    ({kind, isVisible, isFilled}) => isVisible && isFilled === undefined && isFillable(kind),
  );
  return new Set(visible.slice(-MOST_FILLED).map(({id}) => id));
}
