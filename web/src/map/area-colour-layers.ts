import type {ExpressionSpecification, LayerSpecification} from 'maplibre-gl';
import type {AreaColours, MapLayer} from '../state/map-state.ts';
import {sourceId} from './layer-styles/look.ts';

/** Fills of areas by a value of theirs, one flat colour for each class of the legend. */
export function areaColourLayers(
  colours: readonly AreaColours[],
  layers: readonly MapLayer[],
): LayerSpecification[] {
  return colours.flatMap(({collection, classes, opacity}) => {
    const layer = layers.find(({id}) => id === collection);
    const filled = classes.filter(({ids}) => ids.length > 0);
    if (layer === undefined || filled.length === 0) return [];
    const colourOf = [
      'match',
      ['to-string', ['get', 'id']],
      ...filled.flatMap(({ids, colour}) => [[...ids], colour]),
      'rgba(0, 0, 0, 0)',
    ] as unknown as ExpressionSpecification;
    return [
      {
        id: `${sourceId(layer)}/value`,
        type: 'fill',
        source: sourceId(layer),
        ...(layer.data ? {} : {'source-layer': layer.id}),
        paint: {'fill-color': colourOf, 'fill-opacity': opacity, 'fill-antialias': false},
      } as LayerSpecification,
    ];
  });
}
