import {inBoth, type LocalText} from '../../../contract/local-text.ts';
import {
  MemberSummary,
  MemberSummaryInputs,
  type SummaryMember,
} from '../../../contract/member-summary.ts';
import {fail} from '../../errors.ts';
import type {AnalysisContext, AnalysisProcess} from '../process.ts';
import {provenanceOf} from '../provenance.ts';
import {cutBasins} from './cut-basins.ts';
import {cutStates, type StateCut} from './cut-states.ts';
import {findStates, readUnitTree, type State, type UnitTree} from './find-states.ts';
import {gatherMembers, type SummaryIssue} from './gather-members.ts';
import {checkThresholds, judgeMembers} from './judge-members.ts';
import {addUp, differenceShare, toSums, type PartSums} from './part-sums.ts';
import {toLonLat, type PlaneGround} from './plane-geometry.ts';
import {readNumbers, type MeasuredNumber} from './read-numbers.ts';
import {sumStates, type StatePart} from './sum-states.ts';

export const memberSummary: AnalysisProcess = {
  id: 'member-summary',
  version: '1.1.0',
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
  const tree: UnitTree = zone.layer ? await readUnitTree(db, zone.layer) : new Map();
  const unitIds = zone.members.filter(({kind}) => kind === 'unit').map(({id}) => id);
  const states = findStates(tree, unitIds);
  reportStateless(states, issues);
  const drawn = zone.members.find(({kind}) => kind === 'drawn') ?? null;
  const unitsOfZone = {layer: zone.layer, tree, ids: unitIds};
  const drawnCut = drawn && (await cutStates(context, drawn, inputs.units, unitsOfZone, issues));
  const {basins, basinLevel} = inputs;
  const cut =
    basins === undefined
      ? null
      : await cutBasins(context, zone.members, zone.whole, {basins, basinLevel}, issues);

  const countedApart = zone.members.filter(({ground, counted}) => counted !== ground);
  const pieceCount = (drawnCut?.pieces.length ?? 0) + (cut?.cells.length ?? 0);
  const partCount = zone.members.length + countedApart.length + pieceCount + 1;
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
  const parts: StatePart[] = [];
  for (const {id, name, kind, ground, counted} of zone.members) {
    const nameEn = tree.get(id)?.nameEn ?? null;
    const label = {zh: name ?? id, en: nameEn ?? name ?? id};
    const whole = await measure(ground, label);
    if (kind === 'drawn') {
      const pieces = await measurePieces(drawnCut!, whole, measure);
      parts.push(...pieces.map((sums, i) => ({...drawnCut!.pieces[i]!, member: id, sums})));
      const byState = pieces.map((sums, i) => ({state: drawnCut!.pieces[i]!.state.id, ...sums}));
      const state = byState.length === 1 ? byState[0]!.state : null;
      members.push({id, name, nameEn, kind, state, ...whole, counted: null, byState});
      continue;
    }
    const state = states.get(id)!;
    const apart = counted === ground ? null : await measure(counted, label);
    members.push({
      ...{id, name, nameEn, kind, state: state.id},
      ...whole,
      ...{counted: apart, byState: null},
    });
    parts.push({state, member: id, sums: apart ?? whole});
  }
  const cells: MemberSummary['cells'] = cut === null ? null : [];
  for (const {ground, ...cell} of cut?.cells ?? []) {
    cells!.push({...cell, ...(await measure(ground, inBoth(cell.id)))});
  }

  const byState = sumStates(parts, ids);
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
      drawnCut?.layer ?? null,
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

/** Each piece by itself; one that is all of the drawn ground is measured already. */
async function measurePieces(
  {pieces}: StateCut,
  whole: PartSums,
  measure: (ground: PlaneGround, name: LocalText) => Promise<PartSums>,
): Promise<PartSums[]> {
  if (pieces.length === 1) return [whole];
  const sums: PartSums[] = [];
  for (const {state, ground} of pieces) {
    const {id, name, nameEn} = state;
    const said = {zh: name ?? id, en: nameEn ?? name ?? id};
    const step = {zh: `绘制部分（${said.zh}）`, en: `what was drawn (${said.en})`};
    sums.push(await measure(ground, step));
  }
  return sums;
}

function reportStateless(states: ReadonlyMap<string, State>, issues: SummaryIssue[]): void {
  for (const [id, {foundBy}] of states) {
    if (foundBy !== 'unknown') continue;
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
