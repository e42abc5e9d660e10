import type {MultiPolygon, Position} from 'geojson';
import type {DrawingChange, MapEvent} from '../../state/map-state.ts';
import {toPosition, toScreen} from '../camera.ts';
import {crossings, crossingsOfEdges} from '../geometry/self-crossing.ts';
import type {Snap} from '../geometry/snap-index.ts';
import {traceBetween} from '../geometry/trace.ts';
import type {Guides, Mode, ModeContext, Pointer} from './mode.ts';
import {NO_GUIDES, tolerancePx} from './mode.ts';

/** What makes a ring being drawn a part or a hole. */
export interface SketchKind {
  readonly change: DrawingChange;
  /** May the first vertex lie here? */
  canStart(geometry: MultiPolygon | null, position: Position): boolean;
  /** The geometry with the ring in it. */
  close(geometry: MultiPolygon | null, ring: readonly Position[]): MultiPolygon | null;
}

/**
 * Drawing a ring click by click. Click adds a vertex, a click on the first vertex, a double click or
 * Enter closes, Backspace takes the last back, Esc drops the ring. With Shift, an edge between two
 * places snapped to one boundary follows that boundary vertex by vertex.
 */
export class SketchMode implements Mode {
  guides: Guides = NO_GUIDES;
  cursor = 'crosshair';
  readonly #context: ModeContext;
  readonly #kind: SketchKind;
  #pointer: Pointer | null = null;
  /** What the last vertex was snapped to, for following that boundary. */
  #lastSnap: Snap | null = null;

  constructor(context: ModeContext, kind: SketchKind) {
    this.#context = context;
    this.#kind = kind;
  }

  hover(pointer: Pointer | null): void {
    this.#pointer = pointer;
    this.#refresh();
    if (pointer && this.#sketch.length >= 2) this.#emit(this.#sketch, false, 'sketch-vertex-added');
  }

  tap(pointer: Pointer, count: number): void {
    this.#pointer = pointer;
    this.#refresh();
    if (this.guides.isClosing || (count > 1 && this.#sketch.length >= 3)) return this.#close();
    if (count > 1) return;

    const {position, snap} = this.#landing(pointer);
    const {geometry} = this.#context.drawing();
    if (this.#sketch.length === 0 && !this.#kind.canStart(geometry, position)) return;
    if (isSame(this.#sketch.at(-1), position)) return;

    const sketch = [...this.#sketch, ...this.guides.rubber.slice(0, -1), position];
    this.#lastSnap = snap;
    this.#emit(sketch, true, 'sketch-vertex-added');
  }

  tapSecondary(): void {
    this.#takeBack();
  }

  key(key: string): boolean {
    if (key === 'Enter') {
      if (this.#sketch.length >= 3) this.#close();
      return true;
    }
    if (key === 'Backspace' || key === 'Delete') {
      this.#takeBack();
      return true;
    }
    if (key === ' ') {
      this.#addAtCentre();
      return true;
    }
    if (key === 'Escape') {
      if (this.#sketch.length > 0) this.#emit([], true, 'sketch-dropped');
      else this.#requestMode(this.#context.drawing().geometry ? 'edit' : 'idle');
      return true;
    }
    return false;
  }

  drawingChanged(): void {
    this.#refresh();
  }

  get #sketch(): readonly Position[] {
    return this.#context.drawing().sketch;
  }

  #close(): void {
    const geometry = this.#kind.close(this.#context.drawing().geometry, this.#sketch);
    if (!geometry) return;
    this.#lastSnap = null;
    this.#context.emit({
      type: 'drawingChanged',
      geometry,
      sketch: [],
      preview: geometry,
      isCrossing: crossings(geometry).length > 0,
      isFinal: true,
      change: this.#kind.change,
    });
    this.#requestMode('edit');
  }

  #takeBack(): void {
    if (this.#sketch.length === 0) return;
    this.#lastSnap = null;
    this.#emit(this.#sketch.slice(0, -1), true, 'sketch-vertex-removed');
  }

  /** Drawing by keyboard: arrows move the map, Space puts a vertex in its middle. */
  #addAtCentre(): void {
    const camera = this.#context.camera();
    const point = [camera.widthPx / 2, camera.heightPx / 2] as const;
    const position = toPosition(camera, point);
    this.tap({point, position, isTouch: false, hasShift: false}, 1);
  }

  /** Emits the sketch; the preview closes it through the pointer. */
  #emit(sketch: readonly Position[], isFinal: boolean, change: DrawingChange): void {
    const {geometry} = this.#context.drawing();
    const ring = isFinal ? sketch : [...sketch, ...this.guides.rubber];
    const preview = ring.length >= 3 ? this.#kind.close(geometry, ring) : geometry;
    const isCrossing = isFinal
      ? this.#crossingsOf(sketch).length > 0
      : this.guides.crossings.length > 0;
    const event: MapEvent = {
      type: 'drawingChanged',
      geometry,
      sketch,
      preview,
      isCrossing,
      isFinal,
      change,
    };
    this.#context.emit(event);
  }

  #requestMode(mode: 'edit' | 'idle'): void {
    this.#context.emit({type: 'drawingModeRequested', mode});
  }

  #refresh(): void {
    const pointer = this.#pointer;
    if (!pointer) {
      this.guides = {...NO_GUIDES, crossings: this.#crossingsOf(this.#sketch)};
      return;
    }
    const {position, snap} = this.#landing(pointer);
    const isClosing = this.#isOnFirst(pointer, snap);
    const traced =
      pointer.hasShift &&
      snap &&
      this.#lastSnap &&
      isSame(this.#sketch.at(-1), this.#lastSnap.position)
        ? traceBetween(this.#lastSnap, snap)
        : null;
    const end = isClosing ? this.#sketch[0]! : position;
    const rubber = this.#sketch.length > 0 ? [...(traced ?? []), end] : [];
    const path = isClosing ? this.#sketch : [...this.#sketch, ...rubber];
    const {geometry} = this.#context.drawing();
    const isAllowed = this.#sketch.length > 0 || this.#kind.canStart(geometry, position);
    this.cursor = isClosing ? 'pointer' : isAllowed ? 'crosshair' : 'not-allowed';
    this.guides = {
      ...NO_GUIDES,
      snap: isClosing ? null : snap,
      rubber,
      isClosing,
      crossings: this.#crossingsOf(path),
    };
  }

  #landing(pointer: Pointer): {position: Position; snap: Snap | null} {
    const snap = this.#context.snapAt(pointer);
    return {position: snap?.position ?? pointer.position, snap};
  }

  /** Near the first vertex, or about to snap to where it is. */
  #isOnFirst(pointer: Pointer, snap: Snap | null): boolean {
    if (this.#sketch.length < 3) return false;
    const first = this.#sketch[0]!;
    if (snap && isSame(first, snap.position)) return true;
    const [x, y] = toScreen(this.#context.camera(), first);
    return Math.hypot(x - pointer.point[0], y - pointer.point[1]) <= tolerancePx(pointer);
  }

  /** Crossings of the open path with itself and with the rest of the drawing. */
  #crossingsOf(path: readonly Position[]): Position[] {
    if (path.length < 2) return [];
    const others = this.#context.drawing().geometry?.coordinates ?? [];
    const part = others.length;
    const withPath: MultiPolygon = {type: 'MultiPolygon', coordinates: [...others, [[...path]]]};
    const edges = path.slice(1).map((_, vertex) => ({part, ring: 0, vertex}));
    return crossingsOfEdges(withPath, edges);
  }
}

function isSame(a: Position | undefined, b: Position): boolean {
  return a !== undefined && a[0] === b[0] && a[1] === b[1];
}
