import type {Highs} from './highs.ts';
import {planSites} from './site-plan.ts';
import {SitingBounder} from './siting-bound.ts';
import {solveCore} from './siting-model.ts';
import {searchPrices} from './siting-prices.ts';
import type {SitingPlan, SitingProblem} from './siting-problem.ts';

/** Proof is wanted to this share of all demands. */
const SERVED_GAP = 1e-5;

/** Serves as much as sites in these numbers can, whatever it costs, and proves how much that is. */
export function serveMost(
  highs: Highs,
  problem: SitingProblem,
  plan: SitingPlan,
  {timeS, leftS}: {timeS: number; leftS(): number},
): {plan: SitingPlan; servedBound: number} {
  const {demands, arcs, candidateCount} = problem;
  const total = demands.reduce((sum, demand) => sum + demand, 0);
  // what is left costs 1, and nothing else costs anything
  const free: SitingProblem = {
    ...problem,
    arcs: {...arcs, cost: new Float64Array(arcs.cost.length)},
    fixedCost: 0,
    costPerCapacity: 0,
  };
  const left = total - plan.served;
  const stopAtS = leftS() - timeS;
  const start = new Float64Array(demands.length).fill(0.5);
  const bounder = new SitingBounder(free, 0);
  const proven = searchPrices(
    bounder,
    free,
    start,
    {start: 1, isFixed: true},
    {
      knownCost: () => left,
      onEvaluated: () => undefined,
      isDone: (best) => best >= left - SERVED_GAP * total || leftS() < stopAtS + timeS / 2,
    },
  );
  const forBranchingS = leftS() - stopAtS;
  if (proven.bound >= left - SERVED_GAP * total || forBranchingS <= 0) {
    return {plan, servedBound: total - proven.bound};
  }

  const inPlan = new Set(plan.sites.map(({candidate}) => candidate));
  const candidates = Array.from({length: candidateCount}, (_, j) => j).filter(
    (j) => proven.boundIfBuilt[j]! < left || inPlan.has(j),
  );
  const core = solveCore(highs, free, {
    candidates,
    unservedLimit: null,
    known: plan,
    timeLimitS: forBranchingS,
    gap: SERVED_GAP,
    report: () => undefined,
  });
  const better = core.sites ? planSites(highs, problem, core.sites) : plan;
  const bound = Math.max(proven.bound, Math.min(core.bound, left));
  return {plan: better.served > plan.served ? better : plan, servedBound: total - bound};
}
