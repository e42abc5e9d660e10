import {geometryReason} from '../../contract/geometry-reason.ts';
import type {GeoJsonObject} from '../../contract/geojson.ts';
import type {Place} from '../../contract/place.ts';
import type {Db} from '../db/db.ts';
import {sql} from '../db/sql.ts';
import {fail} from '../errors.ts';
import type {MultiPolygon} from '../kernel/geometry.ts';
import {polygonsOfWkb, wkbOfPolygons} from '../kernel/wkb.ts';
import {resolveLayer, type ResolvedLayer} from '../layers/layer-store.ts';
import {readPlaces} from './read-geometry.ts';
import {readZone} from './zone-store.ts';

/** One place to be measured: longitude/latitude, valid. */
export interface ResolvedPlace {
  id: string;
  name: string | null;
  multiPolygon: MultiPolygon;
}

export interface ResolvedPlaces {
  places: ResolvedPlace[];
  /** The layer the places are features of, for the provenance of a result. */
  layer: ResolvedLayer | null;
  /** Whether the places are all features of the layer, in its order. */
  isWholeLayer: boolean;
}

/**
 * The places an input names, each valid.
 * @throws what readPlaces throws, GEOMETRY_INVALID for rings that cross, LAYER_NOT_FOUND,
 *   LAYER_NOT_AREAL, FEATURE_NOT_FOUND, ZONE_NOT_FOUND
 */
export async function resolvePlaces(db: Db, place: Place): Promise<ResolvedPlaces> {
  if ('collection' in place) {
    const layer = await resolveLayer(db, place.collection as string);
    const id = place.id as string | string[] | undefined;
    return {
      layer,
      places: await readFeaturePlaces(db, layer, id),
      isWholeLayer: id === undefined,
    };
  }
  if ('zone' in place) {
    const zone = await readZone(db, place.zone as string, place.version as number | undefined);
    const multiPolygon = polygonsOfWkb(zone.wkb);
    return {
      layer: null,
      isWholeLayer: false,
      places: [{id: `${zone.id}@${zone.version}`, name: zone.name, multiPolygon}],
    };
  }
  const requested = readPlaces(place as GeoJsonObject);
  for (const {id, multiPolygon} of requested) await rejectCrossing(db, multiPolygon, id);
  return {
    layer: null,
    isWholeLayer: false,
    places: requested.map(({id, name, multiPolygon}, i) => ({
      id: id ?? `${i + 1}`,
      name,
      multiPolygon,
    })),
  };
}

/** Features of an areal layer by id, or all; in the order of the file. */
export async function readFeaturePlaces(
  db: Db,
  {layerId, versionId, version, geometryFamily}: ResolvedLayer,
  id: string | readonly string[] | undefined,
): Promise<ResolvedPlace[]> {
  if (geometryFamily !== 'polygon')
    throw fail('LAYER_NOT_AREAL', {layerId, geometry: geometryFamily});
  const ids = id === undefined ? null : [id].flat();
  const rows = await db.query<{id: string; name: string | null; wkb: Uint8Array}>(
    sql`select feature_id as id, name, st_asbinary(geom, 'NDR') as wkb from features
        where version_id = ${versionId}
          and (${ids}::text[] is null or feature_id = any (${ids}::text[]))
        order by ordinal`,
    'reading places',
  );
  for (const wanted of ids ?? []) {
    if (!rows.some((row) => row.id === wanted)) {
      throw fail('FEATURE_NOT_FOUND', {layerId, version, featureId: wanted});
    }
  }
  return rows.map(({wkb, ...row}) => ({...row, multiPolygon: polygonsOfWkb(wkb)}));
}

/**
 * Snapping of a union that GEOS cannot do otherwise: 0.1 µm, far below what coordinates mean. On the
 * embedded engine GEOS' own fall-back to snapping is lost with its swallowed exceptions.
 */
const SNAP_DEGREES = 1e-12;

/** Several places dissolved into one. */
export async function dissolvePlaces(
  db: Db,
  places: readonly ResolvedPlace[],
): Promise<MultiPolygon> {
  if (places.length === 1) return places[0]!.multiPolygon;
  const wkbs = places.map(({multiPolygon}) => hex(wkbOfPolygons(multiPolygon)));
  const union = (snapDegrees: number) =>
    db.query<{wkb: Uint8Array}>(
      sql`select st_asbinary(st_union(p.wkb::geometry, ${snapDegrees}::double precision), 'NDR') as wkb
          from unnest(${wkbs}::text[]) as p (wkb)`,
      'dissolving places',
    );
  const [row] = await union(-1).catch(() => union(SNAP_DEGREES));
  return polygonsOfWkb(row!.wkb);
}

/** @throws GEOMETRY_INVALID saying what is wrong and where */
export async function rejectCrossing(
  db: Db,
  multiPolygon: MultiPolygon,
  id: string | null,
): Promise<void> {
  const [detail] = await db.query<{valid: boolean; reason: string; lon: number; lat: number}>(
    sql`select valid(d), reason(d), st_x(location(d)) as lon, st_y(location(d)) as lat
        from st_isvaliddetail(${hex(wkbOfPolygons(multiPolygon))}::geometry) as d`,
    'checking a geometry',
  );
  if (detail!.valid) return;
  const {reason, lon, lat} = detail!;
  const why = geometryReason(reason);
  throw fail(
    'GEOMETRY_INVALID',
    {
      reason: {
        zh: `经度 ${lon}、纬度 ${lat} 处${why.zh}${id === null ? '' : `（要素 ${id}）`}。环不得与自身或其他环相交，请移动该处附近的节点。`,
        en: `${why.en} at longitude ${lon}, latitude ${lat}${id === null ? '' : ` (feature ${id})`}. Rings must not cross themselves or each other; move the vertices near that place.`,
      },
    },
    [{at: [lon, lat], rule: reason}],
  );
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex');
}
