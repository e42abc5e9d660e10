import {execFile} from 'node:child_process';
import {
  appendFileSync,
  cpSync,
  existsSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import {mkdtemp} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join, resolve} from 'node:path';
import {promisify} from 'node:util';
import {afterAll, beforeEach, expect, test} from 'vitest';

const run = promisify(execFile);
const PROJECT = resolve(import.meta.dirname, '../..');
const folder = await mkdtemp(join(tmpdir(), 'liandong-program-'));

afterAll(() => rmSync(folder, {recursive: true, force: true}));

// A copy of the project, as nobody may edit this one while other tests run. Its files are an hour old:
// what was changed while it was put together is not trusted.
beforeEach(() => {
  rmSync(folder, {recursive: true, force: true});
  for (const name of [
    'server',
    'contract',
    'data/catalog',
    'package.json',
    'package-lock.json',
    'tsconfig.json',
  ])
    cpSync(join(PROJECT, name), join(folder, name), {recursive: true, preserveTimestamps: true});
  symlinkSync(join(PROJECT, 'node_modules'), join(folder, 'node_modules'));
});

/** What the command prints, and which program it ran. */
async function liandong(...args: string[]) {
  const {stdout} = await run(process.execPath, [join(folder, 'server/cli/liandong.js'), ...args]);
  const list = join(folder, 'dist/server-cli-main.ts.json');
  const {program} = existsSync(list) ? JSON.parse(readFileSync(list, 'utf8')) : {program: null};
  return {stdout: stdout.trim(), program: program as string | null};
}

/** Adds a line to a source as if it had been saved some time ago. */
function edit(path: string, line: string): void {
  appendFileSync(join(folder, path), line);
  const minuteAgo = Date.now() / 1000 - 60;
  utimesSync(join(folder, path), minuteAgo, minuteAgo);
}

test('the command line is put together once and again when a file of it has changed', async () => {
  const first = await liandong('--version');
  const second = await liandong('--version');
  expect(second).toEqual(first);
  edit('server/software.ts', "\nprocess.stdout.write('edited ');\n");
  const third = await liandong('--version');
  expect(third.stdout).toBe(`edited ${first.stdout}`);
  expect(third.program).not.toBe(first.program);
});

test('the command line works where nothing can be written', async () => {
  writeFileSync(join(folder, 'dist'), 'not a folder');
  const {version} = JSON.parse(readFileSync(join(PROJECT, 'package.json'), 'utf8'));
  expect(await liandong('--version')).toEqual({stdout: version, program: null});
});
