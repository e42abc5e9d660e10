import {buildingCost, capacityFor, stepsOf, type SitingProblem} from './siting-problem.ts';
import {arcsBy, type ArcsOf} from './transport-problem.ts';

/** What prices of the demands prove. */
export interface SitingBound {
  /** No plan that leaves at most `unservedLimit` unserved costs less. */
  bound: number;
  /** By candidate: the same for plans that build there; beyond the cost of a known plan it can go. */
  boundIfBuilt: Float64Array;
  /** Candidates that the bound would build, best first. */
  built: number[];
  /** By demand: what is neither served nor left in the bound’s own plan; a subgradient. */
  slack: Float64Array;
  /** What the bound’s plan leaves unserved, less the limit: the subgradient of its price. */
  unservedSlack: number;
}

/**
 * Lagrangian bound: every demand is paid its price for what is served of it, as often as it is served,
 * and each candidate by itself chooses what to take and how large to be. Any prices give a valid bound;
 * with the best ones it is at least as good as that of the linear relaxation with x ≤ d·y for every
 * pair (Geoffrion 1974), without those rows. @see Beasley 1993, Lagrangean heuristics for location
 */
export class SitingBounder {
  private readonly ofCandidate: ArcsOf;

  constructor(
    private readonly problem: SitingProblem,
    private readonly unservedLimit: number,
  ) {
    this.ofCandidate = arcsBy(problem.arcs.supply, problem.candidateCount);
  }

  /**
   * @param prices by demand, of one unit served
   * @param unservedPrice of one unit left, not below 0
   */
  evaluate(prices: Float64Array, unservedPrice: number): SitingBound {
    const {demands, candidateCount, siteCount} = this.problem;
    const slack = demands.slice();
    let base = -unservedPrice * this.unservedLimit;
    let left = 0;
    for (let d = 0; d < demands.length; d++) {
      const demand = demands[d]!;
      base += Math.min(prices[d]!, unservedPrice) * demand;
      if (prices[d]! <= unservedPrice) continue;
      slack[d] = 0;
      left += demand;
    }
    const values = new Float64Array(candidateCount);
    for (let j = 0; j < candidateCount; j++) values[j] = this.valueOf(j, prices, null);
    const order = [...values.keys()].sort((a, b) => values[a]! - values[b]! || a - b);
    const built = order.slice(0, siteCount).filter((j) => values[j]! < 0);
    const bound = built.reduce((sum, j) => sum + values[j]!, base);
    // a candidate that is not among the best takes the place of the last of them, or a free one
    const last = built.length < siteCount ? 0 : values[built.at(-1)!]!;
    const isBuilt = new Set(built);
    const boundIfBuilt = values.map((value, j) => (isBuilt.has(j) ? bound : bound + value - last));
    for (const j of built) this.valueOf(j, prices, slack);
    return {bound, boundIfBuilt, built, slack, unservedSlack: left - this.unservedLimit};
  }

  /** Least cost of a candidate at these prices, were it built; takes what it serves off `slack`. */
  private valueOf(j: number, prices: Float64Array, slack: Float64Array | null): number {
    const {problem} = this;
    const {demands, arcs, minCapacity, capacityStep, costPerCapacity} = problem;
    const {start, list} = this.ofCandidate;
    const paying: {gain: number; demand: number}[] = [];
    for (let a = start[j]!; a < start[j + 1]!; a++) {
      const demand = arcs.demand[list[a]!]!;
      const gain = prices[demand]! - arcs.cost[list[a]!]!;
      if (gain > 0) paying.push({gain, demand});
    }
    paying.sort((a, b) => b.gain - a.gain || a.demand - b.demand);
    // gain is concave in capacity: the best whole number of steps is beside the best capacity
    const worthwhile = paying.reduce(
      (sum, {gain, demand}) => (gain > costPerCapacity ? sum + demands[demand]! : sum),
      0,
    );
    const above = capacityFor(problem, worthwhile);
    let best = Infinity;
    let bestCapacity = above;
    for (const capacity of [above, above - capacityStep]) {
      if (capacity < minCapacity - 1e-9 * capacityStep) continue;
      const value = buildingCost(problem, capacity) - gainOf(paying, demands, capacity);
      if (value >= best) continue;
      best = value;
      bestCapacity = capacity;
    }
    if (slack) {
      let room = bestCapacity;
      for (const {demand} of paying) {
        const taken = Math.min(room, demands[demand]!);
        slack[demand]! -= taken;
        room -= taken;
        if (room <= 0) break;
      }
    }
    return best;
  }
}

function gainOf(
  paying: readonly {gain: number; demand: number}[],
  demands: Float64Array,
  capacity: number,
): number {
  let room = capacity;
  let sum = 0;
  for (const {gain, demand} of paying) {
    if (room <= 0) break;
    const taken = Math.min(room, demands[demand]!);
    sum += gain * taken;
    room -= taken;
  }
  return sum;
}

/** Most that any plan can serve, by what is in reach and by how much may be built. */
export function easyServedBound(problem: SitingProblem): number {
  const {demands, arcs, siteCount, candidateCount, minCapacity, capacityStep} = problem;
  const isInReach = new Uint8Array(demands.length);
  arcs.demand.forEach((demand) => (isInReach[demand] = 1));
  const inReach = demands.reduce((sum, demand, d) => sum + (isInReach[d] === 1 ? demand : 0), 0);
  const largest = minCapacity + capacityStep * stepsOf(problem);
  // a candidate serves no more than is in its own reach
  const ofCandidate = new Float64Array(candidateCount);
  arcs.supply.forEach((j, arc) => (ofCandidate[j]! += demands[arcs.demand[arc]!]!));
  const most = ofCandidate
    .map((sum) => Math.min(sum, largest))
    .sort((a, b) => b - a)
    .subarray(0, siteCount);
  return Math.min(
    inReach,
    most.reduce((sum, each) => sum + each, 0),
  );
}
