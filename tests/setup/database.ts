import {startPostgisServer} from '../../scripts/test/postgis-server.ts';
import {postgis} from '../../scripts/test/tools.ts';

/**
 * Runs once before the tests that need a database. `npm test` has started a PostGIS server by now;
 * a bare `npx vitest run tests/db` has not, so it gets one here where PostgreSQL is installed.
 */
export async function setup(): Promise<(() => Promise<void>) | undefined> {
  const binFolder = postgis.find();
  if (process.env.DATABASE_URL_TEST || !binFolder) return undefined;

  const server = await startPostgisServer(binFolder);
  process.env.DATABASE_URL_TEST = server.url;
  return async () => {
    delete process.env.DATABASE_URL_TEST;
    await server.stop();
  };
}
