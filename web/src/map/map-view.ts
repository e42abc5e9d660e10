import type {GeoJSONSource, Map as Library} from 'maplibre-gl';
import type {Bbox, Drawing, MapEvent, MapState} from '../state/map-state.ts';
import {applyStyle} from './apply-style.ts';
import type {Camera, ScreenPoint} from './camera.ts';
import {cameraAt, toPosition} from './camera.ts';
import type {FeatureMarks} from './feature-marks.ts';
import {featureMarks, marksDifference} from './feature-marks.ts';
import {SnapIndex} from './geometry/snap-index.ts';
import type {Graticule} from './graticule.ts';
import {graticule, graticuleLines} from './graticule.ts';
import {findFeatures} from './find-features.ts';
import {listenForKeys} from './key-input.ts';
import {sourceId} from './layer-styles/look.ts';
import {createLibrary} from './library.ts';
import {MapFurniture} from './map-furniture.ts';
import './map-view.css';
import type {Mode, ModeContext, Pointer} from './modes/mode.ts';
import {tolerancePx} from './modes/mode.ts';
import {MODES} from './modes/modes.ts';
import {Overlay} from './overlay/overlay.ts';
import type {Palette} from './palette.ts';
import {PALETTES} from './palette.ts';
import {PointerInput} from './pointer-input.ts';
import {GRATICULE_SOURCE, sources} from './sources.ts';
import type {MapStyle} from './style-difference.ts';
import {style} from './style.ts';
import {TEXTS} from './texts.ts';
import {ViewDetails} from './view-details.ts';
import type {ReportedCamera} from './viewport.ts';
import {moveTo} from './viewport.ts';
import {ZoneLabel} from './zone-label.ts';

const DRAWING_MODES_THAT_SNAP = new Set(['draw', 'edit', 'hole']);
const NOTHING: MapStyle = {sources: {}, layers: []};

/**
 * The one object that owns the map. State goes in by `show`, which applies the difference to what is
 * shown; what the user does comes out as events in words of the domain.
 */
export class MapView {
  readonly #container: HTMLElement;
  readonly #onEvent: (event: MapEvent) => void;
  readonly #map: Library;
  readonly #overlay: Overlay;
  readonly #zoneLabel: ZoneLabel;
  readonly #furniture: MapFurniture;
  readonly #details: ViewDetails;
  readonly #pointers: PointerInput;
  readonly #stopKeys: () => void;
  readonly #context: ModeContext;
  #isReady = false;
  #state: MapState | null = null;
  #shown: MapState | null = null;
  #style: MapStyle = NOTHING;
  #marks: FeatureMarks = new Map();
  #mode: Mode;
  #graticule: Graticule | null = null;
  #snapIndex: SnapIndex | null = null;
  #snapView = '';
  #reported: ReportedCamera | null = null;
  #failedSources = new Set<string>();

  constructor(container: HTMLElement, onEvent: (event: MapEvent) => void) {
    this.#container = container;
    this.#onEvent = onEvent;
    container.classList.add('map-view');
    const canvas = document.createElement('div');
    canvas.className = 'map-canvas';
    container.append(canvas);
    this.#map = createLibrary(canvas);
    this.#overlay = new Overlay(container);
    this.#zoneLabel = new ZoneLabel(container);
    this.#furniture = new MapFurniture(container, this.#map, onEvent);
    this.#details = new ViewDetails(this.#map, () => this.#shown?.layers ?? []);
    this.#context = this.#createContext();
    this.#mode = MODES.idle(this.#context);
    this.#pointers = new PointerInput(canvas, {
      mode: () => this.#mode,
      toPointer: (point, event) => this.#toPointer(point, event),
      holdMap: (isHeld) => this.#map.dragPan[isHeld ? 'disable' : 'enable'](),
      afterMode: () => this.#paint(),
      pointerMoved: (pointer) => this.#pointerMoved(pointer),
    });
    this.#stopKeys = listenForKeys(container, {
      key: (key, hasShift) => this.#key(key, hasShift),
      undo: () => onEvent({type: 'undoRequested'}),
      redo: () => onEvent({type: 'redoRequested'}),
    });
    this.#map.once('style.load', () => {
      this.#isReady = true;
      if (this.#state) this.show(this.#state);
    });
    this.#map.on('render', () => this.#paint());
    this.#map.on('moveend', () => this.#movementEnded());
    this.#map.on('move', () => this.#furniture.showScale());
    this.#map.on('error', (event) => this.#failed(event));
  }

  /** Makes the map show a state; cheap when little or nothing changed since the last one. */
  show(state: MapState): void {
    this.#state = state;
    if (!this.#isReady) return;
    const shown = this.#shown;
    this.#shown = state;
    if (state.theme !== shown?.theme) this.#showTheme();
    if (isStyleChanged(shown, state)) this.#showStyle(state);
    this.#showMarks(state);
    if (state.drawing !== shown?.drawing) this.#showDrawing(state.drawing, shown?.drawing ?? null);
    if (state.snapCandidates !== shown?.snapCandidates) this.#snapIndex = null;
    if (isFurnitureChanged(shown, state)) this.#furniture.show(state);
    if (state.locale !== shown?.locale) {
      this.#map.getCanvas().setAttribute('aria-label', TEXTS.map[state.locale]);
    }
    if (state.viewport !== shown?.viewport) {
      moveTo(this.#map, state.viewport, this.#reported, shown !== null);
    }
    this.#askForSnapCandidates(state);
    this.#paint();
  }

  destroy(): void {
    this.#details.remove();
    this.#stopKeys();
    this.#pointers.remove();
    this.#furniture.remove();
    this.#zoneLabel.remove();
    this.#overlay.remove();
    this.#map.remove();
    this.#container.classList.remove('map-view');
    this.#container.replaceChildren();
  }

  #showTheme(): void {
    const palette = this.#palette;
    const variables: Record<string, string> = {
      ground: palette.ground,
      text: palette.text,
      'text-soft': palette.textSoft,
      halo: palette.textHalo,
      hairline: palette.graticule,
      accent: palette.accent,
    };
    for (const [name, value] of Object.entries(variables)) {
      this.#container.style.setProperty(`--map-${name}`, value);
    }
  }

  #showStyle(state: MapState): void {
    const next = {sources: sources(state), layers: style(state)};
    applyStyle(this.#map, this.#style, next);
    // A source that comes anew knows no marks yet.
    const isSourceNew = Object.keys(next.sources).some((id) => !(id in this.#style.sources));
    if (isSourceNew) this.#marks = new Map();
    this.#style = next;
    if (isSourceNew) this.#showGraticule();
  }

  #showMarks(state: MapState): void {
    const next = featureMarks(state);
    for (const {name, marks} of marksDifference(this.#marks, next)) {
      for (const layer of state.layers) {
        if (layer.id !== name.collection) continue;
        const sourceLayer = layer.data ? {} : {sourceLayer: layer.id};
        this.#map.setFeatureState({source: sourceId(layer), ...sourceLayer, id: name.id}, marks);
      }
    }
    this.#marks = next;
  }

  #showDrawing(drawing: Drawing, previous: Drawing | null): void {
    if (drawing.mode === previous?.mode) {
      const isSameShape =
        drawing.geometry === previous.geometry && drawing.sketch === previous.sketch;
      if (!isSameShape) this.#mode.drawingChanged?.(drawing, previous);
      return;
    }
    const left = this.#mode;
    // later: what it says leads to another state, and this one is still being shown
    queueMicrotask(() => left.leave?.());
    this.#mode = MODES[drawing.mode](this.#context);
    // A double click ends a ring; only when nothing is being drawn does it zoom.
    this.#map.doubleClickZoom[drawing.mode === 'idle' ? 'enable' : 'disable']();
    // The keys belong to the drawing now, not to the button that was pressed for it.
    if (drawing.mode !== 'idle') this.#map.getCanvas().focus({preventScroll: true});
  }

  #paint(): void {
    const state = this.#shown;
    if (!state) return;
    const camera = this.#camera();
    const {guides, cursor} = this.#mode;
    this.#overlay.paint({
      camera,
      palette: this.#palette,
      drawing: state.drawing,
      guides,
      graticule: this.#graticule,
    });
    this.#zoneLabel.show(state.drawing, guides.rubber, camera, this.#overlay.cache);
    this.#container.toggleAttribute('data-cursor', cursor !== '');
    this.#container.style.setProperty('--map-cursor', cursor);
  }

  #movementEnded(): void {
    if (!this.#shown) return;
    this.#showGraticule();
    this.#furniture.showScale();
    const {lng, lat} = this.#map.getCenter();
    this.#reported = {center: [lng, lat], zoom: this.#map.getZoom()};
    this.#onEvent({type: 'viewportChanged', ...this.#reported, bbox: this.#bbox()});
    this.#askForSnapCandidates(this.#shown);
  }

  #showGraticule(): void {
    // half a view more on each side, so that panning does not run out of lines
    const [west, south, east, north] = this.#bbox();
    const [padX, padY] = [(east - west) / 2, (north - south) / 2];
    const wide: Bbox = [west - padX, south - padY, east + padX, north + padY];
    this.#graticule = graticule(wide, this.#map.getZoom());
    const lines = graticuleLines(wide, this.#graticule);
    void this.#map.getSource<GeoJSONSource>(GRATICULE_SOURCE)?.setData(lines);
  }

  #askForSnapCandidates({drawing}: MapState): void {
    if (!drawing.isSnapping || !DRAWING_MODES_THAT_SNAP.has(drawing.mode)) {
      this.#snapView = '';
      return;
    }
    if (this.#map.isMoving()) return;
    const bbox = this.#bbox();
    const view = bbox.join();
    if (view === this.#snapView) return;
    this.#snapView = view;
    this.#onEvent({type: 'snapViewChanged', bbox, zoom: this.#map.getZoom()});
  }

  #pointerMoved(pointer: Pointer | null): void {
    this.#furniture.showPointer(pointer?.position ?? null);
    const at = pointer && {lon: pointer.position[0]!, lat: pointer.position[1]!};
    this.#onEvent({type: 'pointerMoved', at});
  }

  #key(key: string, hasShift: boolean): boolean {
    const isHandled = this.#mode.key?.(key, hasShift) ?? false;
    if (isHandled) this.#paint();
    return isHandled;
  }

  #failed({error, ...event}: {error?: {message: string}}): void {
    const source = 'sourceId' in event ? String(event.sourceId) : 'map';
    if (this.#failedSources.has(source)) return;
    this.#failedSources.add(source);
    const layer = source.replace(/@\d+$/, '');
    this.#onEvent({type: 'layerFailed', layer, detail: error?.message ?? 'unknown'});
  }

  #createContext(): ModeContext {
    return {
      cache: this.#overlay.cache,
      drawing: () => this.#state!.drawing,
      camera: () => this.#camera(),
      snapAt: (pointer) => {
        if (!this.#state?.drawing.isSnapping) return null;
        this.#snapIndex ??= new SnapIndex(this.#state.snapCandidates);
        return this.#snapIndex.find(this.#camera(), pointer.point, tolerancePx(pointer) + 3);
      },
      featuresAt: (pointer, limitTo) =>
        this.#shown && !this.#map.isMoving()
          ? findFeatures(this.#map, this.#shown, pointer.point, limitTo)
          : [],
      emit: (event) => this.#onEvent(event),
    };
  }

  #toPointer(point: ScreenPoint, event: PointerEvent | MouseEvent): Pointer {
    return {
      point,
      position: toPosition(this.#camera(), point),
      isTouch: 'pointerType' in event && event.pointerType === 'touch',
      hasShift: event.shiftKey,
    };
  }

  #camera(): Camera {
    const {lng, lat} = this.#map.getCenter();
    const {clientWidth, clientHeight} = this.#map.getContainer();
    return cameraAt([lng, lat], this.#map.getZoom(), clientWidth, clientHeight);
  }

  #bbox(): Bbox {
    const bounds = this.#map.getBounds();
    return [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()];
  }

  get #palette(): Palette {
    return PALETTES[this.#state?.theme ?? 'light'];
  }
}

function isStyleChanged(before: MapState | null, after: MapState): boolean {
  return (
    before?.layers !== after.layers ||
    before.theme !== after.theme ||
    before.locale !== after.locale ||
    !isSameBaseMap(before.baseMap, after.baseMap) ||
    before.highlights !== after.highlights ||
    before.areaColours !== after.areaColours ||
    before.areaShapes !== after.areaShapes ||
    before.arrows !== after.arrows ||
    before.flows !== after.flows ||
    before.facilities !== after.facilities
  );
}

function isFurnitureChanged(before: MapState | null, after: MapState): boolean {
  return (
    before?.layers !== after.layers ||
    before.locale !== after.locale ||
    !isSameBaseMap(before.baseMap, after.baseMap) ||
    before.coordinateReadout !== after.coordinateReadout
  );
}

/** Small and often written afresh, so by value. */
function isSameBaseMap(a: MapState['baseMap'], b: MapState['baseMap']): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
