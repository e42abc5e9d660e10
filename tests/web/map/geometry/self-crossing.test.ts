import fc from 'fast-check';
import type {MultiPolygon, Position} from 'geojson';
import {describe, expect, it} from 'vitest';
import {
  crossings,
  crossingsOfEdges,
  edgesAround,
} from '../../../../web/src/map/geometry/self-crossing.ts';

function polygon(...rings: Position[][]): MultiPolygon {
  return {type: 'MultiPolygon', coordinates: [rings.map((ring) => [...ring, ring[0]!])]};
}

const square: Position[] = [
  [0, 0],
  [4, 0],
  [4, 4],
  [0, 4],
];

describe('crossings of an outline with itself', () => {
  it('finds none in a square', () => {
    expect(crossings(polygon(square))).toEqual([]);
  });

  it('finds the middle of a bow tie', () => {
    //  (0,4)   (4,4)
    //     ╲ ╲ ╱ ╱
    //       ╱ ╲
    //  (0,0)   (4,0)
    const bowTie = polygon([
      [0, 0],
      [4, 4],
      [4, 0],
      [0, 4],
    ]);
    expect(crossings(bowTie)).toEqual([[2, 2]]);
  });

  it('finds the place where a ring pinches itself on a vertex', () => {
    // the notch from above reaches down to the lower edge
    const pinched = polygon([
      [0, 0],
      [4, 0],
      [4, 4],
      [2, 0],
      [0, 4],
    ]);
    // seen from both edges of the notch
    expect(crossings(pinched)).toEqual([
      [2, 0],
      [2, 0],
    ]);
  });

  it('finds a spike that runs back along its own edge', () => {
    const spike = polygon([
      [0, 0],
      [4, 0],
      [2, 0],
      [2, 4],
    ]);
    expect(crossings(spike).length).toBeGreaterThan(0);
  });

  it('lets a hole touch its shell in one point', () => {
    const hole: Position[] = [
      [0, 2],
      [1, 1],
      [1, 3],
    ];
    expect(crossings(polygon(square, hole))).toEqual([]);
  });

  it('finds a hole that reaches out of its shell, on both sides of the corner', () => {
    const hole: Position[] = [
      [-1, 2],
      [1, 1],
      [1, 3],
    ];
    expect(crossings(polygon(square, hole))).toHaveLength(2);
  });

  it('says nothing of parts that share a border only in corners', () => {
    const geometry: MultiPolygon = {
      type: 'MultiPolygon',
      coordinates: [
        ...polygon(square).coordinates,
        ...polygon([
          [4, 4],
          [6, 4],
          [6, 6],
        ]).coordinates,
      ],
    };
    expect(crossings(geometry)).toEqual([]);
  });

  it('splits into what a moved vertex brings and what was there without it', () => {
    const ring = fc.array(fc.tuple(fc.integer({min: 0, max: 9}), fc.integer({min: 0, max: 9})), {
      minLength: 5,
      maxLength: 12,
    });
    fc.assert(
      fc.property(ring, fc.nat(), (positions, pick) => {
        const geometry = polygon(positions);
        const name = {part: 0, ring: 0, vertex: pick % positions.length};
        const moved = edgesAround(geometry, name);
        const whole = crossings(geometry).length;
        const apart = crossings(geometry, moved).length + crossingsOfEdges(geometry, moved).length;
        expect(apart).toBe(whole);
      }),
      {seed: 20260501, numRuns: 500},
    );
  });
});
