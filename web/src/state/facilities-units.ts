import {shallowRef} from 'vue';
import {fetchFeatures} from '../api/features.ts';
import {roleValue} from './feature-attributes.ts';
import type {ListedLayer} from './layers.ts';
import {byCount} from './member-levels.ts';

/** More than all counties of China (2 844); a layer with more is looked at as far as this. */
const MOST_FEATURES = 4000;

/** What the layer of units offers: its levels, rarest first, and the attributes that hold numbers. */
export function createUnitOffers() {
  const levels = shallowRef<readonly string[]>([]);
  const numbers = shallowRef<readonly string[]>([]);
  let loaded = '';

  async function read({layer, version}: ListedLayer): Promise<void> {
    const key = `${layer.id}@${version.version}`;
    if (loaded === key) return;
    loaded = key;
    try {
      const {features} = await fetchFeatures(layer.id, {
        limit: MOST_FEATURES,
        skipGeometry: 'true',
      });
      if (loaded !== key) return;
      levels.value = byCount(
        features.flatMap(({properties}) => roleValue(properties, version.map, 'level') ?? []),
      );
      const roles = new Set(Object.values(version.map));
      const names = new Set(
        features.flatMap(({properties}) =>
          Object.entries(properties ?? {})
            .filter(([, value]) => typeof value === 'number')
            .map(([name]) => name),
        ),
      );
      numbers.value = [...names].filter((name) => name !== 'areaM2' && !roles.has(name));
    } catch {
      // The choices stay as the service makes them; ask again next time.
      loaded = '';
    }
  }

  return {levels, numbers, read};
}
