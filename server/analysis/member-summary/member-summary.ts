import {inBoth, type LocalText} from '../../../contract/local-text.ts';
import {
  MemberSummary,
  MemberSummaryInputs,
  type MemberState,
  type SummaryMember,
} from '../../../contract/member-summary.ts';
import {fail} from '../../errors.ts';
import {compareCodes} from '../hierarchy.ts';
import type {AnalysisContext, AnalysisProcess} from '../process.ts';
import {provenanceOf} from '../provenance.ts';
import {cutBasins} from './cut-basins.ts';
import {findStates, type State} from './find-states.ts';
import {gatherMembers, type GatheredMember, type SummaryIssue} from './gather-members.ts';
import {checkThresholds, judgeMembers} from './judge-members.ts';
import {addUp, differenceShare, toSums, type PartSums} from './part-sums.ts';
import {toLonLat, type PlaneGround} from './plane-geometry.ts';
import {readNumbers, type MeasuredNumber} from './read-numbers.ts';

export const memberSummary: AnalysisProcess = {
  id: 'member-summary',
  version: '1.0.0',
  title: {zh: '跨区域成员汇总', en: 'Summary by member'},
  description: {
    zh: '跨区域方案的每个数字：按成员、按省、按流域单元和整体；各部分之和等于整体，不让平均值掩盖未达标的成员。',
    en: 'Every number of a cross-region zone by member, by state, by basin cell and for the union; parts sum to the whole, and an average hides no member that fails.',
  },
  inputs: MemberSummaryInputs,
  outputs: MemberSummary,
  run,
};

async function run(inputs: MemberSummaryInputs, context: AnalysisContext): Promise<MemberSummary> {
  const {db, progress, signal} = context;
  const numbers = await readNumbers(inputs, context);
  const ids = numbers.map(({id}) => id);
  const thresholds = inputs.thresholds ?? [];
  checkThresholds(thresholds, ids);
  progress(0, {zh: '收集成员', en: 'gathering members'});
  const zone = await gatherMembers(db, inputs.zone);
  signal.throwIfAborted();
  const issues = [...zone.issues];
  const states = await findStates(db, zone.members, zone.layer);
  reportStateless(zone.members, states, issues);
  const {basins, basinLevel} = inputs;
  const cut =
    basins === undefined
      ? null
      : await cutBasins(context, zone.members, zone.whole, {basins, basinLevel}, issues);

  const countedApart = zone.members.filter(({ground, counted}) => counted !== ground);
  const partCount = zone.members.length + countedApart.length + (cut?.cells.length ?? 0) + 1;
  let done = 0;
  const measure = async (ground: PlaneGround, name: LocalText): Promise<PartSums> => {
    signal.throwIfAborted();
    const step = {zh: `量算${name.zh}`, en: `measuring ${name.en}`};
    progress(0.3 + (0.7 * done++) / partCount, step);
    return measurePart(ground, numbers, context);
  };

  const union = await measure(zone.whole, {zh: '整体', en: 'union'});
  await checkClasses(inputs, numbers, zone.whole, context);
  const members: SummaryMember[] = [];
  for (const {id, name, kind, ground, counted} of zone.members) {
    const state = states.get(id)!.id;
    const whole = await measure(ground, inBoth(name ?? id));
    const apart = counted === ground ? null : await measure(counted, inBoth(name ?? id));
    members.push({id, name, kind, state, ...whole, counted: apart});
  }
  const cells: MemberSummary['cells'] = cut === null ? null : [];
  for (const {ground, ...cell} of cut?.cells ?? []) {
    cells!.push({...cell, ...(await measure(ground, inBoth(cell.id)))});
  }

  const byState = sumStates(members, states, ids);
  const sums = {
    members: addUp(ids, members.map(countedOf)),
    states: addUp(ids, byState),
    cells: cells && addUp(ids, cells),
  };
  return {
    numbers: numbers.map(({id, measure: of, title, layers}) => ({id, measure: of, title, layers})),
    union,
    members,
    states: byState,
    cells,
    thresholds: thresholds.map((threshold) => judgeMembers(threshold, union, members)),
    overlaps: zone.overlaps,
    reconciliation: {
      membersM2: sums.members.areaM2,
      statesM2: sums.states.areaM2,
      cellsM2: sums.cells?.areaM2 ?? null,
      unionM2: union.areaM2,
      largestDifferenceShare: Math.max(
        ...[sums.members, sums.states, ...(sums.cells ? [sums.cells] : [])].map((parts) =>
          differenceShare(union, parts),
        ),
      ),
    },
    complete: issues.every(({severity}) => severity === 'info'),
    issues,
    provenance: provenanceOf([
      zone.layer,
      ...numbers.flatMap(({sources}) => sources),
      cut?.layer ?? null,
    ]),
  };
}

async function measurePart(
  ground: PlaneGround,
  numbers: readonly MeasuredNumber[],
  {measuring}: AnalysisContext,
): Promise<PartSums> {
  const ids = numbers.map(({id}) => id);
  if (numbers.length === 0 || ground.multiPolygon.length === 0) {
    return addUp(ids, [{areaM2: ground.areaM2, values: ids.map(nothing)}]);
  }
  const versions = numbers.map(({version}) => version);
  const measured = await measuring.measureZone(toLonLat(ground), versions);
  return toSums(measured[0]!.areaM2, ids, measured);
}

function nothing(number: string) {
  return {number, heldM2: 0, share: 0, remainderM2: 0, multipleM2: 0, byClass: []};
}

/** @throws CLASS_UNKNOWN for a threshold of a class that its layers do not have */
async function checkClasses(
  {thresholds = []}: MemberSummaryInputs,
  numbers: readonly MeasuredNumber[],
  whole: PlaneGround,
  {measuring}: AnalysisContext,
): Promise<void> {
  for (const {number, class: name} of thresholds) {
    if (name === undefined) continue;
    const {version, layers} = numbers.find(({id}) => id === number)!;
    const [bounds] = await measuring.boundZone(toLonLat(whole), [version]);
    if (bounds!.classes.includes(name)) continue;
    const known = bounds!.classes.map((each) => each ?? 'null').join(', ');
    throw fail('CLASS_UNKNOWN', {layerId: layers.join(', '), seen: name, known});
  }
}

function countedOf(member: SummaryMember): PartSums {
  return member.counted ?? member;
}

/** States by code; members as counted, so that states share no ground. */
function sumStates(
  members: readonly SummaryMember[],
  states: ReadonlyMap<string, State>,
  ids: readonly string[],
): MemberState[] {
  const grouped = new Map<string, SummaryMember[]>();
  for (const member of members) {
    const group = grouped.get(member.state);
    if (group) group.push(member);
    else grouped.set(member.state, [member]);
  }
  const ordered = [...grouped].sort(([a], [b]) => compareCodes(a, b));
  return ordered.map(([, group]) => ({
    ...states.get(group[0]!.id)!,
    members: group.map(({id}) => id),
    ...addUp(ids, group.map(countedOf)),
  }));
}

function reportStateless(
  members: readonly GatheredMember[],
  states: ReadonlyMap<string, State>,
  issues: SummaryIssue[],
): void {
  for (const {id, kind} of members) {
    if (kind === 'drawn' || states.get(id)!.foundBy !== 'unknown') continue;
    issues.push({
      rule: 'state-unknown',
      severity: 'warning',
      featureId: id,
      detail: {
        zh: `${id} 没有上级单元，代码也无法识别；所属省份未知。请为其补充上级单元。`,
        en: `${id} has no parent and a code of no known system; which state it is in is unknown. Give it a parent.`,
      },
    });
  }
}
