import {expect, test} from 'vitest';
import {differenceClass} from '../../../web/src/state/facilities-difference.ts';
import {
  loadLook,
  pixelsApart,
  symbolFactor,
  symbolPx,
} from '../../../web/src/state/facilities-looks.ts';

const look = (load: number | null, capacity: number | null) =>
  loadLook({
    capacity,
    load,
    loadRatio: load === null || !capacity ? null : load / capacity,
  });

test('a full plant is not yet over capacity, one that is not known is not empty', () => {
  expect(look(0, 10)).toBe(0);
  expect(look(4, 10)).toBe(1);
  expect(look(7.5, 10)).toBe(3);
  expect(look(10, 10)).toBe(3);
  expect(look(10.1, 10)).toBe('over');
  expect(look(null, 10)).toBe('unknown');
  expect(look(5, null)).toBe('unknown');
  expect(look(5, 0)).toBe('unknown');
});

test('four times the capacity is twice the radius, and the smallest can still be hit', () => {
  expect(symbolPx(100, 100)).toBeCloseTo(2 * symbolPx(25, 100), 12);
  expect(symbolPx(0, 100)).toBe(symbolPx(null, 100));
  expect(symbolPx(0.001, 100)).toBeGreaterThan(4);
});

test('symbols grow with the zoom between their stops and not beyond', () => {
  expect(symbolFactor(2)).toBe(0.5);
  expect(symbolFactor(6.5)).toBeCloseTo(0.75, 12);
  expect(symbolFactor(8)).toBe(1);
  expect(symbolFactor(20)).toBe(1.4);
});

test('at zoom 0 the world is 512 pixels wide and as high between its ends', () => {
  expect(pixelsApart([-180, 0], [180, 0], 0)).toBeCloseTo(512, 9);
  expect(pixelsApart([0, -85.0511287798066], [0, 85.0511287798066], 0)).toBeCloseTo(512, 6);
});

test('less than a percent of the load is no change', () => {
  expect([-0.5, -0.1, -0.009, 0, 0.009, 0.1, 0.5].map(differenceClass)).toEqual([
    0, 1, 2, 2, 2, 3, 4,
  ]);
});
