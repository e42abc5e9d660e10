import {shallowRef} from 'vue';
import {fetchFeatures} from '../api/features.ts';
import {roleValue} from './feature-attributes.ts';
import type {ListedLayer} from './layers.ts';
import {IDLE, load, valueOf, type Remote} from './remote.ts';

/** More than all counties of China (2 844); a layer with more is looked at as far as this. */
const MOST_FEATURES = 4000;

export type MemberLevels = ReturnType<typeof createMemberLevels>;

/** Levels of the layer whose features compose a zone, the one with the fewest features first. */
export function createMemberLevels() {
  const levels = shallowRef<Remote<string[]>>(IDLE);
  let loaded = '';

  /** Reads the levels of a layer; answers the finest, null where it has none. */
  async function read({layer, version}: ListedLayer): Promise<string | null> {
    const key = `${layer.id}@${version.version}`;
    if (loaded !== key) {
      loaded = key;
      levels.value = IDLE;
      await load(levels, async () => {
        if (version.map.level === undefined) return [];
        const {features} = await fetchFeatures(layer.id, {
          limit: MOST_FEATURES,
          skipGeometry: 'true',
        });
        return byCount(
          features.flatMap(({properties}) => roleValue(properties, version.map, 'level') ?? []),
        );
      });
    }
    return valueOf(levels.value)?.at(-1) ?? null;
  }

  return {levels, read};
}

/** Distinct values, the rarest first. */
export function byCount(values: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => a - b).map(([value]) => value);
}
