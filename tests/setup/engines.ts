import {existsSync, mkdirSync, readFileSync, renameSync, writeFileSync} from 'node:fs';
import {createHash, randomBytes} from 'node:crypto';
import pg from 'pg';
import type {Db} from '../../server/db/db.ts';
import {openEmbedded} from '../../server/db/embedded-engine.ts';
import {migrate, migrationsText} from '../../server/db/migrate.ts';
import {openServer} from '../../server/db/server-engine.ts';
import {postgisUrl} from './needs.ts';

export type Engine = 'embedded' | 'server';

/** Both engines; a suite names each: `describe.each(engines)('… on the %s engine', …)`. */
export const engines: Engine[] = ['embedded', 'server'];

/** True where an engine cannot run here; use with `describe.skipIf` so that it is counted. */
export function isMissing(engine: Engine): boolean {
  return engine === 'server' && postgisUrl === undefined;
}

/** An empty, migrated database that nobody else uses; closing it also removes it. */
export async function openTestDb(engine: Engine): Promise<Db> {
  if (engine === 'embedded')
    return openEmbedded({folder: null, template: await embeddedTemplate()});
  return openThrowAway();
}

/** An empty database on the server, for a service that runs as a process of its own. */
export async function openTestDatabaseUrl(): Promise<{url: string; drop: () => Promise<void>}> {
  const name = `test_${randomBytes(6).toString('hex')}`;
  await administer(`create database ${name}`);
  const url = new URL(postgisUrl!);
  url.pathname = `/${name}`;
  return {url: url.href, drop: () => administer(`drop database ${name} with (force)`)};
}

async function openThrowAway(): Promise<Db> {
  const {url, drop} = await openTestDatabaseUrl();
  const db = await openServer(url);
  await migrate(db);
  const close = db.close.bind(db);
  db.close = async () => {
    await close();
    await drop();
  };
  return db;
}

async function administer(statement: string): Promise<void> {
  const client = new pg.Client({connectionString: postgisUrl});
  await client.connect();
  await client.query(statement);
  await client.end();
}

/**
 * Archive of a fresh, migrated data directory, made once per set of migrations: 12 s of initdb and
 * extension become 3 s.
 */
export async function embeddedTemplate(): Promise<Uint8Array> {
  const folder = new URL('../../node_modules/.cache/liandong/', import.meta.url);
  const key = createHash('sha256').update(migrationsText()).digest('hex').slice(0, 16);
  const file = new URL(`database-${key}.tar.gz`, folder);
  if (!existsSync(file)) {
    const db = await openEmbedded({folder: null});
    await migrate(db);
    const archive = await db.archive();
    await db.close();
    mkdirSync(folder, {recursive: true});
    // Written aside and renamed: another test process may be doing the same.
    const aside = new URL(`${randomBytes(4).toString('hex')}.part`, folder);
    writeFileSync(aside, archive);
    renameSync(aside, file);
  }
  return readFileSync(file);
}
