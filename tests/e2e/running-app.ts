import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {mkdtempSync, rmSync} from 'node:fs';
import {createServer} from 'node:net';
import {tmpdir} from 'node:os';
import {join, resolve} from 'node:path';
import {setTimeout as pause} from 'node:timers/promises';
import {buildWeb} from '../../scripts/build-web.ts';

export interface RunningApp {
  url: string;
  stop(): Promise<void>;
}

/** The first start makes and loads the sample region; a slow machine needs its time. */
const START_LIMIT_MS = 400_000;

/** The real service on a free port, with an embedded database of its own and the sample region. */
export async function startApp(): Promise<RunningApp> {
  await buildWeb(() => {});
  const folder = mkdtempSync(join(tmpdir(), 'liandong-e2e-'));
  const port = await freePort();
  const output: string[] = [];
  const service = spawn(process.execPath, ['server/cli/liandong.js', 'serve'], {
    cwd: resolve(import.meta.dirname, '../..'),
    env: {
      ...process.env,
      HOST: '127.0.0.1',
      PORT: String(port),
      LIANDONG_DATA: folder,
      LIANDONG_SAMPLE: 'true',
      LIANDONG_LOG: 'warn',
      DATABASE_URL: '',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  for (const stream of [service.stdout, service.stderr]) {
    stream.on('data', (chunk: Buffer) => output.push(chunk.toString('utf8')));
  }
  const url = `http://127.0.0.1:${port}`;
  const stop = async () => {
    if (service.exitCode === null) {
      service.kill('SIGTERM');
      await once(service, 'exit');
    }
    rmSync(folder, {recursive: true, force: true});
  };
  const deadline = Date.now() + START_LIMIT_MS;
  // the service says so when the sample region is loaded in full
  while (!output.join('').includes('is ready at')) {
    if (service.exitCode !== null || Date.now() > deadline) {
      await stop();
      throw new Error(`The service did not come up:\n${output.join('').slice(-4000)}`);
    }
    await pause(250);
  }
  return {url, stop};
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('No free port was given');
  return address.port;
}
