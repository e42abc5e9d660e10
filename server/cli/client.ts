import {createReadStream} from 'node:fs';
import {stat} from 'node:fs/promises';
import {basename} from 'node:path';
import {Readable} from 'node:stream';
import type {Job} from '../../contract/job.ts';
import type {Problem} from '../../contract/problem.ts';

export interface ClientOptions {
  /** Address of the service, e.g. http://127.0.0.1:8080 */
  url: string;
  /** Access token, where the service asks for one. */
  token?: string | undefined;
}

/** A running service, spoken to over HTTP. Problems become errors with their sentence. */
export class Client {
  constructor(private readonly options: ClientOptions) {}

  async get<T>(path: string): Promise<T> {
    return (await (await this.fetch(path)).json()) as T;
  }

  /** @param version what If-Match names: the version the change is made on top of */
  async send<T>(
    method: 'POST' | 'PUT' | 'DELETE',
    path: string,
    body?: unknown,
    version?: number,
  ): Promise<T> {
    const headers = {
      ...(body === undefined ? {} : {'content-type': 'application/json'}),
      ...(version === undefined ? {} : {'if-match': `"${version}"`}),
    };
    const response = await this.fetch(path, {
      method,
      headers,
      ...(body === undefined ? {} : {body: JSON.stringify(body)}),
    });
    return (response.status === 204 ? undefined : await response.json()) as T;
  }

  /** Runs a process as a job. */
  async execute(processId: string, inputs: unknown): Promise<Job> {
    const response = await this.fetch(`/api/processes/${encodeURIComponent(processId)}/execution`, {
      method: 'POST',
      body: JSON.stringify({inputs}),
      headers: {'content-type': 'application/json', prefer: 'respond-async'},
    });
    return (await response.json()) as Job;
  }

  /** Uploads a file as a new version of a layer, streaming it from disk. */
  async upload(filePath: string, fields: Record<string, string>): Promise<Job> {
    return this.sendFile<Job>('/api/layers', filePath, fields);
  }

  /** Sends a file as a form, streaming it from disk. */
  async sendFile<T>(
    path: string,
    filePath: string,
    fields: Record<string, string> = {},
  ): Promise<T> {
    const {size} = await stat(filePath).catch(() => {
      throw new Error(`There is no file ${filePath}.`);
    });
    const {body, contentType, length} = multipartBody(filePath, size, fields);
    const response = await this.fetch(path, {
      method: 'POST',
      body,
      headers: {'content-type': contentType, 'content-length': String(length)},
      duplex: 'half',
    } as RequestInit);
    return (await response.json()) as T;
  }

  /** Follows a job to its end. @throws Error with the problem's sentence when it fails */
  async follow(job: Job, onProgress: (job: Job) => void): Promise<Job> {
    let last = job;
    const response = await this.fetch(`/api/jobs/${job.jobID}/events`);
    for await (const state of readEvents<Job>(response)) {
      last = state;
      onProgress(state);
    }
    // The stream ends with the job; where it broke off, the row tells.
    while (last.finished === null) {
      await new Promise((resolve) => setTimeout(resolve, 500));
      last = await this.get<Job>(`/api/jobs/${job.jobID}`).catch((error: Error) => {
        const state = `The job was at ${last.progress} % (${last.message})`;
        const where = `when the service runs again, liandong jobs says what became of ${job.jobID}`;
        throw new Error(`${error.message} ${state}; ${where}.`, {cause: error});
      });
    }
    if (last.status === 'successful') return last;
    throw new Error(last.problem ? sentence(last.problem) : `The job was ${last.status}.`);
  }

  async fetch(path: string, init: RequestInit = {}): Promise<Response> {
    const {url, token} = this.options;
    const headers = new Headers(init.headers);
    if (token) headers.set('authorization', `Bearer ${token}`);
    let response: Response;
    try {
      response = await fetch(new URL(path, url), {...init, headers});
    } catch (error) {
      throw new Error(
        `No service answers at ${url} (${reasonOf(error)}). Start one with npm start, or name another with --url.`,
        {cause: error},
      );
    }
    if (response.ok) return response;
    const text = await response.text();
    throw new Error(sentenceOf(text) ?? `${url}${path} answered ${response.status}: ${text}`);
  }
}

function sentenceOf(text: string): string | null {
  try {
    return sentence(JSON.parse(text) as Problem);
  } catch {
    return null;
  }
}

function sentence({detail, code}: Problem): string {
  return `${detail} [${code}]`;
}

function reasonOf(error: unknown): string {
  const {cause, message} = error as {cause?: {code?: string; message?: string}; message: string};
  return cause?.code ?? cause?.message ?? message;
}

function multipartBody(filePath: string, size: number, fields: Record<string, string>) {
  const boundary = `liandong-${Math.random().toString(36).slice(2)}${Date.now().toString(36)}`;
  const part = (headers: string) => `--${boundary}\r\nContent-Disposition: form-data; ${headers}`;
  // Fields first: the service can refuse them before it takes the file.
  const head = Object.entries(fields)
    .map(([name, value]) => `${part(`name="${name}"`)}\r\n\r\n${value}\r\n`)
    .join('');
  const fileName = basename(filePath).replaceAll('"', '%22');
  const fileHead = `${part(`name="file"; filename="${fileName}"`)}\r\nContent-Type: application/octet-stream\r\n\r\n`;
  const tail = `\r\n--${boundary}--\r\n`;
  const chunks = async function* () {
    yield Buffer.from(head + fileHead);
    yield* createReadStream(filePath);
    yield Buffer.from(tail);
  };
  return {
    body: Readable.toWeb(Readable.from(chunks())) as BodyInit,
    contentType: `multipart/form-data; boundary=${boundary}`,
    length: Buffer.byteLength(head + fileHead + tail) + size,
  };
}

/** The data of each event of a server-sent stream. */
async function* readEvents<T>(response: Response): AsyncGenerator<T> {
  let buffer = '';
  try {
    for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
      buffer += chunk;
      const events = buffer.split('\n\n');
      buffer = events.pop()!;
      for (const event of events) {
        const data = event
          .split('\n')
          .filter((line) => line.startsWith('data: '))
          .map((line) => line.slice(6))
          .join('\n');
        if (data !== '') yield JSON.parse(data) as T;
      }
    }
  } catch {
    // a broken stream is not the end of the job: the caller asks for the row
  }
}
