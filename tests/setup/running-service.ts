import {execFileSync, spawn, type ChildProcess} from 'node:child_process';
import {once} from 'node:events';
import {existsSync, mkdirSync} from 'node:fs';
import {join, resolve} from 'node:path';
import {setTimeout as pause} from 'node:timers/promises';
import {embeddedTemplate} from './engines.ts';

export interface RunningService {
  url: string;
  /** Asks it to stop, as Ctrl-C does, and waits until it has. */
  stop(): Promise<void>;
  /** Ends it at once, as a power cut does. */
  kill(): Promise<void>;
}

/** The first start may make and load the sample region; a slow, busy machine needs its time. */
const START_LIMIT_MS = 400_000;

const ROOT = resolve(import.meta.dirname, '../..');

/**
 * The real service as a process of its own, on a free port, with the given settings. Without the sample a
 * new data folder begins with the database that tests begin with; with it the first start is a real one.
 */
export async function startService(settings: Record<string, string>): Promise<RunningService> {
  if (settings.LIANDONG_SAMPLE === 'false' && !settings.DATABASE_URL)
    await layDatabase(settings.LIANDONG_DATA!);
  const service = spawn(process.execPath, ['server/cli/liandong.js', 'serve'], {
    cwd: ROOT,
    env: {
      ...process.env,
      HOST: '127.0.0.1',
      PORT: '0',
      LIANDONG_LOG: 'warn',
      DATABASE_URL: '',
      ...settings,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [service.stdout, service.stderr]) {
    stream.on('data', (chunk: Buffer) => (output += chunk.toString('utf8')));
  }
  const end = async (signal: NodeJS.Signals) => {
    if (hasEnded(service)) return;
    service.kill(signal);
    await once(service, 'exit');
  };
  const deadline = Date.now() + START_LIMIT_MS;
  for (;;) {
    const url = /is ready at (http\S+)/.exec(output)?.[1];
    if (url) return {url, stop: () => end('SIGTERM'), kill: () => end('SIGKILL')};
    if (hasEnded(service) || Date.now() > deadline) {
      await end('SIGKILL');
      throw new Error(`The service did not come up:\n${output.slice(-4000)}`);
    }
    await pause(100);
  }
}

async function layDatabase(dataFolder: string): Promise<void> {
  const folder = join(dataFolder, 'database/pgdata');
  if (existsSync(folder)) return;
  mkdirSync(folder, {recursive: true});
  const input = await embeddedTemplate();
  execFileSync('tar', ['-xzf', '-', '-C', folder], {input, stdio: ['pipe', 'ignore', 'ignore']});
}

function hasEnded({exitCode, signalCode}: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null;
}

export interface CommandOutcome {
  status: number;
  stdout: string;
  stderr: string;
}

/** Runs `liandong <arguments>` to its end. */
export async function runLiandong(...args: string[]): Promise<CommandOutcome> {
  const command = spawn(process.execPath, ['server/cli/liandong.js', ...args], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  command.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString('utf8')));
  command.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString('utf8')));
  const [status] = (await once(command, 'exit')) as [number];
  return {status, stdout, stderr};
}
