import type {Place} from '../../../contract/place.ts';
import type {GeoJsonObject} from '../../../contract/geojson.ts';
import {sql} from '../../db/sql.ts';
import type {Db} from '../../db/db.ts';
import {fail} from '../../errors.ts';
import {wkbOfPolygons} from '../../kernel/wkb.ts';
import {resolveLayer} from '../../layers/layer-store.ts';
import {resolvePlaces} from '../../zones/place.ts';
import type {MeasuredCell} from '../basin-matrix.ts';
import type {Hierarchy, Tier} from '../hierarchy.ts';

/** The cells a place lies in, and what it is called. */
export interface PlaceCells {
  name: string | null;
  cells: number[];
}

/**
 * Finds the cells of a place: all cells of a unit or basin of the two layers, at any of their levels;
 * else the units and basins that a zone, drawn geometry, finer unit, facility or section lies in.
 * @throws FEATURE_NOT_FOUND, PLACE_OUTSIDE, and what resolving places throws
 */
export async function findPlaceCells(
  db: Db,
  place: Place,
  units: Hierarchy,
  basins: Hierarchy,
  cells: readonly MeasuredCell[],
): Promise<PlaceCells> {
  const found =
    (await cellsOfMember(db, place, units, basins, cells)) ??
    (await cellsOfGeometry(db, place, units, basins, cells));
  if (found.cells.length > 0) return found;
  throw fail('PLACE_OUTSIDE', {
    name: found.name ?? 'drawn',
    units: units.layer.layerId,
    basins: basins.layer.layerId,
  });
}

async function cellsOfMember(
  db: Db,
  place: Place,
  units: Hierarchy,
  basins: Hierarchy,
  cells: readonly MeasuredCell[],
): Promise<PlaceCells | null> {
  if (!('collection' in place)) return null;
  const layer = await resolveLayer(db, place.collection as string);
  const sides = [
    {hierarchy: units, side: 'unit'},
    {hierarchy: basins, side: 'basin'},
  ] as const;
  const found = sides.find(({hierarchy}) => hierarchy.layer.versionId === layer.versionId);
  if (!found) return null;
  const {hierarchy, side} = found;
  const {members, tiers, features} = hierarchy;
  const id = place.id as string | string[] | undefined;
  const codes = id === undefined ? members.map(({code}) => code) : [id].flat();
  const wanted = new Set<number>();
  const names: string[] = [];
  const at = new Map(members.map(({code}, i) => [code, i]));
  for (const code of codes) {
    const own = at.get(code);
    const tier = own === undefined ? tierWith(tiers, code) : undefined;
    if (own === undefined && tier === undefined) {
      // of a finer level than is looked at: it lies in cells like anything that is drawn
      if (features.some((feature) => feature.code === code)) return null;
      const {layerId, version} = layer;
      throw fail('FEATURE_NOT_FOUND', {layerId, version, featureId: code});
    }
    if (own !== undefined) {
      names.push(members[own]!.name ?? code);
      wanted.add(own);
      continue;
    }
    const above = tier!.members.findIndex((member) => member.code === code);
    names.push(tier!.members[above]!.name ?? code);
    tier!.of.forEach((t, i) => t === above && wanted.add(i));
  }
  return {
    name: names.length === 1 ? names[0]! : null,
    cells: [...cells.keys()].filter((c) => wanted.has(cells[c]![side])),
  };
}

function tierWith(tiers: readonly Tier[], code: string): Tier | undefined {
  return tiers.find(({members}) => members.some((member) => member.code === code));
}

async function cellsOfGeometry(
  db: Db,
  place: Place,
  units: Hierarchy,
  basins: Hierarchy,
  cells: readonly MeasuredCell[],
): Promise<PlaceCells> {
  const {name, shapes} = await shapesOf(db, place);
  const wanted = new Set<string>();
  for (const shape of shapes) {
    const [inUnits, inBasins] = await Promise.all([
      membersTouched(db, units, shape),
      membersTouched(db, basins, shape),
    ]);
    for (const unit of inUnits) for (const basin of inBasins) wanted.add(`${unit} ${basin}`);
  }
  return {
    name,
    cells: [...cells.keys()].filter((c) => wanted.has(`${cells[c]!.unit} ${cells[c]!.basin}`)),
  };
}

/** Geometries as hexadecimal WKB: points of facilities and sections as they are. */
async function shapesOf(db: Db, place: Place): Promise<{name: string | null; shapes: string[]}> {
  if ('collection' in place) {
    const layer = await resolveLayer(db, place.collection as string);
    if (layer.geometryFamily !== 'polygon') {
      const id = place.id as string | string[] | undefined;
      return featureShapes(db, layer, id === undefined ? null : [id].flat());
    }
  }
  const point = pointOf(place);
  if (point !== null) return {name: null, shapes: [point]};
  const {places} = await resolvePlaces(db, place);
  return {
    name: places.length === 1 ? places[0]!.name : null,
    shapes: places.map(({multiPolygon}) =>
      Buffer.from(wkbOfPolygons(multiPolygon)).toString('hex'),
    ),
  };
}

async function featureShapes(
  db: Db,
  {layerId, version, versionId}: {layerId: string; version: number; versionId: number},
  ids: string[] | null,
): Promise<{name: string | null; shapes: string[]}> {
  const rows = await db.query<{id: string; name: string | null; wkb: string}>(
    sql`select feature_id as id, name, encode(st_asbinary(geom, 'NDR'), 'hex') as wkb from features
        where version_id = ${versionId}
          and (${ids}::text[] is null or feature_id = any (${ids}::text[]))
        order by ordinal`,
    'reading a place',
  );
  const missing = (ids ?? []).find((id) => !rows.some((row) => row.id === id));
  if (missing !== undefined) {
    throw fail('FEATURE_NOT_FOUND', {layerId, version, featureId: missing});
  }
  return {name: rows.length === 1 ? rows[0]!.name : null, shapes: rows.map(({wkb}) => wkb)};
}

/** A drawn point as hexadecimal WKB; null for anything else. */
function pointOf(place: Place): string | null {
  const object = place as GeoJsonObject & {geometry?: GeoJsonObject; coordinates?: unknown};
  const geometry = (object.type === 'Feature' ? object.geometry : object) as typeof object;
  if (geometry?.type !== 'Point') return null;
  const [lon, lat] = Array.isArray(geometry.coordinates) ? (geometry.coordinates as unknown[]) : [];
  const isPosition =
    typeof lon === 'number' &&
    typeof lat === 'number' &&
    Math.abs(lon) <= 180 &&
    Math.abs(lat) <= 90;
  if (!isPosition) {
    throw fail('COORDINATE_INVALID', {
      reason: {
        zh: `“from”的点为 ${JSON.stringify(geometry.coordinates)}；应为以度为单位的 [经度, 纬度]。`,
        en: `The point of "from" is ${JSON.stringify(geometry.coordinates)}; expected [longitude, latitude] in degrees.`,
      },
    });
  }
  const bytes = Buffer.alloc(21);
  bytes.writeUInt8(1, 0);
  bytes.writeUInt32LE(1, 1);
  bytes.writeDoubleLE(lon, 5);
  bytes.writeDoubleLE(lat, 13);
  return bytes.toString('hex');
}

/** Members of the chosen level that have ground of an area, or under a point. */
async function membersTouched(
  db: Db,
  {layer, features, memberOf}: Hierarchy,
  wkbHex: string,
): Promise<Set<number>> {
  const rows = await db.query<{code: string}>(
    sql`with place as materialized (
          select st_setsrid(${wkbHex}::geometry, 4490) as geom
        )
        select f.feature_id as code from features f, place p
        where f.version_id = ${layer.versionId} and f.geom && p.geom
          and st_intersects(f.geom, p.geom)
          and (st_dimension(p.geom) < 2 or not st_touches(f.geom, p.geom))`,
    'looking up where a place lies',
  );
  const at = new Map(features.map(({code}, i) => [code, i]));
  return new Set(rows.map(({code}) => memberOf[at.get(code)!]!).filter((member) => member >= 0));
}
