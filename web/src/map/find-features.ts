import type {Map as Library, MapGeoJSONFeature} from 'maplibre-gl';
import type {FeatureName, MapState} from '../state/map-state.ts';
import type {ScreenPoint} from './camera.ts';
import type {Found} from './pick.ts';
import {pickMembers, pickOrder, touchLayers} from './pick.ts';

/** How far from the pointer a point or line may lie to be meant. */
const PICK_PX = 4;

/** Features of the visible layers at a point of the screen, in the order clicks go through them. */
export function findFeatures(
  map: Library,
  state: Pick<MapState, 'layers' | 'members'>,
  [x, y]: ScreenPoint,
  limitTo: 'members' | 'all',
): FeatureName[] {
  const layers = touchLayers(state.layers).filter((id) => map.getLayer(id));
  const near: [[number, number], [number, number]] = [
    [x - PICK_PX, y - PICK_PX],
    [x + PICK_PX, y + PICK_PX],
  ];
  const isArea = (id: string) => id.endsWith('/touch');
  const found = [
    ...map.queryRenderedFeatures(near, {layers: layers.filter((id) => !isArea(id))}),
    ...map.queryRenderedFeatures([x, y], {layers: layers.filter(isArea)}),
  ].map(toFound);
  if (limitTo === 'all') return pickOrder(found, state.layers);
  return state.members ? pickMembers(found, state.layers, state.members) : [];
}

function toFound(feature: MapGeoJSONFeature): Found {
  const {level, area_m2: areaM2} = feature.properties;
  return {
    source: feature.source,
    id: String(feature.id ?? feature.properties['id']),
    level: level === undefined || level === null ? null : String(level),
    areaM2: typeof areaM2 === 'number' ? areaM2 : 0,
  };
}
