import {mkdirSync} from 'node:fs';
import {Thread} from '../thread.ts';
import {copyStatement, databaseError, type Capabilities, type Db, type Queryable} from './db.ts';
import type {EmbeddedQuestions, EmbeddedStart} from './embedded-worker.ts';
import {lockFolder} from './folder-lock.ts';
import type {Sql} from './sql.ts';
import {readVersions} from './versions.ts';

export interface EmbeddedOptions {
  /** Where the database lies; null keeps it in memory. */
  folder: string | null;
  /** Archive of a fresh data directory to start from: 3.6 s instead of 12 s. */
  template?: Uint8Array | null;
}

/** The embedded engine can also hand out an archive of itself, to start others from. */
export interface EmbeddedDb extends Db {
  archive(): Promise<Uint8Array>;
}

/**
 * Opens PGlite + PostGIS in a thread of its own, so that a long statement does not hold up the event
 * loop. It has one connection: statements and transactions queue.
 * @throws Error when another process has the folder open
 */
export async function openEmbedded({
  folder,
  template = null,
}: EmbeddedOptions): Promise<EmbeddedDb> {
  let unlock = () => {};
  if (folder !== null) {
    mkdirSync(folder, {recursive: true});
    unlock = lockFolder(folder);
  }
  const start: EmbeddedStart = {folder: folder === null ? null : `${folder}/pgdata`, template};
  const thread = new Thread<EmbeddedQuestions>(
    new URL('./embedded-worker.ts', import.meta.url),
    start,
  );
  try {
    await thread.opened;
    const capabilities = await readVersions(queryable(thread), 'embedded', 1);
    return new Embedded(thread, capabilities, unlock);
  } catch (error) {
    await thread.stop();
    unlock();
    throw databaseError(error, 'opening the embedded database');
  }
}

class Embedded implements EmbeddedDb {
  /** The end of the queue: whoever comes next waits for it. */
  private last: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly thread: Thread<EmbeddedQuestions>,
    readonly capabilities: Capabilities,
    private readonly unlock: () => void,
  ) {}

  query<Row>(statement: Sql, doing?: string): Promise<Row[]> {
    return this.inTurn(() => queryable(this.thread).query<Row>(statement, doing));
  }

  transaction<T>(work: (transaction: Queryable) => Promise<T>): Promise<T> {
    return this.inTurn(async () => {
      const direct = queryable(this.thread);
      await direct.query({text: 'begin', values: []});
      try {
        const result = await work(direct);
        await direct.query({text: 'commit', values: []});
        return result;
      } catch (error) {
        await direct.query({text: 'rollback', values: []});
        throw error;
      }
    });
  }

  async copyOut(select: Sql, doing?: string): Promise<Uint8Array> {
    const text = copyStatement(select, 'out', "'/dev/blob'");
    return this.inTurn(() =>
      this.thread.ask('copyOut', text).catch((error: unknown) => {
        throw databaseError(error, doing);
      }),
    );
  }

  async copyIn(target: Sql, rows: Uint8Array, doing?: string): Promise<void> {
    const text = copyStatement(target, 'in', "'/dev/blob'");
    return this.inTurn(() =>
      this.thread.ask('copyIn', {text, rows}).catch((error: unknown) => {
        throw databaseError(error, doing);
      }),
    );
  }

  script(text: string): Promise<void> {
    return this.inTurn(async () => {
      await this.thread.ask('script', text).catch((error: unknown) => {
        throw databaseError(error, 'running a script');
      });
    });
  }

  async ping(): Promise<void> {
    await this.query({text: 'select 1', values: []}, 'asking whether the database answers');
  }

  async archive(): Promise<Uint8Array> {
    return this.inTurn(() => this.thread.ask('archive', undefined));
  }

  async close(): Promise<void> {
    await this.inTurn(() => this.thread.ask('close', undefined));
    await this.thread.stop();
    this.unlock();
  }

  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.last.then(work, work);
    this.last = mine.catch(() => {});
    return mine;
  }
}

function queryable(thread: Thread<EmbeddedQuestions>): Queryable {
  return {
    async query<Row>({text, values}: Sql, doing?: string): Promise<Row[]> {
      try {
        return (await thread.ask('query', {text, values: [...values]})) as Row[];
      } catch (error) {
        throw databaseError(error, doing);
      }
    },
  };
}
