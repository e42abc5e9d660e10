import type {Position} from 'geojson';
import {mercatorX, mercatorY} from '../camera.ts';

/**
 * Mercator coordinates of rings (x, y, x, y …), worked out once per ring. A drag makes one new ring
 * and leaves the others as they are, so a frame costs the ring that changes.
 */
export class RingCache {
  readonly #rings = new WeakMap<readonly Position[], Float64Array>();

  mercator(ring: readonly Position[]): Float64Array {
    const known = this.#rings.get(ring);
    if (known) return known;
    const xy = new Float64Array(ring.length * 2);
    for (let i = 0; i < ring.length; i++) {
      xy[2 * i] = mercatorX(ring[i]![0]!);
      xy[2 * i + 1] = mercatorY(ring[i]![1]!);
    }
    this.#rings.set(ring, xy);
    return xy;
  }
}
