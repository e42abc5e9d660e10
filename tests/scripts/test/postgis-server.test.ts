import {chmodSync, mkdtempSync, readdirSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import pg from 'pg';
import {expect, test, vi} from 'vitest';
import {startPostgisServer} from '../../../scripts/test/postgis-server.ts';
import {postgis} from '../../../scripts/test/tools.ts';

const binFolder = postgis.find();

test.skipIf(!binFolder)('a throw-away server answers, and leaves nothing behind', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'liandong-test-'));
  // like the real one: PostgreSQL runs as another user than root, and removes its own folder
  chmodSync(folder, 0o1777);
  vi.stubEnv('TMPDIR', folder);

  const server = await startPostgisServer(binFolder ?? '');
  const during = readdirSync(folder);
  const client = new pg.Client({connectionString: server.url});
  await client.connect();
  // EPSG:6933 is what everything is measured in: a PROJ without it would be of no use
  const {rows} = await client.query<{x: number}>(
    `select round(st_x(st_transform('srid=4490;point(1 0)'::geometry, 6933))) as x`,
  );
  await client.end();
  await server.stop();
  const after = readdirSync(folder);
  vi.unstubAllEnvs();
  rmSync(folder, {recursive: true});

  expect(rows).toEqual([{x: 96486}]);
  expect(during).toHaveLength(1);
  expect(after).toEqual([]);
  await expect(new pg.Client({connectionString: server.url}).connect()).rejects.toThrow(
    /ECONNREFUSED/,
  );
});
