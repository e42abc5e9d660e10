import {cheapestFlows} from './site-flows.ts';
import {
  buildingCost,
  capacityFor,
  stepsOf,
  type BuiltSite,
  type SitingProblem,
} from './siting-problem.ts';

/** A choice of sites and what it comes to, by a quick assignment or by the best flows. */
export interface Choice {
  candidates: number[];
  unserved: number;
  cost: number;
}

/**
 * Looks for good choices of sites: assigns each demand to the nearest site with room, those first that
 * would lose most by going elsewhere. Deterministic.
 */
export class SitingSearch {
  private readonly n: number;
  /** By candidate, then demand; Infinity where there is no arc. */
  private readonly cost: Float64Array;
  private readonly largest: number;
  private readonly total: number;
  private readonly all: number[];

  constructor(private readonly problem: SitingProblem) {
    const {demands, candidateCount, arcs} = problem;
    this.n = demands.length;
    this.all = Array.from({length: candidateCount}, (_, j) => j);
    this.cost = new Float64Array(candidateCount * this.n).fill(Infinity);
    arcs.cost.forEach((cost, arc) => {
      this.cost[arcs.supply[arc]! * this.n + arcs.demand[arc]!] = cost;
    });
    this.total = demands.reduce((sum, demand) => sum + demand, 0);
    this.largest = problem.minCapacity + problem.capacityStep * stepsOf(problem);
  }

  evaluate(candidates: readonly number[]): Choice {
    return this.assign(candidates, (nearest, regret) =>
      this.assignWithin(candidates, nearest, regret),
    );
  }

  /** Each demand to the nearest site, which is best where it fits. */
  private assign(
    candidates: readonly number[],
    fit: (nearest: Int32Array, regret: Float64Array) => Choice,
  ): Choice {
    const {problem, n, cost, largest} = this;
    const {demands} = problem;
    const loads = new Float64Array(candidates.length);
    const nearest = new Int32Array(n).fill(-1);
    const regret = new Float64Array(n);
    let sum = 0;
    for (let d = 0; d < n; d++) {
      let first = Infinity;
      let second = Infinity;
      for (let s = 0; s < candidates.length; s++) {
        const own = cost[candidates[s]! * n + d]!;
        if (own < first) {
          second = first;
          first = own;
          nearest[d] = s;
        } else if (own < second) second = own;
      }
      if (nearest[d]! < 0) continue;
      regret[d] = second - first;
      loads[nearest[d]!]! += demands[d]!;
      sum += first * demands[d]!;
    }
    if (loads.some((load) => load > largest)) return fit(nearest, regret);
    let unserved = 0;
    for (let d = 0; d < n; d++) if (nearest[d]! < 0) unserved += demands[d]!;
    return this.choiceOf(candidates, loads, sum, unserved);
  }

  /** The same by the best flows: some ten times as slow where sites are full. */
  evaluateByFlows(candidates: readonly number[]): Choice {
    return this.assign(candidates, () => {
      const {problem, n, cost, largest} = this;
      const costs = candidates.map((j) => cost.subarray(j * n, (j + 1) * n));
      const flows = cheapestFlows(problem.demands, costs, largest);
      return this.choiceOf(candidates, flows.loads, flows.cost, flows.unserved);
    });
  }

  private assignWithin(
    candidates: readonly number[],
    nearest: Int32Array,
    regret: Float64Array,
  ): Choice {
    const {problem, n, cost, largest} = this;
    const room = new Float64Array(candidates.length).fill(largest);
    // where all is too much the cheapest are served; else those first that would lose most
    const isShort = this.total > candidates.length * largest;
    const rank = isShort
      ? Float64Array.from(nearest, (s, d) => (s < 0 ? 0 : cost[candidates[s]! * n + d]!))
      : null;
    const order = [...nearest.keys()].sort((a, b) => {
      if (rank) return rank[a]! - rank[b]! || a - b;
      // Infinity − Infinity is no order
      return regret[a] === regret[b] ? a - b : regret[b]! - regret[a]!;
    });
    let sum = 0;
    let unserved = 0;
    for (const d of order) {
      let left = problem.demands[d]!;
      while (left > 0) {
        let best = -1;
        let bestCost = Infinity;
        for (let s = 0; s < candidates.length; s++) {
          const own = cost[candidates[s]! * n + d]!;
          if (room[s]! <= 0 || own >= bestCost) continue;
          best = s;
          bestCost = own;
        }
        if (best < 0) break;
        const taken = Math.min(left, room[best]!);
        room[best]! -= taken;
        left -= taken;
        sum += taken * bestCost;
      }
      unserved += left;
    }
    const loads = room.map((free) => largest - free);
    return this.choiceOf(candidates, loads, sum, unserved);
  }

  private choiceOf(
    candidates: readonly number[],
    loads: Float64Array,
    flowCost: number,
    unserved: number,
  ): Choice {
    const {problem} = this;
    // what nobody uses is not built
    const used = candidates.filter((_, s) => loads[s]! > 0);
    const cost = loads.reduce(
      (sum, load) => (load > 0 ? sum + buildingCost(problem, capacityFor(problem, load)) : sum),
      flowCost,
    );
    return {candidates: used, unserved, cost};
  }

  /** Sites at these candidates, each as large as may be: flows decide what they need. */
  sitesOf(candidates: readonly number[]): BuiltSite[] {
    return candidates.map((candidate) => ({candidate, capacity: this.largest}));
  }

  /**
   * Improves a choice by adding, dropping and exchanging sites, until nothing does or it is enough.
   * @param pool candidates that may come in; all where left out
   * @param evaluate by a quick assignment where left out
   */
  improve(
    choice: Choice,
    isEnough: (best: Choice) => boolean,
    pool: readonly number[] = this.all,
    evaluate = (candidates: readonly number[]) => this.evaluate(candidates),
  ): Choice {
    let best = choice;
    for (let found = true; found && !isEnough(best);) {
      found = false;
      for (const j of pool) {
        if (isEnough(best)) break;
        if (best.candidates.includes(j)) continue;
        let better: Choice | null = null;
        for (const next of this.exchanges(best, j)) {
          const tried = evaluate(next);
          if (isBetter(tried, better ?? best)) better = tried;
        }
        if (!better) continue;
        best = better;
        found = true;
      }
      for (const out of best.candidates) {
        const tried = evaluate(best.candidates.filter((j) => j !== out));
        if (!isBetter(tried, best)) continue;
        best = tried;
        found = true;
      }
    }
    return best;
  }

  /** The choices that take a candidate in: beside the others where there is room, or for each of them. */
  exchanges({candidates}: Choice, j: number): number[][] {
    const instead = candidates.map((_, out) => [...candidates.filter((_each, s) => s !== out), j]);
    return candidates.length < this.problem.siteCount ? [[...candidates, j], ...instead] : instead;
  }

  /** Starts with nothing and adds what helps most, as long as it helps: the least there is to do. */
  greedy(): Choice {
    const {candidateCount, siteCount} = this.problem;
    let best = this.evaluate([]);
    while (best.candidates.length < siteCount) {
      let next: Choice | null = null;
      for (let j = 0; j < candidateCount; j++) {
        if (best.candidates.includes(j)) continue;
        const tried = this.evaluate([...best.candidates, j]);
        if (isBetter(tried, next ?? best)) next = tried;
      }
      if (!next) break;
      best = next;
    }
    return best;
  }
}

/** Serving more comes first, then costing less. */
export function isBetter(a: Choice, b: Choice): boolean {
  const tolerance = 1e-9 * (a.unserved + b.unserved) + 1e-12;
  if (Math.abs(a.unserved - b.unserved) > tolerance) return a.unserved < b.unserved;
  return a.cost < b.cost * (1 - 1e-12);
}
