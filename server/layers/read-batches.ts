import type {Db} from '../db/db.ts';
import {sql, sqlFile} from '../db/sql.ts';

const planSql = sqlFile(import.meta.url, './plan-batches.sql');

/** Features from one ordinal to another, inclusive. */
export interface Batch {
  first: number;
  last: number;
  vertexCount: number;
}

/** A feature with what is drawn of it. */
export interface BatchFeature {
  ordinal: number;
  featureId: string;
  name: string | null;
  nameEn: string | null;
  class: string | null;
  parent: string | null;
  downstream: string | null;
  level: string | null;
  code: string | null;
  areaM2: number;
  /** Longitude/latitude. */
  wkb: Uint8Array;
}

/** Divides a version into runs of about `vertices` vertices, so that none is too large to hold. */
export function planBatches(db: Db, versionId: number, vertices: number): Promise<Batch[]> {
  return db.query<Batch>(planSql({versionId, vertices}), 'dividing a layer into batches');
}

/** Reads the geometries of one batch, in order. */
export async function readGeometries(
  db: Db,
  versionId: number,
  {first, last}: Batch,
): Promise<Uint8Array[]> {
  const rows = await db.query<{wkb: Uint8Array}>(
    sql`select st_asbinary(geom, 'NDR') as wkb from features
        where version_id = ${versionId} and ordinal between ${first} and ${last}
        order by ordinal`,
    'reading geometries of a layer',
  );
  return rows.map((row) => row.wkb);
}

/** Reads the features of one batch, in order; `codeAttribute` names the attribute that is the code. */
export function readBatch(
  db: Db,
  versionId: number,
  codeAttribute: string | undefined,
  {first, last}: Batch,
): Promise<BatchFeature[]> {
  return db.query<BatchFeature>(
    sql`select ordinal, feature_id as "featureId", name, name_en as "nameEn", class, parent,
               downstream, level, properties ->> ${codeAttribute ?? null}::text as code,
               area_m2 as "areaM2", st_asbinary(geom, 'NDR') as wkb
        from features
        where version_id = ${versionId} and ordinal between ${first} and ${last}
        order by ordinal`,
    'reading features of a layer',
  );
}
