import type {FlatRings} from '../../kernel/geometry.ts';
import {windingRoundShifted} from '../../kernel/winding.ts';
import type {Chains} from './edge-chains.ts';

/** No ground. */
export const NOTHING: FlatRings = {xy: new Float64Array(0), starts: new Uint32Array(1)};

/** How often a ground winds round a position of a service area. */
export function windingIn({xy, starts}: FlatRings, x: number, y: number): number {
  let winding = 0;
  for (let r = 0; r + 1 < starts.length; r++) {
    winding += windingRoundShifted(xy, starts[r]!, starts[r + 1]!, x, y);
  }
  return winding;
}

/** Areas as one, ring after ring. */
export function concatenate(areas: readonly FlatRings[]): FlatRings {
  const xy = new Float64Array(areas.reduce((sum, area) => sum + area.xy.length, 0));
  const starts = [0];
  let at = 0;
  for (const area of areas) {
    xy.set(area.xy, 2 * at);
    for (let r = 1; r < area.starts.length; r++) starts.push(at + area.starts[r]!);
    at += area.xy.length / 2;
  }
  return {xy, starts: Uint32Array.from(starts)};
}

/** By chain: the area whose outline it is on. */
export function ownersOfChains(
  chains: Chains,
  {starts}: FlatRings,
  ownerOfRing: Int32Array,
): Int32Array {
  let ring = 0;
  return chains.first.map((edge) => {
    while (edge >= starts[ring + 1]!) ring++;
    return ownerOfRing[ring]!;
  });
}

/** minX, minY, maxX, maxY of each. */
export function boxesOf(areas: readonly FlatRings[]): Float64Array {
  const boxes = new Float64Array(4 * areas.length);
  areas.forEach((area, i) => boxes.set(boxOf(area), 4 * i));
  return boxes;
}

export function boxOf({xy}: FlatRings): [number, number, number, number] {
  const box: [number, number, number, number] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let i = 0; i < xy.length; i += 2) {
    if (xy[i]! < box[0]) box[0] = xy[i]!;
    if (xy[i]! > box[2]) box[2] = xy[i]!;
    if (xy[i + 1]! < box[1]) box[1] = xy[i + 1]!;
    if (xy[i + 1]! > box[3]) box[3] = xy[i + 1]!;
  }
  return box;
}
