import type {ExpressionSpecification, LayerSpecification} from 'maplibre-gl';
import type {LineArrows, MapLayer} from '../state/map-state.ts';
import {arrowId} from './arrow-image.ts';
import {sourceId} from './layer-styles/look.ts';
import type {Palette} from './palette.ts';

/** Source of lines that say how much goes from where to where. */
export const FLOW_SOURCE = 'flows';

const THINNEST_PX = 1.2;
const WIDEST_PX = 9;

/** Stream order where the data has it, 1 for the smallest. */
const ORDER = ['to-number', ['coalesce', ['get', 'order'], ['get', 'level'], 1], 1];

/**
 * Lines of a layer brought out, wider by their order, with arrows along them, e.g. the way a river
 * flows; those of `turned` were drawn the other way.
 */
export function arrowLayers(
  arrows: LineArrows | null,
  layers: readonly MapLayer[],
  palette: Palette,
): LayerSpecification[] {
  const layer = layers.find(({id}) => id === arrows?.collection);
  if (arrows === null || layer === undefined || !layer.isVisible) return [];
  const wide = (factor: number) => ['*', factor, ['+', 0.8, ORDER]];
  const rotation =
    arrows.turned.length === 0
      ? 0
      : (['match', ['to-string', ['get', 'id']], [...arrows.turned], 180, 0] as never);
  return [
    {
      id: `${sourceId(layer)}/emphasis`,
      type: 'line',
      source: sourceId(layer),
      ...(layer.data ? {} : {'source-layer': layer.id}),
      layout: {'line-cap': 'round', 'line-join': 'round'},
      paint: {
        'line-color': palette.info,
        'line-width': ['interpolate', ['linear'], ['zoom'], 6, wide(0.35), 11, wide(0.9)],
      },
    } as unknown as LayerSpecification,
    {
      id: `${sourceId(layer)}/arrows`,
      type: 'symbol',
      source: sourceId(layer),
      ...(layer.data ? {} : {'source-layer': layer.id}),
      layout: {
        'symbol-placement': 'line',
        'symbol-spacing': 84,
        'icon-image': arrowId(palette.info, palette.textHalo),
        'icon-size': ['interpolate', ['linear'], ['zoom'], 6, 0.75, 11, 1.1],
        'icon-rotate': rotation,
        'icon-padding': 0,
        'icon-allow-overlap': false,
      },
      paint: {'icon-opacity': 0.95},
    } as LayerSpecification,
  ];
}

/** Lines between two places, as wide as their share (0–1), with an arrow where they lead. */
export function flowLayers(palette: Palette): LayerSpecification[] {
  const width = [
    '+',
    THINNEST_PX,
    ['*', WIDEST_PX - THINNEST_PX, ['sqrt', ['max', 0, ['to-number', ['get', 'share'], 0]]]],
  ] as unknown as ExpressionSpecification;
  const isMarked = ['boolean', ['get', 'isMarked'], false] as unknown as ExpressionSpecification;
  return [
    {
      id: 'flow-halo',
      type: 'line',
      source: FLOW_SOURCE,
      layout: {'line-cap': 'round', 'line-join': 'round'},
      paint: {
        'line-color': palette.textHalo,
        'line-width': ['+', 2, width] as never,
        'line-opacity': 0.6,
      },
    },
    {
      id: 'flow-line',
      type: 'line',
      source: FLOW_SOURCE,
      layout: {'line-cap': 'round', 'line-join': 'round'},
      paint: {
        'line-color': ['case', isMarked, palette.snap, palette.accent] as never,
        'line-width': width,
        'line-opacity': ['case', isMarked, 0.95, 0.62] as never,
      },
    },
    {
      id: 'flow-arrow',
      type: 'symbol',
      source: FLOW_SOURCE,
      layout: {
        'symbol-placement': 'line-center',
        'icon-image': arrowId(palette.accent, palette.textHalo),
        'icon-size': 1.15,
        'icon-allow-overlap': true,
      },
    },
  ];
}
