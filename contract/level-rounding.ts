/**
 * Rounds parts to `digits` so that they add up to the rounded whole (largest remainder), as the
 * national land survey's summing rules demand of printed tables (强制调平). Ties go to the earlier part.
 */
export function levelRounding(parts: readonly number[], whole: number, digits: number): number[] {
  const step = 10 ** digits;
  const scaled = parts.map((part) => part * step);
  const floors = scaled.map(Math.floor);
  let missing = Math.round(whole * step) - floors.reduce((sum, floor) => sum + floor, 0);
  const byRemainder = scaled
    .map((value, index) => ({index, remainder: value - floors[index]!}))
    .sort((a, b) => b.remainder - a.remainder || a.index - b.index);
  for (let i = 0; missing > 0 && byRemainder.length > 0; i++, missing--) {
    floors[byRemainder[i % byRemainder.length]!.index]! += 1;
  }
  for (let i = byRemainder.length - 1; missing < 0 && i >= 0; i--, missing++) {
    floors[byRemainder[i]!.index]! -= 1;
  }
  return floors.map((value) => value / step);
}
