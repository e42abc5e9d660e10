import {spawnSync} from 'node:child_process';
import {parseArgs} from 'node:util';

const help = `npm run bless -- [vitest filters]

Writes the pages that are made from source, accepts what the tests now give as their snapshots,
then runs the tests again to see that what was written is what comes out, and shows which files
changed. Read that difference like code.
`;

const {values, positionals} = parseArgs({
  options: {help: {type: 'boolean'}},
  allowPositionals: true,
});
if (values.help) process.stdout.write(help);
else process.exitCode = bless(positionals);

function bless(filters: string[]): number {
  run('node', '--import', 'tsx', 'scripts/write-docs.ts');
  const test = (...more: string[]) => run('node', '--import', 'tsx', 'scripts/test.ts', ...more);
  // a first failure may be another test than a snapshot: the second run is the one that counts
  test(...filters, '--update');
  const status = test(...filters);
  run('git', '--no-pager', 'diff', '--stat', '--', 'tests', 'docs', '.env.example');
  return status;
}

function run(program: string, ...words: string[]): number {
  return spawnSync(program, words, {stdio: ['ignore', 1, 2]}).status ?? 1;
}
