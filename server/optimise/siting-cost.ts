import type {Highs} from './highs.ts';
import {planSites} from './site-plan.ts';
import {SitingBounder} from './siting-bound.ts';
import {solveCore, type CoreAnswer} from './siting-model.ts';
import {searchPrices} from './siting-prices.ts';
import type {BuiltSite, SitingPlan, SitingProblem} from './siting-problem.ts';
import {isBetter, type Choice, type SitingSearch} from './siting-search.ts';

export interface CostTask {
  /** What may be left unserved; 0: nothing. */
  unservedLimit: number;
  gap: number;
  leftS(): number;
  search: SitingSearch;
}

/** Guesses of the price search that are worked on further: each costs a local search. */
const MOST_GUESSES = 8;
/** Parts of the time after which prices, and exchanges, are given up; the rest is for branching. */
const PRICES_UNTIL = 0.5;
const EXCHANGES_UNTIL = 0.8;
/** Part of the time in which sizes are fitted at most. */
const FITTING_SHARE = 0.1;
/** A quick assignment leaves so much more than the best flows at most, as a share of all demands. */
const QUICK_LEFT = 0.01;
/** The solver’s own tolerance, as a share of the cost. */
const ROUNDING = 1e-6;
/** Part of the gap that branching keeps in hand. */
const GAP_MARGIN = 0.01;
/** A price that no demand reaches: nothing is left at any price. */
const NEVER = 1e300;

/** Improves a plan until its cost is proven to the gap, or time is up. */
export function costLeast(
  highs: Highs,
  problem: SitingProblem,
  plan: SitingPlan,
  {unservedLimit, gap, leftS, search}: CostTask,
  report: (
    step: 'bounding' | 'improving' | 'branching',
    cost: number,
    bound: number | null,
  ) => void,
): SitingPlan {
  const total = problem.demands.reduce((sum, demand) => sum + demand, 0);
  const mostLeft = unservedLimit + 1e-6 * total;
  const timeS = Math.max(0, leftS());
  const isUpAt = (part: number) => () => leftS() <= timeS * (1 - part);
  let known = plan;
  const take = (candidates: readonly number[]): boolean => takeSites(search.sitesOf(candidates));
  const takeSites = (sites: readonly BuiltSite[]): boolean => {
    const next = planSites(highs, problem, sites);
    const isCheaper = total - next.served <= mostLeft && next.cost < known.cost * (1 - 1e-9);
    if (isCheaper) known = next;
    return isCheaper;
  };
  // the solver’s flows are worked out again, and may come to a little more
  const wantedGap = gap * (1 - GAP_MARGIN);
  const isProven = (bound: number) => bound >= known.cost * (1 - gap - ROUNDING);

  // what prices build is a good guess: the best of them are kept
  const guesses = new Map<string, Choice>();
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
        if (guesses.has(key)) return;
        const guess = search.evaluate(built);
        guesses.set(key, guess);
        if (guess.unserved > mostLeft + QUICK_LEFT * total) return;
        if (guess.cost < known.cost) take(guess.candidates);
      },
      isDone: (best) => isProven(best) || isUpAt(PRICES_UNTIL)(),
    },
  );
  const finish = (bound: number): SitingPlan => ({
    ...known,
    costBound: Math.max(0, Math.min(known.cost, bound)),
    isTimeUp: !isProven(bound),
  });
  if (isProven(proven.bound)) return finish(proven.bound);

  fitSizes();
  const isExchangeUp = isUpAt(EXCHANGES_UNTIL);
  const pool = () =>
    [...proven.boundIfBuilt.keys()]
      .filter((j) => proven.boundIfBuilt[j]! < known.cost)
      .sort((a, b) => proven.boundIfBuilt[a]! - proven.boundIfBuilt[b]! || a - b);
  const byFlows = (candidates: readonly number[]) => search.evaluateByFlows(candidates);
  const isEnough = ({unserved, cost}: Choice) =>
    isExchangeUp() || (unserved <= mostLeft && proven.bound >= cost * (1 - gap));
  const best = [...guesses.values()].sort((a, b) => (isBetter(a, b) ? -1 : isBetter(b, a) ? 1 : 0));
  const starts = [known.sites.map(({candidate}) => candidate)];
  starts.push(...best.slice(0, MOST_GUESSES).map(({candidates}) => candidates));
  for (const begin of starts) {
    if (isExchangeUp() || isProven(proven.bound)) break;
    report('improving', known.cost, proven.bound);
    take(search.improve(byFlows(begin), isEnough, pool(), byFlows).candidates);
  }
  if (isProven(proven.bound) || leftS() <= 0) return finish(proven.bound);
  fitSizes();
  if (isProven(proven.bound) || leftS() <= 0) return finish(proven.bound);

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
  report('branching', known.cost, proven.bound);
  const boundBy = (bound: number) => Math.max(proven.bound, Math.min(bound, outside));
  const core = branch(candidates, leftS(), boundBy);
  if (core.sites) takeSites(core.sites);
  return finish(boundBy(core.bound));

  /** The sites stay, their sizes and flows are fitted to the steps there are. */
  function fitSizes(): void {
    const own = known.sites.map(({candidate}) => candidate);
    const timeLimitS = Math.min(leftS(), FITTING_SHARE * timeS);
    if (timeLimitS <= 0 || own.length === 0) return;
    const fitted = branch(own, timeLimitS, () => proven.bound, 'improving');
    if (fitted.sites) takeSites(fitted.sites);
  }

  /** @param boundBy what the bound over these candidates proves for all */
  function branch(
    among: readonly number[],
    timeLimitS: number,
    boundBy: (bound: number) => number,
    step: 'improving' | 'branching' = 'branching',
  ): CoreAnswer {
    const costBy = (found: number) => (found < known.cost ? found : known.cost);
    return solveCore(highs, problem, {
      candidates: among,
      unservedLimit,
      known,
      timeLimitS,
      gap: wantedGap,
      report: (found, bound) => report(step, costBy(found), boundBy(bound)),
      isEnough: (found, bound) => boundBy(bound) >= costBy(found) * (1 - wantedGap),
    });
  }
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
