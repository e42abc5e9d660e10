import type {SitingConflict} from '../../../contract/service-coverage.ts';
import type {Db} from '../../db/db.ts';
import {sql} from '../../db/sql.ts';
import {groundScale} from '../../kernel/ground-length.ts';
import type {ResolvedLayer} from '../../layers/layer-store.ts';
import type {Thread} from '../../thread.ts';
import type {Facility} from '../facilities.ts';
import type {GroundsQuestions} from './grounds-thread.ts';
import {CORNER_REACH} from './geodesic-circle.ts';

/** Class of protected areas that are drinking-water sources, as data/catalog/layer-kinds.json has it. */
const WATER_SOURCE = 'water-source';
/** Points asked about in one statement, and polygons read in one. */
const POINTS_AT_ONCE = 500;
const POLYGONS_AT_ONCE = 50;

interface NearFeature {
  facility: number;
  id: string;
  name: string | null;
  class: string | null;
  isInside: boolean;
  distanceM: number;
}

/**
 * Facilities that stand inside red lines, protected areas or drinking-water sources, or nearer to them
 * than their protection distance. Distances are geodesic; areas are those of the circle of that
 * distance on the ground inside the feature, in the legal plane.
 */
export async function findSitingConflicts(
  db: Db,
  layers: readonly ResolvedLayer[],
  facilities: readonly Facility[],
  protectionDistanceM: number,
  thread: Thread<GroundsQuestions>,
  signal: AbortSignal,
): Promise<SitingConflict[]> {
  const conflicts: SitingConflict[] = [];
  for (const layer of layers) {
    for (let from = 0; from < facilities.length; from += POINTS_AT_ONCE) {
      signal.throwIfAborted();
      const some = facilities.slice(from, from + POINTS_AT_ONCE);
      const near = (await findNear(db, layer, some, from, protectionDistanceM)).filter(
        ({isInside, distanceM}) => isInside || distanceM <= protectionDistanceM,
      );
      const areasM2 = await measureNear(db, layer, near, facilities, protectionDistanceM, thread);
      near.forEach((feature, i) => {
        const {facility, id, isInside} = feature;
        conflicts.push({
          id: `${facilities[facility]!.id}:${layer.layerId}:${id}`,
          facility,
          against: againstOf(layer, feature.class),
          layer: `${layer.layerId}@${layer.version}`,
          featureId: id,
          featureName: feature.name,
          class: feature.class,
          within: isInside ? 'site' : 'protection-distance',
          distanceM: isInside ? 0 : feature.distanceM,
          protectionDistanceM,
          areaM2: areasM2[i]!,
        });
      });
    }
  }
  return conflicts.sort((a, b) => a.facility - b.facility || a.distanceM - b.distanceM);
}

function againstOf({kind}: ResolvedLayer, name: string | null): SitingConflict['against'] {
  if (kind === 'redline') return 'redline';
  return name === WATER_SOURCE || name?.includes('水源') ? 'water-source' : 'protected-area';
}

function findNear(
  db: Db,
  {versionId}: ResolvedLayer,
  facilities: readonly Facility[],
  from: number,
  reachM: number,
): Promise<NearFeature[]> {
  const reach = facilities.map(({position: [, lat]}) => {
    const {eastM, northM} = groundScale(Math.min(89, Math.abs(lat) + reachM / 110_000));
    // a margin over the curvature of parallels; what is too far is left out by its distance
    return {
      lon: (1.01 * CORNER_REACH * reachM) / eastM,
      lat: (1.02 * CORNER_REACH * reachM) / northM,
    };
  });
  return db.query<NearFeature>(
    sql`with
          points as (
            select p.facility, st_setsrid(st_makepoint(p.lon, p.lat), 4490) as point,
                   st_makeenvelope(p.lon - p.reach_lon, p.lat - p.reach_lat,
                                   p.lon + p.reach_lon, p.lat + p.reach_lat, 4490) as box
            from unnest(${facilities.map((_, i) => from + i)}::integer[],
                        ${facilities.map(({position}) => position[0])}::double precision[],
                        ${facilities.map(({position}) => position[1])}::double precision[],
                        ${reach.map(({lon}) => lon)}::double precision[],
                        ${reach.map(({lat}) => lat)}::double precision[])
                   as p (facility, lon, lat, reach_lon, reach_lat)
          )
        select p.facility, f.feature_id as id, f.name, f.class,
               st_covers(f.geom, p.point) as "isInside",
               st_distance(f.geom::geography, p.point::geography) as "distanceM"
        from points p
        join features f on f.version_id = ${versionId} and f.geom && p.box
        order by p.facility, f.ordinal`,
    'looking for red lines near facilities',
  );
}

async function measureNear(
  db: Db,
  {versionId}: ResolvedLayer,
  near: readonly NearFeature[],
  facilities: readonly Facility[],
  radiusM: number,
  thread: Thread<GroundsQuestions>,
): Promise<number[]> {
  const areasM2 = new Array<number>(near.length).fill(0);
  if (radiusM === 0) return areasM2;
  const ids = [...new Set(near.map(({id}) => id))];
  for (let from = 0; from < ids.length; from += POLYGONS_AT_ONCE) {
    const some = ids.slice(from, from + POLYGONS_AT_ONCE);
    const rows = await db.query<{id: string; wkb: Uint8Array}>(
      sql`select feature_id as id, st_asbinary(geom, 'NDR') as wkb from features
          where version_id = ${versionId} and feature_id = any (${some}::text[])`,
      'reading red lines near facilities',
    );
    const at = new Map(rows.map(({id}, i) => [id, i]));
    const asked = [...near.keys()].filter((i) => at.has(near[i]!.id));
    const measured = await thread.ask('overlaps', {
      wkbs: rows.map(({wkb}) => wkb.slice()),
      circles: asked.map((i) => {
        const {facility, id} = near[i]!;
        return {polygon: at.get(id)!, position: facilities[facility]!.position};
      }),
      radiusM,
    });
    asked.forEach((i, k) => (areasM2[i] = measured[k]!));
  }
  return areasM2;
}
