import type {GeoJsonObject} from '../../contract/geojson.ts';
import type {MultiPolygon, Polygon, Position, Ring} from '../kernel/geometry.ts';
import type {LocalText} from '../../contract/local-text.ts';
import {fail} from '../errors.ts';
import {enclosesNothing} from '../kernel/encloses-nothing.ts';

/** A polygon or multipolygon out of a request, with the id and name of the feature it came in. */
export interface RequestedGeometry {
  id: string | null;
  name: string | null;
  multiPolygon: MultiPolygon;
}

/**
 * Reads the places out of any GeoJSON object: a geometry, a feature, a collection of either. Says
 * where a ring is wrong; whether rings cross is not looked at here.
 * @throws GEOJSON_INVALID, GEOMETRY_NOT_AREAL, GEOMETRY_EMPTY, GEOMETRY_INVALID, COORDINATE_INVALID
 */
export function readPlaces(object: GeoJsonObject): RequestedGeometry[] {
  const places = collect(object as Loose, null, null);
  if (places.length === 0) throw fail('GEOMETRY_EMPTY');
  return places;
}

type Loose = Record<string, unknown> & {type?: unknown};

function collect(object: Loose, id: string | null, name: string | null): RequestedGeometry[] {
  if (typeof object !== 'object' || object === null) {
    const seen = String(object);
    throw fail('GEOJSON_INVALID', {
      reason: {
        zh: `收到 ${seen}，应为 GeoJSON 对象。`,
        en: `Seen ${seen}, expected a GeoJSON object.`,
      },
    });
  }
  switch (object.type) {
    case 'FeatureCollection':
      return list(object, 'features').flatMap((feature, i) =>
        collect(feature as Loose, `${i + 1}`, null),
      );
    case 'Feature':
      return collect(
        (object.geometry ?? noGeometry(id)) as Loose,
        featureId(object) ?? id,
        featureName(object),
      );
    case 'GeometryCollection':
      return list(object, 'geometries').flatMap((geometry) => collect(geometry as Loose, id, name));
    case 'Polygon':
      return [{id, name, multiPolygon: readPolygons([object.coordinates], id)}];
    case 'MultiPolygon':
      return [{id, name, multiPolygon: readPolygons(object.coordinates, id)}];
    case 'Point':
    case 'MultiPoint':
    case 'LineString':
    case 'MultiLineString':
      throw fail('GEOMETRY_NOT_AREAL', {seen: {zh: ` ${object.type}`, en: `a ${object.type}`}});
    default:
      throw fail('GEOJSON_INVALID', {
        reason: {
          zh: `type 为 ${JSON.stringify(object.type)}，应为 Polygon、MultiPolygon、Feature、FeatureCollection 或 GeometryCollection。`,
          en: `The type is ${JSON.stringify(object.type)}; expected Polygon, MultiPolygon, Feature, FeatureCollection or GeometryCollection.`,
        },
      });
  }
}

function noGeometry(id: string | null): never {
  throw fail('GEOMETRY_NOT_AREAL', {
    seen: {
      zh: `没有几何的要素${id ? `（${id}）` : ''}`,
      en: `a feature without geometry${id ? ` (${id})` : ''}`,
    },
  });
}

function list(object: Loose, member: string): unknown[] {
  const value = object[member];
  if (Array.isArray(value)) return value;
  throw fail('GEOJSON_INVALID', {
    reason: {
      zh: `${String(object.type)} 需要数组“${member}”，现为 ${JSON.stringify(value)?.slice(0, 60)}。`,
      en: `A ${String(object.type)} needs an array "${member}"; seen ${JSON.stringify(value)?.slice(0, 60)}.`,
    },
  });
}

function featureId(feature: Loose): string | null {
  return typeof feature.id === 'string' || typeof feature.id === 'number'
    ? String(feature.id)
    : null;
}

function featureName(feature: Loose): string | null {
  const name = (feature.properties as Loose | null)?.name;
  return typeof name === 'string' ? name : null;
}

function readPolygons(coordinates: unknown, id: string | null): MultiPolygon {
  const where = {
    zh: id === null ? '' : `要素 ${id} 的`,
    en: id === null ? '' : ` of feature ${id}`,
  };
  if (!Array.isArray(coordinates)) {
    throw invalid({
      zh: `${where.zh}坐标不是数组。`,
      en: `The coordinates${where.en} are not an array.`,
    });
  }
  if (coordinates.length === 0) throw fail('GEOMETRY_EMPTY');
  return coordinates.map((polygon, p) => {
    if (!Array.isArray(polygon)) {
      throw invalid({
        zh: `${where.zh}第 ${p + 1} 个多边形不是由环组成的数组。`,
        en: `Polygon ${p + 1}${where.en} is not an array of rings.`,
      });
    }
    if (polygon.length === 0) throw fail('GEOMETRY_EMPTY');
    return polygon.map((ring, r): Ring => {
      const name = ringName(p, r, coordinates.length);
      return readRing(ring, {zh: `${where.zh}${name.zh}`, en: `${name.en}${where.en}`});
    }) as Polygon;
  });
}

function ringName(polygon: number, ring: number, polygonCount: number): LocalText {
  const name =
    ring === 0 ? {zh: '外环', en: 'The outer ring'} : {zh: `第 ${ring} 个孔`, en: `Hole ${ring}`};
  if (polygonCount === 1) return name;
  return {
    zh: `第 ${polygon + 1} 个多边形的${name.zh}`,
    en: `${name.en} of polygon ${polygon + 1}`,
  };
}

function readRing(ring: unknown, name: LocalText): Ring {
  if (!Array.isArray(ring)) {
    throw invalid({
      zh: `${name.zh}不是由位置组成的数组。`,
      en: `${name.en} is not an array of positions.`,
    });
  }
  const positions = ring.map((position, i) => readPosition(position, i, name));
  const first = positions[0];
  const last = positions.at(-1);
  if (positions.length < 4) {
    throw invalid({
      zh: `${name.zh}只有 ${positions.length} 个节点，至少需要 4 个（末尾重复首个节点）。`,
      en: `${name.en} has ${positions.length} positions, needs at least 4 (the first repeated at the end).`,
    });
  }
  if (first![0] !== last![0] || first![1] !== last![1]) {
    throw invalid({
      zh: `${name.zh}未闭合：起于 [${first!.join(', ')}]，止于 [${last!.join(', ')}]。请在末尾重复首个节点。`,
      en: `${name.en} is not closed: it starts at [${first!.join(', ')}] and ends at [${last!.join(', ')}]. Repeat the first position at the end.`,
    });
  }
  if (enclosesNothing(positions)) {
    throw invalid({
      zh: `${name.zh}不围成任何面积：沿一条线去而复返。请给出至少三个不在同一直线上的角点。`,
      en: `${name.en} encloses no area: it runs along a line and back. Give at least three corners that are not on one line.`,
    });
  }
  return positions;
}

function readPosition(position: unknown, index: number, name: LocalText): Position {
  const ring = {zh: name.zh, en: `${name.en.charAt(0).toLowerCase()}${name.en.slice(1)}`};
  const where = {
    zh: `${ring.zh}的第 ${index + 1} 个节点`,
    en: `Position ${index + 1} of ${ring.en}`,
  };
  if (!Array.isArray(position) || position.length < 2) {
    throw fail('COORDINATE_INVALID', {
      reason: {
        zh: `${where.zh}为 ${JSON.stringify(position)}，应为 [经度, 纬度]。`,
        en: `${where.en} is ${JSON.stringify(position)}; expected [longitude, latitude].`,
      },
    });
  }
  const [lon, lat] = position as unknown[];
  if (
    typeof lon !== 'number' ||
    typeof lat !== 'number' ||
    !Number.isFinite(lon) ||
    !Number.isFinite(lat)
  ) {
    throw fail('COORDINATE_INVALID', {
      reason: {
        zh: `${where.zh}为 [${String(lon)}, ${String(lat)}]，应为两个有限数值。`,
        en: `${where.en} is [${String(lon)}, ${String(lat)}]; expected two finite numbers.`,
      },
    });
  }
  if (Math.abs(lat) > 90 && Math.abs(lon) <= 90) {
    throw fail('COORDINATE_INVALID', {
      reason: {
        zh: `${where.zh}为 [${lon}, ${lat}]：没有 ${lat} 这样的纬度。经度在前；两者似已颠倒。`,
        en: `${where.en} is [${lon}, ${lat}]: a latitude of ${lat} does not exist. Longitude comes first; the two look swapped.`,
      },
    });
  }
  if (Math.abs(lat) > 90 || Math.abs(lon) > 180) {
    throw fail('COORDINATE_INVALID', {
      reason: {
        zh: `${where.zh}为 [${lon}, ${lat}]，应为度：经度 -180…180，纬度 -90…90。投影坐标请连同坐标系一起导入为图层。`,
        en: `${where.en} is [${lon}, ${lat}]; expected degrees, longitude -180…180 and latitude -90…90. Projected coordinates belong in an import with their CRS.`,
      },
    });
  }
  return [lon, lat];
}

function invalid(reason: LocalText) {
  return fail('GEOMETRY_INVALID', {reason});
}
