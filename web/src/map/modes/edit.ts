import type {MultiPolygon, Position} from 'geojson';
import type {DrawingChange} from '../../state/map-state.ts';
import {toPosition, toScreen} from '../camera.ts';
import type {VertexName} from '../geometry/edit-rings.ts';
import {deleteVertex, insertVertex, moveVertex, vertexCount} from '../geometry/edit-rings.ts';
import type {EdgeHit} from '../geometry/hit-test.ts';
import {edgeAt, vertexAt} from '../geometry/hit-test.ts';
import {crossings, crossingsOfEdges, edgesAround} from '../geometry/self-crossing.ts';
import type {Guides, Mode, ModeContext, Pointer} from './mode.ts';
import {NO_GUIDES, tolerancePx} from './mode.ts';

/** A vertex on its way, from the geometry as it was at the press. */
interface Drag {
  readonly start: MultiPolygon;
  /** `start`, with the new vertex in it when the press was on an edge. */
  readonly base: MultiPolygon;
  readonly name: VertexName;
  readonly change: DrawingChange;
  /** Crossings that do not depend on where the vertex goes; found once. */
  readonly otherCrossings: readonly Position[];
  readonly pressedAt: Pointer;
  hasMoved: boolean;
}

/** Less is a trembling hand, not a drag. */
const DRAG_PX = 3;
const ARROWS: Record<string, readonly [number, number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/**
 * Editing vertices. Drag a vertex; drag or click an edge to put one in; a click selects, Delete or a
 * right click takes away, arrows nudge by a pixel (ten with Shift), Esc lets go.
 */
export function createMode(context: ModeContext): Mode {
  return new EditMode(context);
}

class EditMode implements Mode {
  guides: Guides = {...NO_GUIDES, hasHandles: true};
  cursor = 'grab';
  readonly #context: ModeContext;
  #drag: Drag | null = null;
  #selected: VertexName | null = null;

  constructor(context: ModeContext) {
    this.#context = context;
    this.#guide({crossings: this.#geometry ? crossings(this.#geometry) : []});
  }

  press(pointer: Pointer): boolean {
    const geometry = this.#geometry;
    if (!geometry) return false;
    const vertex = this.#vertexAt(pointer);
    if (vertex) {
      this.#startDrag(geometry, geometry, vertex, 'vertex-moved', pointer);
      return true;
    }
    const hit = this.#edgeAt(pointer);
    if (!hit) return false;
    const base = insertVertex(geometry, hit.edge, hit.position);
    const name = {...hit.edge, vertex: hit.edge.vertex + 1};
    this.#startDrag(geometry, base, name, 'vertex-inserted', pointer);
    return true;
  }

  drag(pointer: Pointer): void {
    const drag = this.#drag;
    if (!drag) return;
    drag.hasMoved ||= distance(drag.pressedAt, pointer) > DRAG_PX;
    if (drag.hasMoved) this.#moveTo(drag, pointer, false);
  }

  release(pointer: Pointer): void {
    const drag = this.#drag;
    if (!drag) return;
    this.#drag = null;
    this.#selected = drag.name;
    if (drag.hasMoved) this.#moveTo(drag, pointer, true);
    else if (drag.change === 'vertex-inserted') this.#emit(drag.base, false, true, drag.change);
    this.#guide({snap: null, selected: drag.name, ghost: null});
  }

  hover(pointer: Pointer | null): void {
    const hovered = pointer && this.#vertexAt(pointer);
    const ghost = pointer && !hovered ? (this.#edgeAt(pointer)?.position ?? null) : null;
    this.cursor = hovered ? 'move' : ghost ? 'copy' : 'grab';
    this.#guide({hovered, ghost, snap: null});
  }

  tap(pointer: Pointer, count: number): void {
    const vertex = this.#vertexAt(pointer);
    // A finger has no right button: two taps take a vertex away.
    if (vertex && count > 1 && pointer.isTouch) return this.#delete(vertex);
    if (vertex) return;
    this.#selected = null;
    this.#guide({selected: null});
  }

  tapSecondary(pointer: Pointer): void {
    const vertex = this.#vertexAt(pointer);
    if (vertex) this.#delete(vertex);
  }

  key(key: string, hasShift: boolean): boolean {
    if (key === 'Escape') return this.#letGo();
    if (key === 'Enter') {
      this.#context.emit({type: 'drawingModeRequested', mode: 'idle'});
      return true;
    }
    const selected = this.#selected;
    if (!selected) return false;
    if (key === 'Delete' || key === 'Backspace') {
      this.#delete(selected);
      return true;
    }
    const arrow = ARROWS[key];
    if (arrow) this.#nudge(selected, arrow, hasShift ? 10 : 1);
    return arrow !== undefined;
  }

  drawingChanged(): void {
    if (this.#drag) return;
    const geometry = this.#geometry;
    if (this.#selected && !hasVertex(geometry, this.#selected)) this.#selected = null;
    this.#guide({
      selected: this.#selected,
      hovered: null,
      ghost: null,
      crossings: geometry ? crossings(geometry) : [],
    });
  }

  get #geometry(): MultiPolygon | null {
    return this.#context.drawing().geometry;
  }

  #startDrag(
    start: MultiPolygon,
    base: MultiPolygon,
    name: VertexName,
    change: DrawingChange,
    pressedAt: Pointer,
  ): void {
    const around = edgesAround(base, name);
    const otherCrossings = crossings(base, around);
    this.#drag = {start, base, name, change, otherCrossings, pressedAt, hasMoved: false};
  }

  #moveTo(drag: Drag, pointer: Pointer, isFinal: boolean): void {
    const snap = this.#context.snapAt(pointer);
    const moved = moveVertex(drag.base, drag.name, snap?.position ?? pointer.position);
    const found = [
      ...drag.otherCrossings,
      ...crossingsOfEdges(moved, edgesAround(moved, drag.name)),
    ];
    this.#guide({snap, crossings: found, selected: drag.name, hovered: drag.name});
    this.#emit(moved, found.length > 0, isFinal, drag.change);
  }

  /** Esc: a drag goes back to where it began, a selection is dropped, else editing ends. */
  #letGo(): boolean {
    if (this.#drag) {
      const {start, change} = this.#drag;
      this.#drag = null;
      this.#guide({snap: null});
      this.#emit(start, false, false, change);
    } else if (this.#selected) {
      this.#selected = null;
      this.#guide({selected: null});
    } else {
      this.#context.emit({type: 'drawingModeRequested', mode: 'idle'});
    }
    return true;
  }

  #delete(name: VertexName): void {
    const before = this.#geometry;
    if (!before) return;
    const after = deleteVertex(before, name);
    const isRingGone = vertexCount(before) - vertexCount(after) > 1;
    const change = !isRingGone
      ? 'vertex-deleted'
      : name.ring === 0
        ? 'part-deleted'
        : 'hole-deleted';
    // The one before it takes over, so that Delete pressed on and on eats along the outline.
    this.#selected = isRingGone ? null : {...name, vertex: Math.max(0, name.vertex - 1)};
    this.#emit(after, after !== null && crossings(after).length > 0, true, change);
  }

  #nudge(name: VertexName, [dx, dy]: readonly [number, number], stepPx: number): void {
    const geometry = this.#geometry!;
    const camera = this.#context.camera();
    const at = geometry.coordinates[name.part]![name.ring]![name.vertex]!;
    const [x, y] = toScreen(camera, at);
    const moved = moveVertex(
      geometry,
      name,
      toPosition(camera, [x + dx * stepPx, y + dy * stepPx]),
    );
    this.#emit(moved, crossings(moved).length > 0, true, 'vertex-moved');
  }

  #vertexAt(pointer: Pointer): VertexName | null {
    const geometry = this.#geometry;
    if (!geometry) return null;
    const {cache} = this.#context;
    return vertexAt(geometry, this.#context.camera(), pointer.point, tolerancePx(pointer), cache);
  }

  #edgeAt(pointer: Pointer): EdgeHit | null {
    const geometry = this.#geometry;
    if (!geometry) return null;
    const {cache} = this.#context;
    return edgeAt(geometry, this.#context.camera(), pointer.point, tolerancePx(pointer), cache);
  }

  #guide(change: Partial<Guides>): void {
    this.guides = {...this.guides, ...change};
  }

  #emit(
    geometry: MultiPolygon | null,
    isCrossing: boolean,
    isFinal: boolean,
    change: DrawingChange,
  ): void {
    this.#context.emit({
      type: 'drawingChanged',
      geometry,
      sketch: [],
      preview: geometry,
      isCrossing,
      isFinal,
      change,
    });
  }
}

function hasVertex(geometry: MultiPolygon | null, name: VertexName): boolean {
  const ring = geometry?.coordinates[name.part]?.[name.ring];
  return ring !== undefined && name.vertex < ring.length - 1;
}

function distance(a: Pointer, b: Pointer): number {
  return Math.hypot(a.point[0] - b.point[0], a.point[1] - b.point[1]);
}
