import type {FeatureName} from '../../state/map-state.ts';
import type {Mode, ModeContext, Pointer} from './mode.ts';
import {NO_GUIDES} from './mode.ts';

/** Clicks nearer than this to the last one go on to the next feature below. */
const SAME_PLACE_PX = 4;

/** Looking: hover shows, a click selects the topmost feature, clicks in one place go deeper. */
export function createMode(context: ModeContext): Mode {
  return new IdleMode(context);
}

class IdleMode implements Mode {
  readonly guides = NO_GUIDES;
  cursor = '';
  readonly #context: ModeContext;
  #hovered = '';
  #lastTap: {pointer: Pointer; below: string; depth: number} | null = null;

  constructor(context: ModeContext) {
    this.#context = context;
  }

  hover(pointer: Pointer | null): void {
    const below = pointer ? this.#context.featuresAt(pointer, 'all') : [];
    const feature = below[0] ?? null;
    this.cursor = feature ? 'pointer' : '';
    const names = namesOf(below);
    if (names === this.#hovered) return;
    this.#hovered = names;
    const others = below.length > 1 ? {below} : {};
    this.#context.emit({type: 'featureHovered', feature, ...others});
  }

  leave(): void {
    if (this.#hovered !== '') this.hover(null);
  }

  tap(pointer: Pointer, count: number): void {
    // The second click of a double click zooms; the first has selected.
    if (count > 1) return;
    const below = this.#context.featuresAt(pointer, 'all');
    const names = namesOf(below);
    const last = this.#lastTap;
    const isAgain = last !== null && last.below === names && isNear(last.pointer, pointer);
    const depth = isAgain && below.length > 0 ? (last.depth + 1) % below.length : 0;
    this.#lastTap = {pointer, below: names, depth};
    this.#context.emit({
      type: 'featureSelected',
      feature: below[depth] ?? null,
      below,
      isAdding: pointer.hasShift,
      at: pointer.position,
    });
  }

  key(key: string): boolean {
    if (key !== 'Escape') return false;
    this.#lastTap = null;
    this.#context.emit({
      type: 'featureSelected',
      feature: null,
      below: [],
      isAdding: false,
      at: [],
    });
    // others may have something to close as well
    return false;
  }
}

function namesOf(features: readonly FeatureName[]): string {
  return features.map(({collection, id}) => `${collection}/${id}`).join(' ');
}

function isNear(a: Pointer, b: Pointer): boolean {
  return Math.hypot(a.point[0] - b.point[0], a.point[1] - b.point[1]) <= SAME_PLACE_PX;
}
