import type {Db} from '../../db/db.ts';
import {sql} from '../../db/sql.ts';
import type {Hierarchy} from '../hierarchy.ts';

// some 250 000 vertices: 0.2 s of reading on the embedded engine, which has one connection
const BATCH_BYTES = 4_000_000;

/** Members of a hierarchy with the polygons each is made of. */
export interface GroundBatch {
  members: number[];
  grounds: Uint8Array[][];
}

/** Reads the polygons of members, batch after batch. */
export async function* readGrounds(
  db: Db,
  {layer, features, members}: Hierarchy,
  wanted: readonly number[],
): AsyncGenerator<GroundBatch> {
  const sizes = await db.query<{id: string; bytes: number}>(
    sql`select feature_id as id, pg_column_size(geom) as bytes
        from features where version_id = ${layer.versionId}`,
    'reading how large units are',
  );
  const bytesOf = new Map(sizes.map(({id, bytes}) => [id, bytes]));
  const codesOf = (member: number) => members[member]!.features.map((i) => features[i]!.code);
  for (let from = 0; from < wanted.length;) {
    const batch: number[] = [];
    for (let bytes = 0; from < wanted.length && (batch.length === 0 || bytes < BATCH_BYTES);) {
      const member = wanted[from++]!;
      batch.push(member);
      for (const code of codesOf(member)) bytes += bytesOf.get(code) ?? 0;
    }
    const wkbOf = await readPolygons(db, layer.versionId, batch.flatMap(codesOf));
    yield {
      members: batch,
      grounds: batch.map((member) => codesOf(member).map((code) => wkbOf.get(code)!)),
    };
  }
}

/** Polygons of features by their ids. */
export async function readPolygons(
  db: Db,
  versionId: number,
  ids: string[],
): Promise<Map<string, Uint8Array>> {
  const rows = await db.query<{id: string; wkb: Uint8Array}>(
    sql`select feature_id as id, st_asbinary(geom, 'NDR') as wkb from features
        where version_id = ${versionId} and feature_id = any (${ids}::text[])`,
    'reading the polygons of units',
  );
  return new Map(rows.map(({id, wkb}) => [id, wkb]));
}
