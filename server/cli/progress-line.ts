import type {Job} from '../../contract/job.ts';

/** Percent, step and time left of a piece of work. */
export interface Progress {
  percent: number;
  step: string;
  etaS: number | null;
}

export function progressOf({progress, message, etaS}: Job): Progress {
  return {percent: progress, step: message, etaS};
}

/**
 * Shows progress on standard error: one line that is rewritten on a terminal, a line for each step
 * elsewhere.
 */
export class ProgressLine {
  private lastStep = '';

  constructor(private readonly out: NodeJS.WriteStream = process.stderr) {}

  show({percent, step, etaS}: Progress): void {
    if (!this.out.isTTY) {
      if (step === this.lastStep) return;
      this.lastStep = step;
      this.out.write(`${String(percent).padStart(3)} %  ${step}\n`);
      return;
    }
    const left = etaS === null || etaS < 1 ? '' : `, ${duration(etaS)} left`;
    const bar = '█'.repeat(Math.round(percent / 5)).padEnd(20, '░');
    this.out.write(`\r\x1b[2K${bar} ${String(percent).padStart(3)} %  ${step}${left}`);
  }

  /** Leaves the line to what comes next. */
  end(): void {
    if (this.out.isTTY) this.out.write('\r\x1b[2K');
  }
}

function duration(seconds: number): string {
  if (seconds < 90) return `${Math.ceil(seconds)} s`;
  if (seconds < 5400) return `${Math.ceil(seconds / 60)} min`;
  return `${(seconds / 3600).toFixed(1)} h`;
}
