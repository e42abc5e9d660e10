import {parseArgs} from 'node:util';
import {buildWeb} from './build-web.ts';
import {prepare, type Preparation} from './test/prepare.ts';
import {runVitest} from './test/run-vitest.ts';
import {closingLine, type Tally} from './test/tally.ts';

const help = `npm test -- [options] [vitest filters and options]

Prepares what the tests need (a Chromium, a PostGIS server, GDAL's ogrinfo), builds the web
application, runs every test, and closes with "N passed, N failed, N skipped".

  npm test -- tests/kernel      only the tests under that path
  npm test -- --project unit    only one of the projects unit, engines, api, e2e

  --forbid-skips        a skipped test is a failure
  --failed-before <n>   add n failures of earlier steps to the closing line
  --help                this text

  DATABASE_URL_TEST     a PostGIS server to use instead of a throw-away one
  CHROMIUM_PATH         a Chromium to use instead of the one on PATH
`;

const {values, rest} = readArguments(process.argv.slice(2));
if (values.help) {
  process.stdout.write(help);
} else {
  process.exitCode = await main();
}

async function main(): Promise<number> {
  const interruption = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => interruption.abort());

  const preparation = await prepare(say);
  const failedBefore = Array.from(
    {length: Number(values['failed-before'] ?? 0)},
    () => 'a step before the tests, see above',
  );
  let tally: Tally;
  try {
    // tests that need no web application still tell something when it does not build
    preparation.prepared.push(await buildWeb(say));
  } catch (error) {
    failedBefore.push((error as Error).message);
  }
  try {
    tally = await runVitest(rest, preparation.environment, interruption.signal);
  } finally {
    await preparation.stop();
  }

  tally.failedOutsideTests.push(...failedBefore);
  if (interruption.signal.aborted) tally.failedOutsideTests.push('interrupted');
  summarize(preparation, tally);
  say(closingLine(tally));

  if (tally.failed + tally.failedOutsideTests.length > 0) return 1;
  if (values['forbid-skips'] && tally.skipped.length > 0) return 1;
  return 0;
}

function summarize({prepared, missing}: Preparation, tally: Tally): void {
  const paragraphs: [string, string[]][] = [
    ['Prepared', prepared],
    ['MISSING', missing],
    ['Failed outside a test', tally.failedOutsideTests],
    [values['forbid-skips'] ? 'Skipped, which is forbidden here' : 'Skipped', tally.skipped],
  ];
  for (const [heading, lines] of paragraphs)
    if (lines.length > 0) say(`\n${heading}:\n${lines.map((line) => `  ${line}`).join('\n')}`);
  say('');
}

/** Our own options are taken out, whatever else there is goes to vitest. */
function readArguments(words: string[]) {
  const {values, tokens} = parseArgs({
    args: words,
    options: {
      help: {type: 'boolean'},
      'forbid-skips': {type: 'boolean'},
      'failed-before': {type: 'string'},
    },
    strict: false,
    tokens: true,
  });
  const ours = new Set(['help', 'forbid-skips', 'failed-before']);
  const taken = new Set<number>();
  for (const token of tokens) {
    if (token.kind === 'option-terminator') taken.add(token.index);
    if (token.kind !== 'option' || !ours.has(token.name)) continue;
    taken.add(token.index);
    if (token.value !== undefined && !token.inlineValue) taken.add(token.index + 1);
  }
  return {values, rest: words.filter((_, index) => !taken.has(index))};
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
