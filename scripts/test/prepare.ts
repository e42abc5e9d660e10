import {canInstallPackages, installPackages} from './debian.ts';
import {hasDocker, startPostgisContainer} from './postgis-container.ts';
import {startPostgisServer, type PostgisServer} from './postgis-server.ts';
import {chromium, ogrinfo, postgis, tools} from './tools.ts';

/** What the tests find in their environment, what to say about it at the end, and how to clear it away. */
export interface Preparation {
  environment: Record<string, string>;
  prepared: string[];
  missing: string[];
  stop: () => Promise<void>;
}

/** Finds or installs every tool the tests use, and starts a PostGIS server for them. */
export async function prepare(say: (line: string) => void): Promise<Preparation> {
  const preparation: Preparation = {
    environment: {},
    prepared: [],
    missing: [],
    stop: async () => undefined,
  };
  await installMissingTools(say, preparation);

  for (const tool of tools) {
    const place = tool.find();
    if (place) preparation.prepared.push(`${tool.name}: ${place}`);
    else if (tool !== postgis) preparation.missing.push(`${tool.name}: no ${tool.neededFor}`);
  }
  const chromiumPath = chromium.find();
  if (chromiumPath) preparation.environment.CHROMIUM_PATH = chromiumPath;
  const ogrinfoPath = ogrinfo.find();
  if (ogrinfoPath) preparation.environment.OGRINFO_PATH = ogrinfoPath;

  await preparePostgis(say, preparation);
  return preparation;
}

async function installMissingTools(
  say: (line: string) => void,
  preparation: Preparation,
): Promise<void> {
  const needed = tools.filter(
    (tool) => !tool.find() && !(tool === postgis && process.env.DATABASE_URL_TEST),
  );
  if (needed.length === 0 || !canInstallPackages()) return;
  const packages = needed.flatMap((tool) => tool.packages);
  say(`installing ${packages.join(', ')} (a few minutes, once)`);
  try {
    await installPackages(packages);
  } catch (error) {
    preparation.missing.push((error as Error).message);
  }
}

/** The server given by name, else a throw-away cluster, else a container; else the tests for it are skipped. */
async function preparePostgis(
  say: (line: string) => void,
  preparation: Preparation,
): Promise<void> {
  const given = process.env.DATABASE_URL_TEST;
  if (given) {
    preparation.prepared.push('PostGIS server: the one in DATABASE_URL_TEST');
    return;
  }

  const binFolder = postgis.find();
  const start: [string, () => Promise<PostgisServer>] | undefined = binFolder
    ? ['throw-away cluster', () => startPostgisServer(binFolder)]
    : (await hasDocker())
      ? ['container', startPostgisContainer]
      : undefined;
  if (!start) {
    preparation.missing.push(
      `${postgis.name}: no ${postgis.neededFor}; set DATABASE_URL_TEST, install it or start Docker`,
    );
    return;
  }

  const [kind, startServer] = start;
  try {
    say(`starting PostGIS, a ${kind}`);
    const server = await startServer();
    preparation.environment.DATABASE_URL_TEST = server.url;
    preparation.prepared.push(`PostGIS server: ${kind} on port ${new URL(server.url).port}`);
    preparation.stop = server.stop;
  } catch (error) {
    preparation.missing.push(
      `PostGIS server: the ${kind} did not start: ${(error as Error).message}`,
    );
  }
}
