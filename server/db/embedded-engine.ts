import {mkdirSync} from 'node:fs';
import type {Worker} from 'node:worker_threads';
import {startThread} from '../thread.ts';
import {databaseError, type Capabilities, type Db, type Queryable} from './db.ts';
import type {EmbeddedAnswer, EmbeddedRequest, EmbeddedStart} from './embedded-worker.ts';
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
  const thread = startThread(new URL('./embedded-worker.ts', import.meta.url), start);
  try {
    const line = new Line(thread);
    await line.opened;
    const capabilities = await readVersions(queryable(line), 'embedded', 1);
    return new Embedded(line, capabilities, unlock);
  } catch (error) {
    await thread.terminate();
    unlock();
    throw databaseError(error, 'opening the embedded database');
  }
}

type Unnumbered<T> = T extends {id: number} ? Omit<T, 'id'> : never;
type Waiting = {resolve: (answer: EmbeddedAnswer) => void; reject: (error: unknown) => void};

/** Questions and answers over the thread boundary. */
class Line {
  private readonly waiting = new Map<number, Waiting>();
  private lastId = 0;
  readonly opened: Promise<EmbeddedAnswer>;

  constructor(private readonly thread: Worker) {
    this.opened = new Promise((resolve, reject) => this.waiting.set(0, {resolve, reject}));
    thread.on('message', (answer: EmbeddedAnswer) => this.settle(answer));
    thread.on('error', (error) => this.fail(error));
    thread.on('exit', () => this.fail(new Error('the embedded database has stopped')));
  }

  ask(request: Unnumbered<EmbeddedRequest>): Promise<EmbeddedAnswer> {
    const id = ++this.lastId;
    return new Promise((resolve, reject) => {
      this.waiting.set(id, {resolve, reject});
      this.thread.postMessage({id, ...request});
    });
  }

  stop(): Promise<number> {
    return this.thread.terminate();
  }

  private settle(answer: EmbeddedAnswer): void {
    const waiting = this.waiting.get(answer.id);
    this.waiting.delete(answer.id);
    if ('error' in answer) waiting?.reject(answer.error);
    else waiting?.resolve(answer);
  }

  private fail(error: Error): void {
    for (const {reject} of this.waiting.values()) reject(error);
    this.waiting.clear();
  }
}

class Embedded implements EmbeddedDb {
  /** The end of the queue: whoever comes next waits for it. */
  private last: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly line: Line,
    readonly capabilities: Capabilities,
    private readonly unlock: () => void,
  ) {}

  query<Row>(statement: Sql, doing?: string): Promise<Row[]> {
    return this.inTurn(() => queryable(this.line).query<Row>(statement, doing));
  }

  transaction<T>(work: (transaction: Queryable) => Promise<T>): Promise<T> {
    return this.inTurn(async () => {
      const direct = queryable(this.line);
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

  script(text: string): Promise<void> {
    return this.inTurn(async () => {
      await this.line.ask({kind: 'script', text}).catch((error: unknown) => {
        throw databaseError(error, 'running a script');
      });
    });
  }

  async ping(): Promise<void> {
    await this.query({text: 'select 1', values: []}, 'asking whether the database answers');
  }

  async archive(): Promise<Uint8Array> {
    const answer = await this.inTurn(() => this.line.ask({kind: 'dump'}));
    return (answer as {archive: Uint8Array}).archive;
  }

  async close(): Promise<void> {
    await this.inTurn(() => this.line.ask({kind: 'close'}));
    await this.line.stop();
    this.unlock();
  }

  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.last.then(work, work);
    this.last = mine.catch(() => {});
    return mine;
  }
}

function queryable(line: Line): Queryable {
  return {
    async query<Row>({text, values}: Sql, doing?: string): Promise<Row[]> {
      try {
        const answer = await line.ask({kind: 'query', text, values: [...values]});
        return (answer as {rows: Row[]}).rows;
      } catch (error) {
        throw databaseError(error, doing);
      }
    },
  };
}
