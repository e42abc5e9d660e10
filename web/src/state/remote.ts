import type {Problem} from '../../../contract/problem.ts';
import {ProblemError} from '../api/request.ts';

/** Something that lives on the server. `refreshing` and `failed` keep the last value seen. */
export type Remote<Value> =
  | {readonly status: 'idle'}
  | {readonly status: 'loading'}
  | {readonly status: 'ready'; readonly value: Value}
  | {readonly status: 'refreshing'; readonly value: Value}
  | {readonly status: 'failed'; readonly problem: Problem; readonly value: Value | null};

export const IDLE = {status: 'idle'} as const;

export function valueOf<Value>(remote: Remote<Value>): Value | null {
  return 'value' in remote ? remote.value : null;
}

export function problemIn(remote: Remote<unknown>): Problem | null {
  return remote.status === 'failed' ? remote.problem : null;
}

export function isBusy(remote: Remote<unknown>): boolean {
  return remote.status === 'loading' || remote.status === 'refreshing';
}

/** The state while asking again: what was known stays in sight. */
export function asking<Value>(remote: Remote<Value>): Remote<Value> {
  const value = valueOf(remote);
  return value === null ? {status: 'loading'} : {status: 'refreshing', value};
}

export function failing<Value>(remote: Remote<Value>, error: unknown): Remote<Value> {
  return {status: 'failed', problem: problemFrom(error), value: valueOf(remote)};
}

/** Loads into a holder of a Remote; a failure becomes its state, never an exception. */
export async function load<Value>(
  holder: {value: Remote<Value>},
  ask: () => Promise<Value>,
): Promise<void> {
  holder.value = asking(holder.value);
  try {
    holder.value = {status: 'ready', value: await ask()};
  } catch (error) {
    holder.value = failing(holder.value, error);
  }
}

export function problemFrom(error: unknown): Problem {
  if (error instanceof ProblemError) return error.problem;
  const detail = error instanceof Error ? error.message : String(error);
  return {type: 'about:blank', title: 'Error', status: 0, code: 'UNEXPECTED', detail};
}

export function wasAborted(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'AbortError';
}
