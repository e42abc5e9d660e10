import {expect, test} from 'vitest';
import {Thread} from '../server/thread.ts';

type EchoQuestions = {echo: [string, string]; wait: [void, void]; whereIs: [void, string]};

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

test('a stack trace of a thread names its module, not the text it was put together to', async () => {
  const thread = openEcho();
  const [, frame] = (await thread.ask('whereIs', undefined)).split('\n');
  expect(frame).toMatch(/at .*tests\/fixtures\/echo-thread\.js:\d+:\d+\)$/);
  await thread.stop();
});

test('who waits for a thread whose module cannot be put together is told why', async () => {
  const thread = new Thread<EchoQuestions>(
    new URL('./fixtures/no-such-thread.ts', import.meta.url),
  );
  await expect(thread.opened).rejects.toThrow('no-such-thread.ts');
  await expect(thread.ask('echo', 'late')).rejects.toThrow('no-such-thread.ts');
  await thread.stop();
});

test('what is asked of a thread before it runs is answered in the order asked', async () => {
  const thread = openEcho();
  const answers: string[] = [];
  await Promise.all(
    ['一', '二', '三'].map(async (word) => answers.push(await thread.ask('echo', word))),
  );
  expect(answers).toEqual(['一', '二', '三']);
  await thread.stop();
});
