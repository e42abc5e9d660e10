import {randomUUID} from 'node:crypto';
import type {Zone, ZoneList} from '../../contract/zone.ts';
import type {Db, Queryable} from '../db/db.ts';
import {sql, type Sql} from '../db/sql.ts';
import {fail} from '../errors.ts';

/** A zone as it is to be saved: geometry as hexadecimal WKB, longitude/latitude, valid. */
export interface NewZoneVersion {
  name: string;
  members: Zone['members'];
  drawnWkbHex: string | null;
  wkbHex: string;
  areaM2: number;
}

const COLUMNS: Sql = sql`
  v.zone_id as id, v.version, z.latest_version as "latestVersion", v.name, v.members,
  st_asgeojson(v.drawn, 15, 0)::jsonb as drawn, st_asgeojson(v.geom, 15, 0)::jsonb as geometry,
  v.area_m2 as "areaM2", v.created_at as "createdAt", st_asbinary(v.geom, 'NDR') as wkb`;

export type ReadZone = Zone & {wkb: Uint8Array};

export async function createZone(db: Db, draft: NewZoneVersion): Promise<ReadZone> {
  const zoneId = randomUUID();
  await db.transaction(async (transaction) => {
    await transaction.query(
      sql`insert into zones (zone_id, latest_version) values (${zoneId}, 1)`,
      'saving a zone',
    );
    await insertVersion(transaction, zoneId, 1, draft);
  });
  return readZone(db, zoneId);
}

/**
 * Saves the next version on top of `expected`, the version the caller last saw.
 * @throws ZONE_NOT_FOUND, PRECONDITION_FAILED
 */
export async function saveZone(
  db: Db,
  zoneId: string,
  expected: number,
  draft: NewZoneVersion,
): Promise<ReadZone> {
  await db.transaction(async (transaction) => {
    await lockAt(transaction, zoneId, expected);
    await insertVersion(transaction, zoneId, expected + 1, draft);
    await transaction.query(
      sql`update zones set latest_version = ${expected + 1} where zone_id = ${zoneId}`,
      'saving a zone version',
    );
  });
  return readZone(db, zoneId);
}

/** @throws ZONE_NOT_FOUND, PRECONDITION_FAILED */
export async function deleteZone(db: Db, zoneId: string, expected: number): Promise<void> {
  await db.transaction(async (transaction) => {
    await lockAt(transaction, zoneId, expected);
    await transaction.query(sql`delete from zones where zone_id = ${zoneId}`, 'deleting a zone');
  });
}

/** A zone at a version, or at its latest. @throws ZONE_NOT_FOUND, ZONE_VERSION_NOT_FOUND */
export async function readZone(db: Queryable, zoneId: string, version?: number): Promise<ReadZone> {
  const [zone] = await db.query<ReadZone>(
    sql`select ${COLUMNS} from zone_versions v join zones z using (zone_id)
        where v.zone_id = ${zoneId} and v.version = coalesce(${version ?? null}::integer, z.latest_version)`,
    'reading a zone',
  );
  if (zone) return zone;
  const [head] = await db.query<{latest: number}>(
    sql`select latest_version as latest from zones where zone_id = ${zoneId}`,
  );
  if (!head) throw fail('ZONE_NOT_FOUND', {zoneId});
  throw fail('ZONE_VERSION_NOT_FOUND', {zoneId, version: version!, latest: head.latest});
}

/** Latest versions, newest first. */
export async function listZones(db: Db): Promise<ZoneList> {
  return {zones: await summaries(db, sql`v.version = z.latest_version`)};
}

/** All versions of a zone, newest first. @throws ZONE_NOT_FOUND */
export async function listZoneVersions(db: Db, zoneId: string): Promise<ZoneList> {
  const zones = await summaries(db, sql`v.zone_id = ${zoneId}`);
  if (zones.length === 0) throw fail('ZONE_NOT_FOUND', {zoneId});
  return {zones};
}

function summaries(db: Db, which: Sql): Promise<ZoneList['zones']> {
  return db.query(
    sql`select v.zone_id as id, v.version, v.name, v.area_m2 as "areaM2",
               array[st_xmin(v.geom), st_ymin(v.geom), st_xmax(v.geom), st_ymax(v.geom)] as bbox,
               v.created_at as "createdAt"
        from zone_versions v join zones z using (zone_id)
        where ${which} order by v.created_at desc, v.version desc`,
    'listing zones',
  );
}

async function lockAt(transaction: Queryable, zoneId: string, expected: number): Promise<void> {
  const [head] = await transaction.query<{latest: number}>(
    sql`select latest_version as latest from zones where zone_id = ${zoneId} for update`,
  );
  if (!head) throw fail('ZONE_NOT_FOUND', {zoneId});
  if (head.latest !== expected) {
    throw fail('PRECONDITION_FAILED', {
      current: {zh: `第 ${head.latest} 版`, en: `version ${head.latest}`},
      seen: {zh: `第 ${expected} 版`, en: `version ${expected}`},
    });
  }
}

async function insertVersion(
  transaction: Queryable,
  zoneId: string,
  version: number,
  {name, members, drawnWkbHex, wkbHex, areaM2}: NewZoneVersion,
): Promise<void> {
  await transaction.query(
    sql`insert into zone_versions (zone_id, version, name, members, drawn, geom, area_m2)
        values (${zoneId}, ${version}, ${name},
                ${members === null ? null : JSON.stringify(members)}::jsonb,
                st_setsrid(${drawnWkbHex}::geometry, 4490), st_setsrid(${wkbHex}::geometry, 4490),
                ${areaM2})`,
    'saving a zone version',
  );
}
