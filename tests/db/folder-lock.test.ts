import {spawn, type ChildProcess} from 'node:child_process';
import {once} from 'node:events';
import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join, resolve} from 'node:path';
import {setTimeout as pause} from 'node:timers/promises';
import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import {lockFolder} from '../../server/db/folder-lock.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const HOLD = `
  const {lockFolder} = await import('./server/db/folder-lock.ts');
  lockFolder(process.argv[1]);
  console.log('held by ' + process.pid);
  setInterval(() => {}, 1000);`;

describe('the lock of a data folder', () => {
  let folder: string;
  const started: ChildProcess[] = [];

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'liandong-lock-'));
  });
  afterEach(() => {
    for (const child of started.splice(0)) child.kill('SIGKILL');
    rmSync(folder, {recursive: true});
  });

  const mark = () => readFileSync(join(folder, 'in-use-by.pid'), 'utf8');

  /** Another process that holds the folder, started as given; resolves to its number. */
  async function holdWith(command: string, args: string[]): Promise<[ChildProcess, number]> {
    const child = spawn(command, args, {cwd: ROOT, stdio: ['ignore', 'pipe', 'inherit']});
    started.push(child);
    for await (const chunk of child.stdout!) {
      const pid = /held by (\d+)/.exec(String(chunk))?.[1];
      if (pid) return [child, Number(pid)];
    }
    throw new Error('the other process ended without the lock');
  }

  const holdElsewhere = () =>
    holdWith(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', HOLD, folder]);

  it('is taken, given back and taken again', () => {
    const unlock = lockFolder(folder);
    expect(mark()).toBe(String(process.pid));
    unlock();
    expect(mark()).toBe('');
    lockFolder(folder)();
  });

  it('is refused to a second engine of the same process', () => {
    const unlock = lockFolder(folder);
    expect(() => lockFolder(folder)).toThrow(
      `${folder} is in use by process ${process.pid}; stop it, or choose another folder with LIANDONG_DATA`,
    );
    unlock();
  });

  it('is refused while another process has it, and free as soon as that one is killed', async () => {
    const [child, pid] = await holdElsewhere();
    expect(() => lockFolder(folder)).toThrow(`${folder} is in use by process ${pid};`);
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(mark()).toBe(String(pid));
    lockFolder(folder)();
  });

  it.skipIf(process.platform === 'win32')(
    'is not held by a zombie, which kill(pid, 0) still finds',
    async () => {
      // sh becomes sleep, which waits for no child: the killed holder stays a zombie
      const script = '"$0" --import tsx --input-type=module -e "$1" "$2" & exec sleep 60';
      const [, pid] = await holdWith('sh', ['-c', script, process.execPath, HOLD, folder]);
      expect(() => lockFolder(folder)).toThrow(`in use by process ${pid};`);
      process.kill(pid, 'SIGKILL');
      const unlock = await takenInTime(folder);
      expect(() => process.kill(pid, 0)).not.toThrow();
      unlock();
    },
  );

  it('is not held by a number that now belongs to another program', () => {
    writeFileSync(join(folder, 'in-use-by.pid'), String(process.ppid));
    lockFolder(folder)();
  });

  it('is not held by whatever else stands in the file', () => {
    writeFileSync(join(folder, 'in-use-by.pid'), 'not a number\n');
    const unlock = lockFolder(folder);
    expect(mark()).toBe(String(process.pid));
    unlock();
  });
});

/** A killed process needs a moment to end; nobody tells of it where it is not our child. */
async function takenInTime(folder: string): Promise<() => void> {
  for (let tries = 0; ; tries++) {
    try {
      return lockFolder(folder);
    } catch (error) {
      if (tries === 100) throw error;
      await pause(50);
    }
  }
}
