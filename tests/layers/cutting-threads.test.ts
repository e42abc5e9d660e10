import {afterEach, describe, expect, test} from 'vitest';
import {CuttingThreads, type CuttingThread} from '../../server/layers/cells/cutting-threads.ts';

describe('threads that cut layers', () => {
  const cutting = new CuttingThreads(2);
  afterEach(() => cutting.close());
  const lent = (count: number) => cutting.lend(count, async (threads) => threads);
  // a thread that has stopped rejects
  const isRunning = (thread: CuttingThread) =>
    thread.ask('drain', undefined).then(
      () => true,
      () => false,
    );

  test('are lent again after they were given back', async () => {
    const first = await lent(2);
    expect(new Set(await lent(2))).toEqual(new Set(first));
  });

  test('are lent to one at a time', async () => {
    await cutting.lend(1, async ([one]) => {
      expect(await lent(1)).not.toContain(one);
    });
  });

  test('are stopped when the cutting failed, since nobody knows what they hold', async () => {
    let used: CuttingThread[] = [];
    const failing = cutting.lend(2, async (threads) => {
      used = threads;
      throw new Error('stopped on the way');
    });
    await expect(failing).rejects.toThrow('stopped on the way');
    expect(await Promise.all(used.map(isRunning))).toEqual([false, false]);
    expect(await lent(2)).not.toContain(used[0]);
  });

  test('are kept no more than cut one layer together', async () => {
    const four = await Promise.all([lent(2), lent(2)]);
    const running = await Promise.all(four.flat().map(isRunning));
    expect(running.filter(Boolean)).toHaveLength(2);
  });
});
