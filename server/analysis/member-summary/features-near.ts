import type {Db} from '../../db/db.ts';
import {sql} from '../../db/sql.ts';
import type {ResolvedLayer} from '../../layers/layer-store.ts';
import {toLonLat, type PlaneGround} from './plane-geometry.ts';

/** Ids of the features of a layer whose bounding boxes come near a ground. */
export async function featuresNear(
  db: Db,
  {versionId}: ResolvedLayer,
  ground: PlaneGround,
): Promise<string[]> {
  const [west, south, east, north] = ground.bbox;
  const corners: PlaneGround = {
    ...ground,
    multiPolygon: [
      [
        [
          [west, south],
          [east, north],
        ],
      ],
    ],
  };
  const [low, high] = toLonLat(corners)[0]![0]!;
  const rows = await db.query<{id: string}>(
    sql`select feature_id as id from features
        where version_id = ${versionId}
          and geom && st_makeenvelope(${low![0]}, ${low![1]}, ${high![0]}, ${high![1]}, 4490)`,
    'finding features near a zone',
  );
  return rows.map(({id}) => id);
}
