import {Columns, type CallbackData, type Highs} from './highs.ts';
import {stepsOf, type BuiltSite, type SitingPlan, type SitingProblem} from './siting-problem.ts';

export interface CoreTask {
  /** Candidates to choose from. */
  candidates: readonly number[];
  /** What may be left at most; null: as little as possible is what is looked for. */
  unservedLimit: number | null;
  /** A plan to begin with. */
  known: SitingPlan;
  timeLimitS: number;
  gap: number;
  report(found: number, bound: number): void;
  /** Asked often while branching: whether what was found and proven by then will do. */
  isEnough?(found: number, bound: number): boolean;
}

export interface CoreAnswer {
  /** Null where the solver found none in time. */
  sites: BuiltSite[] | null;
  /** No choice from these candidates comes to less: cost, or what is left. */
  bound: number;
  isTimeUp: boolean;
}

/** Slack of the limit on what is left, as a share of all demands: the solver’s own tolerance. */
const LEFT_TOLERANCE = 1e-7;

/**
 * The mixed-integer programme over some candidates, in its strong form: a share x of a demand is served
 * from where something is built, x ≤ y for every pair.
 */
export function solveCore(highs: Highs, problem: SitingProblem, task: CoreTask): CoreAnswer {
  const {demands, arcs, capacityStep, minCapacity} = problem;
  const {candidates, unservedLimit, known} = task;
  const n = demands.length;
  const k = candidates.length;
  const at = new Map(candidates.map((j, c) => [j, c]));
  const used = [...arcs.supply.keys()].filter((arc) => at.has(arcs.supply[arc]!));
  const total = demands.reduce((sum, demand) => sum + demand, 0);
  const steps = stepsOf(problem);
  const costScale = scaleOf(problem, unservedLimit, known);
  const byCost = unservedLimit === null ? 0 : costScale;

  // rows: demands, capacities, steps only where built, number of sites, what is left, pairs
  const capacityRow = n;
  const stepRow = n + k;
  const countRow = n + 2 * k;
  const leftRow = countRow + 1;
  const pairRow = leftRow + 1;
  const numRows = pairRow + used.length;
  const rowLower = new Float64Array(numRows).fill(-highs.infinity);
  const rowUpper = new Float64Array(numRows);
  for (let d = 0; d < n; d++) rowLower[d] = rowUpper[d] = 1;
  rowUpper[countRow] = problem.siteCount;
  rowUpper[leftRow] =
    unservedLimit === null ? highs.infinity : unservedLimit / total + LEFT_TOLERANCE;

  const pairsOf = candidates.map((): number[] => []);
  used.forEach((arc, p) => pairsOf[at.get(arcs.supply[arc]!)!]!.push(p));
  const columns = new Columns();
  candidates.forEach((_, c) => {
    const entries = [capacityRow + c, -minCapacity / capacityStep, stepRow + c, -steps];
    entries.push(countRow, 1);
    for (const p of pairsOf[c]!) entries.push(pairRow + p, -1);
    const fixed = problem.fixedCost + problem.costPerCapacity * minCapacity;
    columns.add(fixed * byCost, 0, 1, entries);
  });
  candidates.forEach((_, c) => {
    const cost = problem.costPerCapacity * capacityStep * byCost;
    columns.add(cost, 0, steps, [capacityRow + c, -1, stepRow + c, 1]);
  });
  used.forEach((arc, p) => {
    const d = arcs.demand[arc]!;
    const row = capacityRow + at.get(arcs.supply[arc]!)!;
    const cost = arcs.cost[arc]! * demands[d]! * byCost;
    columns.add(cost, 0, 1, [d, 1, row, demands[d]! / capacityStep, pairRow + p, 1]);
  });
  for (let d = 0; d < n; d++) {
    const cost = unservedLimit === null ? demands[d]! * costScale : 0;
    const most = unservedLimit === 0 ? 0 : 1;
    columns.add(cost, 0, most, [d, 1, leftRow, demands[d]! / total]);
  }
  const integrality = new Int32Array(columns.count);
  integrality.fill(highs.constants.variableType.integer, 0, 2 * k);

  const model = highs.createModel({
    numCols: columns.count,
    numRows,
    colCost: columns.cost,
    colLower: columns.lower,
    colUpper: columns.upper,
    rowLower,
    rowUpper,
    matrix: columns.matrix(numRows),
    integrality,
  });
  try {
    model.options.set({
      output_flag: false,
      time_limit: task.timeLimitS,
      mip_rel_gap: task.gap,
      mip_abs_gap: 1e-9,
    });
    model.setSolution({colValue: startValues()});
    const {mipLogging, mipInterrupt} = highs.constants.callbackType;
    const stateOf = ({mip_primal_bound: found, mip_dual_bound: bound}: CallbackData) =>
      [(found ?? NaN) / costScale, (bound ?? NaN) / costScale] as const;
    const {modelStatus} = model.run({
      [mipLogging]: ({data}) => {
        task.report(...stateOf(data));
        return undefined;
      },
      [mipInterrupt]: (event) => {
        if (task.isEnough?.(...stateOf(event.data))) event.interrupt();
        return undefined;
      },
    });
    const {optimal, infeasible} = highs.constants.modelStatus;
    const bound = Number(model.info.get('mip_dual_bound')) / costScale;
    if (modelStatus === infeasible) return {sites: null, bound: Infinity, isTimeUp: false};
    const hasPlan = Number.isFinite(Number(model.info.get('objective_function_value')));
    const isFound = hasPlan && Number(model.info.get('primal_solution_status')) === 2;
    const {colValue} = model.getSolution();
    const sites = candidates.flatMap((candidate, c) => {
      if (colValue[c]! < 0.5) return [];
      const capacity = minCapacity + capacityStep * Math.round(colValue[k + c]!);
      return [{candidate, capacity}];
    });
    return {sites: isFound ? sites : null, bound, isTimeUp: modelStatus !== optimal};
  } finally {
    model.dispose();
  }

  function startValues(): Float64Array {
    const values = new Float64Array(columns.count);
    for (const {candidate, capacity} of known.sites) {
      const c = at.get(candidate);
      if (c === undefined) continue;
      values[c] = 1;
      values[k + c] = Math.round((capacity - minCapacity) / capacityStep);
    }
    used.forEach((arc, p) => {
      values[2 * k + p] = known.amounts[arc]! / demands[arcs.demand[arc]!]!;
    });
    for (let d = 0; d < n; d++) {
      values[2 * k + used.length + d] = known.unserved[d]! / demands[d]!;
    }
    return values;
  }
}

/** The objective as the solver sees it is of the order of 1000. */
function scaleOf(problem: SitingProblem, limit: number | null, known: SitingPlan): number {
  if (limit !== null) return 1000 / Math.max(known.cost, 1e-9);
  return 1000 / problem.demands.reduce((sum, demand) => sum + demand, 0);
}
