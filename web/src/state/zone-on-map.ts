import type {AppState} from './app-state.ts';
import type {RoomOnMap} from './map-bridge.ts';
import type {MapEvent} from './map-state.ts';

/** The zone at hand on the map, and what drawing on the map does to it. */
export function zoneOnMap(app: AppState, labelOf: () => string | null): RoomOnMap {
  const {zone, snapping} = app;
  return {
    drawing: () => ({
      mode: zone.mode.value,
      geometry: zone.content.value.drawn,
      sketch: zone.content.value.sketch,
      isSnapping: zone.isSnapping.value,
      label: labelOf(),
    }),
    members() {
      const {collection, memberIds} = zone.content.value;
      if (memberIds.length === 0 && zone.mode.value !== 'members') return null;
      return {collection, ids: memberIds, level: zone.memberLevel.value};
    },
    onMapEvent,
  };

  function onMapEvent(event: MapEvent): void {
    switch (event.type) {
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
      case 'snapViewChanged':
        void snapping.lookIn(event.bbox, event.zoom);
    }
  }
}
