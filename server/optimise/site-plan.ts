import type {Highs} from './highs.ts';
import {
  buildingCost,
  capacityFor,
  type BuiltSite,
  type SitingPlan,
  type SitingProblem,
} from './siting-problem.ts';
import {solveTransport} from './transport.ts';

/**
 * The best flows to given sites, and each site no larger than they need. The bounds are the trivial
 * ones: nothing is proven yet.
 */
export function planSites(
  highs: Highs,
  problem: SitingProblem,
  sites: readonly BuiltSite[],
): SitingPlan {
  const {demands, arcs} = problem;
  const at = new Map(sites.map(({candidate}, s) => [candidate, s]));
  const used = [...arcs.supply.keys()].filter((arc) => at.has(arcs.supply[arc]!));
  const capacities = Float64Array.from(sites, ({capacity}) => capacity);
  const transport = solveTransport(highs, {
    demands,
    capacities,
    othersCapacities: capacities,
    isOthers: new Uint8Array(used.length),
    arcs: {
      demand: Int32Array.from(used, (arc) => arcs.demand[arc]!),
      supply: Int32Array.from(used, (arc) => at.get(arcs.supply[arc]!)!),
      cost: Float64Array.from(used, (arc) => arcs.cost[arc]!),
    },
  });
  const amounts = new Float64Array(arcs.cost.length);
  const loads = new Float64Array(sites.length);
  used.forEach((arc, u) => {
    amounts[arc] = transport.amounts[u]!;
    loads[at.get(arcs.supply[arc]!)!]! += transport.amounts[u]!;
  });
  const built = sites
    .map(({candidate}, s) => ({candidate, capacity: capacityFor(problem, loads[s]!)}))
    .filter((_, s) => loads[s]! > 0);
  const cost = built.reduce(
    (sum, {capacity}) => sum + buildingCost(problem, capacity),
    transport.cost,
  );
  return {
    sites: built,
    amounts,
    unserved: transport.unserved,
    served: transport.served,
    servedBound: demands.reduce((sum, demand) => sum + demand, 0),
    cost,
    costBound: 0,
    isTimeUp: false,
  };
}
