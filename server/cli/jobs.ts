import {Command} from 'commander';
import type {Job, JobList} from '../../contract/job.ts';
import {clientOf, talking} from './options.ts';

/** `liandong jobs`: what runs and what ran; `--dismiss <id>` stops one. */
export function jobsCommand(): Command {
  return talking(new Command('jobs'))
    .description('list jobs, newest first, or dismiss one')
    .option('--dismiss <id>', 'stop this job')
    .option('--limit <n>', 'how many to list', '20')
    .action(run);
}

async function run(options: {
  url: string;
  token?: string;
  dismiss?: string;
  limit: string;
}): Promise<void> {
  const client = clientOf(options);
  if (options.dismiss !== undefined) {
    const job = await client.send<Job>(
      'DELETE',
      `/api/jobs/${encodeURIComponent(options.dismiss)}`,
    );
    process.stdout.write(`${row(job)}\n`);
    return;
  }
  const {jobs} = await client.get<JobList>(`/api/jobs?limit=${encodeURIComponent(options.limit)}`);
  for (const job of jobs) process.stdout.write(`${row(job)}\n`);
  if (jobs.length === 0) process.stdout.write('No jobs yet.\n');
}

function row({jobID, processID, subject, status, progress, message, problem}: Job): string {
  const what = subject === null ? processID : `${processID} ${subject}`;
  return `${jobID}  ${status.padEnd(10)} ${String(progress).padStart(3)} %  ${what}  ${problem?.detail ?? message}`;
}
