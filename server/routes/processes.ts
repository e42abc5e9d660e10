import {Type} from 'typebox';
import {Value} from 'typebox/value';
import type {FastifyReply} from 'fastify';
import type {Job} from '../../contract/job.ts';
import {PROCESSES} from '../analysis/index.ts';
import type {AnalysisProcess} from '../analysis/process.ts';
import {fail} from '../errors.ts';
import type {App, Services} from '../services.ts';
import {tellMisfit} from './tell-misfit.ts';
import {NoQuery} from './validator.ts';

const ProcessPath = Type.Object({processId: Type.String()});
const Execution = Type.Object(
  {
    inputs: Type.Record(Type.String(), Type.Unknown()),
    outputs: Type.Optional(Type.Unknown()),
    response: Type.Optional(Type.Union([Type.Literal('raw'), Type.Literal('document')])),
    subscriber: Type.Optional(Type.Unknown()),
  },
  {additionalProperties: false},
);

/** OGC API Processes 1.0: every analysis is a process, run at once or as a job. */
export function processRoutes(app: App, services: Services): void {
  app.get(
    '/api/processes',
    {schema: {tags: ['processes'], summary: 'What can be computed', querystring: NoQuery}},
    () => ({
      processes: PROCESSES.map(summary),
      links: [{rel: 'self', href: '/api/processes', type: 'application/json'}],
    }),
  );

  app.get(
    '/api/processes/:processId',
    {
      schema: {
        tags: ['processes'],
        summary: 'Inputs and outputs of a process',
        params: ProcessPath,
      },
    },
    (request) => describe(findProcess(request.params.processId)),
  );

  app.post(
    '/api/processes/:processId/execution',
    {
      schema: {
        tags: ['processes'],
        summary: 'Run a process; with Prefer: respond-async as a job',
        params: ProcessPath,
        querystring: Type.Object(
          {
            drawing: Type.Optional(
              Type.String({
                maxLength: 100,
                description:
                  'Name of a drawing in progress: its next zone reuses what did not change and replaces one still waiting',
              }),
            ),
          },
          {additionalProperties: false},
        ),
        body: Execution,
      },
    },
    async (request, reply) => {
      const process = findProcess(request.params.processId);
      const {inputs} = request.body;
      rejectMisfit(process, inputs);
      if (/\brespond-async\b/.test(String(request.headers.prefer ?? ''))) {
        const job = await startJob(services, process, inputs);
        reply.header('preference-applied', 'respond-async');
        return accepted(reply, job);
      }
      const stop = new AbortController();
      reply.raw.on('close', () => {
        if (!reply.raw.writableFinished) stop.abort(fail('REQUEST_ABANDONED'));
      });
      return process.run(inputs as never, {
        ...services,
        progress() {},
        signal: stop.signal,
        drawing: request.query.drawing,
      });
    },
  );
}

/** 201 with where to follow the job. */
export function accepted(reply: FastifyReply, job: Job): Job {
  reply.code(201).header('location', `/api/jobs/${job.jobID}`);
  return job;
}

function startJob(
  {jobs, db, measuring, catalog}: Services,
  process: AnalysisProcess,
  inputs: unknown,
) {
  return jobs.start({processID: process.id, inputs}, ({progress, signal}) =>
    process.run(inputs as never, {db, measuring, catalog, progress, signal, drawing: undefined}),
  );
}

function findProcess(processId: string): AnalysisProcess {
  const process = PROCESSES.find(({id}) => id === processId);
  if (process) return process;
  throw fail('PROCESS_NOT_FOUND', {
    processId,
    known: PROCESSES.map(({id}) => id).join(', '),
  });
}

/** @throws INPUT_INVALID naming the first inputs that do not fit */
function rejectMisfit(process: AnalysisProcess, inputs: Record<string, unknown>): void {
  const {properties, required} = process.inputs as unknown as {
    properties: Record<string, {description?: string}>;
    required?: string[];
  };
  const known = Object.keys(properties).join(', ');
  for (const name of Object.keys(inputs)) {
    if (name in properties) continue;
    throw fail('INPUT_INVALID', {
      reason: {
        zh: `${process.id} 没有输入“${name}”。可用的有：${known}。`,
        en: `Input "${name}" is not one of ${process.id}. It takes: ${known}.`,
      },
    });
  }
  for (const name of required ?? []) {
    if (inputs[name] !== undefined) continue;
    throw fail('INPUT_INVALID', {
      reason: {
        zh: `缺少 ${process.id} 的输入“${name}”。可用的有：${known}。`,
        en: `Input "${name}" of ${process.id} is missing. It takes: ${known}.`,
      },
    });
  }
  for (const [name, value] of Object.entries(inputs)) {
    if (Value.Check(properties[name]! as never, value)) continue;
    const {description} = properties[name]!;
    const seen = JSON.stringify(value)?.slice(0, 80);
    const misfit = tellMisfit(name, properties[name]! as never, value);
    // descriptions of schemas are English only
    const expectedZh = misfit?.zh ?? '见其 schema';
    const expectedEn =
      [misfit?.en, description && `expected ${description}`].filter(Boolean).join('; ') ||
      'expected what its schema says';
    throw fail('INPUT_INVALID', {
      reason: {
        zh: `${process.id} 的输入“${name}”为 ${seen}，不符合要求：${expectedZh}。GET /api/processes/${process.id} 说明可用的输入。`,
        en: `Input "${name}" of ${process.id} is ${seen}; ${expectedEn}. GET /api/processes/${process.id} shows what fits.`,
      },
    });
  }
}

function summary({id, version, title, description}: AnalysisProcess) {
  return {
    id,
    version,
    title: title.en,
    description: description.en,
    titles: title,
    descriptions: description,
    jobControlOptions: ['sync-execute', 'async-execute', 'dismiss'],
    outputTransmission: ['value'],
    links: [
      {rel: 'self', href: `/api/processes/${id}`, type: 'application/json'},
      {
        rel: 'http://www.opengis.net/def/rel/ogc/1.0/execute',
        href: `/api/processes/${id}/execution`,
        type: 'application/json',
      },
    ],
  };
}

function describe(process: AnalysisProcess) {
  const {properties, required = []} = process.inputs as unknown as {
    properties: Record<string, {description?: string}>;
    required?: string[];
  };
  return {
    ...summary(process),
    inputs: Object.fromEntries(
      Object.entries(properties).map(([name, schema]) => [
        name,
        {
          title: name,
          ...(schema.description ? {description: schema.description} : {}),
          minOccurs: required.includes(name) ? 1 : 0,
          schema,
        },
      ]),
    ),
    outputs: {result: {title: 'result', schema: process.outputs}},
  };
}
