import {
  BorderMatch,
  BorderMatchInputs,
  LENGTH_RULE,
  MAX_BORDER_MISMATCHES,
  type BorderIssue,
} from '../../../contract/border-match.ts';
import {detailIn} from '../../../contract/local-text.ts';
import {fail} from '../../errors.ts';
import {resolveLayer, type ResolvedLayer} from '../../layers/layer-store.ts';
import type {AnalysisContext, AnalysisProcess} from '../process.ts';
import {provenanceOf} from '../provenance.ts';
import {chooseLimits} from './border-limits.ts';
import {checkBorders} from './check-borders.ts';
import {describeFaults, describeMismatches} from './describe.ts';
import {readUnits, type UnitsToMatch} from './read-units.ts';
import {sumPairs, sumTotals} from './sum-pairs.ts';
import type {UnitOverlap} from './unit-overlaps.ts';

export const borderMatch: AnalysisProcess = {
  id: 'border-match',
  version: '1.0.0',
  title: {zh: '接边检查', en: 'Border match'},
  description: {
    zh: '沿相邻行政单元的每条共同边界，红线或功能区在一侧到边而另一侧不接、类别不同、留有空隙或错开的地段；以及边界线本身的缝隙与重叠。',
    en: 'Along every border two units share: where a red line or function zone meets it on one side and not on the other, or with another class, a gap or an offset; and where the units draw the border itself apart.',
  },
  inputs: BorderMatchInputs,
  outputs: BorderMatch,
  run,
};

async function run(inputs: BorderMatchInputs, context: AnalysisContext): Promise<BorderMatch> {
  const {db, progress} = context;
  const limits = chooseLimits(inputs);
  const layer = await resolveLayer(db, inputs.layer);
  const unitLayers = await Promise.all([inputs.units].flat().map((name) => resolveLayer(db, name)));
  rejectTwice(unitLayers);
  [layer, ...unitLayers].forEach(requireAreas);
  progress(0, {zh: '读取行政区', en: 'reading units'});
  const toMatch = await readUnits(db, unitLayers, inputs.unitLevel);
  const {units} = toMatch;
  if (units.length === 0) {
    throw fail('INPUT_INVALID', {
      reason: {zh: 'units 中的图层没有行政区。', en: 'The layers named in units hold no unit.'},
    });
  }
  const {chains, overlaps, classes, featureIds} = await checkBorders(
    toMatch,
    layer,
    limits,
    context,
  );
  const names = {units, classes, featureIds};
  const pairs = sumPairs(chains, classes);
  const found = chains.flatMap((chain) => chain.mismatches);
  const mismatches = describeMismatches(found, names);
  const foundFaults = chains.flatMap((chain) => chain.faults);
  const faults = describeFaults(foundFaults, names, limits);
  const issues = [
    ...(pairs.length === 0 ? [noSharedBorders(toMatch, limits.toleranceM)] : []),
    ...overlaps.map((overlap) => describeOverlap(overlap, toMatch, limits.toleranceM)),
    ...toMatch.repeated.map((one) => describeRepeated(one, toMatch)),
    ...toMatch.withoutLevel.map(describeWithoutLevel),
  ];
  return {
    units,
    pairs,
    mismatches: mismatches.slice(0, MAX_BORDER_MISMATCHES),
    mismatchCount: mismatches.length,
    faults: faults.slice(0, MAX_BORDER_MISMATCHES),
    faultCount: faults.length,
    totals: sumTotals(pairs, mismatches, faults),
    issues,
    limits,
    isComplete: issues.every(({rule}) => rule === 'no-shared-borders'),
    lengthRule: LENGTH_RULE,
    provenance: provenanceOf([...unitLayers, layer]),
  };
}

/** @throws LAYER_NOT_AREAL */
function requireAreas({layerId, geometryFamily}: ResolvedLayer): void {
  if (geometryFamily === 'polygon') return;
  throw fail('LAYER_NOT_AREAL', {layerId, geometry: geometryFamily});
}

/** @throws INPUT_INVALID: each unit would lie on itself */
function rejectTwice(layers: readonly ResolvedLayer[]): void {
  const ids = layers.map(({layerId}) => layerId);
  const twice = ids.find((id, i) => ids.indexOf(id) !== i);
  if (twice === undefined) return;
  throw fail('INPUT_INVALID', {
    reason: {
      zh: `输入“units”多次列出图层“${twice}”，每个图层应只列一次。`,
      en: `Input "units" names layer "${twice}" more than once; expected each layer once.`,
    },
  });
}

function noSharedBorders({units}: UnitsToMatch, toleranceM: number): BorderIssue {
  return {
    rule: 'no-shared-borders',
    units: [],
    at: null,
    ...detailIn({
      zh: `${units.length} 个行政区之间没有共用边界：没有两条轮廓在 ${toleranceM} m 之内并行。请选择相邻的行政区；若其边界描绘得相距较远，请加大 toleranceM。`,
      en: `None of the ${units.length} units shares a border with another: no two outlines run along each other within ${toleranceM} m. Name neighbours, or a larger toleranceM where they were drawn apart.`,
    }),
  };
}

function describeOverlap(
  {first, second, at}: UnitOverlap,
  {units}: UnitsToMatch,
  toleranceM: number,
): BorderIssue {
  const [one, other] = [units[first]!.code, units[second]!.code];
  return {
    rule: 'units-overlap',
    units: [first, second],
    at,
    ...detailIn({
      zh: `行政区 ${one} 与 ${other} 共同占有距其共界 ${toleranceM} m 以外的土地，无法判断哪一侧属于谁。它们与其他行政区的共界长度不受影响。`,
      en: `Units ${one} and ${other} both hold ground farther than ${toleranceM} m from any border they share; there is no telling which side is whose. Lengths along their other borders stand.`,
    }),
  };
}

function describeRepeated(
  {unit, layer}: UnitsToMatch['repeated'][0],
  {units}: UnitsToMatch,
): BorderIssue {
  const {code, layer: first} = units[unit]!;
  return {
    rule: 'unit-repeated',
    units: [unit],
    at: null,
    ...detailIn({
      zh: `行政区 ${code} 在 ${first} 和 ${layer} 中都有；采用 ${first} 中的。`,
      en: `Unit ${code} is in ${first} and again in ${layer}; the one of ${first} was taken.`,
    }),
  };
}

function describeWithoutLevel({layer, featureIds}: UnitsToMatch['withoutLevel'][0]): BorderIssue {
  const named = featureIds.slice(0, 5);
  const more = featureIds.length - named.length;
  return {
    rule: 'level-missing',
    units: [],
    at: null,
    ...detailIn({
      zh: `${layer} 有 ${featureIds.length} 个要素没有级别（${named.join('、')}${more > 0 ? ' 等' : ''}），未参与检查。请补充级别。`,
      en: `${featureIds.length} of ${layer} ${featureIds.length === 1 ? 'says' : 'say'} no level (${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}); left out of the check. Give them a level.`,
    }),
  };
}
