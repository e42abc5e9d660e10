import type {Db} from '../../db/db.ts';
import {sql} from '../../db/sql.ts';
import type {Hierarchy} from '../hierarchy.ts';

interface CentreRow {
  id: string;
  lon: number;
  lat: number;
}

/**
 * One point for each member, inside it: the centroid of its polygon, or a point on it where that falls
 * outside. Of a member with several features, the point of the one nearest to the mean of all by area.
 */
export async function findCentres(
  db: Db,
  {layer, features, members}: Hierarchy,
): Promise<[number, number][]> {
  const rows = await db.query<CentreRow>(
    sql`with
          centred as (
            select feature_id as id, geom, st_centroid(geom) as centre from features
            where version_id = ${layer.versionId}
          ),
          placed as (
            select id,
                   case when st_intersects(geom, centre) then centre
                        else st_pointonsurface(geom) end as point
            from centred
          )
        select id, st_x(point) as lon, st_y(point) as lat from placed`,
    'finding the centres of units',
  );
  const byId = new Map(rows.map(({id, lon, lat}) => [id, [lon, lat] as [number, number]]));
  return members.map((member) => {
    const own = member.features.map((i) => byId.get(features[i]!.code)!);
    if (own.length === 1) return own[0]!;
    const weights = member.features.map((i) => features[i]!.areaM2);
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    const mean = [0, 1].map((axis) =>
      own.reduce((sum, point, p) => sum + (point[axis]! * weights[p]!) / total, 0),
    );
    const off = (point: [number, number]) =>
      (point[0] - mean[0]!) ** 2 + (point[1] - mean[1]!) ** 2;
    return own.reduce((best, point) => (off(point) < off(best) ? point : best));
  });
}
