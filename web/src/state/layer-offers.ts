import {shallowRef} from 'vue';
import {fetchFeatures} from '../api/features.ts';
import type {Named} from './basin-rows.ts';
import {roleValue} from './feature-attributes.ts';
import type {ListedLayer} from './layers.ts';
import {byCount} from './member-levels.ts';

/** More than all counties of China (2 844); a layer with more is looked at as far as this. */
const MOST_FEATURES = 4000;

export interface OfferedFeature extends Named {
  level: string | null;
}

/** What a layer offers to choose from: its features, their levels, and what they are described by. */
export function createLayerOffers() {
  /** Rarest first. */
  const levels = shallowRef<readonly string[]>([]);
  /** Attributes, and those of them that hold numbers and play no other role. */
  const names = shallowRef<readonly string[]>([]);
  const numbers = shallowRef<readonly string[]>([]);
  const features = shallowRef<readonly OfferedFeature[]>([]);
  let loaded = '';

  async function read({layer, version}: ListedLayer): Promise<void> {
    const key = `${layer.id}@${version.version}`;
    if (loaded === key) return;
    loaded = key;
    try {
      const page = await fetchFeatures(layer.id, {limit: MOST_FEATURES, skipGeometry: 'true'});
      if (loaded !== key) return;
      const {map} = version;
      features.value = page.features.map(({id, properties}) => ({
        code: String(id),
        name: roleValue(properties, map, 'name'),
        nameEn: roleValue(properties, map, 'nameEn'),
        level: roleValue(properties, map, 'level'),
      }));
      levels.value = byCount(features.value.flatMap(({level}) => level ?? []));
      const roles = new Set(Object.values(map));
      const all = new Set(page.features.flatMap(({properties}) => Object.keys(properties ?? {})));
      all.delete('areaM2');
      const isNumber = new Set(
        page.features.flatMap(({properties}) =>
          Object.entries(properties ?? {})
            .filter(([, value]) => typeof value === 'number')
            .map(([name]) => name),
        ),
      );
      names.value = [...all];
      numbers.value = [...all].filter((name) => isNumber.has(name) && !roles.has(name));
    } catch {
      // The choices stay as the service makes them; ask again next time.
      loaded = '';
    }
  }
  function clear(): void {
    loaded = '';
    for (const each of [levels, names, numbers, features]) each.value = [];
  }

  return {levels, names, numbers, features, read, clear};
}
