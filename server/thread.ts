import {
  parentPort,
  Worker,
  workerData,
  type ResourceLimits,
  type Transferable,
  type WorkerOptions,
} from 'node:worker_threads';
import {bundleThread} from './thread-bundle.ts';

type Outcome = {id: number; answer: unknown} | {id: number; error: ThreadError};
/** An error as it crosses the thread boundary. */
export interface ThreadError {
  message: string;
  code: string | null;
  problem?: unknown;
}

type Waiting = {resolve: (answer: never) => void; reject: (error: unknown) => void};

/**
 * A worker thread that answers questions: one TypeScript module, any number of questions at a time,
 * each answered once. `Questions` names them: {name: [question, answer]}.
 */
export class Thread<Questions extends Record<string, [unknown, unknown]>> {
  /** Null until the module is put together. */
  private worker: Worker | null = null;
  private readonly starting: Promise<void>;
  private isReferenced = true;
  private readonly waiting = new Map<number, Waiting>();
  private lastId = 0;
  /** Why no answer will come any more. */
  private end: Error | null = null;
  /** Settles when the module has loaded, or has failed to. */
  readonly opened: Promise<void>;

  /**
   * @param data what the module reads with `threadData`
   * @param resourceLimits what the thread may take, where the default is too much to have many of it
   */
  constructor(module: URL, data?: unknown, resourceLimits: ResourceLimits = {}) {
    this.opened = new Promise((resolve, reject) => this.waiting.set(0, {resolve, reject}));
    // stopping a thread before it has loaded is no error unless somebody waits for it
    this.opened.catch(() => undefined);
    this.starting = bundleThread(module).then(
      (bundle) => this.start(bundle, {workerData: data, execArgv: [], resourceLimits}),
      (error: Error) => this.fail(error),
    );
  }

  private start(bundle: URL, options: WorkerOptions): void {
    if (this.end) return;
    this.worker = new Worker(bundle, options);
    this.worker.on('message', (outcome: Outcome) => this.settle(outcome));
    this.worker.on('error', (error) => this.fail(error));
    this.worker.on('exit', () => this.fail(new Error('the thread has stopped')));
    if (!this.isReferenced) this.worker.unref();
  }

  /**
   * Rejects with what the thread threw: an Error of our own kinds keeps `code` and `problem`; and at once
   * when the thread has ended.
   */
  ask<N extends keyof Questions>(
    name: N,
    question: Questions[N][0],
    transfer: Transferable[] = [],
  ): Promise<Questions[N][1]> {
    if (this.end) return Promise.reject(this.end);
    const id = ++this.lastId;
    return new Promise((resolve, reject) => {
      this.waiting.set(id, {resolve, reject});
      const post = () => this.worker?.postMessage({id, name, question}, transfer);
      if (this.worker) post();
      else this.starting.then(post).catch(reject);
    });
  }

  /** A thread that is not referenced lets the process end while it waits for questions. */
  ref(): void {
    this.isReferenced = true;
    this.worker?.ref();
  }

  unref(): void {
    this.isReferenced = false;
    this.worker?.unref();
  }

  async stop(): Promise<void> {
    if (this.worker) await this.worker.terminate();
    this.fail(new Error('the thread has stopped'));
  }

  private settle(outcome: Outcome): void {
    const waiting = this.waiting.get(outcome.id);
    this.waiting.delete(outcome.id);
    if ('error' in outcome) waiting?.reject(Object.assign(new Error(), outcome.error));
    else waiting?.resolve(outcome.answer as never);
  }

  private fail(error: Error): void {
    this.end ??= error;
    for (const {reject} of this.waiting.values()) reject(error);
    this.waiting.clear();
  }
}

/**
 * Runs a thread for one piece of work. It is stopped at the end, and at once when the work is given up, which
 * then throws the reason of `signal`.
 */
export async function withThread<Questions extends Record<string, [unknown, unknown]>, T>(
  module: URL,
  signal: AbortSignal,
  work: (thread: Thread<Questions>) => Promise<T>,
): Promise<T> {
  const thread = new Thread<Questions>(module);
  const stop = () => void thread.stop();
  signal.addEventListener('abort', stop, {once: true});
  try {
    return await work(thread);
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  } finally {
    signal.removeEventListener('abort', stop);
    await thread.stop();
  }
}

/** What the starter of this thread gave it. */
export function threadData<T>(): T {
  return workerData as T;
}

/** An answer whose buffers go over without being copied. */
export class Transferred<T> {
  constructor(
    readonly answer: T,
    readonly buffers: Transferable[],
  ) {}
}

type Answered<T> = T | Transferred<T>;

/**
 * Called once by the module of a thread: how each question is answered. `opening` is waited for
 * before the first.
 */
export function answerQuestions<Questions extends Record<string, [unknown, unknown]>>(
  answers: {
    [N in keyof Questions]: (
      question: Questions[N][0],
    ) => Answered<Questions[N][1]> | Promise<Answered<Questions[N][1]>>;
  },
  opening: Promise<unknown> = Promise.resolve(),
): void {
  const port = parentPort!;
  const fail = (id: number, error: unknown) => {
    const {message, code, problem} = error as ThreadError;
    const plain: ThreadError = {message: message ?? String(error), code: code ?? null, problem};
    port.postMessage({id, error: plain} satisfies Outcome);
  };
  opening.then(
    () => port.postMessage({id: 0, answer: undefined} satisfies Outcome),
    (error: unknown) => fail(0, error),
  );
  port.on('message', async ({id, name, question}: {id: number; name: string; question: never}) => {
    try {
      await opening;
      const answer = await answers[name]!(question);
      if (answer instanceof Transferred) {
        port.postMessage({id, answer: answer.answer} satisfies Outcome, answer.buffers);
      } else port.postMessage({id, answer} satisfies Outcome);
    } catch (error) {
      fail(id, error);
    }
  });
}
