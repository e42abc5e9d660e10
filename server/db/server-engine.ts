import {pipeline} from 'node:stream/promises';
import pg from 'pg';
import {from as copyFrom, to as copyTo} from 'pg-copy-streams';
import {copyStatement, databaseError, type Capabilities, type Db, type Queryable} from './db.ts';
import {readVersions} from './versions.ts';
import type {Sql} from './sql.ts';
import {PARSERS} from './types.ts';

/** Twice what two cores can work on at once, so that a slow statement does not starve short ones. */
const POOL_SIZE = 8;

const types: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
    PARSERS[oid] ??
    pg.types.getTypeParser(oid, format as 'text')) as pg.CustomTypesConfig['getTypeParser'],
};

/**
 * Opens PostgreSQL + PostGIS at `url`; creates the extension where it is missing.
 * @throws DatabaseError when it does not answer or has no PostGIS
 */
export async function openServer(url: string): Promise<Db> {
  const pool = new pg.Pool({
    connectionString: url,
    max: POOL_SIZE,
    types,
    connectionTimeoutMillis: 10_000,
    application_name: 'liandong',
  });
  // A lost idle connection is replaced at the next use; without a listener it would end the process.
  pool.on('error', () => {});
  try {
    await pool.query('create extension if not exists postgis');
    const capabilities = await readVersions(queryable(pool), 'server', POOL_SIZE);
    return new ServerDb(pool, capabilities);
  } catch (error) {
    await pool.end();
    throw databaseError(error, 'opening the PostgreSQL server');
  }
}

class ServerDb implements Db {
  constructor(
    private readonly pool: pg.Pool,
    readonly capabilities: Capabilities,
  ) {}

  query<Row>(statement: Sql, doing?: string): Promise<Row[]> {
    return queryable(this.pool).query(statement, doing);
  }

  async transaction<T>(work: (transaction: Queryable) => Promise<T>): Promise<T> {
    const client = await this.pool.connect().catch((error: unknown) => {
      throw databaseError(error, 'connecting');
    });
    try {
      await client.query('begin');
      const result = await work(queryable(client));
      await client.query('commit');
      client.release();
      return result;
    } catch (error) {
      // If even the rollback fails the connection is broken: do not put it back.
      await client.query('rollback').then(
        () => client.release(),
        (broken: Error) => client.release(broken),
      );
      throw error;
    }
  }

  async copyOut(select: Sql, doing?: string): Promise<Uint8Array> {
    return this.withClient(doing, async (client) => {
      const chunks: Buffer[] = [];
      const rows = client.query(copyTo(copyStatement(select, 'out', 'stdout')));
      for await (const chunk of rows) chunks.push(chunk as Buffer);
      return Buffer.concat(chunks);
    });
  }

  async copyIn(target: Sql, rows: Uint8Array, doing?: string): Promise<void> {
    await this.withClient(doing, (client) =>
      pipeline([rows], client.query(copyFrom(copyStatement(target, 'in', 'stdin')))),
    );
  }

  private async withClient<T>(
    doing: string | undefined,
    work: (client: pg.PoolClient) => Promise<T>,
  ): Promise<T> {
    let client: pg.PoolClient | undefined;
    try {
      client = await this.pool.connect();
      const result = await work(client);
      client.release();
      return result;
    } catch (error) {
      // what a broken COPY leaves on the connection nobody knows
      client?.release(true);
      throw databaseError(error, doing);
    }
  }

  async script(text: string): Promise<void> {
    await this.pool.query(text).catch((error: unknown) => {
      throw databaseError(error, 'running a script');
    });
  }

  async ping(): Promise<void> {
    await this.query({text: 'select 1', values: []}, 'asking whether the database answers');
  }

  close(): Promise<void> {
    return this.pool.end();
  }
}

function queryable(runner: pg.Pool | pg.PoolClient): Queryable {
  return {
    async query<Row>({text, values}: Sql, doing?: string): Promise<Row[]> {
      try {
        return (await runner.query(text, [...values])).rows as Row[];
      } catch (error) {
        throw databaseError(error, doing);
      }
    },
  };
}
