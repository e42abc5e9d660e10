import {EXTENT, MAX_ZOOM} from './grid.ts';

/**
 * Zooms that are made from the same packs. A pack holds a tile of the band's first zoom in the detail
 * of its last. Three zooms a band: a pack then holds 16 tiles at most, few enough to read at once; the
 * last band reaches to the deepest zoom, because tiles down there hold little.
 */
export interface Band {
  first: number;
  last: number;
}

export const BANDS: readonly Band[] = [
  {first: 0, last: 2},
  {first: 3, last: 5},
  {first: 6, last: 8},
  {first: 9, last: 11},
  {first: 12, last: MAX_ZOOM},
];

export function bandOf(zoom: number): Band {
  return BANDS.find(({last}) => zoom <= last)!;
}

/** Side of a pack in tile units of the band's last zoom. */
export function packSide({first, last}: Band): number {
  return EXTENT * 2 ** (last - first);
}

/**
 * How far a pack reaches beyond its tile: an eighth of its side. Simplification at the band's first
 * zoom may then still join a vertex inside with one 512 units outside, as it does in the next tile;
 * what two tiles make of such a line differs by less than 0.1 unit.
 */
export function packBuffer(band: Band): number {
  return packSide(band) / 8;
}
