import type {Capabilities, Queryable} from './db.ts';
import {sql} from './sql.ts';

/** Asks an engine what it is. */
export async function readVersions(
  db: Queryable,
  engine: Capabilities['engine'],
  connections: number,
): Promise<Capabilities> {
  const [row] = await db.query<{postgres: string; postgis: string; geos: string}>(
    sql`select current_setting('server_version') as postgres,
               postgis_lib_version() as postgis,
               postgis_geos_version() as geos`,
    'reading the versions of the engine',
  );
  return {
    engine,
    postgresVersion: row!.postgres,
    postgisVersion: row!.postgis,
    geosVersion: row!.geos,
    connections,
  };
}
