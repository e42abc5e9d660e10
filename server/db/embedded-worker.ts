import {parentPort} from 'node:worker_threads';
import {PGlite} from '@electric-sql/pglite';
import {postgis} from '@electric-sql/pglite-postgis';
import {threadData} from '../thread.ts';
import {PARSERS} from './types.ts';

/** What the adapter asks of this thread; answered with the same `id`. */
export type EmbeddedRequest =
  | {id: number; kind: 'query'; text: string; values: unknown[]}
  | {id: number; kind: 'script'; text: string}
  | {id: number; kind: 'dump'}
  | {id: number; kind: 'close'};

export type EmbeddedAnswer =
  | {id: number; rows?: unknown[]; archive?: Uint8Array}
  | {id: number; error: {message: string; code: string | null}};

/** Start-up data: where the files lie (nothing: in memory) and an archive to start from. */
export interface EmbeddedStart {
  folder: string | null;
  template: Uint8Array | null;
}

const port = parentPort!;
const {folder, template} = threadData<EmbeddedStart>();

const opened = PGlite.create({
  ...(folder === null ? {} : {dataDir: folder}),
  ...(template === null ? {} : {loadDataDir: new Blob([template as BlobPart])}),
  extensions: {postgis},
  parsers: PARSERS,
}).then(async (pglite) => {
  await pglite.exec('create extension if not exists postgis');
  return pglite;
});

opened.then(
  () => port.postMessage({id: 0, rows: []} satisfies EmbeddedAnswer),
  (error: unknown) => port.postMessage(failure(0, error)),
);

port.on('message', (request: EmbeddedRequest) => {
  opened
    .then((pglite) => answer(pglite, request))
    .then(
      (result) => port.postMessage(result),
      (error: unknown) => port.postMessage(failure(request.id, error)),
    );
});

async function answer(pglite: PGlite, request: EmbeddedRequest): Promise<EmbeddedAnswer> {
  const {id} = request;
  switch (request.kind) {
    case 'query': {
      const result = await pglite.query(request.text, request.values);
      return {id, rows: checked(result)};
    }
    case 'script':
      await pglite.exec(request.text);
      return {id};
    case 'dump': {
      const archive = await pglite.dumpDataDir('gzip');
      return {id, archive: new Uint8Array(await archive.arrayBuffer())};
    }
    case 'close':
      await pglite.close();
      return {id};
  }
}

/**
 * A GEOS exception is swallowed by this build: the statement answers with no rows, no error and no
 * `command`. Such an answer is never a result.
 */
function checked(result: {rows: unknown[]; command?: string}): unknown[] {
  if (result.command === undefined) {
    throw new Error('the statement ended without an answer: GEOS met a geometry it cannot work on');
  }
  return result.rows;
}

function failure(id: number, error: unknown): EmbeddedAnswer {
  const {message, code} = error as {message?: string; code?: string};
  return {id, error: {message: message ?? String(error), code: code ?? null}};
}
