import {shallowRef, watch} from 'vue';
import type {Job} from '../../../contract/job.ts';
import {dismissJob, fetchJob, fetchJobResults, hasEnded} from '../api/jobs.ts';
import {ProblemError} from '../api/request.ts';
import {startRun} from '../api/runs.ts';
import type {JobsState} from './jobs.ts';
import {asking, failing, IDLE, type Remote} from './remote.ts';

/** When to ask whether a job is done; together 1.5 s, after which it gets its place in the tray. */
const FIRST_LOOKS_MS = [50, 100, 150, 250, 400, 550];

export type ProcessRun<Inputs, Result> = ReturnType<typeof createProcessRun<Inputs, Result>>;

/**
 * A process that may take long, run as a job: what is done within a moment just appears, what takes
 * longer is followed, and can be cancelled, in the tray. Only the answer to the last question counts.
 */
export function createProcessRun<Inputs, Result>(processId: string, jobs: JobsState) {
  const remote = shallowRef<Remote<Result>>(IDLE);
  /** What the answer is to. */
  const answered = shallowRef<Inputs | null>(null);
  /** The job that works on it, or that answered it. */
  const jobId = shallowRef<string | null>(null);
  let asked: Inputs | null = null;
  let underWay: {jobId: string | null} | null = null;

  /** Asks, unless the very same is being asked or has been answered. */
  async function ask(inputs: Inputs): Promise<void> {
    if (remote.value.status !== 'failed' && isSameInputs(inputs, asked)) return;
    await repeat(inputs);
  }

  async function repeat(inputs: Inputs): Promise<void> {
    drop();
    // the answer to the question before is no longer looked at: the tray has one card for each run
    if (jobId.value !== null) jobs.hide(jobId.value);
    asked = inputs;
    const mine: {jobId: string | null} = {jobId: null};
    underWay = mine;
    remote.value = asking(remote.value);
    try {
      const job = await startRun(processId, inputs);
      mine.jobId = job.jobID;
      if (underWay === mine) jobId.value = job.jobID;
      if (underWay !== mine) return void dismissJob(job.jobID).catch(() => {});
      const ended = await outcomeOf(job, () => underWay === mine);
      if (underWay !== mine) return;
      if (ended.status !== 'successful') throw new ProblemError(problemOf(ended));
      const value = await fetchJobResults<Result>(job.jobID);
      if (underWay !== mine) return;
      underWay = null;
      answered.value = inputs;
      remote.value = {status: 'ready', value};
    } catch (error) {
      if (underWay !== mine) return;
      underWay = null;
      remote.value = failing(remote.value, error);
    }
  }

  /** Leaves what is under way; the last answer stays. */
  function drop(): void {
    const jobId = underWay?.jobId ?? null;
    underWay = null;
    asked = null;
    // it may have ended by itself just now: then there is nothing to cancel
    if (jobId !== null) void dismissJob(jobId).catch(() => {});
  }

  function clear(): void {
    drop();
    answered.value = null;
    remote.value = IDLE;
  }

  async function outcomeOf(job: Job, isWanted: () => boolean): Promise<Job> {
    let seen = job;
    for (const pauseMs of FIRST_LOOKS_MS) {
      if (hasEnded(seen) || !isWanted()) return seen;
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
      seen = await fetchJob(job.jobID);
    }
    if (hasEnded(seen) || !isWanted()) return seen;
    jobs.track(seen, false);
    return new Promise((resolve) => {
      const stop = watch(
        () => jobs.tracked.find((entry) => entry.job.jobID === job.jobID)?.job,
        (now) => {
          if (now !== undefined && !hasEnded(now)) return;
          stop();
          resolve(now ?? seen);
        },
        {flush: 'post'},
      );
    });
  }

  return {remote, answered, jobId, ask, repeat, drop, clear};
}

export function isSameInputs(a: unknown, b: unknown): boolean {
  return a !== null && b !== null && JSON.stringify(a) === JSON.stringify(b);
}

function problemOf(job: Job) {
  return (
    job.problem ?? {
      type: 'about:blank',
      title: 'Cancelled',
      status: 410,
      code: 'JOB_DISMISSED',
      detail: job.jobID,
    }
  );
}
