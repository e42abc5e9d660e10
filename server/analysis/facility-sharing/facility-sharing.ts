import {CENTRE_RULE, DISTANCE_RULE, FacilitySharing} from '../../../contract/facility-sharing.ts';
import {FacilitySharingInputs} from '../../../contract/facility-sharing-inputs.ts';
import {Optimiser} from '../../optimise/optimiser.ts';
import type {AnalysisContext, AnalysisProcess} from '../process.ts';
import {provenanceOf} from '../provenance.ts';
import {bindingOf} from './binding.ts';
import {chooseCosts} from './costs.ts';
import {issuesOfAnswer} from './answer-issues.ts';
import {flowsOf, membersOf, sumMembers} from './gains.ts';
import {runMatching} from './run-matching.ts';
import {beforeSearch} from './progress-shares.ts';
import {runSiting, timeLimitOf} from './run-siting.ts';
import {readScene, type Scene} from './scene.ts';
import {chooseSizes} from './siting.ts';

export const facilitySharing: AnalysisProcess = {
  id: 'facility-sharing',
  version: '1.0.0',
  title: {zh: '设施共享', en: 'Facility sharing'},
  description: {
    zh: '把处理能力不足的单元与有富余能力的设施配对：先尽量多服务，再求总费用最小，并证明最优；仍有缺口时在红线、保护地和防护距离之外选址新建共享设施。给出每个单元的收益、与各自建设相比的费用，以及起约束作用的条件。',
    en: 'Matches units that lack treatment with facilities that have room: as much as possible is served, then at least cost, proven optimal; what is left is given to new shared sites outside red lines, protected areas and protection distances. Says what each member gains, what it costs against building alone, and which constraints bind.',
  },
  inputs: FacilitySharingInputs,
  outputs: FacilitySharing,
  run,
};

async function run(
  inputs: FacilitySharingInputs,
  context: AnalysisContext,
): Promise<FacilitySharing> {
  const sizes = inputs.siting ? chooseSizes(inputs.siting) : null;
  const first = inputs.siting ? beforeSearch(context, timeLimitOf(inputs)) : context;
  const scene = await readScene(inputs, first);
  const {figures, assumptions} = chooseCosts(scene.quantity, inputs.costs);
  const optimiser = new Optimiser();
  try {
    const matched = await runMatching(scene, figures, optimiser, first);
    const sited =
      inputs.siting && sizes
        ? await runSiting(scene, inputs, inputs.siting, sizes, matched, figures, optimiser, context)
        : null;
    context.progress(0.98, {zh: '汇总结果', en: 'summing up'});
    const flows = flowsOf(scene, matched, sited, figures);
    const members = membersOf(scene, flows, sited, figures, sizes);
    const totals = sumMembers(members, flows);
    const issues = [...scene.issues, ...issuesOfAnswer(scene, matched, sited, members)];
    const hasFault = issues.some(({severity}) => severity === 'error');
    return {
      kind: inputs.kind,
      amountUnit: scene.amountUnit,
      unitLevel: scene.units.level,
      members,
      facilities: describeFacilities(scene, matched.taken, matched.takenFromOthers, matched.prices),
      matching: matched.result,
      siting: sited?.result ?? null,
      flows,
      totals,
      binding: bindingOf(scene, inputs, matched, sited),
      assumptions: [...scene.assumptions, ...assumptions],
      complete: !hasFault && totals.unserved <= 1e-6 * totals.load,
      issues,
      distanceRule: DISTANCE_RULE,
      centreRule: CENTRE_RULE,
      provenance: provenanceOf([...scene.layers, ...(sited?.layers ?? [])]),
    };
  } finally {
    await optimiser.stop();
  }
}

function describeFacilities(
  {facilities, hosts, present}: Scene,
  taken: Float64Array,
  takenFromOthers: Float64Array,
  prices: readonly (number | null)[],
): FacilitySharing['facilities'] {
  return facilities.map(({id, name, position, capacity, load}, f) => ({
    id,
    name,
    at: position,
    unit: hosts[f]! < 0 ? null : hosts[f]!,
    capacity,
    load,
    spare: present.spare[f]!,
    taken: taken[f]!,
    takenFromOthers: takenFromOthers[f]!,
    pricePerAmountYear: prices[f]!,
  }));
}
