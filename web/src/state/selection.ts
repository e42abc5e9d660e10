import type {Feature} from 'geojson';
import {computed, shallowRef} from 'vue';
import {fetchFeature} from '../api/features.ts';
import type {FeatureName} from './map-state.ts';
import {IDLE, load, valueOf, type Remote} from './remote.ts';

export type SelectionState = ReturnType<typeof createSelectionState>;

/** What is selected; the attributes shown are those of the one selected last. */
export function createSelectionState() {
  const names = shallowRef<readonly FeatureName[]>([]);
  /** Everything under the last click, topmost first. */
  const below = shallowRef<readonly FeatureName[]>([]);
  const hovered = shallowRef<FeatureName | null>(null);
  const feature = shallowRef<Remote<Feature>>(IDLE);
  const current = computed(() => names.value.at(-1) ?? null);

  function select(name: FeatureName | null, isAdding = false): Promise<void> {
    const kept = isAdding ? names.value : [];
    if (name === null) {
      names.value = kept;
    } else if (kept.some((each) => isSame(each, name))) {
      names.value = kept.filter((each) => !isSame(each, name));
    } else {
      names.value = [...kept, name];
    }
    return fetchCurrent();
  }

  async function fetchCurrent(): Promise<void> {
    const asked = current.value;
    if (asked === null) {
      feature.value = IDLE;
      return;
    }
    const holder = {
      get value() {
        return feature.value;
      },
      // An answer for what is no longer selected is not shown.
      set value(next: Remote<Feature>) {
        if (current.value === asked) feature.value = next;
      },
    };
    await load(holder, () => fetchFeature(asked.collection, asked.id));
  }

  const selectedFeature = computed(() => {
    const value = valueOf(feature.value);
    return value !== null && String(value.id) === current.value?.id ? value : null;
  });

  return {names, below, hovered, feature, current, selectedFeature, select};
}

export function isSame(a: FeatureName | null, b: FeatureName | null): boolean {
  return a !== null && b !== null && a.collection === b.collection && a.id === b.id;
}
