import {gunzipSync} from 'node:zlib';
import type {FastifyReply, FastifyRequest} from 'fastify';
import {Type} from 'typebox';
import {Job, JobList, JobStatus} from '../../contract/job.ts';
import {listJobs, readResult, type StoredResult} from '../jobs/job-store.ts';
import {takesGzip} from './caching.ts';
import type {App, Services} from '../services.ts';

const JobPath = Type.Object({jobId: Type.String()});

/** OGC API Processes jobs: list, status, result, dismissal, and their progress as events. */
export function jobRoutes(app: App, {db, jobs}: Services): void {
  app.get(
    '/api/jobs',
    {
      schema: {
        tags: ['jobs'],
        summary: 'Jobs, newest first',
        querystring: Type.Object(
          {
            limit: Type.Integer({minimum: 1, default: 100}),
            status: Type.Optional(Type.Array(JobStatus)),
            processID: Type.Optional(Type.Array(Type.String())),
          },
          {additionalProperties: false},
        ),
        response: {200: JobList},
      },
    },
    async (request) => {
      const {limit, status, processID} = request.query;
      const list = await listJobs(db, {
        limit: Math.min(limit, 1000),
        ...(status ? {status} : {}),
        ...(processID ? {processId: processID} : {}),
      });
      return {jobs: await Promise.all(list.map((job) => jobs.read(job.jobID)))};
    },
  );

  app.get(
    '/api/jobs/:jobId',
    {
      schema: {
        tags: ['jobs'],
        summary: 'Where a job stands',
        params: JobPath,
        response: {200: Job},
      },
    },
    (request) => jobs.read(request.params.jobId),
  );

  app.delete(
    '/api/jobs/:jobId',
    {schema: {tags: ['jobs'], summary: 'Dismiss a job', params: JobPath, response: {200: Job}}},
    (request) => jobs.dismiss(request.params.jobId),
  );

  app.get(
    '/api/jobs/:jobId/results',
    {schema: {tags: ['jobs'], summary: 'What a job found', params: JobPath}},
    async (request, reply) => {
      const outcome = await readResult(db, request.params.jobId);
      if ('result' in outcome) return sendResult(request, reply, outcome.result);
      return reply
        .code(outcome.problem.status)
        .type('application/problem+json')
        .send(JSON.stringify(outcome.problem));
    },
  );

  app.get(
    '/api/jobs/:jobId/events',
    {
      schema: {
        tags: ['jobs'],
        summary: 'Progress as server-sent events, each "status" event a job; ends with the job',
        params: JobPath,
      },
    },
    async (request, reply) => {
      const job = await jobs.read(request.params.jobId);
      reply.hijack();
      const {raw} = reply;
      raw.writeHead(200, {
        'content-type': 'text/event-stream',
        'cache-control': 'no-store',
        connection: 'keep-alive',
        'x-accel-buffering': 'no',
      });
      const send = (state: Job) => raw.write(`event: status\ndata: ${JSON.stringify(state)}\n\n`);
      if (!jobs.isLive(job.jobID)) {
        send(job);
        raw.end();
        return;
      }
      const stop = jobs.watch(job.jobID, (state) => {
        send(state);
        if (state.finished !== null) raw.end();
      });
      // a comment now and then keeps proxies from closing a quiet line
      const pulse = setInterval(() => raw.write(': still there\n\n'), 15_000);
      raw.on('close', () => {
        clearInterval(pulse);
        stop();
      });
    },
  );
}

/** Results are kept as they are sent: tens of megabytes are neither read nor packed again. */
function sendResult(
  request: FastifyRequest,
  reply: FastifyReply,
  {bytes, isGzipped}: StoredResult,
): FastifyReply {
  reply.type('application/json; charset=utf-8').header('vary', 'Accept-Encoding');
  if (isGzipped && takesGzip(request)) reply.header('content-encoding', 'gzip');
  else if (isGzipped) return reply.send(gunzipSync(bytes));
  return reply.send(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
}
