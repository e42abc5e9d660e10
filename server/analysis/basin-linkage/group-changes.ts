import type {BasinGroups} from '../../../contract/basin-linkage.ts';
import {detailIn, type LocalText} from '../../../contract/local-text.ts';
import type {Member} from '../hierarchy.ts';
import type {Change, FoundGroups} from './groups.ts';

/** Names told of one side of a move; more are only counted, their positions stand in `moves`. */
const MOST_NAMES = 12;

/** Groups with who would join or leave, by name, and at which threshold. */
export function tellChanges(
  found: FoundGroups,
  members: readonly Pick<Member, 'code' | 'name' | 'nameEn'>[],
): BasinGroups {
  const names = (units: readonly number[]): LocalText => {
    const told = units.slice(0, MOST_NAMES).map((unit) => members[unit]!);
    const more = units.length - told.length;
    const zh = told.map(({code, name}) => name ?? code).join('、');
    const en = told.map(({code, name, nameEn}) => nameEn ?? name ?? code).join(', ');
    return more === 0 ? {zh, en} : {zh: `${zh}等 ${units.length} 个`, en: `${en} and ${more} more`};
  };
  const tell = (change: Change, when: (at: LocalText) => LocalText, verb: LocalText) => {
    const {zh, en} = when(percent(change.threshold));
    const moves = change.moves.map(({units, group}) => [names(units), names(group)] as const);
    const said = {
      zh: moves.map(([units, group]) => `${units.zh}${verb.zh}${group.zh}`).join('；'),
      en: moves.map(([units, group]) => `${units.en} would ${verb.en} ${group.en}`).join('; '),
    };
    return {...change, ...detailIn({zh: `${zh}：${said.zh}。`, en: `${en}: ${said.en}.`})};
  };
  return {
    ...found,
    joins: found.joins.map((change) => tell(change, DOWN_AT, {zh: '并入', en: 'join'})),
    splits: found.splits.map((change) => tell(change, ABOVE, {zh: '离开', en: 'leave'})),
  };
}

const DOWN_AT = ({zh, en}: LocalText) => ({
  zh: `阈值降到 ${zh}`,
  en: `With the threshold down at ${en}`,
});
const ABOVE = ({zh, en}: LocalText) => ({
  zh: `阈值高于 ${zh}`,
  en: `With the threshold above ${en}`,
});
/** Four digits, so that what is told lies on the side of the threshold it is told of but for 0.005 %. */
function percent(share: number): LocalText {
  const digits = String(Number((100 * share).toPrecision(4)));
  return {zh: `${digits}%`, en: `${digits} %`};
}
