import {Columns, type Highs} from './highs.ts';
import type {SitingProblem} from './siting-problem.ts';
import {arcsBy} from './transport-problem.ts';

export interface Cover {
  /** Null where none was found in time. */
  candidates: number[] | null;
  /** No choice of sites has more within its reach. */
  servedBound: number;
}

/**
 * The sites that have most within their reach, as if each could take all of it: a small programme
 * (maximal covering, Church and ReVelle 1974). Where capacities suffice it is the answer; its bound
 * holds in any case.
 */
export function solveCover(
  highs: Highs,
  {demands, candidateCount, siteCount, arcs}: SitingProblem,
  {timeLimitS, gap}: {timeLimitS: number; gap: number},
): Cover {
  const n = demands.length;
  const total = demands.reduce((sum, demand) => sum + demand, 0);
  const scale = 1000 / total;
  const ofCandidate = arcsBy(arcs.supply, candidateCount);
  const columns = new Columns();
  for (let j = 0; j < candidateCount; j++) {
    const own = ofCandidate.list.subarray(ofCandidate.start[j]!, ofCandidate.start[j + 1]!);
    const rows = Array.from(own, (arc) => arcs.demand[arc]!).sort((a, b) => a - b);
    columns.add(0, 0, 1, [...rows.flatMap((row) => [row, 1]), n, 1]);
  }
  for (let d = 0; d < n; d++) columns.add(demands[d]! * scale, 0, 1, [d, 1]);
  const integrality = new Int32Array(columns.count);
  integrality.fill(highs.constants.variableType.integer, 0, candidateCount);
  const rowLower = new Float64Array(n + 1).fill(1);
  rowLower[n] = -highs.infinity;
  const rowUpper = new Float64Array(n + 1).fill(highs.infinity);
  rowUpper[n] = siteCount;
  const model = highs.createModel({
    numCols: columns.count,
    numRows: n + 1,
    colCost: columns.cost,
    colLower: columns.lower,
    colUpper: columns.upper,
    rowLower,
    rowUpper,
    matrix: columns.matrix(n + 1),
    integrality,
  });
  try {
    // gaps are of what is left; asked for is a share of everything
    const options = {output_flag: false, mip_rel_gap: 0, mip_abs_gap: gap * 1000};
    model.options.set({...options, time_limit: timeLimitS});
    model.run();
    const bound = Number(model.info.get('mip_dual_bound')) / scale;
    const isFound = Number(model.info.get('primal_solution_status')) === 2;
    const {colValue} = model.getSolution();
    const candidates = Array.from({length: candidateCount}, (_, j) => j);
    return {
      candidates: isFound ? candidates.filter((j) => colValue[j]! > 0.5) : null,
      servedBound: Math.min(total, total - Math.max(0, Number.isFinite(bound) ? bound : 0)),
    };
  } finally {
    model.dispose();
  }
}
