import {randomUUID} from 'node:crypto';
import {EventEmitter} from 'node:events';
import type {Job} from '../../contract/job.ts';
import type {LocalText} from '../../contract/local-text.ts';
import type {Db} from '../db/db.ts';
import {fail, LiandongError, toProblem} from '../errors.ts';
import {Eta} from './eta.ts';
import {insertJob, KEPT_DAYS, readJob, storeResult, updateJob, withLinks} from './job-store.ts';

export interface Log {
  info(values: object, message: string): void;
  warn(values: object, message: string): void;
  error(values: object, message: string): void;
}

/** What long work is given: where to say how far it is, when to stop, where to write. */
export interface WorkContext {
  /** @param share 0–1 of the whole work; @param step what is being done, for people, in both languages */
  progress(share: number, step: LocalText): void;
  signal: AbortSignal;
  log: Log;
}

export type Work = (context: WorkContext & {jobId: string}) => Promise<unknown>;

/** Row updates are at least this far apart; listeners hear every one. */
const WRITE_EVERY_MS = 400;
/** One job cuts while another reads: more would only share the same two cores. */
const AT_ONCE = 2;

const DONE: LocalText = {zh: '完成', en: 'done'};
const DISMISSED: LocalText = {zh: '已取消', en: 'dismissed'};

function messageIn(localMessage: LocalText): Pick<Job, 'message' | 'localMessage'> {
  return {message: localMessage.en, localMessage};
}

/**
 * Runs jobs in this process, two at a time, the rest in order. The row exists before the caller has
 * its answer, and always says the truth: a job that the process did not survive is swept at the next
 * start.
 */
export class JobRunner {
  private readonly live = new Map<string, {job: Job; stop: AbortController}>();
  private readonly waiting: (() => void)[] = [];
  private readonly events = new EventEmitter().setMaxListeners(0);
  private running = 0;
  private isClosed = false;
  private readonly ends = new Set<Promise<void>>();

  constructor(
    private readonly db: Db,
    private readonly log: Log,
  ) {}

  /** Accepts a job; `inputs` is what the row remembers of it. */
  async start(
    draft: {processID: string; subject?: string | null; inputs?: unknown},
    work: Work,
  ): Promise<Job> {
    if (this.isClosed)
      throw fail('NOT_READY', {reason: {zh: '服务正在停止', en: 'the service is stopping'}});
    const job = await insertJob(this.db, {
      jobID: randomUUID(),
      processID: draft.processID,
      subject: draft.subject ?? null,
      inputs: draft.inputs ?? {},
    });
    const stop = new AbortController();
    this.live.set(job.jobID, {job, stop});
    const end = this.run(job, stop, work).finally(() => this.ends.delete(end));
    this.ends.add(end);
    return {...job};
  }

  /** Where a job stands, as fresh as it gets. @throws JOB_NOT_FOUND */
  async read(jobId: string): Promise<Job> {
    const live = this.live.get(jobId);
    return live ? withLinks(live.job) : readJob(this.db, jobId);
  }

  /** Stops a job; a finished one stays what it is. @throws JOB_NOT_FOUND */
  async dismiss(jobId: string): Promise<Job> {
    const live = this.live.get(jobId);
    if (live) {
      live.stop.abort(fail('JOB_DISMISSED', {jobId}));
      await this.settled(jobId);
    }
    return this.read(jobId);
  }

  /** Calls `listener` with the job now and at each change until it is over; returns the way out. */
  watch(jobId: string, listener: (job: Job) => void): () => void {
    const live = this.live.get(jobId);
    if (!live) {
      throw fail('JOB_NOT_FOUND', {jobId, keptDays: KEPT_DAYS});
    }
    this.events.on(jobId, listener);
    listener(withLinks(live.job));
    return () => this.events.off(jobId, listener);
  }

  isLive(jobId: string): boolean {
    return this.live.has(jobId);
  }

  /** Counts for /metrics. */
  counts(): {running: number; waiting: number} {
    return {running: this.running, waiting: this.waiting.length};
  }

  /** Stops everything and waits until it has stopped. */
  async close(): Promise<void> {
    this.isClosed = true;
    for (const {stop} of this.live.values()) stop.abort(fail('JOB_INTERRUPTED'));
    await Promise.all(this.ends);
  }

  private async run(job: Job, stop: AbortController, work: Work): Promise<void> {
    await this.turn(stop.signal);
    const eta = new Eta(Date.now());
    let writtenAtMs = 0;
    const publish = (changes: Partial<Job>) => {
      Object.assign(job, changes, {updated: new Date().toISOString()});
      this.events.emit(job.jobID, withLinks(job));
    };
    const progress = (share: number, step: LocalText) => {
      if (stop.signal.aborted) return;
      const nowMs = Date.now();
      const etaS = eta.update(share, nowMs);
      publish({progress: Math.min(99, Math.floor(share * 100)), ...messageIn(step), etaS});
      if (nowMs - writtenAtMs < WRITE_EVERY_MS) return;
      writtenAtMs = nowMs;
      updateJob(this.db, job).catch((err: unknown) => {
        this.log.warn({err, jobId: job.jobID}, 'progress was not written');
      });
    };
    let end: Partial<Job>;
    try {
      stop.signal.throwIfAborted();
      publish({status: 'running', started: new Date().toISOString()});
      await updateJob(this.db, job);
      // dismissed while that was written: work that waits for the event would wait for ever
      stop.signal.throwIfAborted();
      const result = await work({progress, signal: stop.signal, log: this.log, jobId: job.jobID});
      stop.signal.throwIfAborted();
      await storeResult(this.db, job.jobID, result ?? null);
      end = {status: 'successful', progress: 100, ...messageIn(DONE), etaS: null};
    } catch (error) {
      end = this.outcome(job, stop.signal.aborted ? stop.signal.reason : error);
    }
    // The row first: who hears that a job is over may ask for its result at once.
    await updateJob(this.db, {...job, ...end}).catch((err: unknown) =>
      this.log.error({err, jobId: job.jobID}, 'a job end was not written'),
    );
    this.live.delete(job.jobID);
    publish({...end, finished: new Date().toISOString()});
    this.running -= 1;
    this.waiting.shift()?.();
  }

  private outcome(job: Job, error: unknown): Partial<Job> {
    if (error instanceof LiandongError && error.code === 'JOB_DISMISSED') {
      return {status: 'dismissed', ...messageIn(DISMISSED), etaS: null};
    }
    if (!(error instanceof LiandongError)) {
      this.log.error({err: error, jobId: job.jobID}, `job ${job.processID} failed`);
    }
    const known =
      error instanceof LiandongError ? error : fail('INTERNAL', {requestId: `job ${job.jobID}`});
    const message = messageIn(known.localTitle);
    return {status: 'failed', ...message, etaS: null, problem: toProblem(known)};
  }

  /** Waits for a free place; a job that is dismissed while waiting goes on at once, to end. */
  private async turn(signal: AbortSignal): Promise<void> {
    if (this.running >= AT_ONCE && !signal.aborted) {
      await new Promise<void>((resolve) => {
        this.waiting.push(resolve);
        signal.addEventListener(
          'abort',
          () => {
            const place = this.waiting.indexOf(resolve);
            if (place >= 0) this.waiting.splice(place, 1);
            resolve();
          },
          {once: true},
        );
      });
    }
    this.running += 1;
  }

  private settled(jobId: string): Promise<void> {
    return new Promise((resolve) => {
      const check = () => {
        if (this.live.has(jobId)) return;
        this.events.off(jobId, check);
        resolve();
      };
      this.events.on(jobId, check);
      check();
    });
  }
}
