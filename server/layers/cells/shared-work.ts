export interface Waiter {
  progress(share: number): void;
  signal: AbortSignal;
}

/**
 * Long work that several may want at the same time: done once, told to all of them, and stopped only
 * when the last has given up.
 */
export class SharedWork<Key> {
  private readonly running = new Map<Key, Running>();

  /** Starts the work, or joins it where it is running. Rejects with the signal's reason when aborted. */
  async join(key: Key, work: (waiter: Waiter) => Promise<void>, waiter: Waiter): Promise<void> {
    waiter.signal.throwIfAborted();
    for (;;) {
      const known = this.running.get(key);
      if (!known?.isGivenUp) break;
      // it is on its way out, and what it leaves must not be mixed with ours
      await known.done.catch(() => {});
      waiter.signal.throwIfAborted();
    }
    const running = this.running.get(key) ?? new Running(work);
    if (!this.running.has(key)) {
      this.running.set(key, running);
      const forget = () => this.running.delete(key);
      running.done.then(forget, forget);
    }
    return running.wait(waiter);
  }
}

class Running {
  readonly done: Promise<void>;
  private readonly stop = new AbortController();
  private readonly waiters = new Set<Waiter>();

  constructor(work: (waiter: Waiter) => Promise<void>) {
    this.done = work({
      progress: (share) => this.waiters.forEach((waiter) => waiter.progress(share)),
      signal: this.stop.signal,
    });
  }

  get isGivenUp(): boolean {
    return this.stop.signal.aborted;
  }

  wait(waiter: Waiter): Promise<void> {
    this.waiters.add(waiter);
    return new Promise((resolve, reject) => {
      const leave = () => {
        waiter.signal.removeEventListener('abort', giveUp);
        this.waiters.delete(waiter);
      };
      const giveUp = () => {
        leave();
        if (this.waiters.size === 0) this.stop.abort(waiter.signal.reason);
        reject(waiter.signal.reason as Error);
      };
      waiter.signal.addEventListener('abort', giveUp, {once: true});
      this.done.finally(leave).then(resolve, reject);
    });
  }
}
