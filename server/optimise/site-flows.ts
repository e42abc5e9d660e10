/** What the best flows to some sites come to. */
export interface SiteFlows {
  /** By site. */
  loads: Float64Array;
  unserved: number;
  /** Of the flows alone. */
  cost: number;
}

/**
 * The best flows to a few sites of one size: as much as can be served, and that at least cost. Demands
 * are added one by one along the cheapest path (successive shortest paths, Busacker and Gowen 1960),
 * and a path has only sites for nodes: it pushes on what costs least to move from a full site to the
 * next. With ten sites and 300 demands 0.5 ms, where the linear programme takes 10 to 90.
 * @param costs by site, then demand; Infinity where it may not be served from there
 */
export function cheapestFlows(
  demands: Float64Array,
  costs: readonly Float64Array[],
  size: number,
): SiteFlows {
  return new FlowSearch(demands, costs, size).run();
}

class FlowSearch {
  /** Sites, and one more that stands for what is left: it takes everything, at a price above any detour. */
  private readonly ends: Float64Array[];
  private readonly room: Float64Array;
  private readonly amounts: Float64Array[];
  /** By full site and end: least cost of moving one unit there, and whose unit it is. */
  private readonly moveCost: Float64Array[];
  private readonly moved: Int32Array[];
  private readonly isStale: Uint8Array;
  private readonly least: number;
  private readonly pathCost: Float64Array;
  private readonly cameFrom: Int32Array;

  constructor(
    private readonly demands: Float64Array,
    costs: readonly Float64Array[],
    size: number,
  ) {
    const n = demands.length;
    const k = costs.length;
    let dearest = 0;
    for (const row of costs) {
      for (const cost of row) if (cost < Infinity && cost > dearest) dearest = cost;
    }
    this.ends = [...costs, new Float64Array(n).fill((dearest + 1) * 2 * (k + 1))];
    this.room = new Float64Array(k + 1).fill(size);
    this.room[k] = Infinity;
    this.amounts = this.ends.map(() => new Float64Array(n));
    this.moveCost = this.ends.map(() => new Float64Array(k + 1));
    this.moved = this.ends.map(() => new Int32Array(k + 1));
    this.isStale = new Uint8Array(k + 1).fill(1);
    this.pathCost = new Float64Array(k + 1);
    this.cameFrom = new Int32Array(k + 1);
    this.least = 1e-9 * demands.reduce((most, demand) => Math.max(most, demand), 0);
  }

  run(): SiteFlows {
    const {demands, ends, amounts} = this;
    const k = ends.length - 1;
    // far ones last: where all is too much they stay out, and need not be driven out again
    const nearest = demands.map((_, d) =>
      ends.reduce((least, row) => Math.min(least, row[d]!), Infinity),
    );
    const order = [...demands.keys()].sort((a, b) => nearest[a]! - nearest[b]! || a - b);
    for (const d of order) {
      let left = demands[d]!;
      while (left > this.least) left -= this.push(d, left);
    }
    const loads = new Float64Array(k);
    let cost = 0;
    for (let s = 0; s < k; s++) {
      for (let d = 0; d < demands.length; d++) {
        const amount = amounts[s]![d]!;
        if (amount === 0) continue;
        loads[s]! += amount;
        cost += amount * ends[s]![d]!;
      }
    }
    const unserved = amounts[k]!.reduce((sum, amount) => sum + amount, 0);
    return {loads, unserved, cost};
  }

  /** Sends some of a demand along the cheapest path there is; how much. */
  private push(d: number, most: number): number {
    const {room, amounts, moved, cameFrom, isStale} = this;
    const end = this.findPath(d);
    let amount = Math.min(most, room[end]!);
    for (let s = end; cameFrom[s]! >= 0; s = cameFrom[s]!) {
      const from = cameFrom[s]!;
      amount = Math.min(amount, amounts[from]![moved[from]![s]!]!);
    }
    let s = end;
    for (; cameFrom[s]! >= 0; s = cameFrom[s]!) {
      const from = cameFrom[s]!;
      const whose = moved[from]![s]!;
      amounts[s]![whose]! += amount;
      const rest = amounts[from]![whose]! - amount;
      amounts[from]![whose] = rest > this.least ? rest : 0;
      isStale[s] = isStale[from] = 1;
    }
    amounts[s]![d]! += amount;
    isStale[s] = 1;
    room[end]! -= amount;
    if (room[end]! <= this.least) room[end] = 0;
    return amount;
  }

  /** From a demand to an end with room: Bellman and Ford over the full sites between. */
  private findPath(d: number): number {
    const {ends, room, pathCost, cameFrom} = this;
    const count = ends.length;
    for (let s = 0; s < count; s++) {
      pathCost[s] = ends[s]![d]!;
      cameFrom[s] = -1;
    }
    for (let round = 1, changed = true; changed && round < count; round++) {
      changed = false;
      for (let s = 0; s < count; s++) {
        if (room[s]! > 0 || pathCost[s] === Infinity) continue;
        if (this.isStale[s] === 1) this.findMoves(s);
        const moveCost = this.moveCost[s]!;
        for (let t = 0; t < count; t++) {
          const cost = pathCost[s]! + moveCost[t]!;
          // rounding must not close a circle
          if (cost >= pathCost[t]! - 1e-9 * Math.abs(pathCost[t]!) || this.isBefore(t, s)) continue;
          pathCost[t] = cost;
          cameFrom[t] = s;
          changed = true;
        }
      }
    }
    let best = count - 1;
    for (let s = 0; s < count; s++) {
      if (room[s]! > 0 && pathCost[s]! < pathCost[best]!) best = s;
    }
    return best;
  }

  /** Whether the path to a site comes through another. */
  private isBefore(other: number, site: number): boolean {
    for (let s = site; s >= 0; s = this.cameFrom[s]!) if (s === other) return true;
    return false;
  }

  /** What it costs least to move from a full site to each other end. */
  private findMoves(site: number): void {
    const {ends, amounts} = this;
    const moveCost = this.moveCost[site]!.fill(Infinity);
    const moved = this.moved[site]!;
    const own = ends[site]!;
    const carried = amounts[site]!;
    for (let d = 0; d < carried.length; d++) {
      if (carried[d] === 0) continue;
      for (let t = 0; t < ends.length; t++) {
        const cost = ends[t]![d]! - own[d]!;
        if (cost >= moveCost[t]! || t === site) continue;
        moveCost[t] = cost;
        moved[t] = d;
      }
    }
    this.isStale[site] = 0;
  }
}
