import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {
  CIRCLE_CORNERS,
  CORNER_REACH,
  geodesicCircle,
} from '../../../server/analysis/service-coverage/geodesic-circle.ts';
import type {Db} from '../../../server/db/db.ts';
import {sql} from '../../../server/db/sql.ts';
import {flatAreaM2} from '../../../server/kernel/area.ts';
import {projectRings} from '../../../server/kernel/project-rings.ts';
import {isMissing, openTestDb} from '../../setup/engines.ts';

const CASES = [
  [110, 30, 20_000],
  [113.3, 0, 1000],
  [87.6, 53.5, 300],
  [120, 45, 300_000],
  [179.9, -40, 50_000],
] as const;

describe.skipIf(isMissing('server'))('a circle on the ground', () => {
  let db: Db;
  beforeAll(async () => {
    db = await openTestDb('server');
  });
  afterAll(() => db?.close());

  it.each(CASES)(
    'at %d°, %d° has every corner %d m away along the ellipsoid',
    async (lon, lat, radiusM) => {
      const corners = geodesicCircle(lon, lat, radiusM);
      const wrapped = (degrees: number) => (degrees > 180 ? degrees - 360 : degrees);
      const [row] = await db.query<{least: number; most: number}>(
        sql`select min(d) as least, max(d) as most
          from unnest(${[...corners].filter((_, i) => i % 2 === 0).map(wrapped)}::double precision[],
                      ${[...corners].filter((_, i) => i % 2 === 1)}::double precision[]) as c (lon, lat),
               lateral st_distance(
                 st_setsrid(st_makepoint(c.lon, c.lat), 4490)::geography,
                 st_setsrid(st_makepoint(${lon}::double precision, ${lat}::double precision), 4490)::geography
               ) as d`,
      );
      // PostGIS gives distances to some nanometres, Vincenty to a tenth of a millimetre
      expect(row!.least).toBeCloseTo(radiusM * CORNER_REACH, 3);
      expect(row!.most).toBeCloseTo(radiusM * CORNER_REACH, 3);
    },
  );

  it.each(CASES)('at %d°, %d° holds as much as a circle of %d m does', (lon, lat, radiusM) => {
    const areaM2 = flatAreaM2(
      projectRings({
        lonLat: geodesicCircle(lon, lat, radiusM),
        starts: Uint32Array.of(0, CIRCLE_CORNERS),
        isShell: Uint8Array.of(1),
      }),
    );
    // on a round earth a circle holds 2πR² (1 − cos r/R), of which r²/12R² is missing in the plane
    const capM2 = Math.PI * radiusM ** 2 * (1 - radiusM ** 2 / (12 * 6.371e6 ** 2));
    expect(areaM2 / capM2).toBeCloseTo(1, 4);
  });
});
