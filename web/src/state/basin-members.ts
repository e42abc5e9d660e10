import {computed, shallowRef} from 'vue';
import type {MemberSummary, MemberSummaryInputs} from '../../../contract/member-summary.ts';
import type {Zone} from '../../../contract/zone.ts';
import {fetchZone} from '../api/zones.ts';
import type {MemberNumber} from './basin-member-rows.ts';
import type {JobsState} from './jobs.ts';
import type {ListedLayer} from './layers.ts';
import {createProcessRun, isSameInputs} from './process-run.ts';
import {IDLE, load, valueOf, type Remote} from './remote.ts';

/** A limit for the number looked at, of every member; `share` from 0 to 1. */
export interface MemberLimit {
  readonly is: 'atLeast' | 'atMost';
  readonly share: number;
}

export const USUAL_NUMBER: MemberNumber = {id: 'redline', class: null};

/** Every number of a cross-region zone by member, province, basin cell and for the union. */
export function createBasinMembers(
  jobs: JobsState,
  chosen: () => {units: ListedLayer | null; basins: ListedLayer | null; level: string | null},
) {
  /** A saved version of a zone. */
  const zone = shallowRef<{id: string; version: number} | null>(null);
  /** What it is made of, for the map. */
  const content = shallowRef<Remote<Zone>>(IDLE);
  const wanted = shallowRef<MemberNumber>(USUAL_NUMBER);
  const limit = shallowRef<MemberLimit | null>(null);
  const run = createProcessRun<MemberSummaryInputs, MemberSummary>('member-summary', jobs);

  const summary = computed(() => (zone.value === null ? null : valueOf(run.remote.value)));
  /** The number shown: the one wanted, where the summary has it. */
  const number = computed<MemberNumber>(() => {
    const {numbers = []} = summary.value ?? {};
    if (numbers.length === 0 || numbers.some(({id}) => id === wanted.value.id)) return wanted.value;
    return {id: numbers[0]!.id, class: null};
  });
  const inputs = computed<MemberSummaryInputs | null>(() => {
    if (zone.value === null) return null;
    const {units, basins: layer, level} = chosen();
    // which level is meant, or what the zone is made of, is not known yet
    if ((layer !== null && level === null) || isLoading(content.value)) return null;
    // members bring the layer that what was drawn beside them is told by
    const isDrawnOnly = valueOf(content.value)?.members === null;
    return {
      zone: {zone: zone.value.id, version: zone.value.version},
      ...(isDrawnOnly && units !== null
        ? {units: `${units.layer.id}@${units.version.version}`}
        : {}),
      ...(layer === null ? {} : {basins: `${layer.layer.id}@${layer.version.version}`}),
      ...(layer === null || level === null ? {} : {basinLevel: level}),
      ...(limit.value === null ? {} : {thresholds: [thresholdOf(number.value, limit.value)]}),
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

  /** Looks at a version of a zone; measuring it is another step, for its levels may not be known. */
  function choose(next: {id: string; version: number} | null): void {
    zone.value = next;
    content.value = IDLE;
    run.clear();
    if (next === null) return;
    const holder = {
      get value() {
        return content.value;
      },
      // an answer for a zone one has left is not shown
      set value(answer: Remote<Zone>) {
        if (zone.value === next) content.value = answer;
      },
    };
    void load(holder, () => fetchZone(next.id, next.version));
  }

  return {zone, content, wanted, number, limit, summary, inputs, run, isStale, choose, measure};
}

function isLoading({status}: Remote<Zone>): boolean {
  return status === 'idle' || status === 'loading';
}

function thresholdOf({id, class: name}: MemberNumber, {is, share}: MemberLimit) {
  return {number: id, ...(name === null ? {} : {class: name}), [is]: share};
}
