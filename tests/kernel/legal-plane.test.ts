import {readFileSync} from 'node:fs';
import proj4 from 'proj4';
import {describe, expect, test} from 'vitest';
import {
  fromLegalPlane,
  MAX_Y_M,
  projectInPlace,
  toLegalPlane,
  yCurvature,
  yOfLatitude,
  ySlope,
} from '../../server/kernel/legal-plane.ts';
import {seededRandom} from '../bench/synthetic-layer.ts';

interface ProjFixture {
  source: string;
  rows: [lon: number, lat: number, x: number, y: number][];
}

const proj = JSON.parse(
  readFileSync(new URL('../fixtures/legal-plane-proj.json', import.meta.url), 'utf8'),
) as ProjFixture;

// both sides are sums of numbers of 1.7e7 m, whose last bit is 4e-9 m
const PLANE_TOLERANCE_M = 1e-8;
const INVERSE_TOLERANCE_DEGREES = 1e-11;

describe('the legal plane', () => {
  test('has its origin where the equator meets Greenwich', () => {
    expect(toLegalPlane(0, 0)).toEqual([0, 0]);
    expect(fromLegalPlane(0, 0)).toEqual([0, 0]);
  });

  test('has half the area of the ellipsoid on either side of the equator', () => {
    // 510 065 621 718 491 m², from b² · 4π [ sin B / 2(1 − e² sin² B) + atanh(e sin B) / 2e ] at 90°
    const [halfWidth] = toLegalPlane(180, 0);
    expect(2 * halfWidth * 2 * MAX_Y_M).toBeCloseTo(510_065_621_718_491, -5);
  });

  test('is where PROJ puts it, over the whole globe', () => {
    expect(proj.rows.length).toBeGreaterThan(60);
    const wrong = proj.rows.filter(([lon, lat, x, y]) => {
      const [ourX, ourY] = toLegalPlane(lon, lat);
      return !(Math.abs(ourX - x) < PLANE_TOLERANCE_M && Math.abs(ourY - y) < PLANE_TOLERANCE_M);
    });
    expect(wrong).toEqual([]);
  });

  test('is where proj4 puts it', () => {
    // proj4 takes an origin that is not given for not a number
    const definition = '+proj=cea +lat_ts=30 +lon_0=0 +x_0=0 +y_0=0 +datum=WGS84 +units=m';
    const random = seededRandom(6933);
    for (let i = 0; i < 2_000; i++) {
      const lonLat = [360 * random() - 180, 180 * random() - 90] as [number, number];
      const [x, y] = proj4('EPSG:4326', definition, lonLat) as [number, number];
      const [ourX, ourY] = toLegalPlane(...lonLat);
      expect(Math.abs(ourX - x)).toBeLessThan(PLANE_TOLERANCE_M);
      expect(Math.abs(ourY - y)).toBeLessThan(PLANE_TOLERANCE_M);
    }
  });

  test('leads back to 1e-11 degrees up to 89° of latitude', () => {
    const random = seededRandom(4490);
    for (let i = 0; i < 20_000; i++) {
      const lon = 360 * random() - 180;
      const lat = 178 * random() - 89;
      const [lonBack, latBack] = fromLegalPlane(...toLegalPlane(lon, lat));
      expect(Math.abs(lonBack - lon)).toBeLessThan(INVERSE_TOLERANCE_DEGREES);
      expect(Math.abs(latBack - lat)).toBeLessThan(INVERSE_TOLERANCE_DEGREES);
    }
  });

  test('leads back from what PROJ projected', () => {
    for (const [lon, lat, x, y] of proj.rows) {
      if (Math.abs(lat) > 89) continue;
      const [ourLon, ourLat] = fromLegalPlane(x, y);
      expect(Math.abs(ourLon - lon)).toBeLessThan(INVERSE_TOLERANCE_DEGREES);
      expect(Math.abs(ourLat - lat)).toBeLessThan(INVERSE_TOLERANCE_DEGREES);
    }
  });

  test('leads back to the poles, and from beyond them to the poles', () => {
    for (const sign of [1, -1]) {
      expect(fromLegalPlane(0, sign * MAX_Y_M)[1]).toBeCloseTo(sign * 90, 5);
      expect(fromLegalPlane(0, sign * (MAX_Y_M + 1))[1]).toBe(sign * 90);
    }
  });

  test('projects an array in place to the same bits', () => {
    const lonLat = Float64Array.from(proj.rows.flatMap(([lon, lat]) => [lon, lat]));
    projectInPlace(lonLat);
    expect([...lonLat]).toEqual(proj.rows.flatMap(([lon, lat]) => toLegalPlane(lon, lat)));
  });

  test('has the slope and the curvature that differences of y show', () => {
    const step = 1e-3;
    for (let lat = -89.5; lat < 90; lat += 1) {
      const before = yOfLatitude(lat - step);
      const at = yOfLatitude(lat);
      const after = yOfLatitude(lat + step);
      expect(ySlope(lat)).toBeCloseTo((after - before) / (2 * step), 2);
      expect(yCurvature(lat)).toBeCloseTo((after - 2 * at + before) / step ** 2, 1);
    }
  });
});
