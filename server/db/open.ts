import {join} from 'node:path';
import type {Config} from '../config.ts';
import type {Db} from './db.ts';
import {openEmbedded} from './embedded-engine.ts';
import {migrate} from './migrate.ts';
import {openServer} from './server-engine.ts';

/** Opens the engine the settings name and brings its tables up to date. */
export async function openDatabase(config: Config): Promise<Db> {
  const db =
    config.DATABASE_URL === ''
      ? await openEmbedded({folder: join(config.LIANDONG_DATA, 'database')})
      : await openServer(config.DATABASE_URL);
  try {
    await migrate(db);
    return db;
  } catch (error) {
    await db.close();
    throw error;
  }
}
