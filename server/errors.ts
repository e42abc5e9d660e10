import {inBoth, type LocalText} from '../contract/local-text.ts';
import type {Problem} from '../contract/problem.ts';
import {ERRORS, type ErrorCode} from './error-table.ts';
import {ERRORS_ZH} from './errors-zh.ts';

/** What fills the {names} of a sentence; what is said in words is said in both languages. */
export type ErrorValues = Record<string, string | number | LocalText>;

/** A problem the caller can do something about. Anything else that is thrown is our bug. */
export class LiandongError extends Error {
  override readonly name = 'LiandongError';
  readonly status: number;
  readonly title: string;
  readonly localTitle: LocalText;
  /** The sentence; the English one is `message` too. */
  localMessage: LocalText;

  constructor(
    readonly code: ErrorCode,
    readonly values: ErrorValues,
    readonly issues?: readonly unknown[],
  ) {
    const [status, title, sentence] = ERRORS[code];
    const [titleZh, sentenceZh] = ERRORS_ZH[code];
    super(fill(sentence, values, 'en'));
    this.status = status;
    this.title = title;
    this.localTitle = {zh: titleZh, en: title};
    this.localMessage = {zh: fill(sentenceZh, values, 'zh'), en: this.message};
  }
}

/** Makes the error for `code`; use as `throw fail('LAYER_NOT_FOUND', {layerId})`. */
export function fail(
  code: ErrorCode,
  values: ErrorValues = {},
  issues?: readonly unknown[],
): LiandongError {
  return new LiandongError(code, values, issues);
}

/** RFC 9457 body of an error. */
export function toProblem(error: LiandongError, requestId?: string): Problem {
  return {
    type: `/api/docs/errors#${error.code}`,
    title: error.title,
    status: error.status,
    code: error.code,
    detail: error.message,
    localDetail: error.localMessage,
    ...(requestId === undefined ? {} : {instance: requestId}),
    ...(error.issues === undefined ? {} : {issues: [...error.issues]}),
  };
}

/** Back from a problem that crossed a thread or was stored with a job. */
export function fromProblem(problem: Problem): LiandongError {
  const code = (problem.code in ERRORS ? problem.code : 'INTERNAL') as ErrorCode;
  const error = new LiandongError(code, {}, problem.issues);
  error.message = problem.detail;
  error.localMessage = problem.localDetail ?? inBoth(problem.detail);
  return error;
}

function fill(sentence: string, values: ErrorValues, language: keyof LocalText): string {
  return sentence.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = values[name];
    if (value === undefined) return whole;
    return typeof value === 'object' ? value[language] : String(value);
  });
}
