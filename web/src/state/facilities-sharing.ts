import {computed, reactive, ref, shallowReactive, shallowRef, toRaw} from 'vue';
import type {FacilitySharing} from '../../../contract/facility-sharing.ts';
import type {FacilitySharingInputs} from '../../../contract/facility-sharing-inputs.ts';
import {fetchJobResults} from '../api/jobs.ts';
import {NO_CHOICE, type FacilitiesChoice} from './facilities-choice.ts';
import {
  NEW_FORM,
  changedFields,
  formWith,
  sharingInputs,
  whatIsMissing,
  type SharingForm,
  type SharingScene,
} from './facilities-form.ts';
import type {ScenarioName} from './facilities-link.ts';
import type {JobsState} from './jobs.ts';
import {createLayerOffers} from './layer-offers.ts';
import {createProcessRun} from './process-run.ts';
import {asking, failing, valueOf, type Remote} from './remote.ts';

/** A scenario that was computed: its name, what was asked, and the job that has the answer. */
export interface Scenario extends ScenarioName {
  kind: string;
  fields: Record<string, unknown>;
  /** What the choices above the form were: units, level, loads. */
  chosen?: Partial<FacilitiesChoice>;
}

/** Choices that a scenario was computed with and that taking it up brings back. */
const CHOSEN = [
  'units',
  'facilities',
  'basins',
  'unitLevel',
  'people',
  'loadAttribute',
  'perHead',
  'attributes',
  'measure',
] as const satisfies readonly (keyof FacilitiesChoice)[];

const KEY = 'liandong.scenarios';
/** As many as a list shows without being searched. */
const MOST_KEPT = 30;

export type SharingState = ReturnType<typeof createSharingState>;

/** Scenarios of sharing facilities: the form, those computed so far, and the two compared. */
export function createSharingState({
  jobs,
  storage,
  scene,
  choice,
}: {
  jobs: JobsState;
  storage: Pick<Storage, 'getItem' | 'setItem'>;
  scene: () => SharingScene;
  choice: FacilitiesChoice;
}) {
  const form = reactive<SharingForm>(formWith({}));
  const name = ref('');
  const run = createProcessRun<FacilitySharingInputs, FacilitySharing>('facility-sharing', jobs);
  const scenarios = shallowRef<readonly Scenario[]>(stored(storage));
  const results = shallowReactive(new Map<string, Remote<FacilitySharing>>());
  /** The scenario looked at, and the one it is held against. */
  const shownId = shallowRef<string | null>(null);
  const againstId = shallowRef<string | null>(null);
  /** The row of the form whose place the next click on the map says. */
  const placing = shallowRef<number | null>(null);
  /** What the layer of candidates is described by. */
  const candidateOffers = createLayerOffers();

  const missing = computed(() => whatIsMissing(form, scene()));
  const inputs = computed(() => sharingInputs(form, scene()));
  const shown = computed(() => scenarioOf(shownId.value));
  const against = computed(() => scenarioOf(againstId.value));
  const result = computed(() => resultOf(shownId.value));
  const againstResult = computed(() => resultOf(againstId.value));
  const ofKind = computed(() => {
    const kind = scene().kind?.id;
    return scenarios.value.filter((each) => each.kind === kind || each.kind === '');
  });

  function scenarioOf(id: string | null): Scenario | null {
    return scenarios.value.find((each) => each.id === id) ?? null;
  }
  function resultOf(id: string | null): FacilitySharing | null {
    const remote = id === null ? undefined : results.get(id);
    return remote === undefined ? null : valueOf(remote);
  }
  function keep(next: readonly Scenario[]): void {
    scenarios.value = next.slice(-MOST_KEPT);
    storage.setItem(KEY, JSON.stringify(scenarios.value));
  }
  /** The name as typed, or one that none has yet. */
  function freeName(wish: string, usual: (count: number) => string): string {
    const taken = new Set(scenarios.value.map((each) => each.name));
    if (wish !== '' && !taken.has(wish)) return wish;
    for (let count = 1; ; count++) {
      const free = wish === '' ? usual(count) : `${wish} ${count + 1}`;
      if (!taken.has(free)) return free;
    }
  }

  /** Computes the form; what comes out is kept under its name and shown. */
  async function start(usual: (count: number) => string): Promise<void> {
    const asked = inputs.value;
    const kind = scene().kind;
    if (asked === null || kind === null) return;
    const fields: Record<string, unknown> = changedFields(form);
    const chosen = pick(choice);
    const wish = name.value.trim();
    await run.repeat(asked);
    const {remote, answered, jobId} = run;
    if (remote.value.status !== 'ready' || answered.value !== asked) return;
    const id = jobId.value!;
    results.set(id, remote.value);
    keep([...scenarios.value, {id, name: freeName(wish, usual), kind: kind.id, fields, chosen}]);
    name.value = '';
    if (shownId.value !== null && againstId.value === null) againstId.value = shownId.value;
    shownId.value = id;
  }
  function cancel(): void {
    run.drop();
    run.clear();
  }

  /** Reads the answer of a scenario unless it is here. */
  async function read(id: string): Promise<void> {
    const known = results.get(id);
    if (known !== undefined && known.status !== 'failed') return;
    const before: Remote<FacilitySharing> = known ?? {status: 'idle'};
    results.set(id, asking(before));
    try {
      results.set(id, {status: 'ready', value: await fetchJobResults<FacilitySharing>(id)});
    } catch (error) {
      results.set(id, failing(before, error));
    }
  }
  function show(id: string | null): void {
    shownId.value = id;
    if (id !== null) void read(id);
  }
  function holdAgainst(id: string | null): void {
    againstId.value = id;
    if (id !== null) void read(id);
  }
  function rename(id: string, to: string): void {
    const wish = to.trim();
    if (wish === '') return;
    keep(scenarios.value.map((each) => (each.id === id ? {...each, name: wish} : each)));
  }
  function remove(id: string): void {
    keep(scenarios.value.filter((each) => each.id !== id));
    if (shownId.value === id) shownId.value = null;
    if (againstId.value === id) againstId.value = null;
  }
  /** Fills the form as it was for a scenario, to go on from there. */
  function takeUp(id: string): void {
    const scenario = scenarioOf(id);
    if (scenario === null) return;
    Object.assign(form, formWith(scenario.fields));
    if (scenario.chosen !== undefined)
      Object.assign(choice, pick({...NO_CHOICE, ...scenario.chosen}));
  }
  /** The row that waits for a place has it; says whether one waited. */
  function placeRow(lon: number, lat: number): boolean {
    const at = placing.value;
    placing.value = null;
    if (at === null || form.rows[at] === undefined) return false;
    // six digits: a decimetre, far below what a screening distance can tell
    const place = [Number(lon.toFixed(6)), Number(lat.toFixed(6))] as const;
    form.rows = form.rows.map((row, i) => (i === at ? {...row, at: place} : row));
    return true;
  }
  function reset(): void {
    Object.assign(form, formWith({}), {costs: {...NEW_FORM.costs}});
  }
  /** A scenario that a link names, which may have been computed elsewhere. */
  function follow(named: ScenarioName, member: 'scenario' | 'against'): void {
    if (scenarioOf(named.id) === null) {
      keep([...scenarios.value, {...named, kind: '', fields: {}}]);
    }
    if (member === 'scenario') show(named.id);
    else holdAgainst(named.id);
  }

  return {
    form,
    name,
    run,
    scenarios,
    ofKind,
    results,
    shownId,
    againstId,
    shown,
    against,
    result,
    againstResult,
    placing,
    placeRow,
    candidateOffers,
    missing,
    inputs,
    start,
    cancel,
    read,
    show,
    holdAgainst,
    rename,
    remove,
    takeUp,
    reset,
    follow,
  };
}

function pick(choice: FacilitiesChoice): Partial<FacilitiesChoice> {
  return Object.fromEntries(CHOSEN.map((name) => [name, structuredClone(toRaw(choice[name]))]));
}

function stored(storage: Pick<Storage, 'getItem'>): Scenario[] {
  try {
    const list: unknown = JSON.parse(storage.getItem(KEY) ?? '[]');
    if (!Array.isArray(list)) return [];
    return list.filter(
      (each): each is Scenario =>
        typeof each === 'object' &&
        each !== null &&
        ['id', 'name', 'kind'].every((member) => typeof each[member] === 'string') &&
        typeof each.fields === 'object',
    );
  } catch {
    return [];
  }
}
