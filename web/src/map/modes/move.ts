import type {MultiPolygon, Position} from 'geojson';
import type {DrawingChange} from '../../state/map-state.ts';
import {deletePart, shiftParts} from '../geometry/edit-rings.ts';
import {partAt} from '../geometry/hit-test.ts';
import {crossings} from '../geometry/self-crossing.ts';
import type {Guides, Mode, ModeContext, Pointer} from './mode.ts';
import {NO_GUIDES} from './mode.ts';

/** Moves a part by dragging it, all parts with Shift; Delete takes the part last touched away. */
export function createMode(context: ModeContext): Mode {
  return new MoveMode(context);
}

interface Drag {
  readonly start: MultiPolygon;
  readonly part: number | null;
  readonly from: Position;
}

class MoveMode implements Mode {
  guides: Guides = NO_GUIDES;
  cursor = 'grab';
  readonly #context: ModeContext;
  #drag: Drag | null = null;
  #part: number | null = null;

  constructor(context: ModeContext) {
    this.#context = context;
  }

  press(pointer: Pointer): boolean {
    const {geometry} = this.#context.drawing();
    const part = geometry && partAt(geometry, pointer.position);
    if (!geometry || part === null) return false;
    this.#part = part;
    const isWhole = pointer.hasShift || geometry.coordinates.length === 1;
    this.#drag = {start: geometry, part: isWhole ? null : part, from: pointer.position};
    this.cursor = 'grabbing';
    return true;
  }

  drag(pointer: Pointer): void {
    this.#moveTo(pointer, false);
  }

  release(pointer: Pointer): void {
    const drag = this.#drag;
    if (!drag) return;
    const isMoved = drag.from.join() !== pointer.position.join();
    if (isMoved) this.#moveTo(pointer, true);
    this.#drag = null;
    this.cursor = 'grab';
    this.guides = {...NO_GUIDES, activePart: this.#part};
  }

  hover(pointer: Pointer | null): void {
    const {geometry} = this.#context.drawing();
    const part = geometry && pointer && partAt(geometry, pointer.position);
    this.cursor = part === null ? 'grab' : 'move';
    this.guides = {...NO_GUIDES, activePart: part ?? this.#part};
  }

  key(key: string): boolean {
    if (key === 'Escape') {
      if (this.#drag) this.#emit(this.#drag.start, false, 'zone-moved');
      else this.#context.emit({type: 'drawingModeRequested', mode: 'edit'});
      this.#drag = null;
      return true;
    }
    if (key === 'Enter') {
      this.#context.emit({type: 'drawingModeRequested', mode: 'edit'});
      return true;
    }
    if (key !== 'Delete' && key !== 'Backspace') return false;
    const {geometry} = this.#context.drawing();
    if (geometry && this.#part !== null) {
      this.#emit(deletePart(geometry, this.#part), true, 'part-deleted');
      this.#part = null;
    }
    return true;
  }

  #moveTo(pointer: Pointer, isFinal: boolean): void {
    const drag = this.#drag;
    if (!drag) return;
    const moved = shiftParts(drag.start, drag.part, drag.from, pointer.position);
    this.#emit(moved, isFinal, drag.part === null ? 'zone-moved' : 'part-moved');
  }

  #emit(geometry: MultiPolygon | null, isFinal: boolean, change: DrawingChange): void {
    // A shifted part keeps its own shape; only against other parts can it come to cross, and that is
    // looked at when it is put down.
    const isCrossing = isFinal && geometry !== null && crossings(geometry).length > 0;
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
