import type {Highs} from './highs.ts';
import {planSites} from './site-plan.ts';
import {easyServedBound} from './siting-bound.ts';
import {costLeast} from './siting-cost.ts';
import type {SitingPlan, SitingProblem} from './siting-problem.ts';
import {SitingSearch} from './siting-search.ts';
import {serveMost} from './siting-served.ts';

export interface SitingLimits {
  timeLimitS: number;
  gap: number;
  /** Milliseconds on any clock. */
  now(): number;
}

export interface SitingProgress {
  step: 'searching' | 'serving' | 'bounding' | 'improving' | 'branching';
  /** Least cost known, its bound and what is left; null while not known. */
  cost: number | null;
  bound: number | null;
  unserved: number | null;
}

/** What is left may differ by this share of all demands between two plans that serve the same. */
export const SAME_SHARE = 1e-6;
/** To this share of all demands it is proven that no more can be served. */
const PROVEN_SHARE = 2e-5;

/**
 * Chooses sites and their capacities: as much as possible is served, then at least cost. A quick search
 * finds plans, prices of the demands prove a bound and rule candidates out (no plan that builds there
 * is better), and what the two leave open is decided by branch and bound over the candidates left.
 */
export function solveSiting(
  highs: Highs,
  problem: SitingProblem,
  limits: SitingLimits,
  report: (progress: SitingProgress) => void = () => undefined,
): SitingPlan {
  const started = limits.now();
  const leftS = () => limits.timeLimitS - (limits.now() - started) / 1000;
  const isUpAt = (share: number) => () => leftS() < (1 - share) * limits.timeLimitS;
  const total = problem.demands.reduce((sum, demand) => sum + demand, 0);
  if (problem.arcs.cost.length === 0) return {...planSites(highs, problem, []), servedBound: 0};

  report({step: 'searching', cost: null, bound: null, unserved: null});
  const search = new SitingSearch(problem);
  const first = search.improve(search.greedy(), isUpAt(0.2));
  let plan = planSites(highs, problem, search.sitesOf(first.candidates));
  let servedBound = Math.max(plan.served, Math.min(total, easyServedBound(problem)));
  if (servedBound - plan.served > SAME_SHARE * total) {
    report({step: 'serving', cost: plan.cost, bound: null, unserved: total - plan.served});
    const more = serveMost(highs, problem, plan, {timeS: 0.4 * leftS(), leftS, search});
    plan = more.plan;
    servedBound = Math.max(plan.served, Math.min(servedBound, more.servedBound));
  }

  const left = total - plan.served;
  const unservedLimit = left <= SAME_SHARE * total ? 0 : left;
  const task = {unservedLimit, gap: limits.gap, leftS, search};
  const cheapest = costLeast(highs, problem, plan, task, (step, cost, bound) =>
    report({step, cost, bound, unserved: left}),
  );
  const isServedProven = servedBound - cheapest.served <= PROVEN_SHARE * total;
  return {
    ...cheapest,
    servedBound: Math.max(cheapest.served, servedBound),
    isTimeUp: cheapest.isTimeUp || !isServedProven,
  };
}
