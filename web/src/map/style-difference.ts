import type {FilterSpecification, LayerSpecification, SourceSpecification} from 'maplibre-gl';
import type {GeoJSON} from 'geojson';

/** Sources and layers as a map has them. */
export interface MapStyle {
  readonly sources: Readonly<Record<string, SourceSpecification>>;
  readonly layers: readonly LayerSpecification[];
}

/** One step from a style to the next, in words of the map library. */
export type StyleStep =
  | {readonly do: 'removeLayer' | 'removeSource'; readonly id: string}
  | {readonly do: 'addSource'; readonly id: string; readonly source: SourceSpecification}
  | {readonly do: 'setData'; readonly id: string; readonly data: GeoJSON}
  | {
      readonly do: 'addLayer';
      readonly layer: LayerSpecification;
      readonly before: string | undefined;
    }
  | {readonly do: 'moveLayer'; readonly id: string; readonly before: string | undefined}
  | {
      readonly do: 'setPaint' | 'setLayout';
      readonly id: string;
      readonly property: string;
      readonly value: unknown;
    }
  | {
      readonly do: 'setFilter';
      readonly id: string;
      readonly filter: FilterSpecification | undefined;
    };

/** Fields that cannot be changed on a layer that exists. */
const FIXED = ['type', 'source', 'source-layer', 'minzoom', 'maxzoom'] as const;

/**
 * The fewest steps from one style to the other. A source that stays is never touched (GeoJSON gets
 * new data when it is another object), so no tile is fetched again for a change of colour or order.
 */
export function styleDifference(before: MapStyle, after: MapStyle): StyleStep[] {
  const oldLayers = new Map(before.layers.map((layer) => [layer.id, layer]));
  const newLayers = new Map(after.layers.map((layer) => [layer.id, layer]));
  const kept = (layer: LayerSpecification) => {
    const other = newLayers.get(layer.id);
    return other !== undefined && isSameFixed(layer, other);
  };

  const keptBefore = before.layers.filter(kept).map(({id}) => id);
  const keptIds = new Set(keptBefore);
  const keptAfter = after.layers.map(({id}) => id).filter((id) => keptIds.has(id));
  const isReordered = keptBefore.join('\n') !== keptAfter.join('\n');

  const steps: StyleStep[] = before.layers
    .filter((layer) => !kept(layer))
    .map(({id}) => ({do: 'removeLayer', id}));
  steps.push(...sourceSteps(before, after));

  // from the top down, so that the layer to stand under is there already
  let above: string | undefined;
  for (const layer of after.layers.toReversed()) {
    if (!keptIds.has(layer.id)) steps.push({do: 'addLayer', layer, before: above});
    else {
      if (isReordered) steps.push({do: 'moveLayer', id: layer.id, before: above});
      steps.push(...layerSteps(oldLayers.get(layer.id)!, layer));
    }
    above = layer.id;
  }
  return steps;
}

function sourceSteps(before: MapStyle, after: MapStyle): StyleStep[] {
  const steps: StyleStep[] = [];
  for (const id of Object.keys(before.sources)) {
    if (!(id in after.sources)) steps.push({do: 'removeSource', id});
  }
  for (const [id, source] of Object.entries(after.sources)) {
    const old = before.sources[id];
    if (!old) steps.push({do: 'addSource', id, source});
    else if (old.type === 'geojson' && source.type === 'geojson' && old.data !== source.data) {
      steps.push({do: 'setData', id, data: source.data as GeoJSON});
    }
  }
  return steps;
}

function layerSteps(old: LayerSpecification, layer: LayerSpecification): StyleStep[] {
  const steps: StyleStep[] = [];
  for (const [kind, name] of [
    ['setPaint', 'paint'],
    ['setLayout', 'layout'],
  ] as const) {
    const was = (old[name] ?? {}) as Record<string, unknown>;
    const is = (layer[name] ?? {}) as Record<string, unknown>;
    for (const property of new Set([...Object.keys(was), ...Object.keys(is)])) {
      if (isSame(was[property], is[property])) continue;
      steps.push({do: kind, id: layer.id, property, value: is[property]});
    }
  }
  const [wasFilter, filter] = [filterOf(old), filterOf(layer)];
  if (!isSame(wasFilter, filter)) steps.push({do: 'setFilter', id: layer.id, filter});
  return steps;
}

function filterOf(layer: LayerSpecification): FilterSpecification | undefined {
  return 'filter' in layer ? layer.filter : undefined;
}

function isSameFixed(a: LayerSpecification, b: LayerSpecification): boolean {
  return FIXED.every((field) => (a as never)[field] === (b as never)[field]);
}

/** Paint and layout are plain small JSON. */
function isSame(a: unknown, b: unknown): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}
