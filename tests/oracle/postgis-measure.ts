import type {Db} from '../../server/db/db.ts';
import {sql} from '../../server/db/sql.ts';
import {toLegalMultiPolygon} from '../../server/kernel/densify.ts';
import type {MultiPolygon} from '../../server/kernel/geometry.ts';
import {wkbOfPolygons} from '../../server/kernel/wkb.ts';

/** A feature as the oracle takes it: longitude/latitude. */
export interface OracleFeature {
  class: string | null;
  multiPolygon: MultiPolygon;
}

export interface OracleMeasurement {
  areaM2: number;
  totalM2: number;
  byClassM2: Map<string | null, number>;
}

/**
 * What a zone holds of features, measured by PostGIS overlays in EPSG:6933 and nothing of ours but
 * the projection of the vertices. Slow and plain on purpose. On the embedded engine GEOS cannot fall
 * back to snapping by itself, because its exceptions are swallowed: there it is told to snap to 10 nm.
 */
export async function measureInPostgis(
  db: Db,
  zone: MultiPolygon,
  features: readonly OracleFeature[],
): Promise<OracleMeasurement> {
  const rows = await overlay(db, zone, features, -1).catch(() => overlay(db, zone, features, 1e-8));
  const [area] = await db.query<{areaM2: number}>(
    sql`select st_area(${hex(zone)}::geometry) as "areaM2"`,
  );
  return {
    areaM2: area!.areaM2,
    totalM2: rows.find((row) => row.isTotal)!.areaM2,
    byClassM2: new Map(rows.filter((row) => !row.isTotal).map((row) => [row.name, row.areaM2])),
  };
}

type Row = {name: string | null; isTotal: boolean; areaM2: number};

function overlay(
  db: Db,
  zone: MultiPolygon,
  features: readonly OracleFeature[],
  snapM: number,
): Promise<Row[]> {
  return db.query<Row>(
    sql`with
          zone as (select ${hex(zone)}::geometry as geom),
          held as (
            select f.name, st_intersection(f.wkb::geometry, zone.geom, ${snapM}::double precision) as geom
            from zone, unnest(${features.map((f) => f.class)}::text[],
                              ${features.map((f) => hex(f.multiPolygon))}::text[]) as f (name, wkb)
            where st_intersects(f.wkb::geometry, zone.geom)
          )
        select name, false as "isTotal", st_area(st_union(geom, ${snapM}::double precision)) as "areaM2" from held group by name
        union all
        select null, true, coalesce(st_area(st_union(geom, ${snapM}::double precision)), 0) from held`,
    'measuring with the oracle',
  );
}

function hex(lonLat: MultiPolygon): string {
  return Buffer.from(wkbOfPolygons(toLegalMultiPolygon(lonLat))).toString('hex');
}
