import {spawnSync} from 'node:child_process';
import {parseArgs} from 'node:util';

const help = `npm run bench -- [benchmark [case…]]

Runs the benchmarks, one after the other and each in a process of its own, or only the named one:
overlap-area. Each prints its input sizes, its times, and a checksum that must not change when the
code gets faster. Close other programs first; two runs on one machine tell nothing.
`;

/** Seeded, without a database or a browser. */
const benchmarks: Record<string, string> = {
  'overlap-area': 'tests/bench/overlap-area.ts',
};

const {values, positionals} = parseArgs({
  options: {help: {type: 'boolean'}},
  allowPositionals: true,
});
if (values.help) process.stdout.write(help);
else process.exitCode = bench(positionals);

function bench([only, ...cases]: string[]): number {
  const names = only === undefined ? Object.keys(benchmarks) : [only];
  let failed = 0;
  for (const name of names) {
    const file = benchmarks[name];
    if (!file)
      throw new Error(`No benchmark "${name}"; there are ${Object.keys(benchmarks).join(', ')}.`);
    process.stdout.write(`\n── ${name}\n`);
    const words = ['--import', 'tsx', file, ...cases];
    if (spawnSync(process.execPath, words, {stdio: ['ignore', 1, 2]}).status !== 0) failed++;
  }
  return failed > 0 ? 1 : 0;
}
