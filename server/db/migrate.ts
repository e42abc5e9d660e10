import {readdirSync, readFileSync} from 'node:fs';
import type {Db} from './db.ts';
import {sql} from './sql.ts';

const FOLDER = new URL('./migrations/', import.meta.url);

/** Held while migrating, so that two services starting at once do not both do it. */
const LOCK = 7_266_331;

/**
 * Applies the migrations that are not in the table yet, in order, each in a transaction. Running it
 * twice does no harm.
 */
export async function migrate(db: Db): Promise<void> {
  await db.script(
    `create table if not exists migrations (name text primary key, applied_at timestamptz not null default now())`,
  );
  for (const name of migrationNames()) {
    await db.transaction(async (transaction) => {
      await transaction.query(sql`select pg_advisory_xact_lock(${LOCK})`);
      const applied = await transaction.query(
        sql`select from migrations where name = ${name}`,
        'reading the migrations',
      );
      if (applied.length > 0) return;
      for (const text of statements(readFileSync(new URL(name, FOLDER), 'utf8'))) {
        await transaction.query({text, values: []}, `applying ${name}`);
      }
      await transaction.query(sql`insert into migrations (name) values (${name})`);
    });
  }
}

/** Names of all migrations in the order they are applied. */
export function migrationNames(): string[] {
  return readdirSync(FOLDER)
    .filter((name) => name.endsWith('.sql'))
    .sort();
}

/** All migrations as one text, to tell whether an archive was made with the same ones. */
export function migrationsText(): string {
  return migrationNames()
    .map((name) => readFileSync(new URL(name, FOLDER), 'utf8'))
    .join('\n');
}

/** Migrations end each statement with a semicolon at the end of a line, and hold no functions. */
function statements(source: string): string[] {
  return source
    .replace(/--.*$/gm, '')
    .split(/;\s*$/m)
    .map((text) => text.trim())
    .filter((text) => text !== '');
}
