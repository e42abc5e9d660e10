import {existsSync} from 'node:fs';
import {join} from 'node:path';
import {parseArgs} from 'node:util';
import {readConfig} from '../server/config.ts';
import {hasRegion, makeRegion} from '../server/cli/seed.ts';
import {openDatabase} from '../server/db/open.ts';
import {buildWeb} from './build-web.ts';

const HELP = `Starts Liandong: builds the web app where it is not built, makes the sample region at the
first start, and runs the service until it is stopped.

  npm start

Settings come from the environment; .env.example lists them.
`;

const {values} = parseArgs({options: {help: {type: 'boolean', default: false}}});
if (values.help) process.stdout.write(HELP);
else {
  await start().catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  });
}

/** Building the app, making the region and opening the database share the cores at the first start. */
async function start(): Promise<void> {
  const config = readConfig(process.env);
  const folder = join(config.LIANDONG_DATA, 'sample');
  const isFirstStart = !existsSync(join(config.LIANDONG_DATA, 'database'));
  const region =
    config.LIANDONG_SAMPLE && isFirstStart && !hasRegion(folder)
      ? makeRegion('sample', folder)
      : undefined;
  // opening takes longer than loading the service, and does so in a thread of its own
  const database = openDatabase(config);
  // what is wrong with it is told by who waits for it
  database.catch(() => {});
  const service = import('../server/cli/serve.ts');
  // the service looks for the built app when it starts
  await buildWeb((line) => process.stderr.write(`${line}\n`));
  const {serve} = await service;
  await serve({database, ...(region === undefined ? {} : {region})});
}
