import {Command} from 'commander';
import type {ImportResult} from '../../contract/layer.ts';
import {clientOf, collectPair, talking} from './options.ts';
import {ProgressLine, progressOf} from './progress-line.ts';

interface Options {
  url: string;
  token?: string;
  id: string;
  kind: string;
  title?: string;
  layer?: string;
  crs?: string;
  encoding?: string;
  map?: Record<string, string>;
}

/** `liandong import <file> --id <id> --kind <kind> …`: loads a file as a layer version. */
export function importCommand(): Command {
  return talking(new Command('import'))
    .description('load a file as a new version of a layer, and wait until it is there')
    .argument('<file>', 'GeoJSON, GeoJSON text sequence, zipped Shapefile or GeoPackage')
    .requiredOption('--id <id>', 'id of the layer')
    .requiredOption('--kind <kind>', 'kind of the layer: unit, redline, function-zone, basin …')
    .option(
      '--title <text>',
      'title people see; where left out the name of the layer given, or of the file',
    )
    .option('--layer <name>', 'which layer of the file, where it holds several')
    .option('--map <role=field>', 'which attribute plays which role (may be repeated)', collectPair)
    .option('--crs <crs>', 'coordinate reference system, where the file does not say')
    .option('--encoding <name>', 'text encoding, where the file does not say')
    .action(run);
}

async function run(file: string, options: Options): Promise<void> {
  const client = clientOf(options);
  const {id, kind, title, layer, crs, encoding, map} = options;
  const fields = Object.entries({id, kind, title, layer, crs, encoding}).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  const job = await client.upload(file, {
    ...Object.fromEntries(fields),
    map: JSON.stringify(map ?? {}),
  });
  const line = new ProgressLine();
  await client.follow(job, (state) => line.show(progressOf(state))).finally(() => line.end());
  const result = await client.get<ImportResult>(`/api/jobs/${job.jobID}/results`);
  process.stdout.write(`${describe(result)}\n`);
}

function describe(result: ImportResult): string {
  const {layer, version, featureCount, repairedCount, rejectedCount, issueCount} = result;
  const notes = [
    repairedCount > 0 ? `${repairedCount} repaired` : '',
    rejectedCount > 0 ? `${rejectedCount} rejected` : '',
    issueCount > 0
      ? `${issueCount} ${issueCount === 1 ? 'issue' : 'issues'} at /api/layers/${layer}/versions/${version}/issues`
      : '',
  ].filter((note) => note !== '');
  return `${layer}@${version}: ${featureCount} ${featureCount === 1 ? 'feature' : 'features'}${notes.map((note) => `, ${note}`).join('')}`;
}
