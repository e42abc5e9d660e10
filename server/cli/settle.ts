import {writeFile} from 'node:fs/promises';
import {Command} from 'commander';
import type {AgreementSettlement} from '../../contract/agreement-settlement.ts';
import {readAgreementFile} from './agreement-file.ts';
import {describeSettlement} from './describe-settlement.ts';
import {clientOf, collectNumber, talking} from './options.ts';
import {readObservations, runProcess} from './run-process.ts';

interface Options {
  url: string;
  token?: string;
  observations: string;
  from?: string;
  to?: string;
  baseline?: Record<string, number>;
  out?: string;
}

/** `liandong agreements settle <agreement> --observations <file>`: who pays whom, and why. */
export function settleCommand(): Command {
  return talking(new Command('settle'))
    .description('settle an agreement by a monitoring table: who pays whom, how much and why')
    .argument('<agreement>', 'id of an agreement, id@version, or a JSON file that is not saved yet')
    .requiredOption('--observations <file>', 'monitoring table, CSV or XLSX')
    .option('--from <month>', 'first month or year to settle; with --to; all where left out')
    .option('--to <month>', 'last month or year to settle')
    .option(
      '--baseline <indicator=mg/L>',
      'baseline in place of what the agreement says (may be repeated)',
      collectNumber,
    )
    .option('--out <file>', 'write the whole result there as JSON, with every term')
    .action(settle);
}

async function settle(agreement: string, options: Options): Promise<void> {
  const {observations, from, to, baseline, out} = options;
  if ((from === undefined) !== (to === undefined)) {
    throw new Error('--from and --to go together, e.g. --from 2021 --to 2022.');
  }
  const client = clientOf(options);
  const isFile = agreement === '-' || /\.json$/i.test(agreement);
  const result = await runProcess<AgreementSettlement>(client, 'agreement-settlement', {
    agreement: isFile ? (await readAgreementFile(agreement)).draft : agreement,
    observations: await readObservations(client, observations),
    ...(from === undefined ? {} : {period: {from, to}}),
    ...(baseline === undefined ? {} : {baselinesMgPerL: baseline}),
  });
  if (out !== undefined) await writeFile(out, `${JSON.stringify(result, null, 2)}\n`);
  process.stdout.write(describeSettlement(result));
}
