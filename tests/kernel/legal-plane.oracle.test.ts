import pg from 'pg';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {fromLegalPlane, toLegalPlane} from '../../server/kernel/legal-plane.ts';
import {postgisUrl} from '../setup/needs.ts';

describe.skipIf(!postgisUrl)('the legal plane against PostGIS', () => {
  const client = new pg.Client({connectionString: postgisUrl});
  beforeAll(() => client.connect());
  afterAll(() => client.end());

  test('is EPSG:6933 in every degree of the globe, there and back', async () => {
    const {rows} = await client.query<{lon: number; lat: number; x: number; y: number}>(`
      -- a point off the middle of every square degree
      with point as (
        select lon + 0.3141592 as lon, lat + 0.2718281 as lat
        from generate_series(-180, 179) as lon, generate_series(-90, 89) as lat
      ), projected as (
        select lon, lat, ST_Transform(ST_SetSRID(ST_MakePoint(lon, lat), 4326), 6933) as geom
        from point
      )
      select lon::float8, lat::float8, ST_X(geom) as x, ST_Y(geom) as y
      from projected`);
    expect(rows.length).toBe(64_800);
    let farthestM = 0;
    let farthestDegrees = 0;
    for (const {lon, lat, x, y} of rows) {
      const [ourX, ourY] = toLegalPlane(lon, lat);
      farthestM = Math.max(farthestM, Math.abs(ourX - x), Math.abs(ourY - y));
      if (Math.abs(lat) > 89) continue;
      const [ourLon, ourLat] = fromLegalPlane(x, y);
      farthestDegrees = Math.max(farthestDegrees, Math.abs(ourLon - lon), Math.abs(ourLat - lat));
    }
    expect(farthestM).toBeLessThan(2e-8);
    expect(farthestDegrees).toBeLessThan(1e-11);
  });
});
