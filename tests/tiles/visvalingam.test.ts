import {describe, expect, it} from 'vitest';
import {effectiveAreas} from '../../server/tiles/visvalingam.ts';
import {seeded} from './mosaic.ts';

describe("Visvalingam's effective areas", () => {
  it('give up the flattest vertex first, and no later one counts for less', () => {
    //        2
    //   1         (area 1 of 0-1-2 … by hand)
    // 0        3      4
    const {areas, order} = effectiveAreas(Int32Array.of(0, 0, 2, 2, 4, 10, 6, 1, 8, 0));
    // triangles at first: 0-1-2: 6, 1-2-3: 17, 2-3-4: 8
    expect([...order]).toEqual([1, 3, 2]);
    expect([...areas]).toEqual([0, 6, 40, 8, 0]);
  });

  it('keep the ends, whatever lies between', () => {
    expect([...effectiveAreas(Int32Array.of(0, 0, 5, 5)).areas]).toEqual([0, 0]);
  });

  it('equal those found by trying all vertices at every step', () => {
    const random = seeded(23);
    for (let run = 0; run < 40; run++) {
      const count = 3 + Math.floor(random() * 40);
      const size = run % 2 === 0 ? 8 : 1e6; // on a small lattice many triangles tie
      const xy = Int32Array.from({length: 2 * count}, () => Math.floor(random() * size));
      expect([...effectiveAreas(xy).areas]).toEqual(slowly(xy));
    }
  });
});

/** The definition, word by word. */
function slowly(xy: Int32Array): number[] {
  const left = Array.from({length: xy.length / 2}, (_, v) => v);
  const areas = left.map(() => 0);
  let floor = 0;
  while (left.length > 2) {
    let least = 1;
    const triangle = (i: number) => {
      const [a, b, c] = [left[i - 1]!, left[i]!, left[i + 1]!];
      const [bx, by] = [xy[2 * b]! - xy[2 * a]!, xy[2 * b + 1]! - xy[2 * a + 1]!];
      const [cx, cy] = [xy[2 * c]! - xy[2 * a]!, xy[2 * c + 1]! - xy[2 * a + 1]!];
      return Math.abs(bx * cy - by * cx) / 2;
    };
    for (let i = 2; i < left.length - 1; i++) if (triangle(i) < triangle(least)) least = i;
    floor = Math.max(floor, triangle(least));
    areas[left[least]!] = floor;
    left.splice(least, 1);
  }
  return areas;
}
