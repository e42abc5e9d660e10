import {wasAborted} from './remote.ts';

// Aborting every superseded request would starve the panel: a drag supersedes one every 16 ms, and
// none would ever finish. So one request may finish while newer inputs wait, the newest of them
// next; only a request that is both superseded and slow is cut off.

/** Slower than this and superseded: cut off. About what a hand notices as lag. */
const PATIENCE_MS = 400;
/** At most about 16 requests a second from one drag. */
const PAUSE_MS = 60;

export interface LatestRequest<Input> {
  /** Measures `input` soon; with `isFinal` at once, cutting off whatever is under way. */
  ask(input: Input, isFinal: boolean): void;
  cancel(): void;
}

interface Options<Input, Output> {
  send: (input: Input, signal: AbortSignal) => Promise<Output>;
  onStart?: (input: Input, isFinal: boolean) => void;
  onResult: (output: Output, input: Input, isFinal: boolean) => void;
  onFailure: (error: unknown, input: Input, isFinal: boolean) => void;
}

export function createLatestRequest<Input, Output>({
  send,
  onStart,
  onResult,
  onFailure,
}: Options<Input, Output>): LatestRequest<Input> {
  let flight: {controller: AbortController; startedAt: number} | null = null;
  let waiting: {input: Input; isFinal: boolean} | null = null;
  let timer: ReturnType<typeof setTimeout> | null = null;

  function ask(input: Input, isFinal: boolean): void {
    waiting = {input, isFinal};
    if (isFinal) {
      flight?.controller.abort();
      flight = null;
      start();
      return;
    }
    if (flight === null) {
      timer ??= setTimeout(start, PAUSE_MS);
    } else if (performance.now() - flight.startedAt > PATIENCE_MS) {
      flight.controller.abort();
      flight = null;
      start();
    }
  }

  function cancel(): void {
    waiting = null;
    flight?.controller.abort();
    flight = null;
    if (timer !== null) clearTimeout(timer);
    timer = null;
  }

  function start(): void {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    if (waiting === null) return;
    const {input, isFinal} = waiting;
    waiting = null;
    const mine = {controller: new AbortController(), startedAt: performance.now()};
    flight = mine;
    onStart?.(input, isFinal);
    send(input, mine.controller.signal)
      .then((output) => {
        if (flight === mine) onResult(output, input, isFinal);
      })
      .catch((error: unknown) => {
        if (flight === mine && !wasAborted(error)) onFailure(error, input, isFinal);
      })
      .finally(() => {
        if (flight !== mine) return;
        flight = null;
        if (waiting !== null) timer ??= setTimeout(start, PAUSE_MS);
      });
  }

  return {ask, cancel};
}
