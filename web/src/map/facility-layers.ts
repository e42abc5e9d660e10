import type {ExpressionSpecification, LayerSpecification, SourceSpecification} from 'maplibre-gl';
import {FACILITY_COLOURS, LOAD_STEPS, SYMBOL_ZOOMS} from '../state/facilities-looks.ts';
import type {FacilitiesOnMap} from '../state/map-state.ts';
import {arrowId} from './arrow-image.ts';
import {FACILITY_IMAGE_RADIUS_PX, facilityImageId} from './facility-image.ts';
import {TEXT_FONT} from './layer-styles/look.ts';
import type {Palette} from './palette.ts';
import {patternId} from './pattern-image.ts';

const SOURCES = {
  symbols: 'facility-symbols',
  flows: 'facility-flows',
  unserved: 'facility-unserved',
  areas: 'facility-areas',
} as const;

const THINNEST_PX = 1;
const WIDEST_PX = 10;

export function facilitySources(
  shown: FacilitiesOnMap | null,
): Record<string, SourceSpecification> {
  if (shown === null) return {};
  return {
    [SOURCES.symbols]: {type: 'geojson', data: shown.symbols},
    [SOURCES.flows]: {type: 'geojson', data: shown.flows},
    [SOURCES.unserved]: {type: 'geojson', data: shown.unserved},
    [SOURCES.areas]: {type: 'geojson', data: shown.areas},
  };
}

/** What nobody serves, as a pattern under all lines. */
export function facilityGround(palette: Palette): LayerSpecification[] {
  return [
    {
      id: 'facility-unserved',
      type: 'fill',
      source: SOURCES.unserved,
      paint: {
        'fill-pattern': patternId('hatch', palette.danger),
        'fill-opacity': 0.55,
        'fill-antialias': false,
      },
    },
  ];
}

/** Service areas, lines between facilities and those they serve, symbols; in this order. */
export function facilityLayers(palette: Palette): LayerSpecification[] {
  const colours = FACILITY_COLOURS[palette.land < '#800000' ? 'dark' : 'light'];
  const flow = ['get', 'flow'] as unknown as ExpressionSpecification;
  const colour = [
    'match',
    flow,
    'cross',
    colours.cross,
    'new',
    colours.site,
    colours.own,
  ] as unknown as ExpressionSpecification;
  const isMarked = expression(['boolean', ['get', 'isMarked'], false]);
  const width = expression([
    '+',
    THINNEST_PX,
    ['*', WIDEST_PX - THINNEST_PX, ['sqrt', ['max', 0, ['to-number', ['get', 'share'], 0]]]],
  ]);
  const look = ['to-string', ['get', 'look']];
  const isShape = ['in', ['get', 'look'], ['literal', ['over', 'unknown', 'site']]];
  return [
    {
      id: 'facility-area',
      type: 'line',
      source: SOURCES.areas,
      paint: {
        'line-color': palette.accent,
        'line-width': ['case', isMarked, 2.5, 1] as never,
        'line-opacity': ['case', isMarked, 1, 0.5] as never,
        'line-dasharray': [3, 2],
      },
    },
    {
      id: 'facility-flow-halo',
      type: 'line',
      source: SOURCES.flows,
      layout: {'line-cap': 'round', 'line-join': 'round'},
      paint: {
        'line-color': palette.textHalo,
        'line-width': ['+', 2.5, width] as never,
        'line-opacity': 0.7,
      },
    },
    {
      id: 'facility-flow',
      type: 'line',
      source: SOURCES.flows,
      layout: {'line-cap': 'round', 'line-join': 'round'},
      paint: {
        'line-color': ['case', isMarked, palette.snap, colour] as never,
        'line-width': width,
        'line-opacity': ['case', isMarked, 1, ['==', flow, 'own'], 0.45, 0.8] as never,
      },
    },
    {
      id: 'facility-flow-arrow',
      type: 'symbol',
      source: SOURCES.flows,
      filter: ['!=', ['get', 'flow'], 'own'],
      layout: {
        'symbol-placement': 'line-center',
        'icon-image': [
          'match',
          ['get', 'flow'],
          'new',
          arrowId(colours.site, palette.textHalo),
          arrowId(colours.cross, palette.textHalo),
        ] as never,
        'icon-size': 1.2,
        'icon-allow-overlap': true,
      },
    },
    {
      id: 'facility-circle',
      type: 'circle',
      source: SOURCES.symbols,
      filter: ['!', isShape] as never,
      layout: {'circle-sort-key': ['-', 0, ['get', 'radius']] as never},
      paint: {
        'circle-radius': byZoom(1),
        'circle-color': [
          'match',
          look,
          ...LOAD_STEPS.flatMap((step, index) => [String(index), step.colour]),
          palette.textSoft,
        ] as never,
        'circle-opacity': ['case', ['boolean', ['get', 'isFaint'], false], 0.35, 0.95] as never,
        'circle-stroke-color': ['case', isMarked, palette.snap, palette.text] as never,
        'circle-stroke-width': ['case', isMarked, 3, 1] as never,
      },
    },
    {
      id: 'facility-ring',
      type: 'circle',
      source: SOURCES.symbols,
      filter: ['all', isShape, isMarked] as never,
      paint: {
        'circle-radius': byZoom(1.5),
        'circle-opacity': 0,
        'circle-stroke-color': palette.snap,
        'circle-stroke-width': 3,
      },
    },
    {
      id: 'facility-shape',
      type: 'symbol',
      source: SOURCES.symbols,
      filter: isShape as never,
      layout: {
        'icon-image': [
          'match',
          ['get', 'look'],
          'over',
          facilityImageId('over', colours.over, palette.textHalo),
          'site',
          facilityImageId('site', colours.site, palette.textHalo),
          facilityImageId('unknown', palette.textSoft, palette.textHalo),
        ] as never,
        'icon-size': byZoom(1 / FACILITY_IMAGE_RADIUS_PX, 0.6),
        'icon-allow-overlap': true,
        'icon-ignore-placement': true,
        'symbol-sort-key': ['-', 0, ['get', 'radius']] as never,
      },
    },
    {
      id: 'facility-label',
      type: 'symbol',
      source: SOURCES.symbols,
      filter: ['has', 'label'],
      layout: {
        'text-field': ['get', 'label'],
        'text-font': TEXT_FONT,
        'text-size': 12,
        'text-variable-anchor': ['left', 'right', 'top', 'bottom'],
        'text-radial-offset': 1.6,
        'text-justify': 'auto',
        'text-max-width': 18,
        'text-allow-overlap': true,
      },
      paint: {
        'text-color': palette.text,
        'text-halo-color': palette.textHalo,
        'text-halo-width': 1.8,
      },
    },
  ];
}

/** The radius of a symbol times a factor, larger nearer by; never below `least`. */
function byZoom(factor: number, least = 0): never {
  return [
    'interpolate',
    ['linear'],
    ['zoom'],
    ...SYMBOL_ZOOMS.flatMap(([zoom, size]) => [
      zoom,
      ['max', least, ['*', factor * size, ['get', 'radius']]],
    ]),
  ] as never;
}

function expression(value: unknown): ExpressionSpecification {
  return value as ExpressionSpecification;
}
