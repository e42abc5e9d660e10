/** Pairs of a demand and a supply that may be joined, and what one unit of amount costs there. */
export interface Arcs {
  demand: Int32Array;
  supply: Int32Array;
  cost: Float64Array;
}

/**
 * Demands served from supplies of limited capacity, each demand from any number of them. A supply may
 * hold back a part of its capacity from demands that are not its own.
 */
export interface TransportProblem {
  demands: Float64Array;
  capacities: Float64Array;
  /** Most that a supply gives to the demands that are not its own; as much as its capacity, or less. */
  othersCapacities: Float64Array;
  arcs: Arcs;
  /** By arc: 1 where the demand is not the supply's own. */
  isOthers: Uint8Array;
}

/** As much as can be served is served, and of all plans that do that, this one costs least. */
export interface TransportPlan {
  /** By arc. */
  amounts: Float64Array;
  served: number;
  /** By demand: what is left. */
  unserved: Float64Array;
  cost: number;
  /** No plan that serves as much costs less. Equal to the cost but for rounding. */
  costBound: number;
  /** By supply: what one more unit of capacity saves, 0 where there is some left. */
  capacityPrices: Float64Array;
  /** By supply: the same for what it may give to others. */
  othersPrices: Float64Array;
  shortage: Shortage | null;
}

/**
 * Demands that together need more than all that any of them may reach can give: why no plan serves
 * more. `supplies` are those whose whole capacity counts, `othersOnly` those of which they reach only
 * what is given to others.
 */
export interface Shortage {
  demands: number[];
  supplies: number[];
  othersOnly: number[];
  needed: number;
  reachable: number;
}

/** Positions of the arcs of each demand (or supply): arcs of n are `list[start[n]] … list[start[n + 1] − 1]`. */
export interface ArcsOf {
  start: Int32Array;
  list: Int32Array;
}

/** Sorts arcs by one of their ends; within it they keep their order. */
export function arcsBy(ends: Int32Array, count: number): ArcsOf {
  const start = new Int32Array(count + 1);
  for (const end of ends) start[end + 1]!++;
  for (let n = 0; n < count; n++) start[n + 1]! += start[n]!;
  const next = start.slice();
  const list = new Int32Array(ends.length);
  ends.forEach((end, arc) => (list[next[end]!++] = arc));
  return {start, list};
}
