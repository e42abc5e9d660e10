import type {FilterSpecification} from 'maplibre-gl';
import type {LayerStyle} from './look.ts';
import {TEXT_FONT, base, byClass, byState, labelText, visibility} from './look.ts';

const IS_POINT: FilterSpecification = ['==', ['geometry-type'], 'Point'];

/** A layer of points: a dot with a rim, named once there is room. */
export const point: LayerStyle = (layer, look) => {
  const {palette} = look;
  const layout = visibility(layer);
  const filters = layer.kind.geometry === 'any' ? [IS_POINT] : [];
  const colour = byClass(
    layer,
    (value) => value,
    layer.kind.style.fill ?? layer.kind.style.outline,
  );
  return {
    land: [],
    body: [
      {
        ...base(layer, 'point', filters),
        type: 'circle',
        layout,
        paint: {
          'circle-color': colour,
          'circle-radius': ['interpolate', ['linear'], ['zoom'], 5, 2.5, 9, 4.5, 13, 6.5],
          'circle-opacity': layer.opacity,
          'circle-stroke-color': byState({
            selected: palette.accent,
            hovered: palette.hover,
            otherwise: palette.textHalo,
          }),
          'circle-stroke-width': byState({selected: 3.5, hovered: 2.5, otherwise: 1.25}),
          'circle-stroke-opacity': layer.opacity,
        },
      },
    ],
    labels: [
      {
        ...base(layer, 'label', [...filters, ['has', 'name']]),
        type: 'symbol',
        minzoom: 9.5,
        layout: {
          ...layout,
          'text-field': labelText(look),
          'text-font': TEXT_FONT,
          'text-size': 11,
          'text-variable-anchor': ['left', 'right', 'top', 'bottom'],
          'text-radial-offset': 0.8,
          'text-justify': 'auto',
          'text-max-width': 12,
        },
        paint: {
          'text-color': palette.text,
          'text-halo-color': palette.textHalo,
          'text-halo-width': 1.4,
        },
      },
    ],
  };
};
