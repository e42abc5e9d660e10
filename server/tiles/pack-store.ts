import type {Db} from '../db/db.ts';
import {sql} from '../db/sql.ts';
import type {PackPart} from './pack-cutter.ts';

/** A finished preparation of a layer version. */
export interface TileSet {
  versionId: number;
  build: string;
}

/** Bytes written in one statement; short enough for an engine that has one connection for everybody. */
const STATEMENT_BYTES = 2 * 1024 ** 2;

/** The preparation to read tiles from; null when the version was not prepared yet. */
export async function findTileSet(db: Db, versionId: number): Promise<TileSet | null> {
  const [row] = await db.query<TileSet>(
    sql`select version_id as "versionId", build from tile_sets where version_id = ${versionId}`,
    'looking for prepared tiles',
  );
  return row ?? null;
}

/** Takes away what earlier preparations of this version left unfinished. */
export async function sweepBuilds(db: Db, versionId: number): Promise<void> {
  await db.query(
    sql`delete from tile_packs p where p.version_id = ${versionId}
        and not exists (select from tile_sets s
                        where s.version_id = p.version_id and s.build = p.build)`,
    'sweeping unfinished tiles',
  );
}

/** Stores parts of packs of an unfinished build. */
export async function storePacks(
  db: Db,
  {versionId, build}: TileSet,
  packs: readonly PackPart[],
): Promise<void> {
  for (const group of groupBySize(packs)) {
    await db.query(
      sql`insert into tile_packs (version_id, build, zoom, x, y, part, bytes)
          select ${versionId}::integer, ${build}::text, p.zoom, p.x, p.y, p.part,
                 decode(p.hex, 'hex')
          from unnest(
            ${group.map(({zoom}) => zoom)}::smallint[], ${group.map(({x}) => x)}::integer[],
            ${group.map(({y}) => y)}::integer[], ${group.map(({part}) => part)}::integer[],
            ${group.map(({bytes}) => Buffer.from(bytes).toString('hex'))}::text[]
          ) as p (zoom, x, y, part, hex)`,
      'storing tiles',
    );
  }
}

/** Makes a build the one tiles are read from, unless another was faster. */
export async function finishTileSet(
  db: Db,
  {versionId, build}: TileSet,
  sums: {packCount: number; byteCount: number},
): Promise<void> {
  await db.query(
    sql`insert into tile_sets (version_id, build, pack_count, byte_count)
        values (${versionId}, ${build}, ${sums.packCount}, ${sums.byteCount})
        on conflict (version_id) do nothing`,
    'finishing tiles',
  );
}

/** The parts of one pack, in the order of their features. */
export async function readPackParts(
  db: Db,
  {versionId, build}: TileSet,
  pack: {zoom: number; x: number; y: number},
): Promise<Uint8Array[]> {
  const rows = await db.query<{bytes: Uint8Array}>(
    sql`select bytes from tile_packs
        where version_id = ${versionId} and build = ${build}
          and zoom = ${pack.zoom} and x = ${pack.x} and y = ${pack.y}
        order by part`,
    'reading tiles',
  );
  return rows.map((row) => row.bytes);
}

function* groupBySize(packs: readonly PackPart[]): Generator<PackPart[]> {
  let group: PackPart[] = [];
  let byteCount = 0;
  for (const pack of packs) {
    if (byteCount > 0 && byteCount + pack.bytes.length > STATEMENT_BYTES) {
      yield group;
      group = [];
      byteCount = 0;
    }
    group.push(pack);
    byteCount += pack.bytes.length;
  }
  if (group.length > 0) yield group;
}
