import type {Problem} from '../../../contract/problem.ts';

export const API_ROOT = '/api';

/** A refused request, with the server's own sentence; also made when the server was not reached. */
export class ProblemError extends Error {
  constructor(readonly problem: Problem) {
    super(problem.detail);
    this.name = 'ProblemError';
  }
}

export interface Reply<Body> {
  body: Body;
}

interface RequestOptions {
  method?: 'GET' | 'POST' | 'PUT' | 'DELETE';
  json?: unknown;
  headers?: Record<string, string>;
  signal?: AbortSignal;
}

/** Asks the service; throws ProblemError for every answer that is not a success. */
export async function request<Body>(
  path: string,
  {method = 'GET', json, headers = {}, signal}: RequestOptions = {},
): Promise<Reply<Body>> {
  const init: RequestInit = {method, headers: {accept: 'application/json', ...headers}};
  if (signal) init.signal = signal;
  if (json !== undefined) {
    init.body = JSON.stringify(json);
    init.headers = {...init.headers, 'content-type': 'application/json'};
  }
  const response = await fetch(`${API_ROOT}${path}`, init).catch((error: unknown) => {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new ProblemError(unreachable(error));
  });
  const text = await response.text();
  if (!response.ok) throw new ProblemError(problemOf(response.status, text));
  return {
    body: (text === '' ? undefined : JSON.parse(text)) as Body,
  };
}

/** Reads a problem out of an error answer, or makes one when a proxy in between answered. */
export function problemOf(status: number, text: string): Problem {
  try {
    const body = JSON.parse(text) as Partial<Problem>;
    if (typeof body.code === 'string' && typeof body.detail === 'string') return body as Problem;
  } catch {
    // Not JSON: a proxy's page. The status says all there is to say.
  }
  return {type: 'about:blank', title: 'HTTP', status, code: 'HTTP_STATUS', detail: String(status)};
}

function unreachable(error: unknown): Problem {
  const detail = error instanceof Error ? error.message : String(error);
  return {type: 'about:blank', title: 'Network', status: 0, code: 'UNREACHABLE', detail};
}
