import {Type, type Static} from 'typebox';
import {LocalText} from './local-text.ts';
import {Problem} from './problem.ts';

/** OGC API Processes 1.0 job states. */
export const JobStatus = Type.Union([
  Type.Literal('accepted'),
  Type.Literal('running'),
  Type.Literal('successful'),
  Type.Literal('failed'),
  Type.Literal('dismissed'),
]);
export type JobStatus = Static<typeof JobStatus>;

/** OGC statusInfo, plus the step at work, the time left, and the problem of a failed job. */
export const Job = Type.Object({
  jobID: Type.String(),
  type: Type.Literal('process'),
  processID: Type.String(),
  status: JobStatus,
  progress: Type.Integer({minimum: 0, maximum: 100}),
  message: Type.String({description: 'The step at work, for people'}),
  localMessage: LocalText,
  etaS: Type.Union([Type.Number(), Type.Null()], {description: 'Seconds left, when known'}),
  subject: Type.Union([Type.String(), Type.Null()], {
    description: 'What it works on, e.g. a layer',
  }),
  created: Type.String(),
  started: Type.Union([Type.String(), Type.Null()]),
  finished: Type.Union([Type.String(), Type.Null()]),
  updated: Type.String(),
  problem: Type.Union([Problem, Type.Null()]),
  links: Type.Array(Type.Object({rel: Type.String(), href: Type.String(), type: Type.String()})),
});
export type Job = Static<typeof Job>;

export const JobList = Type.Object({jobs: Type.Array(Job)});
export type JobList = Static<typeof JobList>;
