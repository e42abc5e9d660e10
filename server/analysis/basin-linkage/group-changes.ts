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
    const zh = told.map(({code, name}) => name ?? code).join('、');
    const en = told.map(({code, name, nameEn}) => nameEn ?? name ?? code).join(', ');
    const count = units.length;
    return count === told.length
      ? {zh, en}
      : {zh: `${zh}等 ${count} 个`, en: `${en}, … (${count} units)`};
  };
  const tell = (change: Change, when: (at: string) => LocalText, say: SayMove) => {
    const {zh, en} = when(percent(change.threshold));
    const moves = change.moves.map(({units, group}) => say(names(units), names(group)));
    const all = {
      zh: moves.map((move) => move.zh).join('；'),
      en: moves.map((move) => move.en).join('; '),
    };
    return {...change, ...detailIn({zh: `${zh}：${all.zh}。`, en: `${en}: ${all.en}.`})};
  };
  return {
    ...found,
    joins: found.joins.map((change) => tell(change, DOWN_AT, JOINS)),
    splits: found.splits.map((change) => tell(change, ABOVE, LEAVES)),
  };
}

type SayMove = (units: LocalText, group: LocalText) => LocalText;

const DOWN_AT = (at: string): LocalText => ({
  zh: `阈值降到 ${at}%`,
  en: `With the threshold down at ${at} %`,
});
const ABOVE = (at: string): LocalText => ({
  zh: `阈值高于 ${at}%`,
  en: `With the threshold above ${at} %`,
});
const JOINS: SayMove = (units, group) => ({
  zh: `${units.zh}并入${group.zh}`,
  en: `${units.en} would join ${group.en}`,
});
const LEAVES: SayMove = (units, group) => ({
  zh: `${units.zh}离开${group.zh}`,
  en: `${units.en} would leave ${group.en}`,
});

/** Four digits, so that what is told lies on the side of the threshold it is told of but for 0.005 %. */
function percent(share: number): string {
  return String(Number((100 * share).toPrecision(4)));
}
