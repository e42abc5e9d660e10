import type {Position} from 'geojson';
import type {Drawing} from '../state/map-state.ts';
import type {Camera, ScreenPoint} from './camera.ts';
import {toScreen} from './camera.ts';
import type {RingCache} from './geometry/ring-cache.ts';

const GAP_PX = 14;
/** Room kept for the label at the right and lower edge. */
const ROOM_PX: ScreenPoint = [150, 70];

/** The text beside the zone. It stands to the right of the easternmost vertex in view. */
export class ZoneLabel {
  readonly #element = document.createElement('div');

  constructor(parent: HTMLElement) {
    this.#element.className = 'map-zone-label';
    this.#element.hidden = true;
    this.#element.setAttribute('role', 'status');
    parent.append(this.#element);
  }

  show(drawing: Drawing, rubber: readonly Position[], camera: Camera, cache: RingCache): void {
    const anchor = drawing.label ? labelAnchor(drawing, rubber, camera, cache) : null;
    this.#element.hidden = anchor === null;
    if (!anchor) return;
    if (this.#element.textContent !== drawing.label) this.#element.textContent = drawing.label;
    const x = Math.min(anchor[0] + GAP_PX, camera.widthPx - ROOM_PX[0]);
    const y = Math.min(Math.max(anchor[1] - 16, 24), camera.heightPx - ROOM_PX[1]);
    this.#element.style.transform = `translate(${Math.round(x)}px, ${Math.round(y)}px)`;
  }

  remove(): void {
    this.#element.remove();
  }
}

/** The easternmost vertex of zone and sketch that is in view, or null when none is. */
export function labelAnchor(
  drawing: Pick<Drawing, 'geometry' | 'sketch'>,
  rubber: readonly Position[],
  camera: Camera,
  cache: RingCache,
): ScreenPoint | null {
  let best: ScreenPoint | null = null;
  const consider = (x: number, y: number) => {
    if (x < 0 || y < 0 || x > camera.widthPx || y > camera.heightPx) return;
    if (!best || x > best[0]) best = [x, y];
  };
  for (const rings of drawing.geometry?.coordinates ?? []) {
    const xy = cache.mercator(rings[0]!);
    for (let i = 0; i < xy.length; i += 2) {
      consider((xy[i]! - camera.left) * camera.scale, (xy[i + 1]! - camera.top) * camera.scale);
    }
  }
  for (const position of [...drawing.sketch, ...rubber]) consider(...toScreen(camera, position));
  return best;
}
