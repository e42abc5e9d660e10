/**
 * Time left of a piece of work, from how its progress has run so far. The pace is averaged over the
 * recent past (weights halve every `HALF_LIFE_S`), because steps differ in how fast they go.
 */
export class Eta {
  private lastShare = 0;
  private lastAtMs: number;
  private pacePerS: number | null = null;

  /** @param nowMs clock at the start of the work */
  constructor(nowMs: number) {
    this.lastAtMs = nowMs;
  }

  /** Seconds left after `share` (0–1) is done, or null while nothing can be said. */
  update(share: number, nowMs: number): number | null {
    const seconds = (nowMs - this.lastAtMs) / 1000;
    if (share > this.lastShare && seconds > 0) {
      const pace = (share - this.lastShare) / seconds;
      const weight = 1 - 0.5 ** (seconds / HALF_LIFE_S);
      this.pacePerS =
        this.pacePerS === null ? pace : this.pacePerS + weight * (pace - this.pacePerS);
      this.lastShare = share;
      this.lastAtMs = nowMs;
    }
    return this.pacePerS === null ? null : (1 - share) / this.pacePerS;
  }
}

/** Long enough to smooth batches, short enough to notice a slower step. */
const HALF_LIFE_S = 5;
