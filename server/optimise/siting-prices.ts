import type {SitingBound, SitingBounder} from './siting-bound.ts';
import type {SitingProblem} from './siting-problem.ts';

/** Prices that prove much, and what was learnt while looking for them. */
export interface ProvenBound {
  bound: number;
  /** By candidate: the best that any prices proved of plans that build there. */
  boundIfBuilt: Float64Array;
}

export interface PriceSearch {
  /** Least cost known so far; may fall while the search runs. */
  knownCost(): number;
  /** Sees every evaluation: what the bound would build is a good guess. */
  onEvaluated(bound: SitingBound, best: number): void;
  isDone(best: number): boolean;
}

/** Iterations at most; beyond some hundreds a subgradient search gains next to nothing. */
const MOST_STEPS = 600;
/** Steps without a better bound after which they are halved. */
const PATIENCE = 12;
const FIRST_STEP = 1.2;
const LAST_STEP = 0.002;

/**
 * Looks for the prices with the best bound by the subgradient method with Polyak’s step (Held, Wolfe
 * and Crowder 1974); lengths are measured in shares of each demand, so that large ones do not rule.
 * @param start prices to begin with, by demand
 * @param leavesSome whether what is left has a price of its own to look for, beginning with the other
 */
export function searchPrices(
  bounder: SitingBounder,
  {demands, candidateCount}: SitingProblem,
  start: Float64Array,
  unservedPrice: {start: number; isFixed: boolean},
  search: PriceSearch,
): ProvenBound {
  const total = demands.reduce((sum, demand) => sum + demand, 0);
  let prices = start.slice();
  let leftPrice = unservedPrice.start;
  let bestPrices = prices;
  let bestLeftPrice = leftPrice;
  let best = -Infinity;
  const boundIfBuilt = new Float64Array(candidateCount).fill(-Infinity);
  let step = FIRST_STEP;
  let since = 0;
  for (let i = 0; i < MOST_STEPS && step > LAST_STEP; i++) {
    const found = bounder.evaluate(prices, leftPrice);
    found.boundIfBuilt.forEach((bound, j) => {
      if (bound > boundIfBuilt[j]!) boundIfBuilt[j] = bound;
    });
    if (found.bound > best) {
      if (found.bound > best + 1e-5 * Math.abs(best)) since = 0;
      best = found.bound;
      bestPrices = prices;
      bestLeftPrice = leftPrice;
    }
    search.onEvaluated(found, best);
    if (search.isDone(best)) break;
    if (++since > PATIENCE) {
      since = 0;
      step /= 2;
      prices = bestPrices;
      leftPrice = bestLeftPrice;
      continue;
    }
    const leftSlope = unservedPrice.isFixed ? 0 : found.unservedSlack;
    let length = (leftSlope * leftSlope) / total;
    found.slack.forEach((slack, d) => (length += (slack * slack) / demands[d]!));
    if (length === 0) break;
    const room = Math.max(search.knownCost() - found.bound, 1e-6 * Math.abs(found.bound));
    const stride = (step * room) / length;
    prices = prices.map((price, d) => price + (stride * found.slack[d]!) / demands[d]!);
    leftPrice = Math.max(0, leftPrice + (stride * leftSlope) / total);
  }
  return {bound: best, boundIfBuilt: boundIfBuilt.map((each) => Math.max(each, best))};
}
