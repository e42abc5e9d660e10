import {execFile, spawn, type ChildProcess} from 'node:child_process';
import {randomBytes} from 'node:crypto';
import {chownSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {createServer, type AddressInfo} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {setTimeout as wait} from 'node:timers/promises';
import {promisify} from 'node:util';
import pg from 'pg';

const run = promisify(execFile);

/** A PostGIS server that exists only for the tests. */
export interface PostgisServer {
  url: string;
  stop: () => Promise<void>;
}

/**
 * Starts a throw-away cluster with the programs in `binFolder`, on a free port of 127.0.0.1.
 * Nothing survives it: the folder goes when `stop` is called, on Ctrl-C and even when we are killed.
 */
export async function startPostgisServer(binFolder: string): Promise<PostgisServer> {
  const owner = process.getuid?.() === 0 ? await unprivilegedUser() : undefined;
  const folder = mkdtempSync(join(tmpdir(), 'liandong-postgis-'));
  const password = randomBytes(12).toString('hex');
  const passwordFile = join(folder, 'password');
  const dataFolder = join(folder, 'data');
  writeFileSync(passwordFile, password, {mode: 0o600});
  if (owner) {
    chownSync(folder, owner.uid, owner.gid);
    chownSync(passwordFile, owner.uid, owner.gid);
  }

  let guard: ChildProcess | undefined;
  const stop = async () => {
    await stopGuard(guard);
    rmSync(folder, {recursive: true, force: true});
  };

  try {
    await run(
      join(binFolder, 'initdb'),
      [
        `--pgdata=${dataFolder}`,
        '--username=postgres',
        `--pwfile=${passwordFile}`,
        '--auth=scram-sha-256',
        '--encoding=UTF8',
        '--locale=C',
        '--no-sync',
      ],
      // initdb wants to stand somewhere its user may read
      {...owner, cwd: folder},
    );

    const port = await freePort();
    guard = startGuarded(join(binFolder, 'postgres'), serverOptions(dataFolder, folder, port), {
      ...owner,
      cwd: folder,
    });
    const url = `postgres://postgres:${password}@127.0.0.1:${port}/liandong_test`;
    await makeDatabase(url, guard);
    return {url, stop};
  } catch (error) {
    await stop();
    throw error;
  }
}

/** PostgreSQL refuses to run as root: take its own user, or nobody where that does not exist. */
async function unprivilegedUser(): Promise<{uid: number; gid: number}> {
  for (const name of ['postgres', 'nobody']) {
    try {
      const [uid, gid] = await Promise.all([run('id', ['-u', name]), run('id', ['-g', name])]);
      return {uid: Number(uid.stdout), gid: Number(gid.stdout)};
    } catch {
      // not a user of this machine: the next name
    }
  }
  throw new Error('PostgreSQL cannot run as root, and there is neither a user postgres nor nobody');
}

/** Durability is of no use to a cluster that is thrown away; without it a write-heavy test is several times faster. */
function serverOptions(dataFolder: string, socketFolder: string, port: number): string[] {
  const settings = {
    listen_addresses: '127.0.0.1',
    port,
    unix_socket_directories: socketFolder,
    fsync: 'off',
    synchronous_commit: 'off',
    full_page_writes: 'off',
    shared_buffers: '256MB',
    max_connections: 100,
    jit: 'off',
    log_min_messages: 'fatal',
  };
  return [
    '-D',
    dataFolder,
    ...Object.entries(settings).flatMap(([key, value]) => ['-c', `${key}=${value}`]),
  ];
}

/**
 * Runs a server under a small shell that ends it, and removes its folder, as soon as our end of the pipe closes.
 * The pipe closes however we end, so not even `kill -9` leaves a server behind.
 */
function startGuarded(
  program: string,
  options: string[],
  where: {uid?: number; gid?: number; cwd: string},
): ChildProcess {
  const script = '"$@" & server=$!; cat >/dev/null; kill -INT $server; wait $server; rm -rf "$PWD"';
  return spawn('sh', ['-c', script, 'sh', program, ...options], {
    ...where,
    stdio: ['pipe', 'ignore', 'inherit'],
    // its own process group: Ctrl-C must not end it while tests still finish
    detached: true,
  });
}

async function stopGuard(guard: ChildProcess | undefined): Promise<void> {
  if (!guard || guard.exitCode !== null) return;
  const ended = new Promise((resolve) => guard.once('exit', resolve));
  guard.stdin?.end();
  await ended;
}

async function makeDatabase(url: string, guard: ChildProcess): Promise<void> {
  const name = new URL(url).pathname.slice(1);
  await withClient(url.replace(name, 'postgres'), guard, (client) =>
    client.query(`create database ${name}`),
  );
  await withClient(url, guard, (client) => client.query('create extension postgis'));
}

/** Connects as soon as the server answers: about 0.3 s after it was started, 30 s at most. */
async function withClient(
  connectionString: string,
  guard: ChildProcess,
  work: (client: pg.Client) => Promise<unknown>,
): Promise<void> {
  const deadline = Date.now() + 30_000;
  for (;;) {
    const client = new pg.Client({connectionString});
    try {
      await client.connect();
      await work(client);
      return;
    } catch (error) {
      const isStarting = ['ECONNREFUSED', '57P03'].includes((error as {code?: string}).code ?? '');
      if (!isStarting || guard.exitCode !== null || Date.now() > deadline) throw error;
      await wait(100);
    } finally {
      await client.end().catch(() => undefined);
    }
  }
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve, reject) => {
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', resolve);
  });
  const {port} = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}
