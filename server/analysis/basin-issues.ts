import type {BasinIssue} from '../../contract/basin-level.ts';
import {detailIn} from '../../contract/local-text.ts';
import type {MeasuredCell} from './basin-matrix.ts';
import type {Hierarchy, Member} from './hierarchy.ts';

/** More codes than this are in `featureIds` only. */
const NAMED_IN_TEXT = 5;

/** Ground of each member that the other layer holds. */
export function heldOf(
  {members}: Hierarchy,
  cells: readonly MeasuredCell[],
  side: 'unit' | 'basin',
): Float64Array {
  const heldM2 = new Float64Array(members.length);
  for (const cell of cells) heldM2[cell[side]]! += cell.areaM2;
  return heldM2;
}

/**
 * Members that the other layer does not touch at all. Units beyond the basins are the usual case: a
 * state is larger than the part of it that drains one way. A basin beyond all units takes part in
 * nothing that is said of units, although its water may, so it makes a result incomplete.
 */
export function outsideIssue(
  rule: 'unit-outside-basins' | 'basin-outside-units',
  members: readonly Member[],
): BasinIssue[] {
  if (members.length === 0) return [];
  const areUnits = rule === 'unit-outside-basins';
  const isOne = members.length === 1;
  const names = namesOf(members);
  return [
    {
      rule,
      severity: areUnits ? 'info' : 'warning',
      featureIds: members.map(({code}) => code),
      areaM2: members.reduce((sum, {areaM2}) => sum + areaM2, 0),
      ...detailIn({
        zh: `${members.length} 个${areUnits ? '行政区不在任何流域内' : '流域不在任何行政区内'}（${names.zh}），其面积全部计入余量。如本应在内，请检查两个图层的范围是否一致。`,
        en: `${members.length} ${
          areUnits
            ? `${isOne ? 'unit lies' : 'units lie'} in no basin`
            : `${isOne ? 'basin lies' : 'basins lie'} in no unit`
        } (${names.en}): all of ${isOne ? 'its' : 'their'} area is remainder. If that is not meant, check that both layers cover the same ground.`,
      }),
    },
  ];
}

/** Features that say no level in a layer whose others do: they are of none that could be asked for. */
export function levelIssues({layer, levels, withoutLevel}: Hierarchy): BasinIssue[] {
  if (withoutLevel.length === 0) return [];
  const names = namesOf(withoutLevel);
  const known = levels.map(({level}) => level);
  return [
    {
      rule: 'level-missing',
      severity: 'error',
      featureIds: withoutLevel.map(({code}) => code),
      areaM2: withoutLevel.reduce((sum, {areaM2}) => sum + areaM2, 0),
      ...detailIn({
        zh: `${layer.layerId} 有 ${withoutLevel.length} 个要素没有级别（${names.zh}），其代码也无从判断；应为 ${known.join('、')} 之一。这些要素未参与计算，请补充级别。`,
        en: `${withoutLevel.length} of ${layer.layerId} ${withoutLevel.length === 1 ? 'says' : 'say'} no level (${names.en}), nor does the code; expected one of ${known.join(', ')}. They are left out; give them a level.`,
      }),
    },
  ];
}

function namesOf(members: readonly {code: string}[]): {zh: string; en: string} {
  const named = members.slice(0, NAMED_IN_TEXT).map(({code}) => code);
  const more = members.length - named.length;
  return {
    zh: named.join('、') + (more > 0 ? ` 等` : ''),
    en: named.join(', ') + (more > 0 ? ` and ${more} more` : ''),
  };
}
