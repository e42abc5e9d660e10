import {createWriteStream} from 'node:fs';
import {rename, rm} from 'node:fs/promises';
import {once} from 'node:events';
import {Command} from 'commander';
import type {Client} from './client.ts';
import {clientOf, talking} from './options.ts';
import {ProgressLine} from './progress-line.ts';

interface ItemPage {
  features: unknown[];
  numberMatched?: number;
  links: {rel: string; href: string}[];
}

/** `liandong export <collection> <file>`: writes a layer as GeoJSON, page by page. */
export function exportCommand(): Command {
  return talking(new Command('export'))
    .description('write a layer to a GeoJSON file (.geojsonl: a feature a line)')
    .argument('<collection>', 'id of the layer')
    .argument('<file>', 'file to write')
    .action(run);
}

async function run(
  collection: string,
  file: string,
  options: {url: string; token?: string},
): Promise<void> {
  const client = clientOf(options);
  const line = new ProgressLine();
  // Written aside and renamed: a file that is there is a whole one.
  const aside = `${file}.part`;
  const out = createWriteStream(aside);
  const isSequence = /\.(geojsonl|geojsons|ndjson)$/i.test(file);
  let count = 0;
  try {
    if (!isSequence) out.write('{"type":"FeatureCollection","features":[\n');
    for await (const {features, numberMatched} of pages(client, collection)) {
      for (const feature of features) {
        const separator = count++ === 0 || isSequence ? '' : ',\n';
        const end = isSequence ? '\n' : '';
        if (!out.write(`${separator}${JSON.stringify(feature)}${end}`)) await once(out, 'drain');
      }
      const percent = numberMatched ? Math.floor((100 * count) / numberMatched) : 0;
      line.show({percent, step: `${count} features`, etaS: null});
    }
    if (!isSequence) out.write('\n]}\n');
    out.end();
    await once(out, 'finish');
    await rename(aside, file);
  } catch (error) {
    out.destroy();
    await rm(aside, {force: true});
    throw error;
  } finally {
    line.end();
  }
  process.stdout.write(`${file}: ${count} features of ${collection}\n`);
}

async function* pages(client: Client, collection: string): AsyncGenerator<ItemPage> {
  let path: string | undefined =
    `/api/collections/${encodeURIComponent(collection)}/items?limit=1000`;
  while (path !== undefined) {
    const page: ItemPage = await client.get<ItemPage>(path);
    yield page;
    path = page.links.find((link) => link.rel === 'next')?.href;
  }
}
