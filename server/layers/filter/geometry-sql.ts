import {sql, type Sql} from '../../db/sql.ts';
import {fail} from '../../errors.ts';
import {bboxSql} from '../bbox-sql.ts';
import type {OfferedCrs} from '../crs.ts';
import type {Geometry, SpatialOperator} from './expression.ts';

/** Names the geometry of a feature goes by in a filter. */
export function isGeometryName(name: string): boolean {
  return name === 'geometry' || name === 'geom';
}

/** Each test with the index before the exact predicate, but for the one that is about what is apart. */
export const SPATIAL_SQL: Record<SpatialOperator, (a: Sql, b: Sql) => Sql> = {
  s_intersects: (a, b) => sql`(${a} && ${b} and st_intersects(${a}, ${b}))`,
  s_within: (a, b) => sql`(${a} && ${b} and st_within(${a}, ${b}))`,
  s_contains: (a, b) => sql`(${a} && ${b} and st_contains(${a}, ${b}))`,
  s_disjoint: (a, b) => sql`(not (${a} && ${b} and st_intersects(${a}, ${b})))`,
  s_touches: (a, b) => sql`(${a} && ${b} and st_touches(${a}, ${b}))`,
  s_crosses: (a, b) => sql`(${a} && ${b} and st_crosses(${a}, ${b}))`,
  s_overlaps: (a, b) => sql`(${a} && ${b} and st_overlaps(${a}, ${b}))`,
  s_equals: (a, b) => sql`(${a} && ${b} and st_equals(${a}, ${b}))`,
};

/** A geometry of a filter in the CRS that features are stored in. */
export function geometrySql(geometry: Geometry, crs: OfferedCrs): Sql {
  if ('bbox' in geometry) {
    const box = geometry.bbox;
    const flat = box.length === 6 ? [box[0]!, box[1]!, box[3]!, box[4]!] : box;
    return bboxSql(flat, crs, (seen) => fail('FILTER_INVALID', {reason: `its bbox is ${seen}`}));
  }
  const {type, coordinates} = geometry;
  checkCoordinates(type, coordinates);
  const text = JSON.stringify({type, coordinates});
  const read = sql`st_setsrid(st_geomfromgeojson(${text}::text), ${crs.srid}::integer)`;
  const eastFirst = crs.isNorthFirst ? sql`st_flipcoordinates(${read})` : read;
  return crs.isGeographic ? eastFirst : sql`st_transform(${eastFirst}, 4490)`;
}

const DEPTHS: Record<string, number> = {
  Point: 0,
  LineString: 1,
  MultiPoint: 1,
  Polygon: 2,
  MultiLineString: 2,
  MultiPolygon: 3,
};

/** What the database would refuse with an error of its own is refused here with a sentence. */
function checkCoordinates(type: string, coordinates: unknown): void {
  const depth = DEPTHS[type];
  if (depth === undefined) throw refuse(`"${type}" is not a geometry that is understood`);
  visit(coordinates, depth, (positions) => {
    if (type.endsWith('Polygon')) checkRing(positions);
    else if (type.endsWith('LineString') && positions.length < 2) {
      throw refuse(`a line has ${positions.length} positions; it needs two at least`);
    }
  });
}

function visit(value: unknown, depth: number, take: (positions: number[][]) => void): void {
  if (!Array.isArray(value))
    throw refuse(`${JSON.stringify(value)} stands where coordinates are expected`);
  if (depth === 0) {
    const isPosition = value.length >= 2 && value.every((each) => Number.isFinite(each));
    if (!isPosition) throw refuse(`${JSON.stringify(value).slice(0, 60)} is not a position`);
    return;
  }
  if (value.length === 0) throw refuse('a geometry has an empty list of coordinates');
  for (const each of value) visit(each, depth - 1, take);
  if (depth === 1) take(value as number[][]);
}

function checkRing(ring: number[][]): void {
  const first = ring[0]!;
  const last = ring.at(-1)!;
  if (ring.length < 4) throw refuse(`a ring has ${ring.length} positions; it needs four at least`);
  if (first[0] !== last[0] || first[1] !== last[1]) {
    throw refuse(
      `a ring begins at ${first.join(' ')} and ends at ${last.join(' ')}; it must close`,
    );
  }
}

function refuse(reason: string) {
  return fail('FILTER_INVALID', {reason});
}
