import type {SharingMatching} from '../../../contract/facility-sharing.ts';
import type {Optimiser} from '../../optimise/optimiser.ts';
import type {TransportPlan} from '../../optimise/transport-problem.ts';
import type {AnalysisContext} from '../process.ts';
import {RULE_NAMES} from './binding.ts';
import type {CostFigures} from './costs.ts';
import {buildMatching, type Lift, type Matching, type MatchingSides} from './matching.ts';
import type {Scene} from './scene.ts';
import {SOLVER} from './solver-name.ts';
import {findWhatHoldsBack, type HeldBack} from './what-holds-back.ts';

const KEEP_LOCAL: Lift[] = ['keep-local'];

/** The matching found; lists are by member and by facility of the scene. */
export interface Matched extends HeldBack {
  matching: Matching;
  plan: TransportPlan;
  result: SharingMatching;
  /** What is left of each deficit. */
  rest: Float64Array;
  taken: Float64Array;
  takenFromOthers: Float64Array;
  /** Null where more capacity would serve what is left. */
  prices: (number | null)[];
  keepLocalPrices: (number | null)[];
}

export async function runMatching(
  scene: Scene,
  figures: CostFigures,
  optimiser: Optimiser,
  {signal, progress}: AnalysisContext,
): Promise<Matched> {
  const startedAt = performance.now();
  progress(0.1, {zh: '配对行政区与设施', en: 'pairing units and facilities'});
  const {present, rules, facilities, units} = scene;
  const sides: MatchingSides = {
    deficits: present.deficits,
    units: scene.unitPlaces,
    spare: present.spare,
    facilities: scene.facilityPlaces,
    keepLocalShare: scene.keepLocalShare,
  };
  const matching = buildMatching(sides, rules, figures);
  const {problem} = matching;
  const plan = await optimiser.transport(problem, {
    signal,
    onProgress({round}, elapsedMs) {
      const seconds = Math.round(elapsedMs / 1000);
      progress(0.2, {
        zh: `匹配：第 ${round} 轮，${seconds} 秒`,
        en: `matching: round ${round}, ${seconds} s`,
      });
    },
  });
  const elapsedMs = performance.now() - startedAt;

  const rest = new Float64Array(units.members.length);
  matching.members.forEach((m, d) => (rest[m] = plan.unserved[d]!));
  const taken = new Float64Array(facilities.length);
  const takenFromOthers = new Float64Array(facilities.length);
  plan.amounts.forEach((amount, arc) => {
    const f = matching.facilities[problem.arcs.supply[arc]!]!;
    taken[f]! += amount;
    if (problem.isOthers[arc] === 1) takenFromOthers[f]! += amount;
  });
  const {shortage} = plan;
  const unserved = sumOf(rest);
  const lifts: Lift[] = [...rules.active, ...(scene.keepLocalShare > 0 ? KEEP_LOCAL : [])];
  const least = 1e-9 * plan.served;
  const held =
    unserved === 0
      ? {servesMore: new Map<Lift, number>(), together: []}
      : await findWhatHoldsBack(lifts, async (lifted) => {
          const names = [...lifted].map((lift) => RULE_NAMES[lift](rules.maxDistanceM));
          progress(0.3, {
            zh: `核算约束的影响：${names.map(({zh}) => zh).join('、')}`,
            en: `asking what is held back by: ${names.map(({en}) => en).join(', ')}`,
          });
          const looser = buildMatching(sides, rules, figures, lifted);
          const isSame = looser.distancesM.length === matching.distancesM.length;
          if (isSame && !lifted.has('keep-local')) return 0;
          const more = (await optimiser.transport(looser.problem, {signal})).served - plan.served;
          return more > least ? more : 0;
        });
  return {
    matching,
    plan,
    rest,
    taken,
    takenFromOthers,
    ...pricesOf(scene, matching, plan),
    ...held,
    result: {
      isFeasible: unserved === 0,
      deficit: sumOf(present.deficits),
      spare: sumOf(present.spare),
      served: plan.served,
      unserved,
      pairCount: matching.distancesM.length,
      unreachable: matching.unreachable,
      shortages: shortage
        ? [
            {
              members: shortage.demands.map((d) => matching.members[d]!),
              facilities: [...shortage.supplies, ...shortage.othersOnly]
                .map((s) => matching.facilities[s]!)
                .sort((a, b) => a - b),
              deficit: shortage.needed,
              reachable: shortage.reachable,
              short: shortage.needed - shortage.reachable,
            },
          ]
        : [],
      proof: {
        status: 'optimal',
        objective: plan.cost,
        bound: plan.costBound,
        gap: plan.cost > 0 ? (plan.cost - plan.costBound) / plan.cost : 0,
        served: plan.served,
        servedBound: plan.served,
        elapsedMs,
        solver: SOLVER,
      },
    },
  };
}

/** Dual values in yuan a year; where a facility is short of capacity they price what is unserved. */
function pricesOf(
  {facilities}: Scene,
  {facilities: supplies, problem}: Matching,
  {capacityPrices, othersPrices, shortage}: TransportPlan,
): Pick<Matched, 'prices' | 'keepLocalPrices'> {
  const prices: (number | null)[] = facilities.map(() => 0);
  const keepLocalPrices: (number | null)[] = facilities.map(() => 0);
  const isShort = new Set(shortage?.supplies);
  const isKept = new Set(shortage?.othersOnly);
  // dearer than any route: the price of what is left over shows through
  const dearest = problem.arcs.cost.reduce((most, cost) => Math.max(most, cost), 0);
  supplies.forEach((f, s) => {
    const own = capacityPrices[s]!;
    const others = othersPrices[s]!;
    prices[f] = isShort.has(s) || own > 2 * dearest ? null : own;
    keepLocalPrices[f] = isKept.has(s) || others > 2 * dearest ? null : others;
  });
  return {prices, keepLocalPrices};
}

function sumOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0);
}
