import type {ScreenPoint} from './camera.ts';
import type {Mode, Pointer} from './modes/mode.ts';

/** A press that ends this near to where it began is a tap. */
const TAP_PX = {mouse: 4, touch: 12};
/** Two taps within this are a double tap; the platform's usual value. */
const DOUBLE_TAP_MS = 400;

/** What the input needs of the view around it. */
export interface PointerHost {
  mode(): Mode;
  toPointer(point: ScreenPoint, event: PointerEvent | MouseEvent): Pointer;
  /** Held while a mode has the pointer, so that the map does not pan with it. */
  holdMap(isHeld: boolean): void;
  /** After each thing a mode was told. */
  afterMode(): void;
  pointerMoved(pointer: Pointer | null): void;
}

/** Turns pointer events into presses, drags and taps; moves are told once per animation frame. */
export class PointerInput {
  readonly #element: HTMLElement;
  readonly #host: PointerHost;
  readonly #listening = new AbortController();
  #press: {id: number; at: ScreenPoint; isTaken: boolean; isTap: boolean} | null = null;
  #touches = 0;
  #lastTap: {at: ScreenPoint; timeMs: number; count: number} | null = null;
  #pendingMove: PointerEvent | null = null;
  #frame = 0;

  constructor(element: HTMLElement, host: PointerHost) {
    this.#element = element;
    this.#host = host;
    const on = <K extends keyof HTMLElementEventMap>(
      type: K,
      listener: (event: HTMLElementEventMap[K]) => void,
    ) =>
      // before the map hears of it, or it would begin to pan
      element.addEventListener(type, listener, {
        capture: true,
        signal: this.#listening.signal,
      });
    on('pointerdown', (event) => this.#down(event));
    on('pointermove', (event) => this.#move(event));
    on('pointerup', (event) => this.#up(event));
    on('pointercancel', (event) => this.#cancel(event));
    on('pointerleave', () => this.#leave());
    on('contextmenu', (event) => this.#secondary(event));
  }

  remove(): void {
    this.#listening.abort();
    cancelAnimationFrame(this.#frame);
  }

  #down(event: PointerEvent): void {
    if (event.pointerType === 'touch') this.#touches++;
    if (event.button !== 0) return;
    if (this.#touches > 1) return this.#giveUpPress();
    this.#flushMove();
    const at = this.#pointOf(event);
    const pointer = this.#host.toPointer(at, event);
    const isTaken = this.#host.mode().press?.(pointer) ?? false;
    this.#press = {id: event.pointerId, at, isTaken, isTap: true};
    if (isTaken) {
      this.#host.holdMap(true);
      this.#element.setPointerCapture(event.pointerId);
    }
    this.#host.afterMode();
  }

  #move(event: PointerEvent): void {
    this.#pendingMove = event;
    this.#frame ||= requestAnimationFrame(() => this.#flushMove());
  }

  #flushMove(): void {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    const event = this.#pendingMove;
    this.#pendingMove = null;
    if (!event) return;
    const at = this.#pointOf(event);
    const pointer = this.#host.toPointer(at, event);
    const mode = this.#host.mode();
    const press = this.#press;
    if (press && distance(press.at, at) > tapPx(event)) press.isTap = false;
    if (press?.isTaken) mode.drag?.(pointer);
    else if (!press && event.pointerType !== 'touch') mode.hover?.(pointer);
    this.#host.pointerMoved(pointer);
    this.#host.afterMode();
  }

  #up(event: PointerEvent): void {
    if (event.pointerType === 'touch') this.#touches = Math.max(0, this.#touches - 1);
    const press = this.#press;
    if (!press || event.pointerId !== press.id) return;
    this.#flushMove();
    this.#press = null;
    const at = this.#pointOf(event);
    const pointer = this.#host.toPointer(at, event);
    const mode = this.#host.mode();
    if (press.isTaken) {
      mode.release?.(pointer);
      this.#host.holdMap(false);
    }
    if (press.isTap && distance(press.at, at) <= tapPx(event)) {
      mode.tap?.(pointer, this.#countTap(at, event));
    }
    this.#host.afterMode();
  }

  /** A second finger means zooming: what the first began is put down where it is. */
  #giveUpPress(): void {
    const press = this.#press;
    this.#press = null;
    if (!press?.isTaken) return;
    this.#host.mode().key?.('Escape', false);
    this.#host.holdMap(false);
    this.#host.afterMode();
  }

  #cancel(event: PointerEvent): void {
    if (event.pointerType === 'touch') this.#touches = Math.max(0, this.#touches - 1);
    this.#giveUpPress();
  }

  #leave(): void {
    if (this.#press?.isTaken) return;
    this.#pendingMove = null;
    this.#host.mode().hover?.(null);
    this.#host.pointerMoved(null);
    this.#host.afterMode();
  }

  #secondary(event: MouseEvent): void {
    event.preventDefault();
    this.#host.mode().tapSecondary?.(this.#host.toPointer(this.#pointOf(event), event));
    this.#host.afterMode();
  }

  #countTap(at: ScreenPoint, event: PointerEvent): number {
    const last = this.#lastTap;
    const isNear = last !== null && distance(last.at, at) <= tapPx(event) + 2;
    const isSoon = last !== null && event.timeStamp - last.timeMs <= DOUBLE_TAP_MS;
    const count = isNear && isSoon ? last.count + 1 : 1;
    this.#lastTap = {at, timeMs: event.timeStamp, count};
    return count;
  }

  #pointOf(event: MouseEvent): ScreenPoint {
    const {left, top} = this.#element.getBoundingClientRect();
    return [event.clientX - left, event.clientY - top];
  }
}

function tapPx({pointerType}: PointerEvent): number {
  return pointerType === 'touch' ? TAP_PX.touch : TAP_PX.mouse;
}

function distance(a: ScreenPoint, b: ScreenPoint): number {
  return Math.hypot(a[0] - b[0], a[1] - b[1]);
}
