import type {ExpressionSpecification, LayerSpecification} from 'maplibre-gl';
import {TEXT_FONT} from './layer-styles/look.ts';
import type {Palette} from './palette.ts';
import {HIGHLIGHT_SOURCE} from './sources.ts';

/** What is pointed out to the user: an issue's place, a conflict. */
export function highlightLayers(palette: Palette): LayerSpecification[] {
  const colour = colourOf(palette);
  return [
    {
      id: 'highlight-fill',
      type: 'fill',
      source: HIGHLIGHT_SOURCE,
      filter: ['==', ['geometry-type'], 'Polygon'],
      paint: {'fill-color': colour, 'fill-opacity': 0.3},
    },
    {
      id: 'highlight-line',
      type: 'line',
      source: HIGHLIGHT_SOURCE,
      filter: ['!=', ['geometry-type'], 'Point'],
      layout: {'line-join': 'round'},
      paint: {'line-color': colour, 'line-width': 2},
    },
    {
      id: 'highlight-ring',
      type: 'circle',
      source: HIGHLIGHT_SOURCE,
      filter: ['==', ['geometry-type'], 'Point'],
      paint: {
        'circle-radius': 11,
        'circle-color': colour,
        'circle-opacity': 0.15,
        'circle-stroke-color': colour,
        'circle-stroke-width': 2,
      },
    },
  ];
}

/** Its words, above all names and never dropped for lack of room. */
export function highlightLabel(palette: Palette): LayerSpecification {
  return {
    id: 'highlight-label',
    type: 'symbol',
    source: HIGHLIGHT_SOURCE,
    filter: ['has', 'label'],
    layout: {
      'text-field': ['get', 'label'],
      'text-font': TEXT_FONT,
      'text-size': 12,
      'text-anchor': 'left',
      'text-offset': [1.3, 0],
      'text-justify': 'left',
      'text-max-width': 16,
      'text-allow-overlap': true,
    },
    paint: {
      'text-color': colourOf(palette),
      'text-halo-color': palette.textHalo,
      'text-halo-width': 1.6,
    },
  };
}

function colourOf(palette: Palette): ExpressionSpecification {
  return [
    'match',
    ['to-string', ['get', 'severity']],
    'error',
    palette.danger,
    'warning',
    palette.warning,
    palette.info,
  ] as unknown as ExpressionSpecification;
}
