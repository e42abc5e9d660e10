import {shallowRef} from 'vue';
import {fetchFeatures} from '../api/features.ts';
import {roleValue} from './feature-attributes.ts';
import type {ListedLayer} from './layers.ts';

/** As many features as the service gives at once; all counties of China are 2 844. */
const MOST_FEATURES = 10_000;

/** Which unit lies in which, as far as the layer says it. */
export function createUnitTree(layerNow: () => ListedLayer | null) {
  const parents = shallowRef<ReadonlyMap<string, string | null>>(new Map());
  let loaded = '';

  async function read(): Promise<void> {
    const listed = layerNow();
    if (listed === null) return;
    const {layer, version} = listed;
    const key = `${layer.id}@${version.version}`;
    if (loaded === key) return;
    loaded = key;
    try {
      const page = await fetchFeatures(layer.id, {limit: MOST_FEATURES, skipGeometry: 'true'});
      if (loaded !== key) return;
      parents.value = new Map(
        page.features.map(({id, properties}) => [
          String(id),
          roleValue(properties, version.map, 'parent'),
        ]),
      );
    } catch {
      // Without it only units of the chosen level answer to the pointer; ask again next time.
      loaded = '';
    }
  }

  /** The unit itself or the nearest above it that is among `codes`; null where none is. */
  function ancestorIn(id: string, codes: ReadonlySet<string>): string | null {
    let at: string | null | undefined = id;
    const seen = new Set<string>();
    while (at !== null && at !== undefined && !codes.has(at)) {
      // a unit that names itself or its own part as its parent
      if (seen.has(at)) return null;
      seen.add(at);
      at = parents.value.get(at);
    }
    return at ?? null;
  }

  return {read, ancestorIn};
}
