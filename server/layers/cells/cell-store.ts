import type {Db} from '../../db/db.ts';
import {CopyReader} from '../../db/copy-rows.ts';
import {ident, joined, sql, whole} from '../../db/sql.ts';

/** Raised when the stored form changes; versions indexed in another format are indexed again. */
export const CELL_FORMAT = 2;

export interface StoredIndex {
  /** Class of each class index; null for features without one. */
  classes: (string | null)[];
  featureCount: number;
  cellCount: number;
  cellBytes: number;
  pyramid: Uint8Array;
}

/** Leaves of the quadtree as stored: leaf i is bytes[starts[i]] … bytes[starts[i] + lengths[i] − 1]. */
export interface StoredCells {
  keys: Float64Array;
  starts: Uint32Array;
  lengths: Uint32Array;
  bytes: Uint8Array;
}

/** Partition with the cells of a version, or of a set of versions where the number is negative. */
export function cellTable(versionId: number): ReturnType<typeof ident> {
  return ident(versionId < 0 ? `cells_of_set_${-versionId}` : `cells_${versionId}`);
}

/** Makes room for the cells of a version; what an earlier attempt left is dropped. */
export async function beginCells(db: Db, versionId: number): Promise<void> {
  const table = cellTable(versionId);
  await db.query(sql`drop table if exists ${table}`, 'dropping unfinished cells');
  // written once and only read by key, so there is nothing to vacuum and no use for statistics
  await db.query(
    sql`create table ${table} partition of cells
        for values in (${whole(versionId)})
        with (autovacuum_enabled = off, toast.autovacuum_enabled = off)`,
    'making room for cells',
  );
}

/** Appends leaves laid out by `cellRows`. */
export function storeCells(db: Db, rows: Uint8Array): Promise<void> {
  return db.copyIn(sql`cells (version_id, cell_key, bytes)`, rows, 'storing cells');
}

/** The last step of indexing: from now on the version can be measured. */
export async function storeIndex(db: Db, versionId: number, index: StoredIndex): Promise<void> {
  await db.query(
    sql`insert into cell_indexes
          (version_id, format, classes, feature_count, cell_count, cell_bytes, pyramid)
        values (${versionId}, ${CELL_FORMAT}, ${JSON.stringify(index.classes)}::jsonb,
                ${index.featureCount}, ${index.cellCount}, ${index.cellBytes}, ${index.pyramid})
        on conflict (version_id) do update set
          format = excluded.format, classes = excluded.classes,
          feature_count = excluded.feature_count, cell_count = excluded.cell_count,
          cell_bytes = excluded.cell_bytes, pyramid = excluded.pyramid`,
    'storing a cell index',
  );
}

/** The index of a version, or null where there is none (not areal, or not indexed yet). */
export async function readIndex(db: Db, versionId: number): Promise<StoredIndex | null> {
  const [row] = await db.query<StoredIndex>(
    sql`select classes, feature_count as "featureCount", cell_count as "cellCount",
               cell_bytes as "cellBytes", pyramid
        from cell_indexes where version_id = ${versionId} and format = ${CELL_FORMAT}`,
    'reading a cell index',
  );
  return row ?? null;
}

/**
 * Leaves whose key lies in one of the ranges [starts[i], ends[i]), in key order; ranges come in order
 * and do not overlap. Each range is a look into the index by itself: cells have no statistics, and a
 * plain join went through all cells of the version for every query (0.8 s each for 64 000 cells on
 * the embedded engine, and hundreds of queries to a layer). `offset 0` keeps the planner from
 * turning it into that join.
 */
export async function readCells(
  db: Db,
  versionId: number,
  starts: readonly number[],
  ends: readonly number[],
): Promise<StoredCells> {
  const ranges = starts.map(
    (start, i) => sql`(${whole(start)}::bigint, ${whole(ends[i]!)}::bigint)`,
  );
  const rows = await db.copyOut(
    sql`select c.cell_key, c.bytes
        from (values ${joined(ranges)}) as r (range_start, range_end)
        cross join lateral (
          select cell_key, bytes from cells
          where version_id = ${whole(versionId)}
            and cell_key >= r.range_start and cell_key < r.range_end
          offset 0
        ) c
        order by c.cell_key`,
    'reading cells',
  );
  return listCells(rows);
}

// no object for a leaf: hundreds of thousands of them made the heap grow by tens of megabytes
function listCells(bytes: Uint8Array): StoredCells {
  const keys: number[] = [];
  const starts: number[] = [];
  const lengths: number[] = [];
  const reader = new CopyReader(bytes);
  while (reader.row() > 0) {
    keys.push(reader.int8());
    lengths.push(reader.field());
    starts.push(reader.start);
  }
  return {
    keys: Float64Array.from(keys),
    starts: Uint32Array.from(starts),
    lengths: Uint32Array.from(lengths),
    bytes,
  };
}

/** Ready areal versions that cannot be measured yet: indexed in an older format, or never. */
export async function versionsWithoutIndex(
  db: Db,
): Promise<{layerId: string; version: number; versionId: number}[]> {
  return db.query(
    sql`select v.layer_id as "layerId", v.version, v.version_id as "versionId"
        from layer_versions v
        left join cell_indexes i on i.version_id = v.version_id and i.format = ${CELL_FORMAT}
        where v.state = 'ready' and v.geometry_family = 'polygon' and i.version_id is null`,
    'looking for versions without an index',
  );
}
