import {startPostgisServer} from '../../scripts/test/postgis-server.ts';
import {postgis} from '../../scripts/test/tools.ts';
import {embeddedTemplate} from './engines.ts';

/**
 * Runs once before the tests that need a database. Makes the archive that embedded databases start
 * from, which two test files would else both make at once. `npm test` has started a PostGIS server by now;
 * a bare `npx vitest run tests/db` has not, so it gets one here where PostgreSQL is installed.
 */
export async function setup(): Promise<(() => Promise<void>) | undefined> {
  await embeddedTemplate();
  const binFolder = postgis.find();
  if (process.env.DATABASE_URL_TEST || !binFolder) return undefined;

  const server = await startPostgisServer(binFolder);
  process.env.DATABASE_URL_TEST = server.url;
  return async () => {
    delete process.env.DATABASE_URL_TEST;
    await server.stop();
  };
}
