import type {Highs} from './highs.ts';
import {planSites} from './site-plan.ts';
import {SitingBounder} from './siting-bound.ts';
import {solveCore} from './siting-model.ts';
import {searchPrices} from './siting-prices.ts';
import type {SitingPlan, SitingProblem} from './siting-problem.ts';
import type {SitingSearch} from './siting-search.ts';

export interface CostTask {
  /** What may be left unserved; 0: nothing. */
  unservedLimit: number;
  gap: number;
  leftS(): number;
  search: SitingSearch;
}

/** Guesses that are worked on further: each is a local search and a linear programme. */
const MOST_GUESSES = 12;
/** Part of the time for prices; the rest is for branching. */
const PRICE_SHARE = 0.5;
/** A price that no demand reaches: nothing is left at any price. */
const NEVER = 1e300;

/** Improves a plan until its cost is proven to the gap, or time is up. */
export function costLeast(
  highs: Highs,
  problem: SitingProblem,
  plan: SitingPlan,
  {unservedLimit, gap, leftS, search}: CostTask,
  report: (step: 'bounding' | 'branching', cost: number, bound: number | null) => void,
): SitingPlan {
  const total = problem.demands.reduce((sum, demand) => sum + demand, 0);
  const tolerance = 1e-6 * total;
  let known = plan;
  const take = (next: SitingPlan) => {
    if (total - next.served > unservedLimit + tolerance) return;
    if (next.cost < known.cost) known = next;
  };
  const stopAtS = leftS() * (1 - PRICE_SHARE);
  const isUp = () => leftS() < stopAtS;
  const isProven = (bound: number) => bound >= known.cost * (1 - gap);
  let guesses = 0;
  const seen = new Set<string>();

  const start = startPrices(problem, plan);
  const leaves = unservedLimit > 0;
  const proven = searchPrices(
    new SitingBounder(problem, unservedLimit),
    problem,
    start,
    {start: leaves ? 2 * Math.max(...start) : NEVER, isFixed: !leaves},
    {
      knownCost: () => known.cost,
      onEvaluated({built}, best) {
        report('bounding', known.cost, best > 0 ? best : null);
        const key = [...built].sort((a, b) => a - b).join();
        if (seen.has(key)) return;
        seen.add(key);
        const guess = search.evaluate(built);
        // a guess far off is not worth the work; what is a little dearer often improves
        if (guess.unserved > unservedLimit + tolerance || guess.cost > known.cost * 1.05) return;
        if (guesses++ > MOST_GUESSES && guess.cost >= known.cost) return;
        take(planSites(highs, problem, search.sitesOf(search.improve(guess, isUp))));
      },
      isDone: (best) => isProven(best) || isUp(),
    },
  );
  const finish = (bound: number, isTimeUp: boolean): SitingPlan => ({
    ...known,
    costBound: Math.max(0, Math.min(known.cost, bound)),
    isTimeUp,
  });
  if (isProven(proven.bound)) return finish(proven.bound, false);

  // candidates of which half the gap is proven not to be worth it are left out
  const enough = known.cost * (1 - gap / 2);
  const inPlan = new Set(known.sites.map(({candidate}) => candidate));
  const candidates = [...proven.boundIfBuilt.keys()].filter(
    (j) => proven.boundIfBuilt[j]! < enough || inPlan.has(j),
  );
  const outside = proven.boundIfBuilt.reduce(
    (least, bound) => (bound < enough ? least : Math.min(least, bound)),
    Infinity,
  );
  if (leftS() <= 0) return finish(proven.bound, true);
  report('branching', known.cost, proven.bound);
  const core = solveCore(highs, problem, {
    candidates,
    unservedLimit,
    known,
    timeLimitS: leftS(),
    gap: gap / 2,
    report: (_, bound) => report('branching', known.cost, Math.max(bound, proven.bound)),
  });
  if (core.sites) take(planSites(highs, problem, core.sites));
  const bound = Math.max(proven.bound, Math.min(core.bound, outside));
  return finish(bound, !isProven(bound) && core.isTimeUp);
}

/** A demand is worth what carrying it to the nearest candidate and its part of a site cost. */
function startPrices(
  {demands, arcs, costPerCapacity}: SitingProblem,
  plan: SitingPlan,
): Float64Array {
  const nearest = new Float64Array(demands.length).fill(Infinity);
  arcs.cost.forEach((cost, arc) => {
    const d = arcs.demand[arc]!;
    nearest[d] = Math.min(nearest[d]!, cost);
  });
  const mean = plan.served > 0 ? plan.cost / plan.served : costPerCapacity;
  // half way between its own least and what all cost in the mean
  return nearest.map((cost) => (cost === Infinity ? 0 : (cost + costPerCapacity + mean) / 2));
}
