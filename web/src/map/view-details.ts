import type {Map as Library} from 'maplibre-gl';
import type {MapLayer} from '../state/map-state.ts';
import {ViewBorders} from './view-borders.ts';
import {ViewLabels} from './view-labels.ts';

/** Often enough to look prompt, seldom enough not to slow the tiles themselves. */
const SETTLE_MS = 200;

/** Names and borders, worked out from the tiles that are there: now and then while they come in. */
export class ViewDetails {
  readonly #map: Library;
  readonly #layers: () => readonly MapLayer[];
  readonly #labels: ViewLabels;
  readonly #borders: ViewBorders;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(map: Library, layers: () => readonly MapLayer[]) {
    this.#map = map;
    this.#layers = layers;
    this.#labels = new ViewLabels(map);
    this.#borders = new ViewBorders(map);
    map.on('idle', () => this.#update());
    map.on('sourcedata', ({tile}) => tile && this.#updateSoon());
  }

  remove(): void {
    clearTimeout(this.#timer);
  }

  #updateSoon(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      if (!this.#map.isMoving()) this.#update();
    }, SETTLE_MS);
  }

  #update(): void {
    const layers = this.#layers();
    this.#borders.update(layers);
    this.#labels.update(layers);
  }
}
