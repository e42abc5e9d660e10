import type {Feature, MultiPolygon} from 'geojson';
import {computed, ref, shallowRef} from 'vue';
import type {Problem} from '../../../contract/problem.ts';
import type {Zone, ZoneList} from '../../../contract/zone.ts';
import {fetchFeature} from '../api/features.ts';
import {
  createZone,
  deleteZone,
  fetchZone,
  fetchZones,
  fetchZoneVersions,
  replaceZone,
  zoneDownloadUrl,
} from '../api/zones.ts';
import {finishSketch} from './finish-sketch.ts';
import {createHistory} from './history.ts';
import type {DrawingMode, MapEvent} from './map-state.ts';
import type {MeasurementState} from './measurement.ts';
import {IDLE, load, problemFrom, type Remote} from './remote.ts';
import {
  contentOf,
  draftOf,
  EMPTY_CONTENT,
  isEmptyContent,
  placeOf,
  withMemberToggled,
  type ZoneContent,
} from './zone-content.ts';

export type ZoneState = ReturnType<typeof createZoneState>;
type DrawingChanged = Extract<MapEvent, {type: 'drawingChanged'}>;
interface Saved {
  readonly zone: Zone;
  readonly content: ZoneContent;
}

/** The zone at hand: what it is made of, its history of edits, and its saved versions. */
export function createZoneState(measurement: MeasurementState) {
  const content = shallowRef<ZoneContent>(EMPTY_CONTENT);
  const preview = shallowRef<MultiPolygon | null>(null);
  const isCrossing = ref(false);
  const mode = ref<DrawingMode>('idle');
  const isSnapping = ref(true);
  const memberLevel = ref<string | null>(null);
  const name = ref('');
  const saved = shallowRef<Saved | null>(null);
  const list = shallowRef<Remote<ZoneList['zones']>>(IDLE);
  const versions = shallowRef<Remote<ZoneList['zones']>>(IDLE);
  /** The version looked at before this one of the same zone: changes of figures are against it. */
  const comparedWith = ref<number | null>(null);
  const isSaving = ref(false);
  const problem = shallowRef<Problem | null>(null);
  /** What waits until one has said that unsaved changes may go. */
  const leaving = shallowRef<(() => void) | null>(null);
  const history = createHistory<ZoneContent>();
  const memberFeatures = new Map<string, Feature>();
  /** Content before the drag under way; null when nothing is being dragged. */
  let beforeDrag: ZoneContent | null = null;

  const isEmpty = computed(() => isEmptyContent(content.value));
  const isDirty = computed(() => {
    if (saved.value === null) return !isEmpty.value;
    const {content: kept, zone} = saved.value;
    const {drawn, memberIds} = content.value;
    return drawn !== kept.drawn || memberIds !== kept.memberIds || name.value !== zone.name;
  });
  /** An older version is open: saving it again would be refused, so say so beforehand. */
  const isOlder = computed(
    () => saved.value !== null && saved.value.zone.version < saved.value.zone.latestVersion,
  );

  function applyDrawing(event: DrawingChanged): void {
    const before = beforeDrag ?? content.value;
    const next = {...content.value, drawn: event.geometry, sketch: event.sketch};
    if (event.isFinal) {
      beforeDrag = null;
      history.record({before, after: next, change: event.change});
    } else if (next.drawn !== content.value.drawn || next.sketch !== content.value.sketch) {
      beforeDrag = before;
    }
    content.value = next;
    preview.value = event.preview;
    isCrossing.value = event.isCrossing;
    const isSketching = event.sketch.length > 0;
    void measure(event.isFinal && !isSketching);
  }

  async function toggleMember(id: string): Promise<void> {
    const before = content.value;
    const after = withMemberToggled(before, id);
    history.record({before, after, change: 'member-toggled'});
    content.value = after;
    await measure(true);
  }

  /** Members are of one layer: another can be chosen as long as there are none. */
  function chooseCollection(collection: string): void {
    if (content.value.memberIds.length > 0) return;
    content.value = {...content.value, collection};
    memberLevel.value = null;
    memberFeatures.clear();
  }

  function clearDrawing(): void {
    change({...content.value, drawn: null, sketch: [], memberIds: []}, 'zone-cleared');
  }

  function change(after: ZoneContent, word: string): void {
    history.record({before: content.value, after, change: word});
    show(after);
  }

  /** Closes the ring being drawn, as Enter does on the map. */
  function finish(): void {
    const isHole = mode.value === 'hole';
    const finished = finishSketch(content.value, isHole ? 'hole' : 'part');
    if (finished === null || isCrossing.value) return;
    change(finished, isHole ? 'hole-added' : 'part-added');
    mode.value = 'edit';
  }

  /** Brings back a drawing that was left unsaved. */
  function restore(keptName: string, kept: ZoneContent): void {
    name.value = keptName;
    change({...kept, sketch: []}, 'zone-restored');
  }

  function undo(): void {
    const before = history.undo();
    if (before !== null) show(before);
  }

  function redo(): void {
    const after = history.redo();
    if (after !== null) show(after);
  }

  function show(next: ZoneContent): void {
    beforeDrag = null;
    content.value = next;
    preview.value = null;
    isCrossing.value = false;
    void measure(true);
  }

  function setMode(next: DrawingMode): void {
    if (next === mode.value) return;
    // A ring left unfinished is dropped, and can be had back by undo.
    if (content.value.sketch.length > 0) change({...content.value, sketch: []}, 'sketch-dropped');
    mode.value = next;
  }

  /** Sends the place to be measured, once its members' geometry is at hand where it is needed. */
  async function measure(isFinal: boolean): Promise<void> {
    if (isCrossing.value) return;
    const asked = content.value;
    const needsGeometry = asked.memberIds.length > 0 && (preview.value ?? asked.drawn) !== null;
    if (needsGeometry) {
      try {
        await fetchMembers(asked);
      } catch (error) {
        problem.value = problemFrom(error);
        return;
      }
      if (content.value !== asked) return;
    }
    const place = placeOf(asked, preview.value, memberFeatures);
    if (place === null) measurement.clear();
    else measurement.measure(place, isFinal);
  }

  async function fetchMembers({collection, memberIds}: ZoneContent): Promise<void> {
    const missing = memberIds.filter((id) => !memberFeatures.has(id));
    await Promise.all(
      missing.map(async (id) => memberFeatures.set(id, await fetchFeature(collection, id))),
    );
  }

  /** Does what puts another zone in place of this one, at once or when one has agreed to it. */
  function leaveFor(next: () => void): void {
    if (isDirty.value) leaving.value = next;
    else next();
  }

  function startNew(): void {
    leaving.value = null;
    comparedWith.value = null;
    history.clear();
    measurement.clear();
    saved.value = null;
    versions.value = IDLE;
    problem.value = null;
    name.value = '';
    mode.value = 'idle';
    show(EMPTY_CONTENT);
  }

  async function open(id: string, version?: number): Promise<Zone | null> {
    leaving.value = null;
    problem.value = null;
    try {
      const zone = await fetchZone(id, version);
      const from = isDirty.value ? null : (saved.value?.zone ?? null);
      const isSameZone = from?.id === id;
      comparedWith.value = isSameZone && from.version !== zone.version ? from.version : null;
      history.clear();
      // figures of the version before stay as what is compared with
      if (!isSameZone) measurement.clear();
      mode.value = 'idle';
      keep(zone);
      show(saved.value!.content);
      void refreshVersions();
      return zone;
    } catch (error) {
      problem.value = problemFrom(error);
      return null;
    }
  }

  function keep(zone: Zone): void {
    saved.value = {zone, content: contentOf(zone)};
    name.value = zone.name;
  }

  /** Saves as a new zone, or as the next version of the one that is open. */
  async function save(): Promise<boolean> {
    const draft = draftOf(name.value.trim(), content.value);
    const base = saved.value;
    return store(() =>
      base === null ? createZone(draft) : replaceZone(base.zone.id, draft, base.zone.version),
    );
  }

  async function saveCopy(copyName: string): Promise<boolean> {
    const draft = draftOf(copyName.trim(), content.value);
    return store(() => createZone(draft));
  }

  async function store(send: () => ReturnType<typeof createZone>): Promise<boolean> {
    const sent = content.value;
    isSaving.value = true;
    problem.value = null;
    try {
      const zone = await send();
      saved.value = {zone, content: sent};
      comparedWith.value = null;
      name.value = zone.name;
      void refreshList();
      void refreshVersions();
      return true;
    } catch (error) {
      problem.value = problemFrom(error);
      return false;
    } finally {
      isSaving.value = false;
    }
  }

  async function remove(): Promise<void> {
    const base = saved.value;
    if (base === null) return;
    problem.value = null;
    try {
      await deleteZone(base.zone.id, base.zone.version);
      startNew();
      await refreshList();
    } catch (error) {
      problem.value = problemFrom(error);
    }
  }

  async function refreshList(): Promise<void> {
    await load(list, fetchZones);
  }

  async function refreshVersions(): Promise<void> {
    const id = saved.value?.zone.id;
    if (id !== undefined) await load(versions, () => fetchZoneVersions(id));
  }

  const downloadUrl = computed(() =>
    saved.value === null ? null : zoneDownloadUrl(saved.value.zone.id),
  );

  return {
    content,
    preview,
    isCrossing,
    mode,
    isSnapping,
    memberLevel,
    name,
    saved,
    list,
    versions,
    comparedWith,
    isSaving,
    problem,
    history,
    isEmpty,
    isDirty,
    isOlder,
    downloadUrl,
    applyDrawing,
    leaving,
    leaveFor,
    toggleMember,
    chooseCollection,
    clearDrawing,
    finishSketch: finish,
    restore,
    undo,
    redo,
    setMode,
    startNew,
    open,
    save,
    saveCopy,
    remove,
    refreshList,
  };
}
