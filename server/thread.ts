import {Worker, workerData, type TransferListItem} from 'node:worker_threads';

/**
 * Starts a worker thread from a TypeScript module, whoever the main thread was started by. The
 * module reads `data` with `threadData`.
 */
export function startThread(
  module: URL,
  data?: unknown,
  transfer: TransferListItem[] = [],
): Worker {
  return new Worker(new URL('./thread-start.js', import.meta.url), {
    workerData: {module: module.href, data},
    transferList: transfer,
    execArgv: [],
  });
}

/** What the starter of this thread gave it. */
export function threadData<T>(): T {
  return (workerData as {data: T}).data;
}
