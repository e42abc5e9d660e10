import type {GeoJsonObject} from '../../contract/geojson.ts';
import type {MultiPolygon, Polygon, Position, Ring} from '../kernel/geometry.ts';
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
    throw fail('GEOJSON_INVALID', {reason: `Seen ${String(object)}, expected a GeoJSON object.`});
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
      throw fail('GEOMETRY_NOT_AREAL', {seen: `a ${object.type}`});
    default:
      throw fail('GEOJSON_INVALID', {
        reason: `The type is ${JSON.stringify(object.type)}; expected Polygon, MultiPolygon, Feature, FeatureCollection or GeometryCollection.`,
      });
  }
}

function noGeometry(id: string | null): never {
  throw fail('GEOMETRY_NOT_AREAL', {seen: `a feature without geometry${id ? ` (${id})` : ''}`});
}

function list(object: Loose, member: string): unknown[] {
  const value = object[member];
  if (Array.isArray(value)) return value;
  throw fail('GEOJSON_INVALID', {
    reason: `A ${String(object.type)} needs an array "${member}"; seen ${JSON.stringify(value)?.slice(0, 60)}.`,
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
  const where = id === null ? '' : ` of feature ${id}`;
  if (!Array.isArray(coordinates)) throw invalid(`The coordinates${where} are not an array.`);
  if (coordinates.length === 0) throw fail('GEOMETRY_EMPTY');
  return coordinates.map((polygon, p) => {
    if (!Array.isArray(polygon))
      throw invalid(`Polygon ${p + 1}${where} is not an array of rings.`);
    if (polygon.length === 0) throw fail('GEOMETRY_EMPTY');
    return polygon.map((ring, r): Ring =>
      readRing(ring, `${ringName(p, r, coordinates.length)}${where}`),
    ) as Polygon;
  });
}

function ringName(polygon: number, ring: number, polygonCount: number): string {
  const name = ring === 0 ? 'The outer ring' : `Hole ${ring}`;
  return polygonCount === 1 ? name : `${name} of polygon ${polygon + 1}`;
}

function readRing(ring: unknown, name: string): Ring {
  if (!Array.isArray(ring)) throw invalid(`${name} is not an array of positions.`);
  const positions = ring.map((position, i) => readPosition(position, i, name));
  const first = positions[0];
  const last = positions.at(-1);
  if (positions.length < 4) {
    throw invalid(
      `${name} has ${positions.length} positions, needs at least 4 (the first repeated at the end).`,
    );
  }
  if (first![0] !== last![0] || first![1] !== last![1]) {
    throw invalid(
      `${name} is not closed: it starts at [${first!.join(', ')}] and ends at [${last!.join(', ')}]. Repeat the first position at the end.`,
    );
  }
  if (enclosesNothing(positions)) {
    throw invalid(
      `${name} encloses no area: it runs along a line and back. Give at least three corners that are not on one line.`,
    );
  }
  return positions;
}

function readPosition(position: unknown, index: number, name: string): Position {
  const where = `Position ${index + 1} of ${name.charAt(0).toLowerCase()}${name.slice(1)}`;
  if (!Array.isArray(position) || position.length < 2) {
    throw fail('COORDINATE_INVALID', {
      reason: `${where} is ${JSON.stringify(position)}; expected [longitude, latitude].`,
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
      reason: `${where} is [${String(lon)}, ${String(lat)}]; expected two finite numbers.`,
    });
  }
  if (Math.abs(lat) > 90 && Math.abs(lon) <= 90) {
    throw fail('COORDINATE_INVALID', {
      reason: `${where} is [${lon}, ${lat}]: a latitude of ${lat} does not exist. Longitude comes first; the two look swapped.`,
    });
  }
  if (Math.abs(lat) > 90 || Math.abs(lon) > 180) {
    throw fail('COORDINATE_INVALID', {
      reason: `${where} is [${lon}, ${lat}]; expected degrees, longitude -180…180 and latitude -90…90. Projected coordinates belong in an import with their CRS.`,
    });
  }
  return [lon, lat];
}

function invalid(reason: string) {
  return fail('GEOMETRY_INVALID', {reason});
}
