import {describe, expect, it} from 'vitest';
import {LinePassages, type Passage} from '../../server/kernel/line-passages.ts';
import {layOutLonLat} from '../../server/kernel/lon-lat-rings.ts';
import type {MultiPolygon, Position} from '../../server/kernel/geometry.ts';

/** A square from 0° to 1°, and one beside it to 2°. */
const WEST: MultiPolygon = [square(0, 0, 1)];
const EAST: MultiPolygon = [square(1, 0, 2)];

function square(west: number, south: number, east: number): Position[][] {
  return [
    [
      [west, south],
      [east, south],
      [east, south + 1],
      [west, south + 1],
      [west, south],
    ],
  ];
}

function passages(line: Position[], polygon: MultiPolygon, shallowM = 100): Passage[] {
  const lines = {
    lonLat: Float64Array.from(line.flat()),
    starts: Uint32Array.of(0, line.length),
  };
  return new LinePassages(lines).through(layOutLonLat(polygon), shallowM);
}

const ends = (found: Passage[]) =>
  found.map(({from, to, isOnOutline}) => [from, to, isOnOutline ? 'on' : 'in']);

describe('passages of a line through a polygon', () => {
  it('begin and end where it crosses the outline', () => {
    const line: Position[] = [
      [-0.5, 0.5],
      [0.5, 0.5],
      [1.5, 0.5],
    ];
    expect(ends(passages(line, WEST))).toEqual([[0.5, 1.5, 'in']]);
    expect(ends(passages(line, EAST))).toEqual([[1.5, 2, 'in']]);
  });

  it('end at a vertex that lies on the outline', () => {
    const line: Position[] = [
      [0.5, 0.5],
      [1, 0.5],
      [1.5, 0.5],
    ];
    expect(ends(passages(line, WEST))).toEqual([[0, 1, 'in']]);
    expect(ends(passages(line, EAST))).toEqual([[1, 2, 'in']]);
  });

  it('go on where a line only touches the outline', () => {
    const line: Position[] = [
      [0.5, 0.25],
      [1, 0.5],
      [0.5, 0.75],
    ];
    expect(ends(passages(line, WEST))).toEqual([[0, 2, 'in']]);
    expect(ends(passages(line, EAST))).toEqual([]);
  });

  it('through a corner, from one square into the one across, leave out the other two', () => {
    const line: Position[] = [
      [0.5, 0.5],
      [1.5, 1.5],
    ];
    expect(ends(passages(line, WEST))).toEqual([[0, 0.5, 'in']]);
    expect(ends(passages(line, EAST))).toEqual([]);
    expect(ends(passages(line, [square(1, 1, 2)]))).toEqual([[0.5, 1, 'in']]);
  });

  it('tell a stretch on the outline, for the polygons on both sides', () => {
    const line: Position[] = [
      [0.5, 0.25],
      [1, 0.25],
      [1, 0.75],
      [1.5, 0.75],
    ];
    expect(ends(passages(line, WEST))).toEqual([
      [0, 1, 'in'],
      [1, 2, 'on'],
    ]);
    expect(ends(passages(line, EAST))).toEqual([
      [1, 2, 'on'],
      [2, 3, 'in'],
    ]);
  });

  it('leave out holes', () => {
    const withHole: MultiPolygon = [
      [
        ...square(0, 0, 1),
        [
          [0.25, 0.25],
          [0.25, 0.75],
          [0.75, 0.75],
          [0.75, 0.25],
          [0.25, 0.25],
        ],
      ],
    ];
    const line: Position[] = [
      [0, 0.5],
      [1, 0.5],
    ];
    expect(ends(passages(line, withHole))).toEqual([
      [0, 0.25, 'in'],
      [0.75, 1, 'in'],
    ]);
  });

  it('are shallow where no part of them is far from the outline', () => {
    // 0.0005° of longitude are 56 m
    const near: Position[] = [
      [0.9, 0.2],
      [1.0005, 0.3],
      [1.0005, 0.6],
      [0.9, 0.7],
    ];
    expect(passages(near, EAST).map(({isShallow}) => isShallow)).toEqual([true]);
    expect(passages(near, EAST, 50).map(({isShallow}) => isShallow)).toEqual([false]);
    expect(passages(near, WEST).map(({isShallow}) => isShallow)).toEqual([false, false]);
  });

  it('are none without lines', () => {
    const none = {lonLat: new Float64Array(0), starts: Uint32Array.of(0)};
    expect(new LinePassages(none).through(layOutLonLat(WEST), 1)).toEqual([]);
  });
});
