import {Columns, type Highs, type Model} from './highs.ts';
import {findShortage, sumBySupply} from './shortage.ts';
import {arcsBy, type TransportPlan, type TransportProblem} from './transport-problem.ts';

/** Arcs of each demand and of each supply to begin with: the cheapest. */
const FIRST_ARCS = 12;
/** Arcs of one demand that a round adds at most. */
const ARCS_A_ROUND = 12;
/** The largest amount and the dearest arc as the solver sees them; its tolerance is 1e-7 of 1. */
const SCALE = 1000;
/** Reduced costs nearer to zero than this are rounding, in the solver’s scale. */
const PRICE_TOLERANCE = 1e-6;

export interface TransportProgress {
  round: number;
  arcsUsed: number;
}

/**
 * Serves as much as can be served, and that at least cost: a linear programme in which what is left
 * over has a price. It is solved over the cheapest arcs first; arcs that its prices would use are
 * added until there is none, which proves the plan for all arcs. The price of what is left over is
 * raised until no augmenting path is left, which proves that no plan serves more.
 */
export function solveTransport(
  highs: Highs,
  problem: TransportProblem,
  report: (progress: TransportProgress) => void = () => undefined,
): TransportPlan {
  const {demands, capacities, arcs} = problem;
  const amountScale = SCALE / Math.max(largest(demands), Number.MIN_VALUE);
  const costScale = SCALE / Math.max(largest(arcs.cost), 1e-9);
  if (arcs.cost.length === 0) return emptyPlan(problem);
  // a path that reroutes every other load once cannot cost more than this
  const highestPrice = 2 * SCALE * (demands.length + capacities.length);
  const tolerance = 1e-7 * largest(demands);
  for (let price = 4 * SCALE; ; price = Math.min(8 * price, highestPrice)) {
    const plan = solveAtPrice(highs, problem, {amountScale, costScale, price}, report);
    const found = findShortage(problem, plan.amounts, plan.unserved, tolerance);
    if (!found.canServeMore || price === highestPrice) {
      return {...plan, shortage: found.shortage};
    }
  }
}

interface Scaling {
  amountScale: number;
  costScale: number;
  /** Of what is left over, in the solver’s scale. */
  price: number;
}

function solveAtPrice(
  highs: Highs,
  problem: TransportProblem,
  {amountScale, costScale, price}: Scaling,
  report: (progress: TransportProgress) => void,
): TransportPlan {
  const {demands, capacities, othersCapacities, arcs, isOthers} = problem;
  const n = demands.length;
  const m = capacities.length;
  const numRows = n + 2 * m;
  const inUse = new Int32Array(arcs.cost.length).fill(-1);
  const used: number[] = [];
  const columns = new Columns();
  for (let d = 0; d < n; d++) columns.add(price, 0, highs.infinity, [d, 1]);
  const add = (to: Columns, arc: number) => {
    const s = arcs.supply[arc]!;
    const entries = [arcs.demand[arc]!, 1, n + s, 1];
    if (isOthers[arc] === 1) entries.push(n + m + s, 1);
    to.add(arcs.cost[arc]! * costScale, 0, highs.infinity, entries);
    inUse[arc] = used.push(arc) - 1;
  };
  for (const arc of cheapestArcs(problem)) add(columns, arc);

  const scaled = (values: Float64Array) => Array.from(values, (value) => value * amountScale);
  const limits = [...scaled(capacities), ...scaled(othersCapacities)];
  const needs = scaled(demands);
  const model = highs.createModel({
    numCols: columns.count,
    numRows,
    colCost: columns.cost,
    colLower: columns.lower,
    colUpper: columns.upper,
    rowLower: [...needs, ...limits.map(() => -highs.infinity)],
    rowUpper: [...needs, ...limits],
    matrix: columns.matrix(numRows),
  });
  try {
    // the basis stays feasible when columns are added: the primal simplex goes on from there
    model.options.set({output_flag: false, solver: 'simplex', simplex_strategy: 4});
    for (let round = 1; ; round++) {
      report({round, arcsUsed: used.length});
      runToOptimum(highs, model);
      const {rowDual} = model.getSolution();
      const wanted = arcsThatPay(problem, rowDual, costScale, inUse);
      if (wanted.length === 0) break;
      const more = new Columns();
      for (const arc of wanted) add(more, arc);
      const {cost, lower, upper} = more;
      model.addCols({
        cost: Float64Array.from(cost),
        lower: Float64Array.from(lower),
        upper: Float64Array.from(upper),
        matrix: more.matrix(numRows),
      });
    }
    const {colValue, rowDual} = model.getSolution();
    const amounts = new Float64Array(arcs.cost.length);
    used.forEach((arc, at) => (amounts[arc] = Math.max(0, colValue[n + at]!) / amountScale));
    return toPlan(problem, tidy(problem, amounts), rowDual, {amountScale, costScale, price});
  } finally {
    model.dispose();
  }
}

function runToOptimum(highs: Highs, model: Model): void {
  const {optimal} = highs.constants.modelStatus;
  if (model.run().modelStatus === optimal) return;
  // a basis gone numerically astray: from the beginning, with the solver’s own choice of method
  model.clearSolver();
  model.options.set({simplex_strategy: 1});
  const {modelStatus} = model.run();
  if (modelStatus !== optimal) throw new Error(`the transport programme ended as ${modelStatus}`);
}

/** The cheapest arcs of each demand and of each supply, each once, in order. */
function cheapestArcs({demands, capacities, arcs}: TransportProblem): number[] {
  const chosen = new Set<number>();
  for (const {start, list} of [
    arcsBy(arcs.demand, demands.length),
    arcsBy(arcs.supply, capacities.length),
  ]) {
    for (let end = 0; end + 1 < start.length; end++) {
      const own = list.slice(start[end]!, start[end + 1]!);
      own.sort((a, b) => arcs.cost[a]! - arcs.cost[b]! || a - b);
      own.subarray(0, FIRST_ARCS).forEach((arc) => chosen.add(arc));
    }
  }
  return [...chosen].sort((a, b) => a - b);
}

/** Arcs not in use that cost less than the prices at both their ends: the best of each demand. */
function arcsThatPay(
  problem: TransportProblem,
  rowDual: Float64Array,
  costScale: number,
  inUse: Int32Array,
): number[] {
  const ofDemand = arcsBy(problem.arcs.demand, problem.demands.length);
  const wanted: number[] = [];
  for (let d = 0; d < problem.demands.length; d++) {
    const paying: {arc: number; reduced: number}[] = [];
    for (let a = ofDemand.start[d]!; a < ofDemand.start[d + 1]!; a++) {
      const arc = ofDemand.list[a]!;
      if (inUse[arc]! >= 0) continue;
      const reduced = reducedCost(problem, rowDual, costScale, arc);
      if (reduced < -PRICE_TOLERANCE) paying.push({arc, reduced});
    }
    paying.sort((a, b) => a.reduced - b.reduced || a.arc - b.arc);
    wanted.push(...paying.slice(0, ARCS_A_ROUND).map(({arc}) => arc));
  }
  return wanted;
}

function reducedCost(
  {demands, capacities, arcs, isOthers}: TransportProblem,
  rowDual: Float64Array,
  costScale: number,
  arc: number,
): number {
  const n = demands.length;
  const m = capacities.length;
  const s = arcs.supply[arc]!;
  const toOthers = isOthers[arc] === 1 ? rowDual[n + m + s]! : 0;
  return arcs.cost[arc]! * costScale - rowDual[arcs.demand[arc]!]! - rowDual[n + s]! - toOthers;
}

/** Takes the solver’s rounding away: no demand or capacity is exceeded by the last bits. */
function tidy(problem: TransportProblem, amounts: Float64Array): Float64Array {
  const {demands, capacities, othersCapacities, arcs, isOthers} = problem;
  const least = 1e-9 * largest(demands);
  const tidied = amounts.map((amount) => (amount < least ? 0 : amount));
  const scaleDown = (ends: Int32Array, limits: Float64Array, counts: (arc: number) => boolean) => {
    const sums = new Float64Array(limits.length);
    tidied.forEach((amount, arc) => {
      if (counts(arc)) sums[ends[arc]!]! += amount;
    });
    tidied.forEach((amount, arc) => {
      const end = ends[arc]!;
      if (counts(arc) && sums[end]! > limits[end]!)
        tidied[arc] = (amount * limits[end]!) / sums[end]!;
    });
  };
  scaleDown(arcs.demand, demands, () => true);
  scaleDown(arcs.supply, othersCapacities, (arc) => isOthers[arc] === 1);
  scaleDown(arcs.supply, capacities, () => true);
  return tidied;
}

function toPlan(
  problem: TransportProblem,
  amounts: Float64Array,
  rowDual: Float64Array,
  {costScale, price}: Scaling,
): TransportPlan {
  const {demands, capacities, othersCapacities, arcs} = problem;
  const n = demands.length;
  const m = capacities.length;
  const unserved = demands.slice();
  let cost = 0;
  amounts.forEach((amount, arc) => {
    unserved[arcs.demand[arc]!]! -= amount;
    cost += amount * arcs.cost[arc]!;
  });
  const least = 1e-9 * largest(demands);
  unserved.forEach((left, d) => (unserved[d] = left < least ? 0 : left));
  const unservedSum = sumOf(unserved);

  // what the prices prove, made good for the little by which some arc may still pay
  const worst = new Float64Array(n);
  for (let arc = 0; arc < arcs.cost.length; arc++) {
    const d = arcs.demand[arc]!;
    worst[d] = Math.min(worst[d]!, reducedCost(problem, rowDual, costScale, arc));
  }
  let bound = 0;
  for (let d = 0; d < n; d++) {
    bound += demands[d]! * (Math.min(price, rowDual[d]!) + worst[d]!);
  }
  const capacityPrices = new Float64Array(m);
  const othersPrices = new Float64Array(m);
  const {given, givenToOthers} = sumBySupply(problem, amounts);
  for (let s = 0; s < m; s++) {
    capacityPrices[s] = Math.max(0, -rowDual[n + s]!) / costScale;
    othersPrices[s] = Math.max(0, -rowDual[n + m + s]!) / costScale;
    bound -=
      (capacityPrices[s]! * capacities[s]! + othersPrices[s]! * othersCapacities[s]!) * costScale;
    // rounding of a dual where capacity is left
    if (given[s]! < capacities[s]! * (1 - 1e-9)) capacityPrices[s] = 0;
    if (givenToOthers[s]! < othersCapacities[s]! * (1 - 1e-9)) othersPrices[s] = 0;
  }
  const costBound = Math.max(0, (bound - price * unservedSum) / costScale);
  return {
    amounts,
    served: sumOf(amounts),
    unserved,
    cost,
    costBound: Math.min(cost, costBound),
    capacityPrices,
    othersPrices,
    shortage: null,
  };
}

function emptyPlan(problem: TransportProblem): TransportPlan {
  const {demands, capacities} = problem;
  const amounts = new Float64Array(0);
  return {
    amounts,
    served: 0,
    unserved: demands.slice(),
    cost: 0,
    costBound: 0,
    capacityPrices: new Float64Array(capacities.length),
    othersPrices: new Float64Array(capacities.length),
    shortage: findShortage(problem, amounts, demands, 1e-7 * largest(demands)).shortage,
  };
}

function largest(values: Float64Array): number {
  return values.reduce((most, value) => Math.max(most, value), 0);
}

function sumOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0);
}
