import type {Job, JobList} from '../../../contract/job.ts';
import {API_ROOT, request} from './request.ts';

export async function fetchJobs(): Promise<Job[]> {
  return (await request<JobList>('/jobs?limit=50')).body.jobs;
}

export async function fetchJob(id: string): Promise<Job> {
  return (await request<Job>(`/jobs/${encodeURIComponent(id)}`)).body;
}

export async function fetchJobResults<Result>(id: string): Promise<Result> {
  return (await request<Result>(`/jobs/${encodeURIComponent(id)}/results`)).body;
}

export async function dismissJob(id: string): Promise<void> {
  await request(`/jobs/${encodeURIComponent(id)}`, {method: 'DELETE'});
}

/** Follows a job by server-sent events until it ends; the browser reconnects by itself. */
export function followJob(id: string, onStatus: (job: Job) => void): () => void {
  const source = new EventSource(`${API_ROOT}/jobs/${encodeURIComponent(id)}/events`);
  source.addEventListener('status', (event) => {
    const job = JSON.parse((event as MessageEvent<string>).data) as Job;
    if (hasEnded(job)) source.close();
    onStatus(job);
  });
  return () => source.close();
}

export function hasEnded(job: Job): boolean {
  return job.status === 'successful' || job.status === 'failed' || job.status === 'dismissed';
}
