import type {Db} from '../../db/db.ts';
import {sql} from '../../db/sql.ts';
import type {ResolvedLayer} from '../../layers/layer-store.ts';

/** Where a feature lies and how much it takes to read it, without reading it. */
export interface FeatureBox {
  ordinal: number;
  west: number;
  south: number;
  east: number;
  north: number;
  /** Bytes as stored. */
  bytes: number;
}

export interface FeatureRow {
  id: string;
  class: string | null;
  wkb: Uint8Array;
}

/** Boxes of all features; the database keeps them in front of each geometry. */
export function readBoxes(db: Db, {versionId}: ResolvedLayer): Promise<FeatureBox[]> {
  return db.query<FeatureBox>(
    sql`select ordinal, st_xmin(geom) as west, st_ymin(geom) as south, st_xmax(geom) as east,
               st_ymax(geom) as north, pg_column_size(geom) as bytes
        from features where version_id = ${versionId} order by ordinal`,
    'reading where features lie',
  );
}

// some 250 000 vertices: 0.2 s of reading on the embedded engine, which has one connection
const BATCH_BYTES = 4_000_000;

/** Divides features into batches to read at a time. */
export function batchOrdinals(
  features: readonly Pick<FeatureBox, 'ordinal' | 'bytes'>[],
): number[][] {
  const batches: number[][] = [];
  let held = Infinity;
  for (const {ordinal, bytes} of features) {
    if (held > BATCH_BYTES) {
      batches.push([]);
      held = 0;
    }
    batches.at(-1)!.push(ordinal);
    held += bytes;
  }
  return batches;
}

/** Reads the features of the given boxes in order, batch after batch. */
export async function* readFeatures(
  db: Db,
  {versionId}: ResolvedLayer,
  boxes: readonly FeatureBox[],
): AsyncGenerator<FeatureRow[]> {
  for (const batch of batchOrdinals(boxes)) {
    yield await db.query<FeatureRow>(
      sql`select feature_id as id, class, st_asbinary(geom, 'NDR') as wkb from features
          where version_id = ${versionId} and ordinal = any (${batch}::integer[])
          order by ordinal`,
      'reading features near borders',
    );
  }
}
