import type {Drawing} from '../../state/map-state.ts';
import type {Camera} from '../camera.ts';
import {RingCache} from '../geometry/ring-cache.ts';
import type {Graticule} from '../graticule.ts';
import type {Guides} from '../modes/mode.ts';
import type {Palette} from '../palette.ts';
import {paintDrawing} from './paint-drawing.ts';
import {paintTicks} from './paint-ticks.ts';

/** All that one frame shows. */
export interface Scene {
  readonly camera: Camera;
  readonly palette: Palette;
  readonly drawing: Drawing;
  readonly guides: Guides;
  readonly graticule: Graticule | null;
}

/**
 * A canvas above the map for what changes with every move of the pointer. A source of the map would
 * go through its worker and come back frames later; here a dragged vertex is painted in the frame in
 * which it moved, and the map below is not drawn again at all.
 */
export class Overlay {
  readonly cache = new RingCache();
  readonly #canvas = document.createElement('canvas');

  constructor(parent: HTMLElement) {
    this.#canvas.className = 'map-overlay';
    this.#canvas.setAttribute('aria-hidden', 'true');
    parent.append(this.#canvas);
  }

  paint({camera, palette, drawing, guides, graticule}: Scene): void {
    const context = this.#fit(camera);
    if (!context) return;
    context.clearRect(0, 0, camera.widthPx, camera.heightPx);
    if (graticule) paintTicks(context, camera, graticule, palette);
    paintDrawing({context, camera, palette, cache: this.cache}, drawing, guides);
  }

  remove(): void {
    this.#canvas.remove();
  }

  /** Sizes the canvas to the map and the screen's pixels; setting a size clears it, so only if new. */
  #fit({widthPx, heightPx}: Camera): CanvasRenderingContext2D | null {
    const ratio = window.devicePixelRatio || 1;
    const [width, height] = [Math.round(widthPx * ratio), Math.round(heightPx * ratio)];
    if (this.#canvas.width !== width || this.#canvas.height !== height) {
      this.#canvas.width = width;
      this.#canvas.height = height;
      this.#canvas.style.width = `${widthPx}px`;
      this.#canvas.style.height = `${heightPx}px`;
    }
    const context = this.#canvas.getContext('2d', {willReadFrequently: true});
    context?.setTransform(ratio, 0, 0, ratio, 0, 0);
    return context;
  }
}
