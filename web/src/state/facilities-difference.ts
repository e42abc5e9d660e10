/**
 * Worse to better, from red over grey to blue: ColorBrewer RdBu (Apache 2.0), told apart with every
 * kind of colour sight.
 */
export const DIFFERENCE_COLOURS = ['#b2182b', '#f4a582', '#d9d9d9', '#92c5de', '#2166ac'] as const;
/** Shares of a member's load that part the classes: below 1 % is no change one would act on. */
export const DIFFERENCE_LIMITS = [-0.2, -0.01, 0.01, 0.2] as const;

/** Class of a gain as a share of the load: 0 much worse, 2 the same, 4 much better. */
export function differenceClass(gain: number): number {
  const found = DIFFERENCE_LIMITS.findIndex((limit) => gain < limit);
  return found === -1 ? DIFFERENCE_LIMITS.length : found;
}
