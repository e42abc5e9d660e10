import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {sql} from '../../server/db/sql.ts';
import type {Db} from '../../server/db/db.ts';
import {reprojectLine} from '../../server/ingest/crs/reproject.ts';
import {Gdal} from '../../server/ingest/gdal/gdal.ts';
import type {Position, Ring} from '../../server/kernel/geometry.ts';
import {openTestDb} from '../setup/engines.ts';
import {testFolder} from './make-files.ts';

const folder = testFolder();
let db: Db;
let gdal: Gdal;
beforeAll(async () => {
  [db, gdal] = await Promise.all([openTestDb('embedded'), Gdal.open(folder)]);
});
afterAll(() => db.close());

/** PROJ by another way: PostGIS. 4490 against 4326, because PostGIS knows no way to 4490 for all. */
async function oracle(points: Position[], srid: number): Promise<Position[]> {
  const rows = await db.query<{x: number; y: number}>(
    sql`select st_x(p) as x, st_y(p) as y
        from unnest(${points.map((p) => p[0])}::float8[], ${points.map((p) => p[1])}::float8[])
             with ordinality as t (x, y, n),
             lateral (select st_transform(st_setsrid(st_point(t.x, t.y), ${srid}::integer), 4326) as p) q
        order by n`,
  );
  return rows.map(({x, y}) => [x, y]);
}

/** [what it is, EPSG, a place in it in metres] */
const PROJECTED: [string, number, Position][] = [
  ['Gauss-Krüger 3° zone 39 with the zone before the easting', 4527, [39_480_000, 3_500_000]],
  ['Gauss-Krüger 3° by central meridian 117° E', 4548, [520_000, 4_400_000]],
  ['Gauss-Krüger 6° zone 20 with the zone before the easting', 4498, [20_700_000, 4_800_000]],
  ['Gauss-Krüger 6° by central meridian 117° E', 4509, [300_000, 2_500_000]],
  ['Gauss-Krüger at 53.5° N, in Mohe', 4524, [36_400_000, 5_930_000]],
  ['UTM 50 N on WGS 84', 32650, [400_000, 4_430_000]],
  ['Web Mercator', 3857, [13_000_000, 4_800_000]],
];

describe('Coordinates of another CRS', () => {
  it.each(PROJECTED)(
    '%s come out as PROJ has them in PostGIS, to 1e-11 degrees',
    async (_, srid, at) => {
      const points: Position[] = [
        at,
        [at[0] + 12_345.678, at[1] - 54_321.987],
        [at[0] - 30_000, at[1]],
      ];
      const expected = await oracle(points, srid);
      const x = Float64Array.from(points, (p) => p[0]);
      const y = Float64Array.from(points, (p) => p[1]);
      gdal.transform(`EPSG:${srid}`)(x, y);
      points.forEach((_point, i) => {
        expect(Math.abs(x[i]! - expected[i]![0])).toBeLessThan(1e-11);
        expect(Math.abs(y[i]! - expected[i]![1])).toBeLessThan(1e-11);
      });
    },
  );

  it.each(PROJECTED)(
    '%s: edges stray by no more than 1 cm, whatever their direction',
    async (_, srid, at) => {
      const transform = gdal.transform(`EPSG:${srid}`);
      for (const [dx, dy] of [
        [40_000, 0],
        [0, 40_000],
        [30_000, 30_000],
        [-20_000, 35_000],
        [900, 400],
      ] as const) {
        const line: Ring = [at, [at[0] + dx, at[1] + dy]];
        const dense = reprojectLine(line, transform);
        expect(dense.length).toBeGreaterThan(1);
        const strayM = await worstStrayM(line, dense, srid);
        expect(strayM).toBeLessThan(0.01);
        // more positions than needed would be a waste
        if (dense.length > 3) expect(strayM).toBeGreaterThan(0.002);
      }
    },
  );

  it('that two borders share stay shared, to the last bit, in whatever direction they are walked', () => {
    const transform = gdal.transform('EPSG:4527');
    const border: Ring = [
      [39_480_000, 3_500_000],
      [39_486_000.5, 3_521_000.25],
      [39_470_123.456, 3_530_777.777],
      [39_470_123.456, 3_550_000],
    ];
    const forward = reprojectLine(border, transform);
    const backward = reprojectLine([...border].reverse(), transform);
    expect(forward.length).toBeGreaterThan(border.length);
    expect(backward.reverse()).toEqual(forward);
  });

  it('across the equator, where an edge bends both ways, are densified too', async () => {
    for (const middle of [500_000, 320_000]) {
      const line: Ring = [
        [middle - 30_000, -30_000],
        [middle + 30_000, 30_000],
      ];
      const dense = reprojectLine(line, gdal.transform('EPSG:32650'));
      expect(await worstStrayM(line, dense, 32650)).toBeLessThan(0.01);
    }
  });

  it('outside what a CRS can convert become infinite, not a wrong place', () => {
    const x = Float64Array.of(1e12);
    const y = Float64Array.of(1e12);
    gdal.transform('EPSG:4527')(x, y);
    expect(Number.isFinite(x[0]!) && Math.abs(x[0]!) <= 180).toBe(false);
  });
});

/** How far the moved line is from the original one, sampled in every piece of it. */
async function worstStrayM([from, to]: Ring, dense: Ring, srid: number): Promise<number> {
  const samples: Position[] = [];
  const count = 40 * (dense.length - 1);
  for (let i = 0; i <= count; i++) {
    const share = i / count;
    samples.push([from![0] + (to![0] - from![0]) * share, from![1] + (to![1] - from![1]) * share]);
  }
  const moved = await oracle(samples, srid);
  return Math.max(...moved.map((point) => distanceM(point, dense)));
}

function distanceM([lon, lat]: Position, line: Ring): number {
  const scale = Math.cos((lat * Math.PI) / 180);
  const flat = line.map(([x, y]): Position => [(x - lon) * scale * 111_320, (y - lat) * 111_320]);
  let least = Infinity;
  for (let i = 1; i < flat.length; i++) {
    const [ax, ay] = flat[i - 1]!;
    const [bx, by] = flat[i]!;
    const length2 = (bx - ax) ** 2 + (by - ay) ** 2;
    const t = Math.max(0, Math.min(1, -(ax * (bx - ax) + ay * (by - ay)) / length2));
    least = Math.min(least, Math.hypot(ax + t * (bx - ax), ay + t * (by - ay)));
  }
  return least;
}

describe('A CRS as people write it', () => {
  it.each([
    ['EPSG:4490', 'EPSG:4490', true],
    ['4490', 'EPSG:4490', true],
    ['epsg:4326', 'EPSG:4326', true],
    ['urn:ogc:def:crs:EPSG::4490', 'EPSG:4490', true],
    ['urn:ogc:def:crs:OGC:1.3:CRS84', 'OGC:CRS84', true],
    ['http://www.opengis.net/def/crs/EPSG/0/4527', 'EPSG:4527', false],
    ['EPSG:4610', 'EPSG:4610', false],
  ])('%s is %s', (text, label, isTakenAsIs) => {
    expect(gdal.crs(text)).toMatchObject({label, isTakenAsIs});
  });

  it('as ESRI names it is known by its parameters, and CGCS2000 under any name is taken as it is', () => {
    const degrees =
      'GEOGCS["GCS_China_Geodetic_Coordinate_System_2000",DATUM["D_China_2000",' +
      'SPHEROID["CGCS2000",6378137.0,298.257222101]],PRIMEM["Greenwich",0.0],' +
      'UNIT["Degree",0.0174532925199433]]';
    expect(gdal.crs(degrees)).toMatchObject({isTakenAsIs: true, notes: []});
    const metres =
      `PROJCS["CGCS2000_3_Degree_GK_CM_111E",${degrees},PROJECTION["Gauss_Kruger"],` +
      'PARAMETER["False_Easting",500000.0],PARAMETER["False_Northing",0.0],' +
      'PARAMETER["Central_Meridian",111.0],PARAMETER["Scale_Factor",1.0],' +
      'PARAMETER["Latitude_Of_Origin",0.0],UNIT["Meter",1.0]]';
    const crs = gdal.crs(metres);
    expect(crs).toMatchObject({isTakenAsIs: false, notes: []});
    const x = Float64Array.of(500_000);
    const y = Float64Array.of(4_000_000);
    gdal.transform(crs.definition)(x, y);
    expect(x[0]).toBeCloseTo(111, 10);
  });

  it.each(['EPSG:4610', 'EPSG:4214', 'EPSG:2362'])(
    '%s, on an older datum, comes with a warning of what its offset may be',
    (text) => {
      expect(gdal.crs(text).notes).toMatchObject([
        {rule: 'datum-differs', severity: 'warning', detail: /not CGCS2000.*about 100 m/},
      ]);
    },
  );

  it.each(['nonsense', '/etc/passwd', 'http://example.org/crs', 'EPSG:x', ''])(
    '"%s" is refused',
    (text) => {
      expect(() => gdal.crs(text)).toThrow(/not understood/);
    },
  );

  it('that is of heights or of the whole globe in metres is refused', () => {
    expect(() => gdal.crs('EPSG:5737')).toThrow(/not understood/);
    expect(() => gdal.crs('EPSG:4978')).toThrow(/not understood/);
  });
});
