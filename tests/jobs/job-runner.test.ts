import {gunzipSync} from 'node:zlib';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import type {Job} from '../../contract/job.ts';
import type {Db} from '../../server/db/db.ts';
import {sql} from '../../server/db/sql.ts';
import {fail} from '../../server/errors.ts';
import {JobRunner} from '../../server/jobs/job-runner.ts';
import {insertJob, readJob, readResult, sweepInterrupted} from '../../server/jobs/job-store.ts';
import {engines, isMissing, openTestDb} from '../setup/engines.ts';

const silent = {info() {}, warn() {}, error() {}};

/** Something that happens when the test says so. */
function gate(): {opened: Promise<void>; open: () => void} {
  let open = () => {};
  const opened = new Promise<void>((resolve) => (open = resolve));
  return {opened, open};
}

describe.each(engines)('jobs on the %s engine', (engine) => {
  describe.skipIf(isMissing(engine))('always say the truth:', () => {
    let db: Db;
    let jobs: JobRunner;
    beforeAll(async () => {
      db = await openTestDb(engine);
      jobs = new JobRunner(db, silent);
    });
    afterAll(async () => {
      await jobs?.close();
      await db?.close();
    });

    const resultOf = async (jobId: string): Promise<unknown> => {
      const kept = await readResult(db, jobId);
      if (!('result' in kept)) throw new Error(kept.problem.detail);
      const {bytes, isGzipped} = kept.result;
      return JSON.parse((isGzipped ? gunzipSync(bytes) : Buffer.from(bytes)).toString('utf8'));
    };
    const over = (job: Job) =>
      expect.poll(async () => (await jobs.read(job.jobID)).status, {timeout: 5000});

    it('the row is there before the caller has its answer', async () => {
      const hold = gate();
      const job = await jobs.start({processID: 'test', subject: 'x'}, () => hold.opened);
      expect(await readJob(db, job.jobID)).toMatchObject({processID: 'test', subject: 'x'});
      hold.open();
      await over(job).toBe('successful');
    });

    it('progress goes up to the end, and the result is kept', async () => {
      const hold = gate();
      const seen: number[] = [];
      const job = await jobs.start({processID: 'test'}, async ({progress}) => {
        await hold.opened;
        progress(0.25, {zh: '四分之一', en: 'a quarter'});
        progress(0.5, {zh: '一半', en: 'half'});
        return {answer: 42};
      });
      const said: [string, string, string][] = [];
      jobs.watch(job.jobID, ({progress, message, localMessage: {zh, en}}) => {
        seen.push(progress);
        said.push([message, zh, en]);
      });
      hold.open();
      await over(job).toBe('successful');
      expect(seen).toEqual([...seen].sort((a, b) => a - b));
      expect(seen.at(-1)).toBe(100);
      expect(said).toContainEqual(['half', '一半', 'half']);
      expect((await readJob(db, job.jobID)).localMessage).toEqual({zh: '完成', en: 'done'});
      expect(await resultOf(job.jobID)).toEqual({answer: 42});
    });

    it('a result from before results were gzipped is read as it is', async () => {
      const job = await jobs.start({processID: 'test'}, async () => ({answer: 42}));
      await over(job).toBe('successful');
      await db.query(
        sql`update job_results set bytes = convert_to('{"answer": "plain"}', 'UTF8')
            where job_id = ${job.jobID}`,
      );
      expect(await readResult(db, job.jobID)).toMatchObject({result: {isGzipped: false}});
      expect(await resultOf(job.jobID)).toEqual({answer: 'plain'});
    });

    it('a problem of the caller is told as it is, our own bug is not', async () => {
      const theirs = await jobs.start({processID: 'test'}, async () => {
        throw fail('LAYER_NOT_FOUND', {layerId: 'x'});
      });
      const ours = await jobs.start({processID: 'test'}, async () => {
        throw new TypeError('secret detail');
      });
      await over(theirs).toBe('failed');
      await over(ours).toBe('failed');
      const told = await readJob(db, theirs.jobID);
      expect(told.problem!.code).toBe('LAYER_NOT_FOUND');
      expect(told.problem!.localDetail!.zh).toBe('没有图层“x”。GET /api/layers 列出全部图层。');
      expect(told.localMessage).toEqual({zh: '没有此图层', en: 'No such layer'});
      const {problem} = await readJob(db, ours.jobID);
      expect(problem!.code).toBe('INTERNAL');
      expect(JSON.stringify(problem)).not.toContain('secret');
    });

    it('a dismissed job stops its work, waiting or running', async () => {
      const stopped: string[] = [];
      const work = (name: string) => () =>
        jobs.start({processID: name}, ({signal}) => {
          if (signal.aborted) stopped.push(name);
          return new Promise((_, reject) => {
            signal.addEventListener('abort', () => {
              stopped.push(name);
              reject(signal.reason);
            });
          });
        });
      const [first, second, waiting] = [await work('1')(), await work('2')(), await work('3')()];
      await over(second!).toBe('running');
      expect((await jobs.read(waiting!.jobID)).status).toBe('accepted');
      expect((await jobs.dismiss(waiting!.jobID)).status).toBe('dismissed');
      expect((await jobs.dismiss(first!.jobID)).status).toBe('dismissed');
      expect((await jobs.dismiss(second!.jobID)).status).toBe('dismissed');
      expect(stopped.sort()).toEqual(['1', '2']);
      await expect(readResult(db, first!.jobID)).rejects.toMatchObject({code: 'JOB_DISMISSED'});
    });

    it('a job that the process did not survive is interrupted, and says so', async () => {
      const row = {jobID: 'killed', processID: 'layer-import', subject: 'units', inputs: {}};
      await insertJob(db, row);
      expect(await sweepInterrupted(db)).toBe(1);
      const job = await readJob(db, 'killed');
      expect(job).toMatchObject({status: 'failed', message: 'interrupted'});
      expect(job.localMessage).toEqual({zh: '已中断', en: 'interrupted'});
      expect(job.problem!.code).toBe('JOB_INTERRUPTED');
      expect(job.finished).not.toBeNull();
    });

    it('asking for what is not there is answered by name', async () => {
      await expect(jobs.read('nothing')).rejects.toMatchObject({code: 'JOB_NOT_FOUND'});
      await expect(jobs.dismiss('nothing')).rejects.toMatchObject({code: 'JOB_NOT_FOUND'});
    });
  });
});
