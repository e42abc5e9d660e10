import {rm} from 'node:fs/promises';
import {ObservationTable} from '../../contract/observation.ts';
import {readObservationTable} from '../observations/read-table.ts';
import type {App, Services} from '../services.ts';
import {receiveUpload} from './uploads.ts';
import {NoQuery} from './validator.ts';

/** Monitoring tables: read and checked; nothing is stored, the rows go into a process. */
export function observationRoutes(app: App, {config, catalog}: Services): void {
  // one at a time: each may take a thread of 256 MB
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(read: () => Promise<T>): Promise<T> => {
    const mine = last.then(read);
    last = mine.catch(() => undefined);
    return mine;
  };

  app.post(
    '/api/observations',
    {
      schema: {
        tags: ['agreements'],
        summary:
          'Rows of a monitoring table and what is wrong with them (multipart: file, a CSV or XLSX); nothing is stored',
        consumes: ['multipart/form-data'],
        querystring: NoQuery,
        response: {200: ObservationTable},
      },
    },
    async (request) => {
      const upload = await receiveUpload(request, config, []);
      try {
        return await inTurn(() =>
          readObservationTable(upload.path, upload.fileName, catalog.waterQuality),
        );
      } finally {
        await rm(upload.path, {force: true});
      }
    },
  );
}
