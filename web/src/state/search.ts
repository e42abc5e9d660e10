import {shallowRef} from 'vue';
import type {Feature} from 'geojson';
import type {RoleMap} from '../../../contract/layer-kind.ts';
import type {LocalText} from '../../../contract/local-text.ts';
import {fetchFeatures} from '../api/features.ts';
import {parseCoordinate, type LonLat} from './coordinate.ts';
import {roleValue} from './feature-attributes.ts';
import {localName} from './feature-names.ts';
import type {LayersState} from './layers.ts';
import type {FeatureName} from './map-state.ts';
import {IDLE, failing, wasAborted, type Remote} from './remote.ts';

export type SearchHit =
  | {type: 'coordinate'; at: LonLat}
  | {type: 'feature'; name: FeatureName; title: LocalText; code: string};

const MOST_HITS = 12;

export type SearchState = ReturnType<typeof createSearchState>;

/** Finds a unit by its name or code, and a place by its coordinate. */
export function createSearchState(layers: LayersState) {
  const hits = shallowRef<Remote<SearchHit[]>>(IDLE);
  let controller = new AbortController();

  async function find(text: string): Promise<void> {
    controller.abort();
    controller = new AbortController();
    const {signal} = controller;
    const wanted = text.trim();
    if (wanted === '') {
      hits.value = IDLE;
      return;
    }
    const at = parseCoordinate(wanted);
    if (at !== null) {
      hits.value = {status: 'ready', value: [{type: 'coordinate', at}]};
      return;
    }
    hits.value = {status: 'loading'};
    try {
      const found = await findUnits(layers, wanted, signal);
      if (!signal.aborted) hits.value = {status: 'ready', value: found};
    } catch (error) {
      if (!wasAborted(error) && !signal.aborted) hits.value = failing(hits.value, error);
    }
  }

  return {hits, find};
}

async function findUnits(
  layers: LayersState,
  text: string,
  signal: AbortSignal,
): Promise<SearchHit[]> {
  const unitLayers = layers.listed.value.filter(({kind}) => kind.id === 'unit');
  const found = await Promise.all(
    unitLayers.map(async ({layer, version}) => {
      const query = {q: text, limit: MOST_HITS, skipGeometry: 'true'};
      const page = await fetchFeatures(layer.id, query, signal);
      return page.features.map((feature) => hitOf(layer.id, feature, version.map));
    }),
  );
  return found.flat().slice(0, MOST_HITS);
}

function hitOf(collection: string, feature: Feature, map: RoleMap): SearchHit {
  const id = String(feature.id);
  return {
    type: 'feature',
    name: {collection, id},
    title: localName(feature.properties, map) ?? {zh: id, en: id},
    code: roleValue(feature.properties, map, 'code') ?? id,
  };
}
