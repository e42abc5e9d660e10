import {describe, expect, test} from 'vitest';
import {openLength, toFlatRings} from '../../server/kernel/geometry.ts';
import {box} from './shapes.ts';

describe('toFlatRings', () => {
  test('lays rings end to end without their closing positions', () => {
    const shell = box(0, 0, 4, 4);
    const hole = box(1, 1, 2, 2);
    const {xy, starts} = toFlatRings([[[...shell, shell[0]!], hole], [box(9, 0, 10, 1)]]);
    expect([...starts]).toEqual([0, 4, 8, 12]);
    expect([...xy.subarray(0, 8)]).toEqual([0, 0, 4, 0, 4, 4, 0, 4]);
  });

  test('turns shells to the left and holes to the right', () => {
    const shell = box(0, 0, 4, 4);
    const hole = box(1, 1, 2, 2);
    const written = toFlatRings([[shell, [...hole].reverse()]]);
    for (const other of [
      [shell, hole],
      [[...shell].reverse(), hole],
    ]) {
      const {xy, starts} = toFlatRings([other]);
      expect(starts).toEqual(written.starts);
      expect(areaOf(xy.slice(0, 8))).toBe(16);
      expect(areaOf(xy.slice(8, 16))).toBe(-1);
    }
  });

  test('takes empty input, empty polygons and empty rings', () => {
    expect([...toFlatRings([]).starts]).toEqual([0]);
    expect([...toFlatRings([[]]).starts]).toEqual([0]);
    expect([...toFlatRings([[[]]]).starts]).toEqual([0, 0]);
    expect(openLength([])).toBe(0);
    expect(openLength([[1, 2]])).toBe(1);
  });
});

function areaOf(xy: Float64Array): number {
  let doubleArea = 0;
  for (let i = 0; i < xy.length; i += 2) {
    const j = (i + 2) % xy.length;
    doubleArea += xy[i]! * xy[j + 1]! - xy[i + 1]! * xy[j]!;
  }
  return doubleArea / 2;
}
