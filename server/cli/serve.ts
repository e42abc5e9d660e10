import {existsSync, rmSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import type {LayerList} from '../../contract/layer.ts';
import {buildApp} from '../app.ts';
import {rejectOpenDoor} from '../auth/access-token.ts';
import {readConfig, type Config} from '../config.ts';
import {Client} from './client.ts';
import {ProgressLine} from './progress-line.ts';
import {hasRegion, loadRegion, makeRegion} from './seed.ts';

export interface ServeOptions {
  /** The database of the settings, where it is being opened already. */
  database?: Promise<Database>;
  /** Settled when the sample region lies in `LIANDONG_DATA/sample`; the service does not wait to listen. */
  region?: Promise<unknown>;
  /** Called once, when the sample is loaded and the address can be opened. */
  onReady?: (address: string) => void;
}

type Database = NonNullable<Parameters<typeof buildApp>[1]>;

/**
 * Starts listening, loads the sample region when there are no layers, and says where it is. Stops
 * in order on SIGINT and SIGTERM.
 */
export async function serve({
  database,
  region,
  onReady = sayReady,
}: ServeOptions = {}): Promise<void> {
  const config = readConfig(process.env);
  rejectOpenDoor(config);
  const line = new ProgressLine();
  line.show({percent: 0, step: 'opening the database', etaS: null});
  const {app} = await buildApp(config, await database);
  const stop = async (signal: string) => {
    app.log.info({signal}, 'stopping');
    await app.close();
    process.exit(0);
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);

  const address = await app.listen({host: config.HOST, port: config.PORT});
  const client = new Client({
    url: address.replace('0.0.0.0', '127.0.0.1').replace('[::]', '[::1]'),
    token: config.LIANDONG_ACCESS_TOKEN || undefined,
  });
  try {
    await loadSample(config, client, line, region);
  } catch (error) {
    app.log.error({err: error}, 'the sample region could not be loaded');
  }
  line.end();
  onReady(address);
}

/**
 * Loads the sample into a service without layers. A mark in the data folder says that loading has
 * begun, so that the next start goes on where this one was stopped.
 */
async function loadSample(
  config: Config,
  client: Client,
  line: ProgressLine,
  region: Promise<unknown> | undefined,
): Promise<void> {
  const folder = join(config.LIANDONG_DATA, 'sample');
  const mark = join(config.LIANDONG_DATA, 'sample-is-loading');
  const {layers} = await client.get<LayerList>('/api/layers');
  if (!config.LIANDONG_SAMPLE || (layers.length > 0 && !existsSync(mark))) return;
  line.show({percent: 0, step: 'making the sample region', etaS: null});
  await region;
  if (!hasRegion(folder)) await makeRegion('sample', folder);
  writeFileSync(mark, '');
  await loadRegion(client, folder, (progress) => line.show(progress));
  rmSync(mark, {force: true});
}

function sayReady(address: string): void {
  process.stdout.write(`Liandong is ready at ${address}\n`);
}
