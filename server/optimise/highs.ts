import loadHighs, {type CallbackData, type Highs, type Model} from 'highs';

export type {CallbackData, Highs, Model};

/** What stands in results. */
export const SOLVER = 'HiGHS 1.15 (WebAssembly)';

/** Loads the solver: 0.2 s. One instance answers one call at a time, and blocks its thread meanwhile. */
export function openHighs(): Promise<Highs> {
  return loadHighs();
}

/** Columns as they are written down one by one, compressed. */
export class Columns {
  readonly cost: number[] = [];
  readonly lower: number[] = [];
  readonly upper: number[] = [];
  private readonly starts = [0];
  private readonly indices: number[] = [];
  private readonly values: number[] = [];

  get count(): number {
    return this.cost.length;
  }

  /** @param entries row, value, row, value …; rows ascending */
  add(cost: number, lower: number, upper: number, entries: readonly number[]): number {
    this.cost.push(cost);
    this.lower.push(lower);
    this.upper.push(upper);
    for (let e = 0; e < entries.length; e += 2) {
      this.indices.push(entries[e]!);
      this.values.push(entries[e + 1]!);
    }
    this.starts.push(this.indices.length);
    return this.count - 1;
  }

  matrix(numRows: number) {
    return {
      format: 'csc' as const,
      numRows,
      numCols: this.count,
      starts: Int32Array.from(this.starts),
      indices: Int32Array.from(this.indices),
      values: Float64Array.from(this.values),
    };
  }
}
