import {execFile} from 'node:child_process';
import {existsSync, readFileSync} from 'node:fs';
import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {promisify} from 'node:util';
import {Command, Option} from 'commander';
import type {LayerList} from '../../contract/layer.ts';
import type {LocalText} from '../../contract/local-text.ts';
import type {Client} from './client.ts';
import {clientOf, talking} from './options.ts';
import {ProgressLine, type Progress} from './progress-line.ts';

/** What the generator writes beside the layers of a region. */
interface RegionManifest {
  attribution: LocalText;
  layers: {
    id: string;
    kind: string;
    title: LocalText;
    file: string;
    bytes: number;
    map: Record<string, string>;
  }[];
}

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const run = promisify(execFile);

/** `liandong seed`: makes an invented region and loads it into a running service. */
export function seedCommand(): Command {
  return talking(new Command('seed'))
    .description('make an invented region and load it')
    .addOption(
      new Option('--size <size>', 'how large a region')
        .choices(['sample', 'province', 'nation'])
        .default('sample'),
    )
    .action(async (options: {url: string; token?: string; size: string}) => {
      const folder = await mkdtemp(join(tmpdir(), 'liandong-region-'));
      const line = new ProgressLine();
      try {
        line.show({percent: 0, step: `making the region (${options.size})`, etaS: null});
        await makeRegion(options.size, folder);
        await loadRegion(clientOf(options), folder, (progress) => line.show(progress));
      } finally {
        line.end();
        await rm(folder, {recursive: true, force: true});
      }
    });
}

/** Runs the generator as a process of its own; it is a developer's script, not a part of the service. */
export async function makeRegion(size: string, folder: string): Promise<void> {
  const script = join(ROOT, 'scripts/make-region.ts');
  const args = ['--import', 'tsx', script, '--size', size, '--out', folder];
  await run(process.execPath, args, {cwd: ROOT, maxBuffer: 64 * 1024 ** 2});
}

/** Whether a folder holds a whole region: the manifest is written last. */
export function hasRegion(folder: string): boolean {
  return existsSync(join(folder, 'region.json'));
}

/** Imports the layers of a region that the service does not have yet, one after the other. */
export async function loadRegion(
  client: Client,
  folder: string,
  onProgress: (progress: Progress) => void,
): Promise<void> {
  const {layers, attribution} = JSON.parse(
    readFileSync(join(folder, 'region.json'), 'utf8'),
  ) as RegionManifest;
  const {layers: there} = await client.get<LayerList>('/api/layers');
  const wanted = layers.filter(({id}) => !there.some((layer) => layer.id === id));
  // a layer takes some time however small it is
  const weight = (layer: {bytes: number}) => layer.bytes + 200_000;
  const total = wanted.reduce((sum, layer) => sum + weight(layer), 0);
  const startedMs = performance.now();
  let done = 0;
  for (const layer of wanted) {
    const job = await client.upload(join(folder, layer.file), {
      id: layer.id,
      kind: layer.kind,
      title: JSON.stringify(layer.title),
      map: JSON.stringify(layer.map),
      attribution: JSON.stringify(attribution),
      isInvented: 'true',
    });
    await client.follow(job, ({progress}) => {
      const share = (done + (weight(layer) * progress) / 100) / total;
      const elapsedS = (performance.now() - startedMs) / 1000;
      onProgress({
        percent: Math.floor(share * 100),
        step: `loading ${layer.title.en} (${wanted.indexOf(layer) + 1}/${wanted.length})`,
        etaS: share > 0.05 ? elapsedS / share - elapsedS : null,
      });
    });
    done += weight(layer);
  }
}
