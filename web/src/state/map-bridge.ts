import type {FeatureCollection} from 'geojson';
import {computed, shallowRef, type ComputedRef, type ShallowRef} from 'vue';
import type {AppState} from './app-state.ts';
import {
  EMPTY_MAP_STATE,
  type BaseMap,
  type MapEvent,
  type MapState,
  type Viewport,
} from './map-state.ts';

/** What a room has on the map beside the layers; left out, there is nothing of that. */
export interface RoomOnMap {
  drawing?(): MapState['drawing'];
  members?(): MapState['members'];
  /** Gives way to the place of an issue while the issues are open. */
  highlights?(): FeatureCollection;
  areaColours?(): MapState['areaColours'];
  areaShapes?(): MapState['areaShapes'];
  arrows?(): MapState['arrows'];
  flows?(): MapState['flows'];
  facilities?(): MapState['facilities'];
  /** Hears what happens on the map after all rooms' share of it is done. */
  onMapEvent?(event: MapEvent): void;
}

export interface MapBridge {
  readonly mapState: ComputedRef<MapState>;
  readonly pointer: Readonly<ShallowRef<{lon: number; lat: number} | null>>;
  onMapEvent(event: MapEvent): void;
}

const NO_COLOURS: NonNullable<MapState['areaColours']> = [];

/** State → what the map shows; what the map says → state. The same in each room but for `room`. */
export function createMapBridge(app: AppState, room: RoomOnMap = {}): MapBridge {
  const {settings, layers, selection, issues, snapping} = app;
  const pointer = shallowRef<{lon: number; lat: number} | null>(null);

  // each by itself, so that the map finds the same object where nothing changed
  const drawing = computed(() => room.drawing?.() ?? EMPTY_MAP_STATE.drawing);
  const members = computed(() => room.members?.() ?? null);
  const highlights = computed(() =>
    app.panel.value === 'issues'
      ? issues.highlights.value
      : (room.highlights?.() ?? EMPTY_MAP_STATE.highlights),
  );
  const areaColours = computed(() => room.areaColours?.() ?? NO_COLOURS);
  const areaShapes = computed(() => room.areaShapes?.() ?? null);
  const arrows = computed(() => room.arrows?.() ?? null);
  const flows = computed(() => room.flows?.() ?? null);
  const facilities = computed(() => room.facilities?.() ?? null);
  const baseMap = computed<BaseMap>(() => {
    const token = app.session.tiandituToken.value;
    return token === null || !settings.hasBaseMap
      ? {kind: 'none'}
      : {kind: 'tianditu', theme: 'vec', token};
  });

  const mapState = computed<MapState>(() => ({
    locale: settings.locale,
    theme: settings.theme,
    viewport: app.viewport.value,
    layers: layers.mapLayers.value,
    selection: selection.names.value,
    hovered: selection.hovered.value,
    drawing: drawing.value,
    members: members.value,
    highlights: highlights.value,
    areaColours: areaColours.value,
    areaShapes: areaShapes.value,
    arrows: arrows.value,
    flows: flows.value,
    facilities: facilities.value,
    snapCandidates: snapping.candidates.value,
    coordinateReadout: settings.coordinateReadout,
    baseMap: baseMap.value,
  }));

  function onMapEvent(event: MapEvent): void {
    onCommonEvent(event);
    room.onMapEvent?.(event);
  }

  function onCommonEvent(event: MapEvent): void {
    switch (event.type) {
      case 'viewportChanged': {
        const camera: Viewport = {center: event.center, zoom: event.zoom};
        app.viewport.value = camera;
        app.camera.value = camera;
        return;
      }
      case 'featureSelected':
        selection.below.value = event.below;
        void selection.select(event.feature, event.isAdding);
        if (event.feature !== null) app.openPanel('feature');
        else if (app.panel.value === 'feature') app.leavePanel();
        return;
      case 'featureHovered':
        selection.hovered.value = event.feature;
        return;
      case 'pointerMoved':
        pointer.value = event.at;
        return;
      case 'coordinateReadoutRequested':
        settings.coordinateReadout = event.readout;
        return;
      case 'layerFailed':
        layers.failures[event.layer] = event.detail;
    }
  }

  return {mapState, pointer, onMapEvent};
}
