import {describe, expect, it} from 'vitest';
import {clipToBox, clipToSide} from '../../server/tiles/clip.ts';
import {LINE, POINT, POLYGON, type GeometryKind} from '../../server/tiles/grid.ts';
import type {Detail, Part} from '../../server/tiles/detail.ts';
import {seeded} from './mosaic.ts';

const detail = (kind: GeometryKind, ...parts: Part[]): Detail => ({
  kind,
  parts,
  shells: parts.map(() => kind === POLYGON),
});

//  0   4   8
//  ┌───────┐
//  │   ╎   │   a square of 8 and the line x = 4
//  └───────┘
const square: Part = [0, 0, 3, 8, 0, 3, 8, 8, 3, 0, 8, 3];

describe('clipping', () => {
  it('cuts a square in half; the new corners are shown at every zoom', () => {
    expect(clipToSide(detail(POLYGON, square), 0, 4, false)!.parts).toEqual([
      [0, 0, 3, 4, 0, 0, 4, 8, 0, 0, 8, 3],
    ]);
  });

  it('leaves alone what lies inside, and drops what lies outside', () => {
    const inside = detail(POLYGON, square);
    expect(clipToBox(inside, [-1, -1, 9, 9])).toBe(inside);
    expect(clipToBox(inside, [20, 20, 30, 30])).toBeNull();
  });

  it('makes the box of a polygon that covers it', () => {
    const [ring] = clipToBox(detail(POLYGON, square), [2, 3, 5, 6])!.parts;
    expect(ring!.length).toBe(12);
  });

  it('cuts a line that leaves and comes back into two', () => {
    const line: Part = [0, 0, 1, 8, 0, 1, 8, 4, 1, 0, 4, 1];
    expect(clipToSide(detail(LINE, line), 0, 6, false)!.parts).toEqual([
      [0, 0, 1, 6, 0, 0],
      [6, 4, 0, 0, 4, 1],
    ]);
  });

  it('keeps the points of a multipoint that lie inside', () => {
    const points = detail(POINT, [1, 1, 0], [9, 9, 0]);
    expect(clipToBox(points, [0, 0, 4, 4])!.parts).toEqual([[1, 1, 0]]);
  });

  it('drops the holes of a shell that is gone', () => {
    const holed: Detail = {
      kind: POLYGON,
      parts: [
        [0, 0, 0, 4, 0, 0, 4, 4, 0],
        [6, 6, 0, 7, 6, 0, 7, 7, 0],
      ],
      shells: [true, false],
    };
    expect(clipToSide(holed, 0, 5, true)).toBeNull();
  });

  it('cuts an edge at the same point whichever way it runs', () => {
    const random = seeded(11);
    const any = () => Math.floor(random() * 2 ** 28);
    for (let i = 0; i < 20_000; i++) {
      const [ax, ay, bx, by] = [any(), any(), any(), any()];
      const bound = Math.floor((ax + bx) / 2);
      const there = clipToSide(detail(LINE, [ax, ay, 0, bx, by, 0]), 0, bound, true);
      const back = clipToSide(detail(LINE, [bx, by, 0, ax, ay, 0]), 0, bound, true);
      const crossing = ({parts}: Detail, onEnd: boolean) =>
        parts[0]!.slice(...(onEnd ? [-3] : [0, 3]));
      if (there && back) expect(crossing(there, ax > bx)).toEqual(crossing(back, bx > ax));
    }
  });
});
