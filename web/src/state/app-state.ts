import {computed, inject, markRaw, ref, shallowRef, type InjectionKey} from 'vue';
import {createAgreementState} from './agreement.ts';
import {createBasinState} from './basin.ts';
import {bboxOf} from './bounds.ts';
import {createFacilitiesState} from './facilities.ts';
import {createFeatureNames} from './feature-names.ts';
import {createImportDraft} from './import-draft.ts';
import {createIssuesState} from './issues.ts';
import {createJobsState} from './jobs.ts';
import {createLayersState} from './layers.ts';
import type {Bbox, FeatureName, Viewport} from './map-state.ts';
import {createMeasurementState} from './measurement.ts';
import {createMemberLevels} from './member-levels.ts';
import {HOME_PANEL, ROOMS, type RoomName} from './rooms.ts';
import {createRoomViews} from './room-views.ts';
import {createSearchState} from './search.ts';
import {createSelectionState} from './selection.ts';
import {createSessionState} from './session.ts';
import {createSettings} from './settings.ts';
import {createSnappingState} from './snapping.ts';
import {createTableState} from './table.ts';
import type {PanelName} from './url-state.ts';
import {createZoneState} from './zone.ts';

export type AppState = ReturnType<typeof createAppState>;

/** All state of the app, made once by main.ts; each part knows only what it is given here. */
export function createAppState(
  storage: Pick<Storage, 'getItem' | 'setItem'>,
  languages: readonly string[],
) {
  const settings = createSettings(storage, languages);
  const session = createSessionState();
  const layers = createLayersState(measureAnew);
  const measurement = createMeasurementState();
  const zone = createZoneState(measurement);
  const selection = createSelectionState();
  const issues = createIssuesState();
  const table = createTableState();
  const search = createSearchState(layers);
  const snapping = createSnappingState(() =>
    layers.listed.value.filter(({layer}) => layers.viewOf(layer.id).isVisible),
  );
  const memberLevels = createMemberLevels();
  const featureNames = createFeatureNames(layers.find);
  const room = ref<RoomName>(ROOMS[0]);
  const panel = ref<PanelName>(HOME_PANEL[room.value]);
  const viewport = shallowRef<Viewport>({bbox: [73, 18, 135, 54]});
  /** Where the map stands, as it last said. */
  const camera = shallowRef<{center: readonly [number, number]; zoom: number} | null>(null);

  const jobs = createJobsState((job, isOwn) => {
    void layers.refresh().then(() => {
      measureAnew();
      if (isOwn && job.subject !== null) showLayer(job.subject);
    });
  });
  const basin = createBasinState(layers, jobs, selection);
  const facilities = createFacilitiesState(layers, jobs, selection, storage);
  const agreement = createAgreementState(storage);
  const roomViews = createRoomViews(layers);
  const importDraft = createImportDraft(
    () => layers.kinds.value,
    (job) => jobs.track(job, true),
  );

  const canAddMembers = computed(() => layers.find(zone.content.value.collection) !== null);

  /** Layers are other than before: numbers measured against them are too. */
  function measureAnew(): void {
    const chosen = measurement.overlapLayer.value;
    if (chosen !== null && layers.find(chosen) === null) measurement.chooseOverlapLayer(null);
    measurement.repeat();
  }

  function zoomTo(bbox: Bbox | null, maxZoom = 14): void {
    if (bbox !== null) viewport.value = {bbox, maxZoom};
  }

  /** Makes a layer visible and brings all of it into view. */
  function showLayer(id: string): void {
    const found = layers.find(id);
    if (found === null) return;
    layers.setView(id, {isVisible: true});
    zoomTo(found.version.bbox as Bbox | null);
  }

  /** Places asked for so far: only the last of them moves the map. */
  let wishes = 0;

  function lookAt(view: Viewport): void {
    wishes += 1;
    viewport.value = view;
  }

  /** Selects a feature and brings it into view. */
  async function showFeature(name: FeatureName): Promise<void> {
    const mine = ++wishes;
    await selection.select(name);
    // whoever has asked for another place while it was fetched stays there
    if (mine === wishes) zoomTo(bboxOf(selection.selectedFeature.value?.geometry ?? null));
  }

  function openPanel(name: PanelName): void {
    panel.value = name;
    settings.isColumnOpen = true;
  }

  /** Goes to another room; the map stays where it is, unless what the room is about is small there. */
  function openRoom(name: RoomName): void {
    const isFirst = !roomViews.wasOpened(name);
    roomViews.change(room.value, name);
    room.value = name;
    panel.value = HOME_PANEL[name];
    const extent = name === 'basin' && isFirst ? basin.extent.value : null;
    if (extent !== null && camera.value !== null && isSmallIn(extent, camera.value.zoom)) {
      zoomTo(extent);
    }
  }

  /** Back to what the room is about, when a panel has nothing more to show. */
  function leavePanel(): void {
    panel.value = HOME_PANEL[room.value];
  }

  return markRaw({
    settings,
    session,
    layers,
    measurement,
    zone,
    selection,
    issues,
    table,
    search,
    snapping,
    room,
    panel,
    viewport,
    camera,
    jobs,
    basin,
    facilities,
    agreement,
    importDraft,
    memberLevels,
    featureNames,
    canAddMembers,
    zoomTo,
    showLayer,
    showFeature,
    lookAt,
    openPanel,
    openRoom,
    leavePanel,
  });
}

/** Half of a map some thousand pixels wide: then most of what is seen is something else. */
const SMALL_PX = 400;
/** The world at zoom 0. */
const WORLD_PX = 512;

function isSmallIn([west, , east]: Bbox, zoom: number): boolean {
  return ((east - west) / 360) * WORLD_PX * 2 ** zoom < SMALL_PX;
}

export const APP_STATE: InjectionKey<AppState> = Symbol('app state');

export function useAppState(): AppState {
  const state = inject(APP_STATE);
  if (state === undefined) throw new Error('No app state was provided: main.ts does that');
  return state;
}
