import {Command} from 'commander';
import type {Agreement, AgreementList} from '../../contract/agreement.ts';
import {readAgreementFile} from './agreement-file.ts';
import type {Client} from './client.ts';
import {clientOf, talking} from './options.ts';
import {settleCommand} from './settle.ts';

interface Options {
  url: string;
  token?: string;
}

/** `liandong agreements …`: compensation agreements, listed, read, saved, deleted and settled. */
export function agreementsCommand(): Command {
  const agreements = new Command('agreements')
    .description('compensation agreements: list, show, put, delete, settle')
    .showHelpAfterError();
  agreements.addCommand(
    talking(new Command('list'))
      .description('list agreements: examples, then saved ones, newest first')
      .action(list),
  );
  agreements.addCommand(
    talking(new Command('show'))
      .description('print an agreement as JSON')
      .argument('<id>', 'id of the agreement, or id@version')
      .action(show),
  );
  agreements.addCommand(
    talking(new Command('put'))
      .description(
        'save an agreement from a JSON file: what show printed becomes its next version, anything else a new one',
      )
      .argument('<file>', 'JSON file, or - for standard input')
      .option('--new', 'save it as a new agreement whatever the file says')
      .action(put),
  );
  agreements.addCommand(
    talking(new Command('delete'))
      .description('delete an agreement with all its versions')
      .argument('<id@version>', 'id and the latest version, as list and put print it')
      .action(remove),
  );
  agreements.addCommand(settleCommand());
  return agreements;
}

async function list(options: Options): Promise<void> {
  const {agreements} = await clientOf(options).get<AgreementList>('/api/agreements');
  for (const {id, version, ruleType, period, name, isExample} of agreements) {
    const kind = isExample ? 'example' : 'saved';
    const reference = `${id}@${version}`.padEnd(38);
    process.stdout.write(
      `${reference}  ${kind.padEnd(7)}  ${ruleType.padEnd(25)}  ${period.from}–${period.to}  ${name.zh} · ${name.en}\n`,
    );
  }
}

async function show(reference: string, options: Options): Promise<void> {
  const agreement = await readAgreement(clientOf(options), reference);
  process.stdout.write(`${JSON.stringify(agreement, null, 2)}\n`);
}

async function put(file: string, {new: isNew, ...options}: Options & {new?: true}): Promise<void> {
  const client = clientOf(options);
  const {id, version, isExample, draft} = await readAgreementFile(file);
  const isNext = !isNew && !isExample && id !== undefined && version !== undefined;
  const saved = isNext
    ? await client.send<Agreement>('PUT', pathOf(id), draft, version)
    : await client.send<Agreement>('POST', '/api/agreements', draft);
  process.stdout.write(
    `${saved.id}@${saved.version}: ${saved.name.zh} · ${saved.name.en}${saved.version === 1 ? ', a new agreement' : ''}\n`,
  );
}

async function remove(reference: string, options: Options): Promise<void> {
  const [, id, version] = /^(.+)@([1-9]\d*)$/.exec(reference) ?? [];
  if (id === undefined) {
    throw new Error(
      `${reference}: expected id@version with the latest version, so that no change of somebody else goes with it; liandong agreements list shows it.`,
    );
  }
  await clientOf(options).send('DELETE', pathOf(id), undefined, Number(version));
  process.stdout.write(`${id} is deleted with all its versions.\n`);
}

function readAgreement(client: Client, reference: string): Promise<Agreement> {
  const at = reference.lastIndexOf('@');
  if (at < 0) return client.get(pathOf(reference));
  const version = encodeURIComponent(reference.slice(at + 1));
  return client.get(`${pathOf(reference.slice(0, at))}/versions/${version}`);
}

function pathOf(id: string): string {
  return `/api/agreements/${encodeURIComponent(id)}`;
}
