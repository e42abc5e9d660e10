import {readFile, writeFile} from 'node:fs/promises';
import {text} from 'node:stream/consumers';
import {Command} from 'commander';
import {clientOf, talking} from './options.ts';
import {readObservations, runProcess} from './run-process.ts';

/** `liandong run <process> --inputs <JSON text, file or ->`: runs a process as a job and waits. */
export function runCommand(): Command {
  return talking(new Command('run'))
    .description('run a process and print its result')
    .argument('<process>', 'id of the process, e.g. redline-coverage')
    .requiredOption(
      '--inputs <json>',
      'inputs as JSON text, the name of a file, or - for standard input',
    )
    .option(
      '--observations <file>',
      'monitoring table, CSV or XLSX, that becomes the input "observations"',
    )
    .option('--out <file>', 'write the result there instead of printing it')
    .action(run);
}

async function run(
  processId: string,
  options: {url: string; token?: string; inputs: string; observations?: string; out?: string},
): Promise<void> {
  const client = clientOf(options);
  const given = await readInputs(options.inputs);
  const inputs =
    options.observations === undefined
      ? given
      : {...(given as object), observations: await readObservations(client, options.observations)};
  const result = await runProcess(client, processId, inputs);
  const output = `${JSON.stringify(result, null, 2)}\n`;
  if (options.out === undefined) process.stdout.write(output);
  else await writeFile(options.out, output);
}

async function readInputs(given: string): Promise<unknown> {
  const json = /^\s*\{/.test(given)
    ? given
    : given === '-'
      ? await text(process.stdin)
      : await readFile(given, 'utf8').catch(() => {
          throw new Error(`--inputs ${given}: neither JSON text nor a file that can be read.`);
        });
  try {
    return JSON.parse(json);
  } catch (error) {
    throw new Error(`--inputs is not JSON: ${(error as Error).message}`, {cause: error});
  }
}
