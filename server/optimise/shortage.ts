import {arcsBy, type Shortage, type TransportProblem} from './transport-problem.ts';

/**
 * Whether a plan serves as much as any can. Walks from the demands with something left along arcs to
 * supplies, and back along arcs that carry something: where it comes to a supply with room, more can be
 * served (`canServeMore`). Where it does not, what it reached is a minimum cut (Ford and Fulkerson
 * 1956): those demands fill all that they may reach, whatever the plan.
 */
export function findShortage(
  problem: TransportProblem,
  amounts: Float64Array,
  unserved: Float64Array,
  tolerance: number,
): {canServeMore: boolean; shortage: Shortage | null} {
  const {demands, capacities, othersCapacities, arcs, isOthers} = problem;
  const ofDemand = arcsBy(arcs.demand, demands.length);
  const ofSupply = arcsBy(arcs.supply, capacities.length);
  const {given, givenToOthers} = sumBySupply(problem, amounts);
  const hasRoom = (s: number) => capacities[s]! - given[s]! > tolerance;
  const hasOthersRoom = (s: number) => othersCapacities[s]! - givenToOthers[s]! > tolerance;

  const isReached = Array.from(unserved, (left) => left > tolerance);
  const queue = [...isReached.keys()].filter((d) => isReached[d]);
  // 1: by demands that are not its own only, and stopped there by what it keeps; 2: as a whole
  const reach = new Uint8Array(capacities.length);
  const needed = queue.length;
  for (let at = 0; at < queue.length; at++) {
    const demand = queue[at]!;
    for (let a = ofDemand.start[demand]!; a < ofDemand.start[demand + 1]!; a++) {
      const arc = ofDemand.list[a]!;
      const supply = arcs.supply[arc]!;
      const level = isOthers[arc] === 1 && !hasOthersRoom(supply) ? 1 : 2;
      if (reach[supply]! >= level) continue;
      if (level === 2 && hasRoom(supply)) return {canServeMore: true, shortage: null};
      reach[supply] = level;
      // whoever holds capacity here could be served elsewhere instead
      for (let b = ofSupply.start[supply]!; b < ofSupply.start[supply + 1]!; b++) {
        const back = ofSupply.list[b]!;
        const other = arcs.demand[back]!;
        if (isReached[other] || amounts[back]! <= tolerance) continue;
        if (level === 1 && isOthers[back] !== 1) continue;
        isReached[other] = true;
        queue.push(other);
      }
    }
  }
  if (needed === 0) return {canServeMore: false, shortage: null};
  const inCut = queue.sort((a, b) => a - b);
  const supplies = positions(reach, 2);
  const othersOnly = positions(reach, 1);
  const sum = (of: number[], values: Float64Array) => of.reduce((s, i) => s + values[i]!, 0);
  return {
    canServeMore: false,
    shortage: {
      demands: inCut,
      supplies,
      othersOnly,
      needed: sum(inCut, demands),
      reachable: sum(supplies, capacities) + sum(othersOnly, othersCapacities),
    },
  };
}

/** What each supply gives in all, and to demands that are not its own. */
export function sumBySupply(
  {capacities, arcs, isOthers}: TransportProblem,
  amounts: Float64Array,
): {given: Float64Array; givenToOthers: Float64Array} {
  const given = new Float64Array(capacities.length);
  const givenToOthers = new Float64Array(capacities.length);
  amounts.forEach((amount, arc) => {
    given[arcs.supply[arc]!]! += amount;
    if (isOthers[arc] === 1) givenToOthers[arcs.supply[arc]!]! += amount;
  });
  return {given, givenToOthers};
}

function positions(values: Uint8Array, wanted: number): number[] {
  return [...values.keys()].filter((i) => values[i] === wanted);
}
