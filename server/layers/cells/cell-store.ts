import type {Db} from '../../db/db.ts';
import {copyRows} from '../../db/copy-rows.ts';
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

/** Leaves of a range of keys as stored, in the order of keys: one after the other in `bytes`. */
export interface StoredCells {
  keys: Float64Array;
  lengths: Uint32Array;
  bytes: Uint8Array;
}

/** Keys start ≤ key < end. */
export interface KeyRange {
  start: number;
  end: number;
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
 * The leaves of each range; ranges come in order and do not overlap. Each range is a look into the
 * index by itself: cells have no statistics, and a plain join went through all cells of the version
 * for every query (0.8 s each for 64 000 cells on the embedded engine, and hundreds of queries to a
 * layer). The database puts the leaves of a range together: a message for each of hundreds of
 * thousands of leaves took as long again, and made the heap grow by tens of megabytes.
 */
export async function readCells(
  db: Db,
  versionId: number,
  ranges: readonly KeyRange[],
): Promise<StoredCells[]> {
  const bounds = ranges.map(
    ({start, end}) => sql`(${whole(start)}::bigint, ${whole(end)}::bigint)`,
  );
  const rows = await db.copyOut(
    sql`select c.heads, c.bytes
        from (values ${joined(bounds)}) as r (range_start, range_end)
        cross join lateral (
          select string_agg(int8send(cell_key) || int4send(octet_length(bytes)), ''::bytea) as heads,
                 string_agg(bytes, ''::bytea) as bytes
          from (
            select cell_key, bytes from cells
            where version_id = ${whole(versionId)}
              and cell_key >= r.range_start and cell_key < r.range_end
            order by cell_key
          ) leaves
        ) c
        order by r.range_start`,
    'reading cells',
  );
  return [...copyRows(rows)].map(([heads, bytes]) => storedCells(heads ?? NONE, bytes ?? NONE));
}

const NONE = new Uint8Array(0);
/** A key and the length of its leaf, big-endian. */
const HEAD_BYTES = 12;

function storedCells(heads: Uint8Array, bytes: Uint8Array): StoredCells {
  const view = new DataView(heads.buffer, heads.byteOffset, heads.byteLength);
  const count = heads.length / HEAD_BYTES;
  const keys = new Float64Array(count);
  const lengths = new Uint32Array(count);
  for (let i = 0; i < count; i++) {
    const at = i * HEAD_BYTES;
    keys[i] = view.getUint32(at) * 2 ** 32 + view.getUint32(at + 4);
    lengths[i] = view.getUint32(at + 8);
  }
  return {keys, lengths, bytes};
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
