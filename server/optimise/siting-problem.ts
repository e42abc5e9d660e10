import type {Arcs} from './transport-problem.ts';

/**
 * Capacitated facility location: at most `siteCount` of the candidates are built, each with a capacity
 * of minCapacity + a whole number of steps, up to maxCapacity; a demand may be split. Costs are of one
 * period, amounts of one unit.
 */
export interface SitingProblem {
  demands: Float64Array;
  candidateCount: number;
  siteCount: number;
  /** Supplies of the arcs are candidates. */
  arcs: Arcs;
  fixedCost: number;
  costPerCapacity: number;
  minCapacity: number;
  maxCapacity: number;
  capacityStep: number;
}

export interface BuiltSite {
  candidate: number;
  capacity: number;
}

/** Serves as much as could be, and that at the cost found; the bounds say how good that is. */
export interface SitingPlan {
  sites: BuiltSite[];
  /** By arc. */
  amounts: Float64Array;
  unserved: Float64Array;
  served: number;
  /** No plan serves more. */
  servedBound: number;
  cost: number;
  /** No plan that serves as much costs less. */
  costBound: number;
  isTimeUp: boolean;
}

/** Largest whole number of steps above the least capacity. */
export function stepsOf({minCapacity, maxCapacity, capacityStep}: SitingProblem): number {
  return Math.floor((maxCapacity - minCapacity) / capacityStep + 1e-9);
}

/** Capacity that a load needs; that of the largest site at most. */
export function capacityFor(problem: SitingProblem, load: number): number {
  const {minCapacity, capacityStep} = problem;
  const steps = Math.ceil((load - minCapacity) / capacityStep - 1e-9);
  return minCapacity + capacityStep * Math.max(0, Math.min(stepsOf(problem), steps));
}

export function buildingCost(
  {fixedCost, costPerCapacity}: SitingProblem,
  capacity: number,
): number {
  return fixedCost + costPerCapacity * capacity;
}
