import type {Feature, FeatureCollection} from 'geojson';
import {shallowRef} from 'vue';
import {fetchFeatures} from '../api/features.ts';
import type {ListedLayer} from './layers.ts';
import type {Bbox} from './map-state.ts';

/** Nobody aims at one of more outlines than these; it also bounds what a wide view asks for. */
const MOST_FEATURES = 200;
/** Further out a pixel is wider than the features one would snap to. */
const LEAST_ZOOM = 7;

const NOTHING: FeatureCollection = {type: 'FeatureCollection', features: []};

export type SnappingState = ReturnType<typeof createSnappingState>;

/** Exact outlines of the visible layers in view, for a drawn edge to share their vertices. */
export function createSnappingState(visibleLayers: () => readonly ListedLayer[]) {
  const candidates = shallowRef<FeatureCollection>(NOTHING);
  let controller = new AbortController();

  async function lookIn(bbox: Bbox, zoom: number): Promise<void> {
    controller.abort();
    controller = new AbortController();
    const {signal} = controller;
    if (zoom < LEAST_ZOOM) {
      candidates.value = NOTHING;
      return;
    }
    const layers = visibleLayers().filter(({kind}) => kind.geometry !== 'point');
    const pages = await Promise.allSettled(
      layers.map(({layer}) =>
        fetchFeatures(layer.id, {bbox: bbox.join(','), limit: MOST_FEATURES}, signal),
      ),
    );
    if (signal.aborted) return;
    // A layer that could not be read is one that is not snapped to; drawing goes on.
    const features = pages.flatMap((page): Feature[] =>
      page.status === 'fulfilled' ? page.value.features : [],
    );
    candidates.value = {type: 'FeatureCollection', features};
  }

  return {candidates, lookIn};
}
