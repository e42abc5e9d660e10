import type {FilterSpecification, LayerSpecification} from 'maplibre-gl';
import {patternId} from '../pattern-image.ts';
import type {LayerStyle} from './look.ts';
import {
  LABEL_SOURCE,
  TEXT_FONT,
  base,
  byClass,
  byState,
  labelSize,
  labelText,
  mix,
  sourceId,
  visibility,
} from './look.ts';

const IS_AREA: FilterSpecification = ['==', ['geometry-type'], 'Polygon'];

/**
 * A layer of areas: fill, pattern, outline. Two that lie over each other stay readable, since each
 * has all three and the fills are thin; beyond two, layers keep pattern and outline only.
 */
export const area: LayerStyle = (layer, look) => {
  const {palette, isFilled} = look;
  const {style} = layer.kind;
  const fill = style.fill ?? style.outline;
  const isDark = palette.land < '#800000';
  const line = (colour: string) =>
    mix(colour, isDark ? '#ffffff' : '#000000', isDark ? 0.25 : 0.28);
  const width = (otherwise: number) => byState({selected: 2.75, hovered: 2, otherwise});
  const layout = visibility(layer);
  const filters = layer.kind.geometry === 'any' ? [IS_AREA] : [];

  const body: LayerSpecification[] = [];
  if (isFilled) {
    body.push({
      ...base(layer, 'fill', filters),
      type: 'fill',
      layout,
      paint: {
        'fill-color': byClass(layer, (colour) => colour, fill),
        'fill-opacity': (isDark ? 0.36 : 0.42) * layer.opacity,
        'fill-antialias': false,
      },
    });
  }
  const {pattern} = style;
  if (pattern) {
    body.push({
      ...base(layer, 'pattern', filters),
      type: 'fill',
      layout,
      paint: {
        'fill-pattern': byClass(layer, (colour) => patternId(pattern, line(colour)), fill),
        'fill-opacity': (isFilled ? 0.6 : 0.45) * layer.opacity,
        'fill-antialias': false,
      },
    });
  }
  body.push(
    {
      // lies over the fill, unseen until touched; it is also what a click on the area hits
      ...base(layer, 'touch', filters),
      type: 'fill',
      layout,
      paint: {
        'fill-color': palette.accent,
        'fill-opacity': byState({selected: 0.26, member: 0.3, hovered: 0.12, otherwise: 0}),
        'fill-antialias': false,
      },
    },
    {
      ...base(layer, 'outline', filters),
      type: 'line',
      layout: {...layout, 'line-join': 'round'},
      paint: {
        'line-color': byState({
          selected: palette.accent,
          hovered: palette.hover,
          otherwise: byClass(layer, line, style.outline) as string,
        }),
        'line-width': [
          'interpolate',
          ['linear'],
          ['zoom'],
          6,
          width(0.5),
          10,
          width(1),
          14,
          width(1.4),
        ],
        'line-opacity': layer.opacity,
      },
    },
  );

  return {
    land: [],
    body,
    labels: [
      {
        id: `${sourceId(layer)}/label`,
        source: LABEL_SOURCE,
        type: 'symbol',
        filter: ['all', ['==', ['get', 'source'], sourceId(layer)], labelSize(110, 1600)] as never,
        layout: {
          ...layout,
          'text-field': labelText(look),
          'text-font': TEXT_FONT,
          'text-size': 11,
          'text-max-width': 9,
          'text-line-height': 1.25,
        },
        paint: {
          'text-color': mix(style.outline, palette.text, 0.55),
          'text-halo-color': palette.textHalo,
          'text-halo-width': 1.4,
        },
      },
    ],
  };
};
