import {afterEach, beforeEach, expect, test, vi} from 'vitest';
import {createLatestRequest} from '../../../web/src/state/latest-request.ts';

beforeEach(() => vi.useFakeTimers({toFake: ['setTimeout', 'clearTimeout', 'performance']}));
afterEach(() => vi.useRealTimers());

/** Answers after `delayMs` unless cut off. */
function setUp(delayMs: number) {
  const sent: number[] = [];
  const aborted: number[] = [];
  const results: [output: number, isFinal: boolean][] = [];
  const requests = createLatestRequest<number, number>({
    send: (input, signal) =>
      new Promise((resolve, reject) => {
        sent.push(input);
        signal.addEventListener('abort', () => {
          aborted.push(input);
          reject(new DOMException('', 'AbortError'));
        });
        setTimeout(() => resolve(input * 10), delayMs);
      }),
    onResult: (output, _input, isFinal) => results.push([output, isFinal]),
    onFailure: (error) => {
      throw error;
    },
  });
  return {requests, sent, aborted, results};
}

test('a drag of many positions sends few requests and ends with the last position', async () => {
  const {requests, sent, results} = setUp(30);
  for (let i = 0; i < 60; i++) {
    requests.ask(i, false);
    await vi.advanceTimersByTimeAsync(16);
  }
  await vi.advanceTimersByTimeAsync(500);
  expect(sent.length).toBeLessThan(20);
  expect(results.at(-1)).toEqual([590, false]);
  expect(results.length).toBe(sent.length);
});

test('a slow request is not cut off by the next position, so a drag still shows numbers', async () => {
  const {requests, aborted, results} = setUp(300);
  for (let i = 0; i < 20; i++) {
    requests.ask(i, false);
    await vi.advanceTimersByTimeAsync(16);
  }
  await vi.advanceTimersByTimeAsync(100);
  expect(aborted).toEqual([]);
  expect(results[0]).toEqual([30, false]);
});

test('a request slower than patience is cut off by the next position', async () => {
  const {requests, aborted} = setUp(5000);
  requests.ask(1, false);
  await vi.advanceTimersByTimeAsync(600);
  requests.ask(2, false);
  expect(aborted).toEqual([1]);
});

test('the final position is asked at once and nothing older is shown after it', async () => {
  const {requests, sent, aborted, results} = setUp(100);
  requests.ask(1, false);
  await vi.advanceTimersByTimeAsync(80);
  requests.ask(2, true);
  expect(sent).toEqual([1, 2]);
  expect(aborted).toEqual([1]);
  await vi.advanceTimersByTimeAsync(500);
  expect(results).toEqual([[20, true]]);
});

test('after cancelling nothing is sent and nothing arrives', async () => {
  const {requests, sent, results} = setUp(100);
  requests.ask(1, false);
  requests.cancel();
  await vi.advanceTimersByTimeAsync(500);
  expect(sent).toEqual([]);
  expect(results).toEqual([]);
});
