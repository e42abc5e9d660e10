import type {Job} from '../../../contract/job.ts';
import {request} from './request.ts';

/** Starts a process as a job. */
export async function startRun(processId: string, inputs: unknown): Promise<Job> {
  const path = `/processes/${encodeURIComponent(processId)}/execution`;
  const headers = {prefer: 'respond-async'};
  return (await request<Job>(path, {method: 'POST', json: {inputs}, headers})).body;
}
