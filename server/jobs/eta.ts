/**
 * Time left of a piece of work, from how its progress has run so far: what was done in the recent past
 * over how long it took, with weights that halve every `HALF_LIFE_S`, because steps differ in how fast
 * they go. A quick beginning counts only for the moment that it lasted.
 */
export class Eta {
  private lastShare = 0;
  private lastAtMs: number;
  private recentShare = 0;
  private recentS = 0;

  /** @param nowMs clock at the start of the work */
  constructor(nowMs: number) {
    this.lastAtMs = nowMs;
  }

  /** Seconds left after `share` (0–1) is done, or null while nothing can be said. */
  update(share: number, nowMs: number): number | null {
    const seconds = (nowMs - this.lastAtMs) / 1000;
    if (share > this.lastShare && seconds > 0) {
      const kept = 0.5 ** (seconds / HALF_LIFE_S);
      // what these seconds weigh: the weight at their end is 1 and falls off towards their beginning
      const weight = ((1 - kept) * HALF_LIFE_S) / Math.LN2 / seconds;
      this.recentShare = this.recentShare * kept + (share - this.lastShare) * weight;
      this.recentS = this.recentS * kept + seconds * weight;
      this.lastShare = share;
      this.lastAtMs = nowMs;
    }
    return this.recentS === 0 ? null : ((1 - share) * this.recentS) / this.recentShare;
  }
}

/** Long enough to smooth batches, short enough to notice a slower step. */
const HALF_LIFE_S = 5;
