import {
  MAX_SITE_CANDIDATES,
  type SharingSiting,
} from '../../../contract/facility-sharing-inputs.ts';
import type {CandidateCounts} from '../../../contract/facility-sharing.ts';
import type {Db} from '../../db/db.ts';
import {sql} from '../../db/sql.ts';
import {fail} from '../../errors.ts';
import {groundScale} from '../../kernel/ground-length.ts';
import {resolveLayer, type ResolvedLayer} from '../../layers/layer-store.ts';
import {placePoints} from '../facility-hosts.ts';
import type {Hierarchy} from '../hierarchy.ts';
import {geodesicM, groundPoint} from './geodesic.ts';

export interface Candidate {
  id: string;
  at: [number, number];
  /** Position in members of the unit it lies in. */
  unit: number;
}

export interface Candidates {
  left: Candidate[];
  counts: CandidateCounts;
  /** Layers that were asked, for the provenance. */
  layers: ResolvedLayer[];
}

type Reason = CandidateCounts['byReason'][0]['reason'];

interface Draft {
  id: string;
  at: [number, number];
  slope?: number | null;
}

/**
 * Candidates to build on: a grid along the ground or given points, without those that something
 * forbids. Every candidate is asked about everything, so that each reason counts all it excludes.
 */
export async function findCandidates(
  db: Db,
  units: Hierarchy,
  centres: readonly [number, number][],
  siting: SharingSiting,
  {signal, progress}: {signal: AbortSignal; progress(share: number): void},
): Promise<Candidates> {
  const {exclude = {}} = siting;
  const layers: ResolvedLayer[] = [];
  let drafts: Draft[];
  if ('layer' in siting.candidates) {
    const layer = await resolveLayer(db, siting.candidates.layer);
    layers.push(layer);
    drafts = await readPoints(db, layer, exclude.slope?.attribute ?? null);
  } else {
    if (exclude.slope) {
      throw fail('INPUT_INVALID', {
        reason: {
          zh: '选址要求按坡度排除，但网格没有坡度。请以带坡度字段的点图层作为候选点。',
          en: 'Input "siting" excludes by slope, but a grid has no slopes. Give candidates as a layer of points with that attribute.',
        },
      });
    }
    drafts = await makeGrid(db, units, siting.candidates.gridStepM);
  }
  const isExcluded = new Uint8Array(drafts.length);
  const byReason: CandidateCounts['byReason'] = [];
  const count = (reason: Reason, layer: ResolvedLayer | null, hits: Iterable<number>) => {
    const all = [...new Set(hits)];
    for (const i of all) isExcluded[i] = 1;
    const name = layer === null ? null : `${layer.layerId}@${layer.version}`;
    if (all.length > 0) byReason.push({reason, layer: name, count: all.length});
  };

  const positions = drafts.map(({at}) => at);
  const hosts = await placePoints(db, units, positions, signal);
  progress(0.2);
  count(
    'outside-units',
    null,
    where(drafts, (_, i) => hosts[i]! < 0),
  );
  for (const [reason, names] of [
    ['redline', exclude.redlines],
    ['protected-area', exclude.protectedAreas],
  ] as const) {
    for (const name of names ?? []) {
      const layer = await resolveLayer(db, name);
      layers.push(layer);
      count(reason, layer, await findNear(db, layer, positions, 0, signal));
    }
  }
  progress(0.6);
  for (const {layer: name, unitCentres, minM} of exclude.distances ?? []) {
    if ((name === undefined) === (unitCentres === undefined)) {
      throw fail('INPUT_INVALID', {
        reason: {
          zh: '“siting.exclude.distances”中的每个防护距离应给出图层或 unitCentres 之一。',
          en: 'A protection distance in "siting.exclude.distances" names a layer or unitCentres; expected one of them.',
        },
      });
    }
    if (name === undefined) {
      count('protection-distance', null, nearCentres(positions, centres, minM));
      continue;
    }
    const layer = await resolveLayer(db, name);
    layers.push(layer);
    count('protection-distance', layer, await findNear(db, layer, positions, minM, signal));
  }
  if (exclude.slope) {
    const {max} = exclude.slope;
    count(
      'slope',
      layers[0]!,
      where(drafts, ({slope}) => slope != null && slope > max),
    );
    count(
      'slope-unknown',
      layers[0]!,
      where(drafts, ({slope}) => slope == null),
    );
  }
  progress(1);
  const left = drafts.flatMap(({id, at}, i) =>
    isExcluded[i] === 1 ? [] : [{id, at, unit: hosts[i]!}],
  );
  const excluded = drafts.length - left.length;
  return {left, counts: {total: drafts.length, excluded, left: left.length, byReason}, layers};
}

/**
 * Points so far apart along the ground: rows by the length of the meridian, in each row by the length
 * of its own parallel. Named by row and column from the south-west.
 * @throws INPUT_INVALID where the step makes too many
 */
async function makeGrid(db: Db, {layer}: Hierarchy, stepM: number): Promise<Draft[]> {
  const [box] = await db.query<{west: number; south: number; east: number; north: number}>(
    sql`select min(st_xmin(geom)) as west, min(st_ymin(geom)) as south,
               max(st_xmax(geom)) as east, max(st_ymax(geom)) as north
        from features where version_id = ${layer.versionId}`,
    'reading the extent of units',
  );
  const {west, south, east, north} = box!;
  const grid: Draft[] = [];
  let row = 0;
  for (let lat = south + stepM / 2 / groundScale(south).northM; lat < north; row++) {
    const {eastM, northM} = groundScale(lat);
    let column = 0;
    for (let lon = west + stepM / 2 / eastM; lon < east; lon += stepM / eastM) {
      grid.push({id: `r${row}c${column++}`, at: [lon, lat]});
      if (grid.length <= MAX_SITE_CANDIDATES) continue;
      const widthM = (east - west) * eastM;
      const heightM = (north - south) * northM;
      const least = Math.ceil(Math.sqrt((widthM * heightM) / MAX_SITE_CANDIDATES) / 100) * 100;
      throw fail('INPUT_INVALID', {
        reason: {
          zh: `间距 ${stepM} m 的网格在行政区内有超过 ${MAX_SITE_CANDIDATES} 个候选点；间距约 ${least} m 时不超过。`,
          en: `A grid of ${stepM} m over the units has more than ${MAX_SITE_CANDIDATES} candidates; a step of about ${least} m has fewer.`,
        },
      });
    }
    lat += stepM / northM;
  }
  return grid;
}

async function readPoints(
  db: Db,
  {layerId, versionId, geometryFamily}: ResolvedLayer,
  slope: string | null,
): Promise<Draft[]> {
  if (geometryFamily !== 'point') {
    throw fail('INPUT_INVALID', {
      reason: {
        zh: `候选地点图层 ${layerId} 的要素为 ${geometryFamily}；应为点。`,
        en: `Input "siting.candidates" names ${layerId}, a layer of ${geometryFamily} features; expected points.`,
      },
    });
  }
  const rows = await db.query<{id: string; lon: number; lat: number; slope: string | null}>(
    sql`select feature_id as id, st_x(st_centroid(geom)) as lon, st_y(st_centroid(geom)) as lat,
               properties ->> ${slope}::text as slope
        from features where version_id = ${versionId} order by ordinal`,
    'reading candidates',
  );
  if (rows.length > MAX_SITE_CANDIDATES) {
    throw fail('INPUT_INVALID', {
      reason: {
        zh: `图层 ${layerId} 有 ${rows.length} 个候选点；一次最多 ${MAX_SITE_CANDIDATES} 个。`,
        en: `Layer ${layerId} holds ${rows.length} candidates; one run takes ${MAX_SITE_CANDIDATES}.`,
      },
    });
  }
  return rows.map(({id, lon, lat, slope: text}) => {
    const value = text === null || text.trim() === '' ? NaN : Number(text);
    return {id, at: [lon, lat], slope: Number.isFinite(value) ? value : null};
  });
}

/** So many points are asked about in one statement. */
const POINTS_AT_ONCE = 500;

/** Positions in the list of the points that lie in a feature, or nearer to one than that. */
async function findNear(
  db: Db,
  {versionId}: ResolvedLayer,
  positions: readonly [number, number][],
  withinM: number,
  signal: AbortSignal,
): Promise<number[]> {
  const found: number[] = [];
  for (let from = 0; from < positions.length; from += POINTS_AT_ONCE) {
    signal.throwIfAborted();
    const some = positions.slice(from, from + POINTS_AT_ONCE);
    const rows = await db.query<{point: number}>(
      sql`select distinct p.point
          from unnest(${some.map((_, i) => from + i)}::integer[],
                      ${some.map(([lon]) => lon)}::double precision[],
                      ${some.map(([, lat]) => lat)}::double precision[],
                      ${some.map(([, lat]) => reachDegrees(withinM, lat))}::double precision[])
                 as p (point, lon, lat, reach)
          join features f
            on f.version_id = ${versionId}
           and f.geom && st_expand(st_setsrid(st_makepoint(p.lon, p.lat), 4490), p.reach)
           -- in the plane first: geodesics to outlines of many vertices are dear
           and st_dwithin(f.geom, st_setsrid(st_makepoint(p.lon, p.lat), 4490), p.reach)
           and case when st_intersects(f.geom, st_setsrid(st_makepoint(p.lon, p.lat), 4490))
                    then true
                    when ${withinM}::double precision = 0 then false
                    else st_distance(f.geom::geography,
                                     st_setsrid(st_makepoint(p.lon, p.lat), 4490)::geography)
                         < ${withinM}::double precision
               end`,
      'excluding candidates',
    );
    for (const {point} of rows) found.push(point);
  }
  return found;
}

/** Degrees that hold a distance in every direction from a latitude, in the plane of degrees too. */
function reachDegrees(distanceM: number, lat: number): number {
  const {eastM} = groundScale(Math.min(89, Math.abs(lat) + 1));
  return (1.02 * distanceM) / eastM;
}

function nearCentres(
  positions: readonly [number, number][],
  centres: readonly [number, number][],
  minM: number,
): number[] {
  const points = centres.map(groundPoint);
  const heightM = groundScale(0).northM;
  return where(positions, (at) => {
    const own = groundPoint(at);
    return points.some(
      (centre) =>
        Math.abs(centre.lat - own.lat) * heightM * 0.99 < minM && geodesicM(own, centre) < minM,
    );
  });
}

function where<T>(list: readonly T[], holds: (each: T, i: number) => boolean): number[] {
  return list.flatMap((each, i) => (holds(each, i) ? [i] : []));
}
