import type {Map as Library} from 'maplibre-gl';
import type {Position} from 'geojson';
import type {MapEvent, MapState} from '../state/map-state.ts';
import {READOUTS, readoutText} from './coordinate-readout.ts';
import {mapNote} from './map-note.ts';
import {scaleBar} from './scale-bar.ts';
import {TEXTS} from './texts.ts';

const SCALE_BAR_PX = 110;

/** The strip along the lower edge (scale, coordinates, what map this is) and the zoom buttons. */
export class MapFurniture {
  readonly #strip = element('div', 'map-strip');
  readonly #scale = element('span', 'map-scale');
  readonly #readout = element('button', 'map-readout');
  readonly #note = element('span', 'map-note');
  readonly #zoom = element('div', 'map-zoom');
  readonly #map: Library;
  #state: MapState | null = null;
  #pointer: Position | null = null;

  constructor(parent: HTMLElement, map: Library, onEvent: (event: MapEvent) => void) {
    this.#map = map;
    this.#strip.append(this.#scale, this.#readout, this.#note);
    parent.append(this.#strip, this.#zoom);
    this.#readout.addEventListener('click', () => {
      const now = READOUTS.indexOf(this.#state?.coordinateReadout ?? 'degrees');
      const readout = READOUTS[(now + 1) % READOUTS.length]!;
      onEvent({type: 'coordinateReadoutRequested', readout});
    });
    for (const [name, sign] of [
      ['zoomIn', '+'],
      ['zoomOut', '−'],
    ] as const) {
      const button = element('button', `map-${name}`);
      button.textContent = sign;
      button.dataset['text'] = name;
      button.addEventListener('click', () => void map[name]());
      this.#zoom.append(button);
    }
  }

  show(state: MapState): void {
    this.#state = state;
    const {locale} = state;
    const note = mapNote(state, locale);
    this.#note.textContent = note;
    this.#note.title = note;
    this.#readout.title = TEXTS.readout[locale];
    for (const button of this.#zoom.querySelectorAll('button')) {
      const text = TEXTS[button.dataset['text'] as 'zoomIn' | 'zoomOut'][locale];
      button.title = text;
      button.setAttribute('aria-label', text);
    }
    this.showPointer(this.#pointer);
  }

  /** Coordinates of the pointer, or of the middle of the map while it is elsewhere. */
  showPointer(position: Position | null): void {
    this.#pointer = position;
    if (!this.#state) return;
    const {lng, lat} = this.#map.getCenter();
    const [lon, latitude] = (position ?? [lng, lat]) as [number, number];
    const {coordinateReadout, locale} = this.#state;
    const {coordinates, crs} = readoutText(coordinateReadout, lon, latitude, locale);
    this.#readout.textContent = `${coordinates}   ${crs}`;
  }

  showScale(): void {
    const {label, widthPx} = scaleBar(this.#map.getCenter().lat, this.#map.getZoom(), SCALE_BAR_PX);
    this.#scale.textContent = label;
    this.#scale.style.width = `${Math.round(widthPx)}px`;
    if (!this.#pointer) this.showPointer(null);
  }

  remove(): void {
    this.#strip.remove();
    this.#zoom.remove();
  }
}

function element<K extends 'div' | 'span' | 'button'>(
  tag: K,
  className: string,
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  made.className = className;
  if (made instanceof HTMLButtonElement) made.type = 'button';
  return made;
}
