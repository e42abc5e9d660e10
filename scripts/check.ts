import {spawnSync} from 'node:child_process';
import {parseArgs} from 'node:util';

const help = `npm run check -- [step…]

Runs every check that needs no database and no browser, all of them even when one fails:
format, lint, types, rooms, docs. With names, only those.
`;

const vitest = ['vitest', 'run', '--project', 'unit', '--reporter', 'dot'];

/** Each check as the command a developer would type after npx. */
const steps: Record<string, string[]> = {
  format: ['prettier', '--check', '--log-level', 'warn', '.'],
  lint: ['oxlint', '--deny-warnings'],
  types: ['vue-tsc', '--noEmit'],
  rooms: [...vitest, 'tests/rooms.test.ts'],
  docs: [...vitest, 'tests/docs', 'tests/compose.test.ts'],
};

const {values, positionals} = parseArgs({
  options: {help: {type: 'boolean'}},
  allowPositionals: true,
});
if (values.help) process.stdout.write(help);
else process.exitCode = runSteps(positionals.length > 0 ? positionals : Object.keys(steps));

function runSteps(names: string[]): number {
  const outcomes: string[] = [];
  let failed = 0;
  for (const name of names) {
    const words = steps[name];
    if (!words) throw new Error(`No check "${name}"; there are ${Object.keys(steps).join(', ')}.`);

    process.stdout.write(`\n── ${name}: ${words.join(' ')}\n`);
    const startedAt = performance.now();
    const {status} = spawnSync('npx', ['--no-install', ...words], {stdio: ['ignore', 1, 2]});
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
    if (status !== 0) failed++;
    outcomes.push(`${status === 0 ? 'ok    ' : 'FAILED'}  ${name} (${seconds} s)`);
  }
  process.stdout.write(`\n${outcomes.join('\n')}\n`);
  return failed > 0 ? 1 : 0;
}
