import {MAX_SHARING_PAIRS} from '../../../contract/facility-sharing-inputs.ts';
import type {UnreachableMember} from '../../../contract/facility-sharing.ts';
import {fail} from '../../errors.ts';
import type {TransportProblem} from '../../optimise/transport-problem.ts';
import {flowCost, sumFlowCost, type CostFigures} from './costs.ts';
import type {Rule, RuledPlace, SharingRules} from './sharing-rules.ts';

/** Units with a deficit against facilities with room, and the pairs the rules allow. */
export interface Matching {
  problem: TransportProblem;
  /** Positions in members and in facilities of the demands and supplies of the problem. */
  members: number[];
  facilities: number[];
  distancesM: Float64Array;
  unreachable: UnreachableMember[];
}

/** What can be lifted: the rules, and what facilities keep for their own unit. */
export type Lift = Rule | 'keep-local';

export interface MatchingSides {
  deficits: Float64Array;
  units: readonly RuledPlace[];
  spare: Float64Array;
  facilities: readonly RuledPlace[];
  keepLocalShare: number;
}

/**
 * @param lifted rules that are not asked, to see what they hold back
 * @throws INPUT_INVALID where there are more pairs than one run takes
 */
export function buildMatching(
  {deficits, units, spare, facilities, keepLocalShare}: MatchingSides,
  rules: SharingRules,
  figures: CostFigures,
  lifted: ReadonlySet<Lift> = new Set(),
): Matching {
  const from = [...units.keys()].filter((m) => deficits[m]! > 0);
  const to = [...facilities.keys()].filter((f) => spare[f]! > 0);
  if (from.length * to.length > MAX_SHARING_PAIRS) {
    throw fail('INPUT_INVALID', {
      reason: {
        zh: `${from.length} 个有缺口的行政区与 ${to.length} 处有富余能力的设施组成 ${from.length * to.length} 对；一次最多 ${MAX_SHARING_PAIRS} 对。请选择较粗的行政区级别，或缩小图层范围。`,
        en: `${from.length} units with a deficit and ${to.length} facilities with spare capacity make ${from.length * to.length} pairs; one run takes ${MAX_SHARING_PAIRS}. Choose a coarser unitLevel, or a smaller part of the layers.`,
      },
    });
  }
  const demand: number[] = [];
  const supply: number[] = [];
  const cost: number[] = [];
  const distancesM: number[] = [];
  const isOthers: number[] = [];
  const unreachable: UnreachableMember[] = [];
  from.forEach((m, d) => {
    const before = demand.length;
    const shutOut = new Map<Rule, number>();
    let nearestM: number | null = null;
    to.forEach((f, s) => {
      const distanceM = rules.distanceM(units[m]!, facilities[f]!);
      nearestM = Math.min(nearestM ?? Infinity, distanceM);
      const forbidding = rules
        .forbidding(units[m]!, facilities[f]!, distanceM)
        .filter((rule) => !lifted.has(rule));
      for (const rule of forbidding) shutOut.set(rule, (shutOut.get(rule) ?? 0) + 1);
      if (forbidding.length > 0) return;
      demand.push(d);
      supply.push(s);
      cost.push(sumFlowCost(flowCost(figures, 1, distanceM)));
      distancesM.push(distanceM);
      isOthers.push(facilities[f]!.unit === m ? 0 : 1);
    });
    if (demand.length > before) return;
    const count = (rule: Rule) => shutOut.get(rule) ?? 0;
    unreachable.push({
      member: m,
      deficit: deficits[m]!,
      nearestM,
      shutOutBy: {
        maxDistance: count('max-distance'),
        sameBasin: count('same-basin'),
        flowRule: count('flow-rule'),
        crossBorder: count('cross-border'),
      },
    });
  });
  const keptShare = lifted.has('keep-local') ? 0 : keepLocalShare;
  const capacities = Float64Array.from(to, (f) => spare[f]!);
  return {
    problem: {
      demands: Float64Array.from(from, (m) => deficits[m]!),
      capacities,
      othersCapacities: capacities.map((capacity) => capacity * (1 - keptShare)),
      arcs: {
        demand: Int32Array.from(demand),
        supply: Int32Array.from(supply),
        cost: Float64Array.from(cost),
      },
      isOthers: Uint8Array.from(isOthers),
    },
    members: from,
    facilities: to,
    distancesM: Float64Array.from(distancesM),
    unreachable,
  };
}
