import type {ObservationTable} from '../../contract/observation.ts';
import type {Client} from './client.ts';
import {ProgressLine, progressOf} from './progress-line.ts';

/** Runs a process as a job, shows its progress and answers its result. */
export async function runProcess<T>(
  client: Client,
  processId: string,
  inputs: unknown,
): Promise<T> {
  const job = await client.execute(processId, inputs);
  const line = new ProgressLine();
  await client.follow(job, (state) => line.show(progressOf(state))).finally(() => line.end());
  return client.get<T>(`/api/jobs/${job.jobID}/results`);
}

/**
 * The rows of a table, as the service reads them. What is wrong with rows the result says; which columns
 * and sheets were not used is said here.
 */
export async function readObservations(
  client: Client,
  file: string,
): Promise<ObservationTable['rows']> {
  const table = await client.sendFile<ObservationTable>('/api/observations', file);
  const {rows, ignoredColumns, issues} = table;
  if (ignoredColumns.length > 0) {
    process.stderr.write(`${file}: columns that were not used: ${ignoredColumns.join(', ')}\n`);
  }
  for (const {rule, severity, detail} of issues) {
    if (rule === 'sheet-not-used') process.stderr.write(`${file}: ${severity}: ${detail.en}\n`);
  }
  return rows;
}
