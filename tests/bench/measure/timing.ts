/** Times of one contender, in milliseconds, and the sum of what it answered. */
export class Samples {
  readonly timesMs: number[] = [];

  async time<T>(work: () => T | Promise<T>): Promise<T> {
    const started = performance.now();
    const answer = await work();
    this.timesMs.push(performance.now() - started);
    return answer;
  }

  get count(): number {
    return this.timesMs.length;
  }

  get medianMs(): number {
    return quantile(this.timesMs, 0.5);
  }

  get p95Ms(): number {
    return quantile(this.timesMs, 0.95);
  }
}

/** Linear between the two nearest; NaN of nothing. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const at = share * (sorted.length - 1);
  const low = sorted[Math.floor(at)];
  const high = sorted[Math.ceil(at)];
  if (low === undefined || high === undefined) return NaN;
  return low + (high - low) * (at - Math.floor(at));
}

/** Relative difference of two areas. */
export function relativeDifference(a: number, b: number): number {
  return a === b ? 0 : Math.abs(a - b) / Math.max(Math.abs(a), Math.abs(b));
}
