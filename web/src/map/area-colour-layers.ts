import type {ExpressionSpecification, LayerSpecification} from 'maplibre-gl';
import type {AreaColours, MapLayer} from '../state/map-state.ts';
import {sourceId} from './layer-styles/look.ts';
import type {Palette} from './palette.ts';

const ID = ['to-string', ['get', 'id']] as unknown as ExpressionSpecification;

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
      ID,
      ...filled.flatMap(({ids, colour}) => [[...ids], colour]),
      'rgba(0, 0, 0, 0)',
    ] as unknown as ExpressionSpecification;
    return [
      {
        ...sourceOf(layer, 'value'),
        type: 'fill',
        paint: {'fill-color': colourOf, 'fill-opacity': opacity, 'fill-antialias': false},
      } as LayerSpecification,
    ];
  });
}

/** Strong edges, above the lines of all layers, dark on a light rim as no river is. */
export function areaOutlineLayers(
  colours: readonly AreaColours[],
  layers: readonly MapLayer[],
  palette: Palette,
): LayerSpecification[] {
  return colours.flatMap(({collection, outlined = [], isOutlineFine = false}) => {
    const layer = layers.find(({id}) => id === collection);
    if (layer === undefined || outlined.length === 0) return [];
    const filter = ['in', ID, ['literal', [...outlined]]];
    const line = (part: string, colour: string, widthPx: number) =>
      ({
        ...sourceOf(layer, part),
        type: 'line',
        filter,
        layout: {'line-join': 'round'},
        paint: {'line-color': colour, 'line-width': widthPx},
      }) as LayerSpecification;
    const [rimPx, edgePx] = isOutlineFine ? [2.4, 0.9] : [5, 2.2];
    return [line('edge-rim', palette.textHalo, rimPx), line('edge', palette.text, edgePx)];
  });
}

function sourceOf(layer: MapLayer, part: string) {
  return {
    id: `${sourceId(layer)}/${part}`,
    source: sourceId(layer),
    ...(layer.data ? {} : {'source-layer': layer.id}),
  };
}
