import type {SharingSitingResult} from '../../../contract/facility-sharing.ts';
import {
  DEFAULT_SHARING_GAP,
  DEFAULT_SHARING_TIME_LIMIT_S,
  MAX_SHARING_PAIRS,
  type FacilitySharingInputs,
  type SharingSiting,
} from '../../../contract/facility-sharing-inputs.ts';
import type {LocalText} from '../../../contract/local-text.ts';
import {fail} from '../../errors.ts';
import type {ResolvedLayer} from '../../layers/layer-store.ts';
import type {Optimiser} from '../../optimise/optimiser.ts';
import type {OptimiseProgress} from '../../optimise/progress.ts';
import type {SitingPlan} from '../../optimise/siting-problem.ts';
import {placePoints} from '../facility-hosts.ts';
import type {AnalysisContext} from '../process.ts';
import {findCandidates, type Candidate} from './candidates.ts';
import {annuity, buildingCapital, type CostFigures, type Sizes} from './costs.ts';
import {beforeSearch, searchShare} from './progress-shares.ts';
import type {Matched} from './run-matching.ts';
import type {Scene} from './scene.ts';
import {ruledPlace} from './sharing-rules.ts';
import {buildSiting, type SitingTask} from './siting.ts';
import {SOLVER} from './solver-name.ts';

/** The sites found. */
export interface Sited {
  task: SitingTask;
  plan: SitingPlan;
  result: SharingSitingResult;
  k: number;
  /** By candidate of the problem: its position among the sites of the result, −1 where not built. */
  siteOf: Int32Array;
  layers: ResolvedLayer[];
}

/** Seconds that a search for sites is given. */
export function timeLimitOf({timeLimitS}: FacilitySharingInputs): number {
  return timeLimitS ?? DEFAULT_SHARING_TIME_LIMIT_S;
}

export async function runSiting(
  scene: Scene,
  inputs: FacilitySharingInputs,
  siting: SharingSiting,
  sizes: Sizes,
  {rest}: Matched,
  figures: CostFigures,
  optimiser: Optimiser,
  context: AnalysisContext,
): Promise<Sited> {
  const {db, signal} = context;
  const timeLimitS = timeLimitOf(inputs);
  const {progress} = beforeSearch(context, timeLimitS);
  const {units, centres, basins} = scene;
  progress(0.4, {zh: '排除候选点', en: 'excluding candidates'});
  const found = await findCandidates(db, units, centres, siting, {
    signal,
    progress: (share) =>
      progress(0.4 + 0.1 * share, {zh: '排除候选点', en: 'excluding candidates'}),
  });
  const {left, counts} = found;
  const needy = rest.reduce((count, amount) => (amount > 0 ? count + 1 : count), 0);
  if (left.length * needy > MAX_SHARING_PAIRS) {
    throw fail('INPUT_INVALID', {
      reason: {
        zh: `${left.length} 个候选点与 ${needy} 个仍有负荷的行政区组成 ${left.length * needy} 对；一次最多 ${MAX_SHARING_PAIRS} 对。请加大网格间距，或减少候选点。`,
        en: `${left.length} candidates and ${needy} units with load left make ${left.length * needy} pairs; one run takes ${MAX_SHARING_PAIRS}. Choose a wider gridStepM or fewer points.`,
      },
    });
  }
  const positions = left.map(({at}) => at);
  const basinOf = basins && (await placePoints(db, basins, positions, signal));
  const places = left.map(({at, unit}, j) => ruledPlace(at, unit, basinOf?.[j] ?? -1));
  const task = buildSiting(
    rest,
    scene.unitPlaces,
    left,
    places,
    siting.k,
    sizes,
    scene.rules,
    figures,
  );
  const gap = inputs.gap ?? DEFAULT_SHARING_GAP;
  const startedAt = performance.now();
  const plan = await optimiser.siting(
    task.problem,
    {timeLimitS, gap},
    {
      signal,
      onProgress(state, elapsedMs) {
        context.progress(
          searchShare(elapsedMs, timeLimitS),
          tellProgress(state, elapsedMs, timeLimitS),
        );
      },
    },
  );
  const elapsedMs = performance.now() - startedAt;
  const idle = left.length - task.candidates.length;
  if (idle > 0) counts.byReason.push({reason: 'nothing-in-reach', layer: null, count: idle});
  const {sites, siteOf} = describeSites(task, plan, left, figures);
  const restSum = rest.reduce((sum, amount) => sum + amount, 0);
  return {
    task,
    plan,
    siteOf,
    k: siting.k,
    layers: found.layers,
    result: {
      candidates: {...counts, excluded: counts.excluded + idle, left: task.candidates.length},
      considered: task.candidates.map((j) => ({id: left[j]!.id, at: left[j]!.at})),
      gridStepM: 'gridStepM' in siting.candidates ? siting.candidates.gridStepM : null,
      sites,
      unreachable: task.unreachable,
      rest: restSum,
      served: plan.served,
      unserved: Math.max(0, restSum - plan.served),
      proof: {
        status: plan.isTimeUp ? 'time-limit' : 'optimal',
        objective: plan.cost,
        bound: plan.costBound,
        gap: plan.cost > 0 ? (plan.cost - plan.costBound) / plan.cost : 0,
        served: plan.served,
        servedBound: plan.servedBound,
        elapsedMs,
        solver: SOLVER,
      },
    },
  };
}

function describeSites(
  task: SitingTask,
  plan: SitingPlan,
  left: readonly Candidate[],
  figures: CostFigures,
): {sites: SharingSitingResult['sites']; siteOf: Int32Array} {
  const siteOf = new Int32Array(task.problem.candidateCount).fill(-1);
  const built = [...plan.sites].sort((a, b) => a.candidate - b.candidate);
  built.forEach(({candidate}, s) => (siteOf[candidate] = s));
  const taken = new Float64Array(built.length);
  plan.amounts.forEach((amount, arc) => {
    if (amount > 0) taken[siteOf[task.problem.arcs.supply[arc]!]!]! += amount;
  });
  const sites = built.map(({candidate, capacity}, s) => {
    const {id, at, unit} = left[task.candidates[candidate]!]!;
    const capital = buildingCapital(figures, capacity);
    return {
      id,
      at,
      unit,
      capacity,
      taken: taken[s]!,
      buildingPerYear: annuity(figures) * capital,
      buildingCapital: capital,
    };
  });
  return {sites, siteOf};
}

function tellProgress(
  {step, cost, bound}: OptimiseProgress,
  elapsedMs: number,
  timeLimitS: number,
): LocalText {
  const seconds = Math.round(elapsedMs / 1000);
  const isCostKnown = cost !== null && bound !== null && cost > 0;
  const percent = isCostKnown ? Math.max(0, (100 * (cost - bound)) / cost).toFixed(2) : null;
  const gap = {
    zh: percent === null ? '' : `，与最优相差 ${percent} %`,
    en: percent === null ? '' : `, gap ${percent} %`,
  };
  return {
    zh: `选址：${STEP_NAMES[step]}${gap.zh}，${seconds} 秒，至多 ${timeLimitS} 秒`,
    en: `siting: ${step}${gap.en}, ${seconds} of ${timeLimitS} s at most`,
  };
}

/** What the solver is at, in Chinese. */
const STEP_NAMES: Record<OptimiseProgress['step'], string> = {
  starting: '准备',
  matching: '匹配',
  searching: '搜索',
  serving: '求最大服务量',
  bounding: '求下界',
  improving: '改进',
  branching: '分支定界',
};
