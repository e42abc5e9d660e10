import {spawn} from 'node:child_process';
import {mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {createRequire} from 'node:module';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import type {Tally} from './tally.ts';

// 40 minutes: the whole suite takes a tenth of it; a hanging worker must not hold up a machine for ever
const limitMs = 40 * 60_000;

/** Runs vitest with these arguments and says what it came to; never throws on a failing test. */
export async function runVitest(
  words: string[],
  environment: Record<string, string>,
  signal: AbortSignal,
): Promise<Tally> {
  const folder = mkdtempSync(join(tmpdir(), 'liandong-tally-'));
  const tallyFile = join(folder, 'tally.json');
  try {
    const exit = await spawnVitest(words, {...environment, LIANDONG_TALLY: tallyFile}, signal);
    return readTally(tallyFile, exit);
  } finally {
    rmSync(folder, {recursive: true, force: true});
  }
}

/** In a process group of its own, so that its workers can be ended with it. */
function spawnVitest(
  words: string[],
  environment: Record<string, string>,
  signal: AbortSignal,
): Promise<string> {
  if (signal.aborted) return Promise.resolve('an interruption before it began');

  const vitest = join(
    createRequire(import.meta.url).resolve('vitest/package.json'),
    '../vitest.mjs',
  );
  const child = spawn(process.execPath, [vitest, 'run', ...words], {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: {...process.env, ...environment},
    detached: true,
  });

  const limit = setTimeout(end, limitMs);
  let lastResort: NodeJS.Timeout | undefined;
  signal.addEventListener('abort', end, {once: true});
  return new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, killedBy) => resolve(killedBy ?? `exit code ${code}`));
  }).finally(() => {
    clearTimeout(limit);
    clearTimeout(lastResort);
    if (signal.aborted) killGroup('SIGKILL');
  });

  /** An interrupt lets vitest close its workers; what has not ended 10 s later is killed. */
  function end(): void {
    killGroup('SIGINT');
    lastResort = setTimeout(() => killGroup('SIGKILL'), 10_000);
  }

  function killGroup(killSignal: NodeJS.Signals): void {
    try {
      if (child.pid) process.kill(-child.pid, killSignal);
    } catch {
      // the group has ended already
    }
  }
}

/** A vitest that failed in a way its reporter did not see must not pass for a success. */
function readTally(file: string, exit: string): Tally {
  let tally: Tally;
  try {
    tally = JSON.parse(readFileSync(file, 'utf8')) as Tally;
  } catch {
    return {
      passed: 0,
      failed: 0,
      skipped: [],
      failedOutsideTests: [`vitest ended without a tally (${exit})`],
    };
  }
  const sawFailure = tally.failed + tally.failedOutsideTests.length > 0;
  if (exit !== 'exit code 0' && !sawFailure)
    tally.failedOutsideTests.push(`vitest ended with ${exit}`);
  return tally;
}
