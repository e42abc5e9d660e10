import {createLatestRequest} from './latest-request.ts';

// Between which areas a number lies is known long before the number: worth showing when one waits,
// a flicker when one does not.

/** Later than this one waits; a tenth of a second still feels immediate. */
const SLOW_MS = 150;
/**
 * While dragging, the last exact number stays this long. More than the 400 ms after which a request
 * that is superseded is cut off: exact numbers that keep coming are never swapped for bounds.
 */
const DRAG_SLOW_MS = 450;

export interface EarlyBounds<Input> {
  /** An exact answer for `input` has been asked for. */
  start(input: Input, isFinal: boolean): void;
  /** The exact answer is there, or nobody waits for it any more. */
  settle(): void;
}

interface Options<Input, Bounds> {
  send: (input: Input, signal: AbortSignal) => Promise<Bounds>;
  onBounds: (bounds: Bounds) => void;
}

/** Asks for bounds where the exact answer is slow, and again as long as it stays away. */
export function createEarlyBounds<Input, Bounds>({
  send,
  onBounds,
}: Options<Input, Bounds>): EarlyBounds<Input> {
  let waitingSince: number | null = null;
  let isShown = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const requests = createLatestRequest<Input, Bounds>({
    send,
    onResult: (bounds) => {
      isShown = true;
      onBounds(bounds);
    },
    // what is wrong with the place is told by the exact answer, which is under way
    onFailure: () => {},
  });

  function start(input: Input, isFinal: boolean): void {
    waitingSince ??= performance.now();
    clearTimeout(timer);
    const patience = isFinal ? SLOW_MS : DRAG_SLOW_MS;
    const wait = isShown ? 0 : waitingSince + patience - performance.now();
    timer = setTimeout(() => requests.ask(input, isFinal), Math.max(0, wait));
  }

  function settle(): void {
    waitingSince = null;
    isShown = false;
    clearTimeout(timer);
    requests.cancel();
  }

  return {start, settle};
}
