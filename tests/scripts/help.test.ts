import {execFileSync} from 'node:child_process';
import {readdirSync, readFileSync} from 'node:fs';
import {expect, test} from 'vitest';

const commands = readdirSync('scripts')
  .filter((name) => name.endsWith('.ts'))
  .filter((name) => readFileSync(`scripts/${name}`, 'utf8').includes('parseArgs'));

test('every script that package.json starts is a command with options', () => {
  const {scripts} = JSON.parse(readFileSync('package.json', 'utf8')) as {
    scripts: Record<string, string>;
  };
  // start.js starts start.ts
  const started = Object.values(scripts).flatMap(
    (text) => /scripts\/(\w+)\./.exec(text)?.[1] ?? [],
  );
  expect(commands).toEqual(expect.arrayContaining(started.map((name) => `${name}.ts`)));
});

test.each(commands)(
  'scripts/%s --help says what it does and does nothing else',
  {timeout: 60_000},
  (name) => {
    const help = execFileSync(process.execPath, ['--import', 'tsx', `scripts/${name}`, '--help'], {
      encoding: 'utf8',
      timeout: 60_000,
    });
    expect(help.length).toBeGreaterThan(60);
    expect(help.length).toBeLessThan(2_000);
  },
);
