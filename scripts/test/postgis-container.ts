import {execFile} from 'node:child_process';
import {promisify} from 'node:util';
import type {PostgisServer} from './postgis-server.ts';

const run = promisify(execFile);

const composeFile = new URL('./postgis.compose.yml', import.meta.url).pathname;

/** Starts the same throw-away PostGIS in a container, for machines that have Docker but no PostgreSQL. */
export async function startPostgisContainer(): Promise<PostgisServer> {
  const compose = (...words: string[]) =>
    run('docker', [
      'compose',
      '--project-name',
      `liandong-test-${process.pid}`,
      '--file',
      composeFile,
      ...words,
    ]);
  const stop = async () => {
    await compose('down', '--volumes');
  };

  try {
    await compose('up', '--detach', '--wait');
    const {stdout} = await compose('port', 'postgis', '5432');
    const port = stdout.trim().split(':').at(-1);
    return {url: `postgres://postgres:liandong@127.0.0.1:${port}/liandong_test`, stop};
  } catch (error) {
    await stop().catch(() => undefined);
    throw error;
  }
}

/** True when a Docker engine answers, not only its command line. */
export async function hasDocker(): Promise<boolean> {
  try {
    await run('docker', ['compose', 'version']);
    await run('docker', ['info', '--format', '{{.ServerVersion}}'], {timeout: 10_000});
    return true;
  } catch {
    return false;
  }
}
