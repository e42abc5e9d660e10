import type {Geometry} from 'geojson';
import type {AppState} from './app-state.ts';
import {basinLinkOf, followBasinLink} from './basin-link-state.ts';
import {bboxOf, unionOf} from './bounds.ts';
import {facilitiesLinkOf, followFacilitiesLink} from './facilities-link-state.ts';
import type {Bbox} from './map-state.ts';
import {HOME_PANEL, ROOMS} from './rooms.ts';
import type {UrlState} from './url-state.ts';

/** Overlap one asks for most, when nothing else was chosen. */
const USUAL_OVERLAP = 'main-function-zones';

/** What a link to the present state says; what is as the app opens by itself stays out of it. */
export function linkOf(app: AppState): UrlState {
  const {zone, selection, layers, settings, measurement, table} = app;
  const state: UrlState = {locale: settings.locale};
  if (app.room.value !== ROOMS[0]) state.room = app.room.value;
  const camera = app.camera.value;
  if (camera !== null) state.view = {center: [...camera.center], zoom: camera.zoom};
  if (Object.keys(layers.views).length > 0) {
    state.layers = layers.mapLayers.value
      .filter(({isVisible}) => isVisible)
      .map(({id, opacity}) => ({id, opacity}));
  }
  if (selection.current.value !== null) state.selection = {...selection.current.value};
  if (app.panel.value !== HOME_PANEL[app.room.value]) state.panel = app.panel.value;
  const saved = zone.saved.value?.zone;
  if (saved !== undefined) state.zone = {id: saved.id, version: saved.version};
  const overlap = measurement.overlapLayer.value;
  if (overlap !== null && overlap !== USUAL_OVERLAP) state.overlap = overlap;
  if (app.room.value === 'basin') state.basin = basinLinkOf(app);
  if (app.room.value === 'facilities') state.facilities = facilitiesLinkOf(app);
  if (settings.isTableOpen) state.table = table.collection.value;
  return state;
}

/** Brings about what a link says, once the layers are known. */
export async function followLink(app: AppState, link: UrlState): Promise<void> {
  const {layers, measurement, selection, zone, settings, table} = app;
  if (link.room !== undefined) app.openRoom(link.room);
  if (link.layers) {
    const wanted = new Map(link.layers.map(({id, opacity}) => [id, opacity]));
    for (const {layer} of layers.listed.value) {
      layers.setView(layer.id, {
        isVisible: wanted.has(layer.id),
        opacity: wanted.get(layer.id) ?? layers.viewOf(layer.id).opacity,
      });
    }
  }
  const overlap = link.overlap ?? USUAL_OVERLAP;
  if (layers.find(overlap) !== null) measurement.chooseOverlapLayer(overlap);
  if (link.table !== undefined) {
    table.collection.value = link.table;
    settings.isTableOpen = true;
  }
  if (link.basin) followBasinLink(app, link.basin);
  if (link.facilities) followFacilitiesLink(app, link.facilities);
  if (link.panel !== undefined && link.panel !== 'import') app.panel.value = link.panel;
  if (link.view) app.viewport.value = link.view;
  else app.zoomTo((app.room.value === 'basin' ? app.basin.extent.value : null) ?? wholeOf(app));
  const opening = link.zone ? zone.open(link.zone.id, link.zone.version ?? undefined) : null;
  if (link.selection) void selection.select(link.selection);
  const opened = await opening;
  if (opened && !link.view) app.zoomTo(bboxOf(opened.geometry as Geometry));
}

/** Extent of the units, or of everything when there are none. */
function wholeOf(app: AppState): Bbox | null {
  const boxes = app.layers.listed.value.flatMap(({layer, version}) =>
    version.bbox === null ? [] : [{id: layer.id, bbox: version.bbox as unknown as Bbox}],
  );
  const units = boxes.find(({id}) => id === 'units');
  return units?.bbox ?? unionOf(boxes.map(({bbox}) => bbox));
}
