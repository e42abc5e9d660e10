import type {SharingSiting} from '../../../contract/facility-sharing-inputs.ts';
import type {SitingProblem} from '../../optimise/siting-problem.ts';
import {fail} from '../../errors.ts';
import type {Candidate} from './candidates.ts';
import {annuity, flowCost, sumFlowCost, type CostFigures, type Sizes} from './costs.ts';
import type {RuledPlace, SharingRules} from './sharing-rules.ts';

/** Loads that are left, against the candidates that may take them. */
export interface SitingTask {
  problem: SitingProblem;
  /** Positions in members and in the list of candidates. */
  members: number[];
  candidates: number[];
  distancesM: Float64Array;
  /** Positions in members of what no candidate may take. */
  unreachable: number[];
}

/** The sizes a site may have. @throws INPUT_INVALID where there are none */
export function chooseSizes({minCapacity, maxCapacity, capacityStep}: SharingSiting): Sizes {
  if (maxCapacity < minCapacity) {
    throw fail('INPUT_INVALID', {
      reason: {
        zh: `选址的最大规模 ${maxCapacity} 小于最小规模 ${minCapacity}，没有可选的规模。`,
        en: `Input "siting" has maxCapacity ${maxCapacity} below minCapacity ${minCapacity}; no size lies between.`,
      },
    });
  }
  return {minCapacity, maxCapacity, capacityStep: capacityStep ?? minCapacity};
}

export function buildSiting(
  rest: Float64Array,
  units: readonly RuledPlace[],
  candidates: readonly Candidate[],
  places: readonly RuledPlace[],
  k: number,
  sizes: Sizes,
  rules: SharingRules,
  figures: CostFigures,
): SitingTask {
  const arcs = {demand: [] as number[], supply: [] as number[], cost: [] as number[]};
  const distancesM: number[] = [];
  const members: number[] = [];
  const unreachable: number[] = [];
  const used = new Map<number, number>();
  units.forEach((unit, m) => {
    if (rest[m]! <= 0) return;
    const before = arcs.cost.length;
    candidates.forEach((_, j) => {
      const distanceM = rules.distanceM(unit, places[j]!);
      if (rules.forbidding(unit, places[j]!, distanceM).length > 0) return;
      if (!used.has(j)) used.set(j, used.size);
      arcs.demand.push(members.length);
      arcs.supply.push(used.get(j)!);
      arcs.cost.push(sumFlowCost(flowCost(figures, 1, distanceM)));
      distancesM.push(distanceM);
    });
    if (arcs.cost.length === before) unreachable.push(m);
    else members.push(m);
  });
  const perYear = annuity(figures);
  return {
    problem: {
      demands: Float64Array.from(members, (m) => rest[m]!),
      candidateCount: used.size,
      siteCount: k,
      arcs: {
        demand: Int32Array.from(arcs.demand),
        supply: Int32Array.from(arcs.supply),
        cost: Float64Array.from(arcs.cost),
      },
      fixedCost: perYear * figures.buildingFixed,
      costPerCapacity: perYear * figures.buildingPerDailyAmount,
      ...sizes,
    },
    members,
    candidates: [...used.keys()],
    distancesM: Float64Array.from(distancesM),
    unreachable,
  };
}
