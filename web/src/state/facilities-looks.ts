import type {Position} from 'geojson';
import type {CoveredFacility} from '../../../contract/service-coverage.ts';

/**
 * How much of its capacity a facility uses, light to dark: ColorBrewer Blues (Apache 2.0). Limits are
 * those of the customary norms (60 % and 75 %) where they apply, so that falling short is seen.
 */
export const LOAD_STEPS = [
  {below: 0.4, colour: '#deebf7'},
  {below: 0.6, colour: '#9ecae1'},
  {below: 0.75, colour: '#4f94c4'},
  {below: 1, colour: '#134b86'},
] as const;
/** Colours of shapes and lines, each at least 3:1 against the land of its theme. */
export const FACILITY_COLOURS = {
  light: {
    /** Above its capacity: also a triangle with a mark in it, and the word. */
    over: '#c81e1e',
    site: '#7a1fa2',
    cross: '#b5460f',
    own: '#6a7278',
  },
  dark: {over: '#f0837a', site: '#cf8df0', cross: '#e8925c', own: '#9ba4a8'},
} as const;

/** What a symbol says of the load: a step of the ramp, too much, or not known. */
export type LoadLook = number | 'over' | 'unknown';

export function loadLook({capacity, load, loadRatio}: LoadOf): LoadLook {
  if (capacity === null || load === null || loadRatio === null) return 'unknown';
  if (loadRatio > 1) return 'over';
  const found = LOAD_STEPS.findIndex(({below}) => loadRatio < below);
  return found === -1 ? LOAD_STEPS.length - 1 : found;
}
type LoadOf = Pick<CoveredFacility, 'capacity' | 'load' | 'loadRatio'>;

const LEAST_PX = 4.5;
const MOST_PX = 17;

/** Radius at zoom 8: its area goes with the capacity. */
export function symbolPx(capacity: number | null, most: number): number {
  if (capacity === null || most <= 0) return LEAST_PX;
  return Math.max(LEAST_PX, MOST_PX * Math.sqrt(Math.max(0, capacity) / most));
}

/** How much larger symbols are drawn nearer by: zoom and factor, straight between. */
export const SYMBOL_ZOOMS = [
  [5, 0.5],
  [8, 1],
  [12, 1.4],
] as const;

export function symbolFactor(zoom: number): number {
  const [first, last] = [SYMBOL_ZOOMS[0], SYMBOL_ZOOMS.at(-1)!];
  if (zoom <= first[0]) return first[1];
  for (let i = 1; i < SYMBOL_ZOOMS.length; i++) {
    const [[a, from], [b, to]] = [SYMBOL_ZOOMS[i - 1]!, SYMBOL_ZOOMS[i]!];
    if (zoom <= b) return from + ((zoom - a) / (b - a)) * (to - from);
  }
  return last[1];
}

/** Pixels between two places on the map at a zoom. */
export function pixelsApart(a: Position, b: Position, zoom: number): number {
  const world = 512 * 2 ** zoom;
  const y = (lat: number) => Math.asinh(Math.tan((lat * Math.PI) / 180)) / (2 * Math.PI);
  return Math.hypot(((a[0]! - b[0]!) / 360) * world, (y(a[1]!) - y(b[1]!)) * world);
}
