import {reactive} from 'vue';
import type {Job} from '../../../contract/job.ts';
import {dismissJob, fetchJobs, followJob, hasEnded} from '../api/jobs.ts';
import {problemFrom} from './remote.ts';
import type {Problem} from '../../../contract/problem.ts';

export interface TrackedJob {
  job: Job;
  /** Why cancelling it was refused, if it was. */
  problem: Problem | null;
}

export type JobsState = ReturnType<typeof createJobsState>;

/** The tray: jobs under way and those that ended while one looked on, until they are dismissed. */
export function createJobsState(onSuccess: (job: Job, isOwn: boolean) => void) {
  const tracked = reactive<TrackedJob[]>([]);
  const stops = new Map<string, () => void>();

  /** Follows a job; `isOwn` when it was started here, so that its result may move the map. */
  function track(job: Job, isOwn: boolean): void {
    if (stops.has(job.jobID)) return;
    tracked.unshift({job, problem: null});
    const stop = followJob(job.jobID, (next) => {
      const entry = tracked.find((each) => each.job.jobID === job.jobID);
      const hadEnded = entry !== undefined && hasEnded(entry.job);
      if (entry !== undefined) entry.job = next;
      if (next.status === 'successful' && !hadEnded) onSuccess(next, isOwn);
    });
    stops.set(job.jobID, stop);
  }

  /** Finds again what was under way before the page was reloaded. */
  async function resume(): Promise<void> {
    try {
      for (const job of await fetchJobs()) if (!hasEnded(job)) track(job, false);
    } catch {
      // The tray stays empty: whoever needs the service says that it is not reached.
    }
  }

  async function cancel(id: string): Promise<void> {
    const entry = tracked.find((each) => each.job.jobID === id);
    if (entry === undefined) return;
    try {
      await dismissJob(id);
    } catch (error) {
      entry.problem = problemFrom(error);
    }
  }

  /** Takes an ended job out of the tray; the server keeps its record. */
  function hide(id: string): void {
    stops.get(id)?.();
    const index = tracked.findIndex((each) => each.job.jobID === id);
    if (index >= 0) tracked.splice(index, 1);
  }

  return {tracked, track, resume, cancel, hide};
}
