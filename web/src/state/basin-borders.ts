import {computed, shallowRef} from 'vue';
import type {BorderMatch, BorderMatchInputs} from '../../../contract/border-match.ts';
import type {JobsState} from './jobs.ts';
import type {LayersState, ListedLayer} from './layers.ts';
import {createProcessRun, isSameInputs} from './process-run.ts';

/** Kinds of layers whose areas are expected to go on behind a border. */
const MATCHED_KINDS = new Set(['redline', 'function-zone', 'protected-area', 'farmland']);

/** Where what neighbours hold does not meet at their border. */
export function createBasinBorders(
  layers: LayersState,
  jobs: JobsState,
  units: () => {units: ListedLayer | null; level: string | null},
) {
  const layer = shallowRef<string | null>(null);
  const run = createProcessRun<BorderMatchInputs, BorderMatch>('border-match', jobs);

  const choices = computed(() =>
    layers.listed.value.filter(({kind}) => MATCHED_KINDS.has(kind.id)),
  );
  const chosen = computed(
    () => choices.value.find((each) => each.layer.id === layer.value) ?? choices.value[0] ?? null,
  );
  const inputs = computed<BorderMatchInputs | null>(() => {
    const {units: unitsLayer, level} = units();
    if (unitsLayer === null || chosen.value === null) return null;
    const hasLevels = unitsLayer.version.map.level !== undefined;
    // which levels there are is not known yet
    if (hasLevels && level === null) return null;
    return {
      units: `${unitsLayer.layer.id}@${unitsLayer.version.version}`,
      layer: `${chosen.value.layer.id}@${chosen.value.version.version}`,
      ...(hasLevels && level !== null ? {unitLevel: level} : {}),
    };
  });
  const isStale = computed(
    () =>
      run.remote.value.status === 'ready' &&
      run.answered.value !== null &&
      !isSameInputs(run.answered.value, inputs.value),
  );

  function measure(): void {
    if (inputs.value !== null) void run.ask(inputs.value);
  }
  function repeat(): void {
    if (inputs.value !== null) void run.repeat(inputs.value);
  }

  return {layer, choices, chosen, inputs, run, isStale, measure, repeat};
}
