import {
  BasinCells,
  BasinCellsInputs,
  DEFAULT_BASIN_THRESHOLD,
  type BasinCell,
  type CellSide,
} from '../../../contract/basin-cells.ts';
import type {BasinIssue} from '../../../contract/basin-level.ts';
import {detailIn} from '../../../contract/local-text.ts';
import {heldOf, levelIssues, outsideIssue} from '../basin-issues.ts';
import {findOverlaps, measureCells, type MeasuredCell} from '../basin-matrix.ts';
import {levelsOf, readHierarchy, type Hierarchy, type Member} from '../hierarchy.ts';
import {resolveLayerOfKind} from '../layer-of-kind.ts';
import type {AnalysisContext, AnalysisProcess} from '../process.ts';
import {provenanceOf} from '../provenance.ts';
import {cellNaming} from './cell-names.ts';
import {sharesOf, sumLevels} from './level-sums.ts';
import {findMemberships, TIE_RULE} from './memberships.ts';
import {weightsOf} from './weights.ts';

export const basinCells: AnalysisProcess = {
  id: 'basin-cells',
  version: '1.0.0',
  title: {zh: '流域—行政区计算分区', en: 'Basin cells'},
  description: {
    zh: '流域与行政单元相交的计算分区：面积、双向占比与其余，沿两个层级逐级汇总，以及每个单元所属流域。',
    en: 'Ground of each unit in each basin: area, share of both and remainder of both, summed up both hierarchies, and the basins each unit belongs to.',
  },
  inputs: BasinCellsInputs,
  outputs: BasinCells,
  run,
};

async function run(inputs: BasinCellsInputs, context: AnalysisContext): Promise<BasinCells> {
  const {db, progress} = context;
  const weight = inputs.weight ?? 'area';
  const threshold = inputs.threshold ?? DEFAULT_BASIN_THRESHOLD;
  const unitLayer = await resolveLayerOfKind(db, 'units', inputs.units, 'unit');
  const basinLayer = await resolveLayerOfKind(db, 'basins', inputs.basins, 'basin');
  const attribute = weight === 'area' ? null : weight;
  const units = await readHierarchy(db, unitLayer, 'unit', inputs.unitLevel, attribute);
  const basins = await readHierarchy(db, basinLayer, 'basin', inputs.basinLevel);
  const weighed = attribute === null ? null : weightsOf(units, attribute);

  const measured = await measureCells(context, units, basins);
  const overlaps = await findOverlaps(context, units, basins);
  progress(0.95, {zh: '汇总结果', en: 'summing up'});
  const {idForm, nameCell} = cellNaming(units, basins);
  const cells = toCells(units, basins, measured, weighed?.weights ?? null, nameCell);
  const unitHeldM2 = heldOf(units, measured, 'unit');
  const basinHeldM2 = heldOf(basins, measured, 'basin');
  const unitsOutside = units.members.filter((_, i) => unitHeldM2[i] === 0);
  const basinsOutside = basins.members.filter((_, i) => basinHeldM2[i] === 0);
  const issues: BasinIssue[] = [
    ...overlaps,
    ...levelIssues(units),
    ...levelIssues(basins),
    ...(weighed?.issues ?? []),
    ...parentIssues(units),
    ...parentIssues(basins),
    ...outsideIssue('unit-outside-basins', unitsOutside),
    ...outsideIssue('basin-outside-units', basinsOutside),
  ];
  return {
    levels: levelsOf(units, basins),
    idForm,
    threshold,
    weight,
    tieRule: TIE_RULE,
    units: sidesOf(units, unitHeldM2),
    basins: sidesOf(basins, basinHeldM2),
    unitParents: parentsOf(units, unitHeldM2),
    basinParents: parentsOf(basins, basinHeldM2),
    cells,
    memberships: findMemberships(units.members.length, cells, threshold),
    sums: sumLevels(units, basins, measured),
    unitsOutside: unitsOutside.map(({code}) => code),
    basinsOutside: basinsOutside.map(({code}) => code),
    complete: issues.every(
      ({rule, severity}) => severity !== 'error' && rule !== 'basin-outside-units',
    ),
    issues,
    provenance: provenanceOf([unitLayer, basinLayer]),
  };
}

function toCells(
  units: Hierarchy,
  basins: Hierarchy,
  measured: readonly MeasuredCell[],
  weights: (number | null)[] | null,
  nameCell: (unit: Member, basin: Member) => string,
): BasinCell[] {
  const basinWeights = new Float64Array(basins.members.length);
  const cells = measured.map(({unit: u, basin: b, areaM2}): BasinCell => {
    const unit = units.members[u]!;
    const basin = basins.members[b]!;
    const shares = sharesOf(areaM2, unit, basin);
    const whole = weights === null ? unit.areaM2 : weights[u]!;
    const weight = whole === null ? null : whole * shares.shareOfUnit;
    basinWeights[b]! += weight ?? 0;
    const id = nameCell(unit, basin);
    return {id, unit: u, basin: b, areaM2, ...shares, weight, shareOfBasinWeight: null};
  });
  for (const cell of cells) {
    const whole = basinWeights[cell.basin]!;
    if (cell.weight !== null && whole > 0) cell.shareOfBasinWeight = cell.weight / whole;
  }
  return cells;
}

function sidesOf({members, tiers}: Hierarchy, heldM2: Float64Array): CellSide[] {
  const above = tiers[0];
  return members.map((member, i) => {
    const parent = above && above.of[i]! >= 0 ? above.members[above.of[i]!]!.code : null;
    return sideOf(member, parent, heldM2[i]!);
  });
}

/** Members of all coarser levels, coarsest first; what they hold is summed from the chosen level. */
function parentsOf({tiers}: Hierarchy, heldM2: Float64Array): CellSide[] {
  return tiers
    .map((tier, t) => {
      const sums = new Float64Array(tier.members.length);
      const parents: (string | null)[] = tier.members.map(() => null);
      const above = tiers[t + 1];
      tier.of.forEach((at, i) => {
        if (at < 0) return;
        sums[at]! += heldM2[i]!;
        if (above && above.of[i]! >= 0) parents[at] = above.members[above.of[i]!]!.code;
      });
      return tier.members.map((member, i) => sideOf(member, parents[i]!, sums[i]!));
    })
    .reverse()
    .flat();
}

function sideOf(
  {code, name, nameEn, level, areaM2, featureAreaM2}: Member,
  parent: string | null,
  heldM2: number,
): CellSide {
  const remainderM2 = areaM2 - heldM2;
  return {code, name, nameEn, level, parent, areaM2, featureAreaM2, heldM2, remainderM2};
}

/** Members that belong to nothing at a coarser level are in none of its sums. */
function parentIssues({members, tiers, level}: Hierarchy): BasinIssue[] {
  return tiers.flatMap((tier): BasinIssue[] => {
    const without = members.filter((_, i) => tier.of[i]! < 0);
    if (without.length === 0) return [];
    return [
      {
        rule: 'parent-missing',
        severity: 'warning',
        featureIds: without.map(({code}) => code),
        areaM2: without.reduce((sum, {areaM2}) => sum + areaM2, 0),
        ...detailIn({
          zh: `${level} 级有 ${without.length} 个不属于任何 ${tier.level} 级的上级，后者的合计不含它们。请补充上级，或使用以上级代码开头的代码。`,
          en: `${without.length} of level ${level} belong to none of level ${tier.level}: its sums lack them. Give them a parent, or a code that begins with its code.`,
        }),
      },
    ];
  });
}
