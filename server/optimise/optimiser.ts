import {Thread} from '../thread.ts';
import type {OptimiseQuestions} from './optimise-thread.ts';
import {openProgress, readProgress, type OptimiseProgress} from './progress.ts';
import type {SitingPlan, SitingProblem} from './siting-problem.ts';
import type {TransportPlan, TransportProblem} from './transport-problem.ts';

export interface OptimiseHelpers {
  signal: AbortSignal;
  /** Called a few times a second while the solver runs. */
  onProgress?: (progress: OptimiseProgress, elapsedMs: number) => void;
}

const PROGRESS_MS = 250;

/** The solver in a thread of its own; `stop` ends it, also in the middle of a run. */
export class Optimiser {
  private readonly thread = new Thread<OptimiseQuestions>(
    new URL('./optimise-thread.ts', import.meta.url),
  );

  transport(problem: TransportProblem, helpers: OptimiseHelpers): Promise<TransportPlan> {
    return this.run(helpers, (progress) => this.thread.ask('transport', {problem, progress}));
  }

  siting(
    problem: SitingProblem,
    limits: {timeLimitS: number; gap: number},
    helpers: OptimiseHelpers,
  ): Promise<SitingPlan> {
    const ask = (progress: SharedArrayBuffer) =>
      this.thread.ask('siting', {problem, ...limits, progress});
    return this.run(helpers, ask);
  }

  stop(): Promise<void> {
    return this.thread.stop();
  }

  /** @throws the reason of the signal once it is aborted; the thread is gone then */
  private async run<T>(
    {signal, onProgress}: OptimiseHelpers,
    ask: (progress: SharedArrayBuffer) => Promise<T>,
  ): Promise<T> {
    signal.throwIfAborted();
    const shared = openProgress();
    const startedAt = performance.now();
    const timer = setInterval(() => {
      onProgress?.(readProgress(shared), performance.now() - startedAt);
    }, PROGRESS_MS);
    const stop = () => void this.thread.stop();
    signal.addEventListener('abort', stop, {once: true});
    try {
      return await ask(shared);
    } catch (error) {
      signal.throwIfAborted();
      throw error;
    } finally {
      clearInterval(timer);
      signal.removeEventListener('abort', stop);
    }
  }
}
