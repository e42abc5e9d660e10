import type {FilterSpecification} from 'maplibre-gl';
import type {LayerStyle} from './look.ts';
import {base, byClass, byState, visibility} from './look.ts';

const IS_LINE: FilterSpecification = ['==', ['geometry-type'], 'LineString'];

/** A layer of lines in the colours of its classes. */
export const line: LayerStyle = (layer, {palette}) => ({
  land: [],
  body: [
    {
      ...base(layer, 'line', layer.kind.geometry === 'any' ? [IS_LINE] : []),
      type: 'line',
      layout: {...visibility(layer), 'line-join': 'round', 'line-cap': 'round'},
      paint: {
        'line-color': byState({
          selected: palette.accent,
          hovered: palette.hover,
          otherwise: byClass(layer, (colour) => colour, layer.kind.style.outline) as string,
        }),
        'line-width': byState({selected: 3.5, hovered: 2.5, otherwise: 1.6}),
        'line-opacity': layer.opacity,
      },
    },
  ],
  labels: [],
});
