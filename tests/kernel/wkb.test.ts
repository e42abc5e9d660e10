import {expect, test} from 'vitest';
import type {MultiPolygon} from '../../server/kernel/geometry.ts';
import {layOutLonLat} from '../../server/kernel/lon-lat-rings.ts';
import {lonLatOfWkb, polygonsOfWkb, wkbOfPolygons} from '../../server/kernel/wkb.ts';

const WITH_HOLE: MultiPolygon = [
  [
    [[110, 30], [111, 30], [111, 31], [110, 30]],
    [[110.5, 30.1], [110.6, 30.1], [110.6, 30.2], [110.5, 30.1]],
  ],
  [[[120, 30], [121, 30], [121, 31], [120, 31], [120, 30]]],
]; // prettier-ignore

test('polygons come back from WKB as they went in', () => {
  expect(polygonsOfWkb(wkbOfPolygons(WITH_HOLE))).toEqual(WITH_HOLE);
});

test('WKB laid end to end is what its polygons laid end to end are', () => {
  const wkb = wkbOfPolygons(WITH_HOLE);
  expect(lonLatOfWkb(wkb)).toEqual(layOutLonLat(WITH_HOLE));
  // a driver's bytes are a window that begins anywhere
  const shifted = new Uint8Array(wkb.length + 3);
  shifted.set(wkb, 3);
  expect(lonLatOfWkb(shifted.subarray(3))).toEqual(layOutLonLat(WITH_HOLE));
});

test('a plain polygon is one of a kind, and a line is none', () => {
  const polygon = wkbOfPolygons(WITH_HOLE.slice(1)).slice(9);
  expect(lonLatOfWkb(polygon)).toEqual(layOutLonLat(WITH_HOLE.slice(1)));
  const line = Uint8Array.of(1, 2, 0, 0, 0, 0, 0, 0, 0);
  expect(lonLatOfWkb(line).starts).toEqual(Uint32Array.of(0));
});
