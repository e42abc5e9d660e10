import type {LayerSpecification, SourceSpecification} from 'maplibre-gl';
import type {AreaShapes} from '../state/map-state.ts';

/** Source of pieces of ground that no layer has as features. */
const SHAPE_SOURCE = 'area-shapes';

export function areaShapeSources(areas: AreaShapes | null): Record<string, SourceSpecification> {
  if (areas === null) return {};
  // pieces fit the areas of the tiles beside them only where nothing of their outline is left out
  return {[SHAPE_SOURCE]: {type: 'geojson', data: areas.shapes, tolerance: 0}};
}

export function areaShapeLayers(areas: AreaShapes | null): LayerSpecification[] {
  if (areas === null) return [];
  return [
    {
      id: 'area-shapes',
      type: 'fill',
      source: SHAPE_SOURCE,
      paint: {
        'fill-color': ['to-color', ['get', 'colour']],
        'fill-opacity': areas.opacity,
        'fill-antialias': false,
      },
    },
  ];
}
