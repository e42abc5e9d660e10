import type {Position} from 'geojson';
import type {Drawing, FeatureName, MapEvent} from '../../../../web/src/state/map-state.ts';
import {EMPTY_MAP_STATE} from '../../../../web/src/state/map-state.ts';
import {cameraAt, toScreen} from '../../../../web/src/map/camera.ts';
import {RingCache} from '../../../../web/src/map/geometry/ring-cache.ts';
import type {Snap} from '../../../../web/src/map/geometry/snap-index.ts';
import type {Mode, ModeContext, Pointer} from '../../../../web/src/map/modes/mode.ts';
import {MODES} from '../../../../web/src/map/modes/modes.ts';

const camera = cameraAt([110, 30], 10, 1000, 800);

/** A state that does what the documentation of MapEvent asks, and a hand to play the mode with. */
export class Play {
  readonly events: MapEvent[] = [];
  /** Drawings before each final change, as the undo history would have them. */
  readonly history: Drawing[] = [];
  snaps: Snap[] = [];
  under: FeatureName[] = [];
  mode: Mode;
  drawing: Drawing;
  #settled: Drawing;

  constructor(drawing: Partial<Drawing>) {
    this.drawing = this.#settled = {...EMPTY_MAP_STATE.drawing, ...drawing};
    this.mode = MODES[this.drawing.mode](this.#context());
  }

  at(position: Position, more: Partial<Pointer> = {}): Pointer {
    return {point: toScreen(camera, position), position, isTouch: false, hasShift: false, ...more};
  }

  click(position: Position, more: Partial<Pointer> = {}): void {
    const pointer = this.at(position, more);
    this.mode.hover?.(pointer);
    if (this.mode.press?.(pointer)) this.mode.release?.(pointer);
    this.mode.tap?.(pointer, 1);
  }

  drag(from: Position, ...to: Position[]): void {
    this.mode.hover?.(this.at(from));
    this.mode.press?.(this.at(from));
    for (const position of to) this.mode.drag?.(this.at(position));
    this.mode.release?.(this.at(to.at(-1)!));
  }

  key(key: string): boolean {
    return this.mode.key?.(key, false) ?? false;
  }

  get last(): Extract<MapEvent, {type: 'drawingChanged'}> {
    return this.events.findLast((event) => event.type === 'drawingChanged')!;
  }

  #context(): ModeContext {
    return {
      cache: new RingCache(),
      camera: () => camera,
      drawing: () => this.drawing,
      snapAt: (pointer) =>
        this.snaps.find(({position}) => {
          const [x, y] = toScreen(camera, position);
          return Math.hypot(x - pointer.point[0], y - pointer.point[1]) < 10;
        }) ?? null,
      featuresAt: () => this.under,
      emit: (event) => this.#take(event),
    };
  }

  #take(event: MapEvent): void {
    this.events.push(event);
    const before = this.drawing;
    if (event.type === 'drawingChanged') {
      const {geometry, sketch} = event;
      this.drawing = {...this.drawing, geometry, sketch};
      if (event.isFinal) {
        this.history.push(this.#settled);
        this.#settled = this.drawing;
      }
      this.mode.drawingChanged?.(this.drawing, before);
    }
    if (event.type === 'drawingModeRequested') {
      this.drawing = {...this.drawing, mode: event.mode};
      this.mode = MODES[event.mode](this.#context());
    }
  }
}
