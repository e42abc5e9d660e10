import {spawnSync} from 'node:child_process';
import {parseArgs} from 'node:util';

const help = `npm run bench -- [benchmark [case…]] [--quick]

Runs the benchmarks, one after the other and each in a process of its own, or only the named one:

  overlap-area   the kernel by itself
  measure        the service against PostGIS on the province region of 7 million vertices:
                 zones, a batch, preparing, memory, growth (about 15 minutes)
  rivals         the kernel against other JavaScript libraries, on a part of it
  basin          watershed cells and linkage of 2 916 units × 29 929 basins, cold and warm, against
                 PostGIS. Case graph leaves the database out, case matrix PostGIS
  borders        the border check over all counties of the province region (about 3 minutes)
  coverage       service coverage of 5 000 facilities over 2 916 units on both engines; what is served
                 against PostGIS for some units (about 2 minutes)
  sharing        the optimiser: 300 deficits × 300 facilities to the optimum, 500 candidates × 300
                 loads to a gap of 1 % (about a minute). Cases: matching, siting

Each compares the answers first, then prints its input sizes, its times, and a checksum that must not
change when the code gets faster. All but overlap-area write their section of docs/benchmarks.md
when run as a whole. Close other programs
first; two runs on one machine tell nothing.

  --quick        measure, rivals, borders and coverage on a small part of the region, basin and sharing
                 on smaller problems; printed only
`;

/** Seeded, without a browser. */
const benchmarks: Record<string, string> = {
  'overlap-area': 'tests/bench/overlap-area.ts',
  measure: 'tests/bench/measure/measure.ts',
  rivals: 'tests/bench/measure/rivals.ts',
  basin: 'tests/bench/basin/basin.ts',
  borders: 'tests/bench/border-match/borders.ts',
  coverage: 'tests/bench/service-coverage/coverage.ts',
  sharing: 'tests/bench/sharing/sharing.ts',
};
const takesQuick = ['measure', 'rivals', 'basin', 'borders', 'coverage', 'sharing'];

const {values, positionals} = parseArgs({
  options: {help: {type: 'boolean'}, quick: {type: 'boolean'}},
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
    if (values.quick && takesQuick.includes(name)) words.push('--quick');
    if (spawnSync(process.execPath, words, {stdio: ['ignore', 1, 2]}).status !== 0) failed++;
  }
  return failed > 0 ? 1 : 0;
}
