import type {ExpressionSpecification} from 'maplibre-gl';
import type {LayerStyle} from './look.ts';
import {
  LABEL_SOURCE,
  TEXT_FONT,
  base,
  byState,
  labelSize,
  labelText,
  sourceId,
  visibility,
} from './look.ts';

/** Whole river systems stand out from the basins inside them. */
const WIDTH_BY_LEVEL = [
  'match',
  ['to-number', ['get', 'level'], 2],
  1,
  2.2,
  2,
  1.3,
  0.8,
] as unknown as ExpressionSpecification;

/** Basins: watersheds as lines in the colour of water, over a breath of blue. */
export const basin: LayerStyle = (layer, look) => {
  const {palette, isFilled} = look;
  const layout = visibility(layer);
  return {
    land: [],
    body: [
      {
        ...base(layer, 'touch'),
        type: 'fill',
        layout,
        paint: {
          'fill-color': byState({
            selected: palette.accent,
            hovered: palette.accent,
            otherwise: palette.water,
          }),
          'fill-opacity': byState({
            selected: 0.2,
            member: 0.3,
            hovered: 0.1,
            otherwise: (isFilled ? 0.16 : 0.03) * layer.opacity,
          }),
          'fill-antialias': false,
        },
      },
      {
        ...base(layer, 'outline'),
        type: 'line',
        layout: {...layout, 'line-join': 'round'},
        paint: {
          'line-color': byState({
            selected: palette.accent,
            hovered: palette.hover,
            otherwise: palette.waterText,
          }),
          'line-width': byState<number | ExpressionSpecification>({
            selected: 2.75,
            hovered: 2,
            otherwise: WIDTH_BY_LEVEL,
          }),
          'line-opacity': 0.7 * layer.opacity,
        },
      },
    ],
    labels: [
      {
        id: `${sourceId(layer)}/label`,
        source: LABEL_SOURCE,
        type: 'symbol',
        filter: ['all', ['==', ['get', 'source'], sourceId(layer)], labelSize(140, 1200)] as never,
        layout: {
          ...layout,
          'text-field': labelText(look),
          'text-font': TEXT_FONT,
          'text-size': 11.5,
          'text-letter-spacing': 0.1,
          'text-max-width': 8,
        },
        paint: {
          'text-color': palette.waterText,
          'text-halo-color': palette.textHalo,
          'text-halo-width': 1.4,
        },
      },
    ],
  };
};
