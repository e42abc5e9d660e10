import {computed, shallowRef, type ComputedRef} from 'vue';
import type {Position} from 'geojson';
import type {BasinLinkage, BasinLinkageInputs} from '../../../contract/basin-linkage.ts';
import type {JobsState} from './jobs.ts';
import type {FeatureName} from './map-state.ts';
import {createProcessRun, isSameInputs} from './process-run.ts';
import {valueOf} from './remote.ts';

/** What one asks about: a point of the map, or a feature there. */
export interface ReachFrom {
  readonly at: Position;
  /** Null: the point itself. */
  readonly feature: FeatureName | null;
  /** What else was under the click. */
  readonly below: readonly FeatureName[];
}

/** Everything upstream and downstream of a click. */
export function createBasinReach(
  jobs: JobsState,
  inputs: ComputedRef<BasinLinkageInputs | null>,
  named: (answer: BasinLinkage) => BasinLinkage,
) {
  const from = shallowRef<ReachFrom | null>(null);
  const run = createProcessRun<BasinLinkageInputs, BasinLinkage>('basin-linkage', jobs);

  const answer = computed(() => {
    const value = valueOf(run.remote.value);
    return value && named(value);
  });
  /** Layers or levels are others than when it was answered. */
  const isStale = computed(() => {
    const answered = run.answered.value;
    if (answered === null || run.remote.value.status !== 'ready') return false;
    return !isSameInputs(answered, {...inputs.value, from: answered.from, outline: true});
  });

  function askFrom(next: ReachFrom): void {
    from.value = next;
    if (inputs.value === null) return;
    const place =
      next.feature === null
        ? {type: 'Point' as const, coordinates: [...next.at]}
        : {collection: next.feature.collection, id: next.feature.id};
    const asked = place as NonNullable<BasinLinkageInputs['from']>;
    void run.ask({...inputs.value, from: asked, outline: true});
  }
  function repeat(): void {
    if (from.value !== null) askFrom(from.value);
  }
  function clear(): void {
    from.value = null;
    run.clear();
  }

  return {from, run, answer, isStale, askFrom, repeat, clear};
}
