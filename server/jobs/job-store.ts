import {promisify} from 'node:util';
import {gzip} from 'node:zlib';
import type {Job, JobStatus} from '../../contract/job.ts';
import type {LocalText} from '../../contract/local-text.ts';
import type {Problem} from '../../contract/problem.ts';
import {copyRows, CopyWriter} from '../db/copy-rows.ts';
import type {Db} from '../db/db.ts';
import {sql, whole, type Sql} from '../db/sql.ts';
import {fail, toProblem} from '../errors.ts';

/** Finished jobs older than this are forgotten at the start of the service. */
export const KEPT_DAYS = 30;

/** 20 MB of cells: 4.5 MB in 0.3 s; the default level takes twice as long for 8 % less. */
const GZIP_LEVEL = 3;
/** How gzip begins, and JSON never does. */
const GZIP_START = 0x1f;

const compress = promisify(gzip);

const INTERRUPTED: LocalText = {zh: '已中断', en: 'interrupted'};

const COLUMNS: Sql = sql`
  job_id as "jobID", 'process' as type, process_id as "processID", status, progress, message,
  coalesce(local_message, json_build_object('zh', message, 'en', message)) as "localMessage",
  eta_s as "etaS", subject, created_at as created, started_at as started,
  finished_at as finished, updated_at as updated, problem`;

export async function insertJob(
  db: Db,
  job: {jobID: string; processID: string; subject: string | null; inputs: unknown},
): Promise<Job> {
  const [row] = await db.query<Job>(
    sql`insert into jobs (job_id, process_id, status, subject, inputs)
        values (${job.jobID}, ${job.processID}, 'accepted', ${job.subject},
                ${JSON.stringify(job.inputs)}::jsonb)
        returning ${COLUMNS}`,
    'accepting a job',
  );
  return withLinks(row!);
}

/** Writes where a job stands; a finished job never changes again. */
export async function updateJob(
  db: Db,
  job: Pick<Job, 'jobID' | 'status' | 'progress' | 'localMessage' | 'etaS' | 'problem'>,
): Promise<void> {
  const isOver = !['accepted', 'running'].includes(job.status);
  await db.query(
    sql`update jobs set
          status = ${job.status}, progress = ${job.progress}, message = ${job.localMessage.en},
          local_message = ${JSON.stringify(job.localMessage)}::json, eta_s = ${job.etaS},
          problem = ${job.problem === null ? null : JSON.stringify(job.problem)}::json,
          started_at = coalesce(started_at, now()),
          finished_at = case when ${isOver}::boolean then now() end,
          updated_at = now()
        where job_id = ${job.jobID} and status in ('accepted', 'running')`,
    'updating a job',
  );
}

/** @throws JOB_NOT_FOUND */
export async function readJob(db: Db, jobId: string): Promise<Job> {
  const [row] = await db.query<Job>(
    sql`select ${COLUMNS} from jobs where job_id = ${jobId}`,
    'reading a job',
  );
  if (!row) throw fail('JOB_NOT_FOUND', {jobId, keptDays: KEPT_DAYS});
  return withLinks(row);
}

/** Keeps what a job found; to be written before the job is said to be over. */
export async function storeResult(db: Db, jobId: string, result: unknown): Promise<void> {
  const bytes = await compress(JSON.stringify(result), {level: GZIP_LEVEL});
  const rows = new CopyWriter(bytes.length + 100);
  rows.row(2);
  // text and bytea are the same bytes in this form
  rows.bytea(new TextEncoder().encode(jobId));
  rows.bytea(bytes);
  await db.copyIn(sql`job_results (job_id, bytes)`, rows.finish(), 'storing the result of a job');
}

/** What a job found, as JSON text. */
export interface StoredResult {
  bytes: Uint8Array;
  isGzipped: boolean;
}

/** @throws JOB_NOT_FOUND, JOB_NOT_READY, JOB_DISMISSED, or the problem the job failed with */
export async function readResult(
  db: Db,
  jobId: string,
): Promise<{result: StoredResult} | {problem: Problem}> {
  const job = await readJob(db, jobId);
  if (job.problem !== null) return {problem: job.problem};
  if (job.status === 'dismissed') throw fail('JOB_DISMISSED', {jobId});
  if (job.status !== 'successful') {
    throw fail('JOB_NOT_READY', {jobId, status: job.status, href: `/api/jobs/${jobId}`});
  }
  const [row] = await db.query<{resultId: number}>(
    sql`select result_id as "resultId" from job_results where job_id = ${jobId}`,
    'looking for the result of a job',
  );
  const rows = await db.copyOut(
    sql`select bytes from job_results where result_id = ${whole(row!.resultId)}`,
    'reading the result of a job',
  );
  const [[bytes]] = [...copyRows(rows)] as [[Uint8Array]];
  return {result: {bytes, isGzipped: bytes[0] === GZIP_START}};
}

/** Newest first. */
export async function listJobs(
  db: Db,
  {limit, status, processId}: {limit: number; status?: JobStatus[]; processId?: string[]},
): Promise<Job[]> {
  const rows = await db.query<Job>(
    sql`select ${COLUMNS} from jobs
        where (${status ?? null}::text[] is null or status = any (${status ?? null}::text[]))
          and (${processId ?? null}::text[] is null or process_id = any (${processId ?? null}::text[]))
        order by created_at desc, job_id limit ${limit}`,
    'listing jobs',
  );
  return rows.map(withLinks);
}

/** Marks what a stopped process left running, and forgets old jobs. For the start of the service. */
export async function sweepInterrupted(db: Db): Promise<number> {
  const problem = toProblem(fail('JOB_INTERRUPTED'));
  const rows = await db.query(
    sql`update jobs set status = 'failed', problem = ${JSON.stringify(problem)}::json,
               message = ${INTERRUPTED.en}, local_message = ${JSON.stringify(INTERRUPTED)}::json,
               eta_s = null, finished_at = now(), updated_at = now()
        where status in ('accepted', 'running') returning job_id`,
    'marking interrupted jobs',
  );
  await db.query(
    sql`delete from jobs where finished_at < now() - make_interval(days => ${KEPT_DAYS})`,
    'forgetting old jobs',
  );
  return rows.length;
}

export function withLinks(job: Omit<Job, 'links'>): Job {
  const link = (rel: string, path: string, type = 'application/json') => ({
    rel,
    href: `/api/jobs/${job.jobID}${path}`,
    type,
  });
  const links = [link('self', ''), link('monitor', '/events', 'text/event-stream')];
  if (job.status === 'successful') {
    links.push(link('http://www.opengis.net/def/rel/ogc/1.0/results', '/results'));
  }
  return {...job, links};
}
