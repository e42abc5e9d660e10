import {expect, test} from 'vitest';
import {toLonLatPolygons} from '../../../server/analysis/service-coverage/part-polygons.ts';
import {
  toGeometry,
  UnservedParts,
} from '../../../server/analysis/service-coverage/unserved-parts.ts';
import {MAX_UNSERVED_VERTICES} from '../../../contract/service-coverage.ts';
import type {MultiPolygon, Polygon, Ring} from '../../../server/kernel/geometry.ts';
import {layOutLonLat} from '../../../server/kernel/lon-lat-rings.ts';
import {projectRings} from '../../../server/kernel/project-rings.ts';

const ring = (low: number, high: number): Ring => [
  [110 + low, 30 + low],
  [110 + high, 30 + low],
  [110 + high, 30 + high],
  [110 + low, 30 + high],
];
// a lake with an island with a pond, each in a corner-to-corner frame of its own
const LAKE: Polygon = [ring(0, 0.005), ring(0.001, 0.004)];
const ISLAND: Polygon = [ring(0.002, 0.003), ring(0.0022, 0.0024)];

test('holes go to the smallest shell round them, islands are shells of their own', () => {
  const geometry = toGeometry(toLonLatPolygons(projectRings(layOutLonLat([LAKE, ISLAND]))))!;
  const polygons = (geometry.coordinates as MultiPolygon).map((rings) =>
    rings.map((one) => Math.min(...one.map(([lon]) => lon)).toFixed(4)),
  );
  expect(polygons).toEqual([
    ['110.0020', '110.0022'],
    ['110.0000', '110.0010'],
  ]);
});

test('rings are closed, in degrees of nine decimals at most, shells counter-clockwise', () => {
  const geometry = toGeometry(toLonLatPolygons(projectRings(layOutLonLat([[ring(0, 0.005)]]))))!;
  expect(geometry).toEqual({
    type: 'MultiPolygon',
    coordinates: [[[...ring(0, 0.005), [110, 30]]]],
  });
});

test('nothing is no geometry', () => {
  expect(toGeometry(toLonLatPolygons(projectRings(layOutLonLat([]))))).toBeNull();
});

test('beyond the limit the parts with most vertices are left out and counted', () => {
  const parts = new UnservedParts();
  const rings = (vertexCount: number) => ({
    lonLat: new Float64Array(2 * vertexCount),
    starts: Uint32Array.of(0, vertexCount),
    isShell: Uint8Array.of(1),
  });
  for (let unit = 0; unit < 12; unit++) parts.add(unit, rings(MAX_UNSERVED_VERTICES / 2));
  parts.add(12, rings(4));
  parts.add(13, null);
  expect([...parts.list().keys()]).toEqual([12, 0]);
  expect(parts.omitted).toBe(11);
});
