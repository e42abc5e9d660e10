import {afterEach, beforeEach, expect, test, vi} from 'vitest';
import {createEarlyBounds} from '../../../web/src/state/early-bounds.ts';

beforeEach(() => vi.useFakeTimers({toFake: ['setTimeout', 'clearTimeout', 'performance']}));
afterEach(() => vi.useRealTimers());

function setUp(fails = false) {
  const sent: number[] = [];
  const shown: number[] = [];
  const early = createEarlyBounds<number, number>({
    send: async (input) => {
      sent.push(input);
      await new Promise((resolve) => setTimeout(resolve, 20));
      if (fails) throw new Error('ring crosses itself');
      return input * 10;
    },
    onBounds: (bounds) => shown.push(bounds),
  });
  return {early, sent, shown};
}

test('an answer that comes within 150 ms asks for no bounds', async () => {
  const {early, sent} = setUp();
  early.start(1, true);
  await vi.advanceTimersByTimeAsync(140);
  early.settle();
  await vi.advanceTimersByTimeAsync(1000);
  expect(sent).toEqual([]);
});

test('a slow answer is preceded by its bounds, once', async () => {
  const {early, sent, shown} = setUp();
  early.start(1, true);
  await vi.advanceTimersByTimeAsync(1000);
  expect(sent).toEqual([1]);
  expect(shown).toEqual([10]);
});

test('bounds that come after the exact answer are not shown', async () => {
  const {early, sent, shown} = setUp();
  early.start(1, true);
  await vi.advanceTimersByTimeAsync(160);
  early.settle();
  await vi.advanceTimersByTimeAsync(1000);
  expect(sent).toEqual([1]);
  expect(shown).toEqual([]);
});

test('a drag that is answered every 300 ms never shows bounds, so the figure does not flicker', async () => {
  const {early, sent} = setUp();
  for (let i = 0; i < 10; i++) {
    early.start(i, false);
    await vi.advanceTimersByTimeAsync(300);
    early.settle();
  }
  expect(sent).toEqual([]);
});

test('a drag that is never answered shows bounds of where it is now', async () => {
  const {early, shown} = setUp();
  for (let i = 0; i < 5; i++) {
    early.start(i, false);
    await vi.advanceTimersByTimeAsync(400);
  }
  expect(shown.at(-1)).toBe(40);
  expect(shown.length).toBeGreaterThanOrEqual(4);
});

test('a place that has no bounds is left to the exact answer, which says why', async () => {
  const {early, shown} = setUp(true);
  early.start(1, true);
  await vi.advanceTimersByTimeAsync(1000);
  expect(shown).toEqual([]);
});
