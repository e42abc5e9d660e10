import {Thread} from '../../thread.ts';
import type {CuttingQuestions} from './cutting-thread.ts';

export type CuttingThread = Thread<CuttingQuestions>;

/** Starting a thread takes 0.3 s of processor time, and layers are seldom imported one at a time. */
const IDLE_MS = 60_000;

/** Threads that cut layers into cells, kept for a minute after their last use. */
export class CuttingThreads {
  private idle: CuttingThread[] = [];
  private timer: NodeJS.Timeout | undefined;

  /** @param count how many cut one layer together */
  constructor(readonly count: number) {}

  /** Lends threads to one cutting; when that fails they are stopped, with all they hold. */
  async lend<T>(count: number, work: (threads: CuttingThread[]) => Promise<T>): Promise<T> {
    const threads = Array.from({length: count}, () => this.idle.pop() ?? startThread());
    for (const thread of threads) thread.ref();
    try {
      const result = await work(threads);
      this.keep(threads);
      return result;
    } catch (error) {
      await stopAll(threads);
      throw error;
    }
  }

  async close(): Promise<void> {
    clearTimeout(this.timer);
    await stopAll(this.idle.splice(0));
  }

  private keep(threads: CuttingThread[]): void {
    for (const thread of threads) {
      // an idle thread does not keep the process alive
      thread.unref();
      if (this.idle.length < this.count) this.idle.push(thread);
      else void thread.stop();
    }
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void stopAll(this.idle.splice(0)), IDLE_MS).unref();
  }
}

function startThread(): CuttingThread {
  return new Thread<CuttingQuestions>(new URL('./cutting-thread.ts', import.meta.url));
}

async function stopAll(threads: CuttingThread[]): Promise<void> {
  await Promise.all(threads.map((thread) => thread.stop()));
}
