import type {MultiPolygon, Position} from 'geojson';
import {describe, expect, it} from 'vitest';
import {
  addHole,
  addPart,
  deleteVertex,
  insertVertex,
  moveVertex,
  shiftParts,
  vertexCount,
} from '../../../../web/src/map/geometry/edit-rings.ts';

//  (0,4)──────(4,4)
//    │  ┌────┐  │      hole (1,1)–(2,2)
//    │  └────┘  │
//  (0,0)──────(4,0)
const SHELL: Position[] = [
  [0, 0],
  [4, 0],
  [4, 4],
  [0, 4],
];
const HOLE: Position[] = [
  [1, 1],
  [2, 1],
  [2, 2],
  [1, 2],
];
const square = addHole(addPart(null, SHELL), 0, HOLE);

describe('editing rings', () => {
  it('closes a drawn ring and turns a shell counter-clockwise, whichever way it was drawn', () => {
    expect(addPart(null, SHELL).coordinates[0]![0]).toEqual([...SHELL, SHELL[0]]);
    expect(signedArea(addPart(null, SHELL.toReversed()).coordinates[0]![0]!)).toBe(16);
  });

  it('turns a hole clockwise', () => {
    expect(signedArea(square.coordinates[0]![1]!)).toBe(-1);
  });

  it('moves the first vertex together with the position that closes the ring', () => {
    const moved = moveVertex(square, {part: 0, ring: 0, vertex: 0}, [-1, -1]);
    expect(moved.coordinates[0]![0]![0]).toEqual([-1, -1]);
    expect(moved.coordinates[0]![0]!.at(-1)).toEqual([-1, -1]);
  });

  it('shares every ring it does not touch with the geometry before', () => {
    const moved = moveVertex(square, {part: 0, ring: 0, vertex: 2}, [5, 5]);
    expect(moved.coordinates[0]![1]).toBe(square.coordinates[0]![1]);
    expect(square.coordinates[0]![0]![2]).toEqual([4, 4]);
  });

  it('puts a vertex in after the start of the named edge, on the last edge too', () => {
    const onFirst = insertVertex(square, {part: 0, ring: 0, vertex: 0}, [2, 0]);
    expect(onFirst.coordinates[0]![0]!.slice(0, 3)).toEqual([
      [0, 0],
      [2, 0],
      [4, 0],
    ]);
    const onLast = insertVertex(square, {part: 0, ring: 0, vertex: 3}, [0, 2]);
    expect(onLast.coordinates[0]![0]!.slice(-2)).toEqual([
      [0, 2],
      [0, 0],
    ]);
  });

  it('keeps a ring closed when its first vertex is deleted', () => {
    const ring = deleteVertex(square, {part: 0, ring: 0, vertex: 0})!.coordinates[0]![0]!;
    expect(ring).toEqual([
      [4, 0],
      [4, 4],
      [0, 4],
      [4, 0],
    ]);
  });

  it('drops a hole of which two vertices would be left, and a part with its shell', () => {
    let geometry: MultiPolygon | null = square;
    geometry = deleteVertex(geometry, {part: 0, ring: 1, vertex: 0})!;
    geometry = deleteVertex(geometry, {part: 0, ring: 1, vertex: 0})!;
    expect(geometry.coordinates[0]).toHaveLength(1);
    geometry = deleteVertex(geometry, {part: 0, ring: 0, vertex: 1})!;
    expect(deleteVertex(geometry, {part: 0, ring: 0, vertex: 1})).toBeNull();
  });

  it('counts vertices without the ones that close rings', () => {
    expect(vertexCount(square)).toBe(8);
    expect(vertexCount(null)).toBe(0);
  });

  it('shifts one part and leaves the others as they are', () => {
    const two = addPart(square, [
      [10, 0],
      [11, 0],
      [11, 1],
    ]);
    const shifted = shiftParts(two, 1, [10, 0], [12, 0]);
    expect(shifted.coordinates[0]).toBe(two.coordinates[0]);
    expect(shifted.coordinates[1]![0]![0]).toEqual([12, 0]);
  });

  it('keeps the width in metres when a part moves north', () => {
    const shifted = shiftParts(square, null, [0, 0], [0, 60]);
    // cos 60° is one half: the same metres are twice the degrees
    expect(shifted.coordinates[0]![0]![1]![0]).toBeCloseTo(8, 10);
    expect(shifted.coordinates[0]![0]![1]![1]).toBe(60);
  });
});

function signedArea(ring: Position[]): number {
  let sum = 0;
  for (let i = 1; i < ring.length; i++) {
    sum += ring[i - 1]![0]! * ring[i]![1]! - ring[i]![0]! * ring[i - 1]![1]!;
  }
  return sum / 2;
}
