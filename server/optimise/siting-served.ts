import type {Highs} from './highs.ts';
import {planSites} from './site-plan.ts';
import {SitingBounder} from './siting-bound.ts';
import {solveCover} from './siting-cover.ts';
import {solveCore} from './siting-model.ts';
import {searchPrices} from './siting-prices.ts';
import type {Choice, SitingSearch} from './siting-search.ts';
import {stepsOf, type SitingPlan, type SitingProblem} from './siting-problem.ts';

/** Proof is wanted to this share of all demands. */
const SERVED_GAP = 1e-5;
/** Exchanges whose best flows are worked out before giving up: some seconds. */
const MOST_EXCHANGES = 300;
/** Part of its time after which that ends. */
const EXCHANGES_UNTIL = 0.5;

/**
 * Serves as much as sites in these numbers can, whatever it costs, and proves how much that is: by what
 * lies in reach, then by prices, then by branch and bound over what they leave open.
 */
export function serveMost(
  highs: Highs,
  problem: SitingProblem,
  known: SitingPlan,
  {timeS, leftS, search}: {timeS: number; leftS(): number; search: SitingSearch},
): {plan: SitingPlan; servedBound: number} {
  const {demands, candidateCount, minCapacity, capacityStep} = problem;
  const total = demands.reduce((sum, demand) => sum + demand, 0);
  const stopAtS = leftS() - timeS;
  const ownS = () => leftS() - stopAtS;
  let plan = known;
  let servedBound = total;
  const isDone = () => servedBound - plan.served <= SERVED_GAP * total;
  const finish = () => ({plan, servedBound: Math.max(plan.served, servedBound)});
  const take = (next: SitingPlan) => {
    if (next.served > plan.served) plan = next;
  };

  const cover = solveCover(highs, problem, {
    timeLimitS: Math.max(0.1, ownS() / 2),
    gap: SERVED_GAP / 2,
  });
  servedBound = cover.servedBound;
  const largest = minCapacity + capacityStep * stepsOf(problem);
  if (cover.candidates) {
    const sites = cover.candidates.map((candidate) => ({candidate, capacity: largest}));
    take(planSites(highs, problem, sites));
  }
  for (let found = true; found && !isDone();) found = exchangeOnce();
  if (isDone() || ownS() <= 0) return finish();

  // what is left costs 1, and nothing else costs anything
  const free: SitingProblem = {
    ...problem,
    arcs: {...problem.arcs, cost: new Float64Array(problem.arcs.cost.length)},
    fixedCost: 0,
    costPerCapacity: 0,
  };
  const pricesS = ownS() / 2;
  const start = new Float64Array(demands.length).fill(0.5);
  const proven = searchPrices(
    new SitingBounder(free, 0),
    free,
    start,
    {start: 1, isFixed: true},
    {
      knownCost: () => total - plan.served,
      onEvaluated: (_, best) => (servedBound = Math.min(servedBound, total - best)),
      isDone: () => isDone() || ownS() < pricesS,
    },
  );
  if (isDone() || ownS() <= 0) return finish();

  const left = total - plan.served;
  const inPlan = new Set(plan.sites.map(({candidate}) => candidate));
  const candidates = Array.from({length: candidateCount}, (_, j) => j).filter(
    (j) => proven.boundIfBuilt[j]! < left || inPlan.has(j),
  );
  const core = solveCore(highs, free, {
    candidates,
    unservedLimit: null,
    known: plan,
    timeLimitS: ownS(),
    gap: SERVED_GAP,
    report: () => undefined,
  });
  servedBound = Math.min(servedBound, total - Math.min(core.bound, left));
  if (core.sites) take(planSites(highs, problem, core.sites));
  return finish();

  /** Exchanges one site where the best flows then serve more; those that quickly look best first. */
  function exchangeOnce(): boolean {
    const quick = search.evaluate(plan.sites.map(({candidate}) => candidate));
    const tries: Choice[] = [];
    for (let j = 0; j < candidateCount; j++) {
      if (quick.candidates.includes(j)) continue;
      for (const next of search.exchanges(quick, j)) tries.push(search.evaluate(next));
    }
    tries.sort((a, b) => a.unserved - b.unserved);
    const before = plan.served;
    for (const {candidates} of tries.slice(0, MOST_EXCHANGES)) {
      if (ownS() < timeS * (1 - EXCHANGES_UNTIL)) return false;
      take(planSites(highs, problem, search.sitesOf(candidates)));
      if (plan.served > before * (1 + SERVED_GAP) || isDone()) return true;
    }
    return false;
  }
}
