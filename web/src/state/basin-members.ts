import {computed, shallowRef} from 'vue';
import type {MemberSummary, MemberSummaryInputs} from '../../../contract/member-summary.ts';
import type {JobsState} from './jobs.ts';
import type {ListedLayer} from './layers.ts';
import {createProcessRun, isSameInputs} from './process-run.ts';

/** Every number of a cross-region zone by member, province, basin cell and for the union. */
export function createBasinMembers(
  jobs: JobsState,
  basins: () => {basins: ListedLayer | null; level: string | null},
) {
  /** A saved version of a zone. */
  const zone = shallowRef<{id: string; version: number} | null>(null);
  /** Least share of red line that every member must have; null: no limit. */
  const least = shallowRef<number | null>(null);
  const run = createProcessRun<MemberSummaryInputs, MemberSummary>('member-summary', jobs);

  const inputs = computed<MemberSummaryInputs | null>(() => {
    if (zone.value === null) return null;
    const {basins: layer, level} = basins();
    // which level is meant is not known yet
    if (layer !== null && level === null) return null;
    return {
      zone: {zone: zone.value.id, version: zone.value.version},
      ...(layer === null ? {} : {basins: `${layer.layer.id}@${layer.version.version}`}),
      ...(layer === null || level === null ? {} : {basinLevel: level}),
      ...(least.value === null ? {} : {thresholds: [{number: 'redline', atLeast: least.value}]}),
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

  return {zone, least, inputs, run, isStale, measure};
}
