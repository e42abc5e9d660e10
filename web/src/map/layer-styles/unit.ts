import type {ExpressionSpecification, FilterSpecification, LayerSpecification} from 'maplibre-gl';
import type {LayerStyle, Look} from './look.ts';
import type {MapLayer} from '../../state/map-state.ts';
import type {UnitLevel} from '../unit-level.ts';
import {levelNumber} from '../unit-level.ts';
import {
  BORDER_SOURCE,
  LABEL_SOURCE,
  STRONG_TEXT_FONT,
  TEXT_FONT,
  base,
  byState,
  labelSize,
  labelText,
  sourceId,
  visibility,
} from './look.ts';

/** How the border and the name of one level of units look. */
interface Level {
  readonly name: UnitLevel;
  /** In widths of the line. */
  readonly dashes: readonly number[];
  readonly minZoom: number;
  readonly widthPx: number;
  readonly opacity: number;
  readonly textPx: number;
  readonly isStrong: boolean;
  readonly labelFromPx: number;
  readonly labelToPx: number;
}

// County first: higher levels are drawn over lower ones, and their names win the room. Dashes as maps
// of China have them (confidence 0.6, the symbol standard itself was not seen): dash and dot for
// provinces, dash and two dots for prefectures, short dashes for counties.
const LEVELS: readonly Level[] = [
  {
    name: 'county',
    dashes: [5, 3],
    minZoom: 7,
    widthPx: 0.7,
    opacity: 0.55,
    textPx: 11.5,
    isStrong: false,
    labelFromPx: 64,
    labelToPx: 900,
  },
  {
    name: 'prefecture',
    dashes: [8, 2.5, 1.2, 2.5, 1.2, 2.5],
    minZoom: 5.5,
    widthPx: 1.1,
    opacity: 0.75,
    textPx: 13,
    isStrong: true,
    labelFromPx: 110,
    labelToPx: 700,
  },
  {
    name: 'province',
    dashes: [8, 2.5, 1.2, 2.5],
    minZoom: 0,
    widthPx: 1.8,
    opacity: 0.95,
    textPx: 16,
    isStrong: true,
    labelFromPx: 110,
    labelToPx: 900,
  },
];

/** Administrative units: the land, borders by level, names by level. Units without a level are counties. */
export const unit: LayerStyle = (layer, look) => {
  const layout = visibility(layer);
  return {
    land: [
      {
        ...base(layer, 'land'),
        type: 'fill',
        layout: {visibility: 'visible'},
        paint: {'fill-color': look.palette.land, 'fill-antialias': false},
      },
    ],
    body: [
      {
        ...base(layer, 'touch'),
        type: 'fill',
        layout,
        paint: {
          'fill-color': look.palette.accent,
          'fill-opacity': byState({selected: 0.16, member: 0.3, hovered: 0.07, otherwise: 0}),
          'fill-antialias': false,
        },
      },
      ...LEVELS.flatMap((level) => border(layer, look, level)),
      {
        ...base(layer, 'outline'),
        type: 'line',
        layout: {...layout, 'line-join': 'round'},
        paint: {
          'line-color': look.palette.accent,
          'line-width': byState({selected: 2.75, member: 1.5, hovered: 1.75, otherwise: 0}),
        },
      },
    ],
    labels: LEVELS.map((level) => label(layer, look, level)),
  };
};

/**
 * A pale band along the border, as atlases have it, tells levels apart at a glance and stands for the
 * border until all tiles are there; then come the dashes, from lines that are drawn once.
 */
function border(layer: MapLayer, {palette}: Look, level: Level): LayerSpecification[] {
  const layout = {...visibility(layer), 'line-join': 'round' as const};
  const width = (factor: number): ExpressionSpecification => [
    'interpolate',
    ['linear'],
    ['zoom'],
    5,
    level.widthPx * 0.75 * factor,
    12,
    level.widthPx * 1.4 * factor,
  ];
  const isCounty = level.name === 'county';
  const opacity = level.opacity * layer.opacity;
  return [
    {
      ...base(layer, `${level.name}-band`, [isLevel(level.name)]),
      type: 'line',
      minzoom: isCounty && layer.hasLevels === false ? 0 : level.minZoom,
      layout,
      paint: {
        'line-color': isCounty ? palette.border : palette.borderHalo,
        'line-width': isCounty ? 0.5 : width(level.name === 'province' ? 3.6 : 3.2),
        'line-opacity': (isCounty ? 0.3 : 0.65) * layer.opacity,
      },
    },
    {
      id: `${sourceId(layer)}/${level.name}`,
      source: BORDER_SOURCE,
      filter: [
        'all',
        ['==', ['get', 'source'], sourceId(layer)],
        ['==', ['get', 'level'], levelNumber(level.name)],
      ],
      type: 'line',
      layout,
      paint: {
        'line-color': palette.border,
        'line-width': width(1),
        // whatever the highest level there is, from afar it is the one to see
        'line-opacity': [
          'step',
          ['zoom'],
          ['case', ['get', 'isTop'], opacity, 0],
          level.minZoom,
          opacity,
        ],
        'line-dasharray': [...level.dashes],
      },
    },
  ];
}

function label(layer: MapLayer, look: Look, level: Level): LayerSpecification {
  return {
    id: `${sourceId(layer)}/${level.name}-label`,
    source: LABEL_SOURCE,
    type: 'symbol',
    filter: [
      'all',
      ['==', ['get', 'source'], sourceId(layer)],
      isLevel(level.name),
      labelSize(level.labelFromPx, level.labelToPx),
    ] as unknown as FilterSpecification,
    layout: {
      ...visibility(layer),
      'text-field': labelText(look),
      'text-font': level.isStrong ? STRONG_TEXT_FONT : TEXT_FONT,
      'text-size': level.textPx,
      'text-letter-spacing': level.name === 'province' ? 0.12 : 0.03,
      'text-max-width': 10,
      'text-line-height': 1.25,
      'text-padding': 6,
    },
    paint: {
      'text-color': look.palette.text,
      'text-opacity': level.name === 'province' ? 0.85 : 1,
      'text-halo-color': look.palette.textHalo,
      'text-halo-width': 1.6,
    },
  };
}

function isLevel(name: Level['name']): FilterSpecification {
  const level = ['to-string', ['get', 'level']];
  const higher = ['province', 'prefecture'];
  return (name === 'county'
    ? ['!', ['in', level, ['literal', higher]]]
    : ['==', level, name]) as unknown as FilterSpecification;
}
