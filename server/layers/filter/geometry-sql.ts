import type {LocalText} from '../../../contract/local-text.ts';
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
    return bboxSql(flat, crs, (seen) =>
      fail('FILTER_INVALID', {reason: {zh: `其 bbox 为 ${seen.zh}`, en: `its bbox is ${seen.en}`}}),
    );
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
  if (depth === undefined) {
    throw refuse({
      zh: `不支持的几何类型“${type}”`,
      en: `"${type}" is not a geometry that is understood`,
    });
  }
  visit(coordinates, depth, (positions) => {
    if (type.endsWith('Polygon')) checkRing(positions);
    else if (type.endsWith('LineString') && positions.length < 2) {
      throw refuse({
        zh: `一条线有 ${positions.length} 个点，至少需要两个`,
        en: `a line has ${positions.length} positions; it needs two at least`,
      });
    }
  });
}

function visit(value: unknown, depth: number, take: (positions: number[][]) => void): void {
  if (!Array.isArray(value)) {
    const seen = JSON.stringify(value);
    throw refuse({
      zh: `应为坐标处是 ${seen}`,
      en: `${seen} stands where coordinates are expected`,
    });
  }
  if (depth === 0) {
    const isPosition = value.length >= 2 && value.every((each) => Number.isFinite(each));
    const seen = JSON.stringify(value).slice(0, 60);
    if (!isPosition) throw refuse({zh: `${seen} 不是坐标`, en: `${seen} is not a position`});
    return;
  }
  if (value.length === 0) {
    throw refuse({zh: '几何的坐标列表为空', en: 'a geometry has an empty list of coordinates'});
  }
  for (const each of value) visit(each, depth - 1, take);
  if (depth === 1) take(value as number[][]);
}

function checkRing(ring: number[][]): void {
  const first = ring[0]!;
  const last = ring.at(-1)!;
  if (ring.length < 4) {
    throw refuse({
      zh: `一个环有 ${ring.length} 个点，至少需要四个`,
      en: `a ring has ${ring.length} positions; it needs four at least`,
    });
  }
  if (first[0] !== last[0] || first[1] !== last[1]) {
    const [from, to] = [first.join(' '), last.join(' ')];
    throw refuse({
      zh: `一个环起于 ${from}，止于 ${to}，必须闭合`,
      en: `a ring begins at ${from} and ends at ${to}; it must close`,
    });
  }
}

function refuse(reason: LocalText) {
  return fail('FILTER_INVALID', {reason});
}
