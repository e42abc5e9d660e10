import {expect, test} from 'vitest';
import {createAppState} from '../../../web/src/state/app-state.ts';
import {createMapBridge} from '../../../web/src/state/map-bridge.ts';
import {EMPTY_MAP_STATE, type MapEvent} from '../../../web/src/state/map-state.ts';
import {zoneOnMap} from '../../../web/src/state/zone-on-map.ts';

const app = () => createAppState({getItem: () => null, setItem: () => {}}, ['en']);
const at = [118, 31];

test('a room that adds nothing has the layers, the selection and the camera on its map', () => {
  const state = app();
  const {mapState, onMapEvent} = createMapBridge(state);
  expect(mapState.value.drawing).toBe(EMPTY_MAP_STATE.drawing);
  expect(mapState.value.members).toBeNull();

  onMapEvent({type: 'viewportChanged', center: [118, 31], zoom: 7, bbox: [117, 30, 119, 32]});
  expect(state.camera.value).toEqual({center: [118, 31], zoom: 7});
  expect(mapState.value.viewport).toEqual({center: [118, 31], zoom: 7});
});

test('a click on empty ground closes the attributes and shows what the room is about', () => {
  const state = app();
  const {onMapEvent} = createMapBridge(state);
  state.openPanel('feature');
  onMapEvent({type: 'featureSelected', feature: null, below: [], isAdding: false, at});
  expect(state.panel.value).toBe('zone');
});

test('a room hears all events, and the zone is drawn only where it is on the map', () => {
  const state = app();
  const heard: string[] = [];
  const other = createMapBridge(state, {onMapEvent: ({type}) => heard.push(type)});
  const plan = createMapBridge(
    state,
    zoneOnMap(state, () => '12 ha'),
  );
  const request: MapEvent = {type: 'drawingModeRequested', mode: 'draw'};
  other.onMapEvent(request);
  expect(heard).toEqual(['drawingModeRequested']);
  expect(state.zone.mode.value).toBe('idle');
  plan.onMapEvent(request);
  expect(plan.mapState.value.drawing).toMatchObject({mode: 'draw', label: '12 ha'});
  expect(other.mapState.value.drawing.mode).toBe('idle');
});
