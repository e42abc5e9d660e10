import {expect, test} from 'vitest';
import {SharedWork, type Waiter} from '../../server/layers/cells/shared-work.ts';

function waiter() {
  const stop = new AbortController();
  const shares: number[] = [];
  return {stop, shares, signal: stop.signal, progress: (share: number) => void shares.push(share)};
}

/** Work whose end the test decides; counts how often it was begun. */
function controlled() {
  const begun: {waiter: Waiter; end: () => void; fail: (error: Error) => void}[] = [];
  const work = (given: Waiter) =>
    new Promise<void>((resolve, reject) => {
      begun.push({waiter: given, end: resolve, fail: reject});
      given.signal.addEventListener('abort', () => reject(given.signal.reason as Error));
    });
  return {begun, work};
}

test('two who want the same work at once have it done once and both hear how far it is', async () => {
  const shared = new SharedWork<number>();
  const {begun, work} = controlled();
  const first = waiter();
  const second = waiter();
  const both = Promise.all([shared.join(1, work, first), shared.join(1, work, second)]);
  begun[0]!.waiter.progress(0.5);
  begun[0]!.end();
  await both;
  expect(begun).toHaveLength(1);
  expect([first.shares, second.shares]).toEqual([[0.5], [0.5]]);
});

test('one who gives up leaves the work to the other', async () => {
  const shared = new SharedWork<number>();
  const {begun, work} = controlled();
  const impatient = waiter();
  const gone = shared.join(1, work, impatient);
  const stays = shared.join(1, work, waiter());
  impatient.stop.abort(new Error('enough'));
  await expect(gone).rejects.toThrow('enough');
  expect(begun[0]!.waiter.signal.aborted).toBe(false);
  begun[0]!.end();
  await stays;
});

test('when the last gives up the work is stopped, and begins anew for the next', async () => {
  const shared = new SharedWork<number>();
  const {begun, work} = controlled();
  const only = waiter();
  const gone = shared.join(1, work, only);
  only.stop.abort(new Error('enough'));
  const next = shared.join(1, work, waiter());
  await expect(gone).rejects.toThrow('enough');
  expect(begun[0]!.waiter.signal.aborted).toBe(true);
  await new Promise((resolve) => setImmediate(resolve));
  expect(begun).toHaveLength(2);
  begun[1]!.end();
  await next;
});

test('a failure is told to all, and the next may try again', async () => {
  const shared = new SharedWork<number>();
  const {begun, work} = controlled();
  const both = Promise.allSettled([shared.join(1, work, waiter()), shared.join(1, work, waiter())]);
  begun[0]!.fail(new Error('no room'));
  expect((await both).map(({status}) => status)).toEqual(['rejected', 'rejected']);
  const again = shared.join(1, work, waiter());
  begun[1]!.end();
  await again;
});
