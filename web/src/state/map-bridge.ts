import type {FeatureCollection} from 'geojson';
import {computed, shallowRef, type ComputedRef, type ShallowRef} from 'vue';
import type {AppState} from './app-state.ts';
import type {BaseMap, MapEvent, MapState, Viewport} from './map-state.ts';

const NOTHING: FeatureCollection = {type: 'FeatureCollection', features: []};

export interface MapBridge {
  readonly mapState: ComputedRef<MapState>;
  readonly pointer: Readonly<ShallowRef<{lon: number; lat: number} | null>>;
  onMapEvent(event: MapEvent): void;
}

/** State → what the map shows; what the map says → state. */
export function createMapBridge(app: AppState, labelOf: () => string | null): MapBridge {
  const {settings, layers, selection, zone, issues, snapping} = app;
  const pointer = shallowRef<{lon: number; lat: number} | null>(null);

  const drawing = computed<MapState['drawing']>(() => ({
    mode: zone.mode.value,
    geometry: zone.content.value.drawn,
    sketch: zone.content.value.sketch,
    isSnapping: zone.isSnapping.value,
    label: labelOf(),
  }));
  const members = computed<MapState['members']>(() => {
    const {collection, memberIds} = zone.content.value;
    if (memberIds.length === 0 && zone.mode.value !== 'members') return null;
    return {collection, ids: memberIds, level: zone.memberLevel.value};
  });
  const highlights = computed(() =>
    app.panel.value === 'issues' ? issues.highlights.value : NOTHING,
  );

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
    snapCandidates: snapping.candidates.value,
    coordinateReadout: settings.coordinateReadout,
    baseMap: baseMap.value,
  }));

  function onMapEvent(event: MapEvent): void {
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
        else if (app.panel.value === 'feature') app.openPanel('zone');
        return;
      case 'featureHovered':
        selection.hovered.value = event.feature;
        return;
      case 'drawingChanged':
        zone.applyDrawing(event);
        return;
      case 'drawingModeRequested':
        zone.setMode(event.mode);
        return;
      case 'undoRequested':
        zone.undo();
        return;
      case 'redoRequested':
        zone.redo();
        return;
      case 'memberToggled':
        void zone.toggleMember(event.member.id);
        return;
      case 'pointerMoved':
        pointer.value = event.at;
        return;
      case 'snapViewChanged':
        void snapping.lookIn(event.bbox, event.zoom);
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
