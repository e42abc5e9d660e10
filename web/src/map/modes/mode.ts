import type {Position} from 'geojson';
import type {Drawing, FeatureName, MapEvent} from '../../state/map-state.ts';
import type {Camera, ScreenPoint} from '../camera.ts';
import type {VertexName} from '../geometry/edit-rings.ts';
import type {RingCache} from '../geometry/ring-cache.ts';
import type {Snap} from '../geometry/snap-index.ts';

/** The pointer over the map, in pixels and on the ground. */
export interface Pointer {
  readonly point: ScreenPoint;
  readonly position: Position;
  readonly isTouch: boolean;
  readonly hasShift: boolean;
}

/** What a mode may know and say. It reads the drawing from the state each time and keeps no copy. */
export interface ModeContext {
  drawing(): Drawing;
  camera(): Camera;
  readonly cache: RingCache;
  /** Where a vertex at the pointer would snap to; null when snapping is off or nothing is near. */
  snapAt(pointer: Pointer): Snap | null;
  /** Features of the visible layers under the pointer, topmost first. */
  featuresAt(pointer: Pointer, limitTo: 'members' | 'all'): FeatureName[];
  emit(event: MapEvent): void;
}

/** What a mode wants painted above the drawing. */
export interface Guides {
  readonly hasHandles: boolean;
  readonly snap: Snap | null;
  readonly hovered: VertexName | null;
  readonly selected: VertexName | null;
  /** A place on an edge where a vertex would be put in. */
  readonly ghost: Position | null;
  /** Positions from the last vertex of the sketch to the pointer, the traced ones included. */
  readonly rubber: readonly Position[];
  /** The sketch would close at this moment. */
  readonly isClosing: boolean;
  readonly activePart: number | null;
  readonly crossings: readonly Position[];
}

export const NO_GUIDES: Guides = {
  hasHandles: false,
  snap: null,
  hovered: null,
  selected: null,
  ghost: null,
  rubber: [],
  isClosing: false,
  activePart: null,
  crossings: [],
};

/** One way of working on the map. Methods left out do nothing. */
export interface Mode {
  readonly cursor: string;
  readonly guides: Guides;
  /** A press; true when the mode takes the pointer, so that the map does not pan. */
  press?(pointer: Pointer): boolean;
  /** The pressed pointer moves; only after `press` answered true. */
  drag?(pointer: Pointer): void;
  release?(pointer: Pointer): void;
  /** The pointer moves without a press; null when it leaves the map. */
  hover?(pointer: Pointer | null): void;
  /** A press and release in one place; `count` 2 for a double click. */
  tap?(pointer: Pointer, count: number): void;
  /** Right click. */
  tapSecondary?(pointer: Pointer): void;
  /** True when the key meant something here. */
  key?(key: string, hasShift: boolean): boolean;
  /** Another mode takes over. */
  leave?(): void;
  /** The state has another drawing than before. */
  drawingChanged?(drawing: Drawing, previous: Drawing): void;
}

/** How near counts as on it: half a handle and some slack; a finger covers more. */
export function tolerancePx(pointer: Pick<Pointer, 'isTouch'>): number {
  return pointer.isTouch ? 22 : 9;
}
