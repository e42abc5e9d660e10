import type {Db} from '../db/db.ts';
import {sql} from '../db/sql.ts';

/** A feature ready to be stored: checked, valid, longitude/latitude. */
export interface StoredFeature {
  /** Position in the file, from 1; what an issue calls the feature by when it has no code. */
  ordinal: number;
  featureId: string;
  name: string | null;
  nameEn: string | null;
  class: string | null;
  parent: string | null;
  downstream: string | null;
  level: string | null;
  properties: Record<string, unknown>;
  areaM2: number;
  /** EPSG:4490 as hexadecimal WKB or EWKB. */
  wkbHex: string;
}

/** Stores features of a version under construction, in one statement. */
export async function appendFeatures(
  db: Db,
  versionId: number,
  features: readonly StoredFeature[],
): Promise<void> {
  if (features.length === 0) return;
  const column = <K extends keyof StoredFeature>(key: K) => features.map((f) => f[key]);
  await db.query(
    sql`insert into features (version_id, ordinal, feature_id, name, name_en, class, parent,
                              downstream, level, properties, area_m2, geom)
        select ${versionId}, f.ordinal, f.feature_id, f.name, f.name_en, f.class, f.parent,
               f.downstream, f.level, f.properties::jsonb, f.area_m2,
               st_setsrid(f.wkb::geometry, 4490)
        from unnest(
          ${column('ordinal')}::integer[], ${column('featureId')}::text[],
          ${column('name')}::text[], ${column('nameEn')}::text[], ${column('class')}::text[],
          ${column('parent')}::text[], ${column('downstream')}::text[], ${column('level')}::text[],
          ${features.map((f) => JSON.stringify(f.properties))}::text[],
          ${column('areaM2')}::double precision[], ${column('wkbHex')}::text[]
        ) as f (ordinal, feature_id, name, name_en, class, parent, downstream, level, properties,
                area_m2, wkb)`,
    'storing features',
  );
}

/** Id, name and area of every feature of a version, in the order of the file. */
export async function listFeatures(
  db: Db,
  versionId: number,
): Promise<{id: string; name: string | null; areaM2: number}[]> {
  return db.query(
    sql`select feature_id as id, name, area_m2 as "areaM2" from features
        where version_id = ${versionId} order by ordinal`,
    'listing features',
  );
}
