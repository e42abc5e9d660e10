import {AREA_CRS, EDGE_RULE, type Provenance} from '../../contract/provenance.ts';
import type {ResolvedLayer} from '../layers/layer-store.ts';
import {SOFTWARE} from '../software.ts';

/** What a result was made from; a layer named twice is listed once. */
export function provenanceOf(layers: readonly (ResolvedLayer | null)[]): Provenance {
  const named = new Map(
    layers
      .filter((layer) => layer !== null)
      .map(({layerId, version}) => [`${layerId}@${version}`, {id: layerId, version}]),
  );
  return {
    layers: [...named.values()],
    edgeRule: EDGE_RULE,
    areaCrs: AREA_CRS,
    units: {area: 'm2', share: '1'},
    software: SOFTWARE,
  };
}
