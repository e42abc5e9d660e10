import {expect, test} from 'vitest';
import {Thread} from '../server/thread.ts';

type EchoQuestions = {echo: [string, string]; wait: [void, void]};

const openEcho = () =>
  new Thread<EchoQuestions>(new URL('./fixtures/echo-thread.ts', import.meta.url));

test('a thread answers what it is asked', async () => {
  const thread = openEcho();
  expect(await thread.ask('echo', '联动')).toBe('联动');
  await thread.stop();
});

test('who waits for a thread that is stopped is told, and so is who asks it afterwards', async () => {
  const thread = openEcho();
  await thread.opened;
  const [waiting] = await Promise.allSettled([thread.ask('wait', undefined), thread.stop()]);
  expect(waiting).toMatchObject({reason: new Error('the thread has stopped')});
  await expect(thread.ask('echo', 'late')).rejects.toThrow('the thread has stopped');
});
