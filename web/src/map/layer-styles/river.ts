import type {ExpressionSpecification, FilterSpecification} from 'maplibre-gl';
import type {LayerStyle} from './look.ts';
import {TEXT_FONT, base, byState, visibility} from './look.ts';

/** Stream order where the data has it, 1 for the smallest. */
const ORDER: ExpressionSpecification = [
  'to-number',
  ['coalesce', ['get', 'order'], ['get', 'level'], 1],
  1,
];

/** Large rivers are named first. */
const HAS_ROOM = [
  'any',
  ['>=', ORDER, 3],
  ['all', ['>=', ['zoom'], 8.5], ['>=', ORDER, 2]],
  ['>=', ['zoom'], 10],
] as unknown as FilterSpecification;

/** Rivers: water, wider downstream, the name along the line. */
export const river: LayerStyle = (layer, look) => {
  const {palette} = look;
  const layout = visibility(layer);
  const width = (zoomFactor: number): ExpressionSpecification => [
    '*',
    zoomFactor,
    ['+', 0.5, ['*', 0.45, ORDER]],
  ];
  return {
    land: [],
    body: [
      {
        ...base(layer, 'outline'),
        type: 'line',
        layout: {...layout, 'line-join': 'round', 'line-cap': 'round'},
        paint: {
          'line-color': byState({
            selected: palette.accent,
            hovered: palette.hover,
            otherwise: palette.water,
          }),
          'line-width': [
            'interpolate',
            ['exponential', 1.4],
            ['zoom'],
            5,
            width(0.7),
            9,
            width(1.1),
            14,
            width(2.6),
          ],
          'line-opacity': layer.opacity,
        },
      },
    ],
    labels: [
      {
        ...base(layer, 'label', [['has', 'name'], HAS_ROOM]),
        type: 'symbol',
        minzoom: 7,
        layout: {
          ...layout,
          'symbol-placement': 'line',
          'symbol-spacing': 420,
          'text-field': nameOf(look.locale),
          'text-font': TEXT_FONT,
          'text-size': 11,
          'text-letter-spacing': 0.15,
          'text-max-angle': 35,
          'text-padding': 12,
        },
        paint: {
          'text-color': palette.waterText,
          'text-halo-color': palette.textHalo,
          'text-halo-width': 1.3,
        },
      },
    ],
  };
};

/** Along a line there is room for one language only. */
function nameOf(locale: 'zh' | 'en'): ExpressionSpecification {
  return locale === 'zh'
    ? ['coalesce', ['get', 'name'], ['get', 'name_en'], '']
    : ['coalesce', ['get', 'name_en'], ['get', 'name'], ''];
}
