import {areaIn, type AreaUnit} from '../../../contract/format-area.ts';
import {levelRounding} from '../../../contract/level-rounding.ts';
import type {
  MemberSummary,
  NumberValue,
  SummaryCell,
  ThresholdVerdict,
} from '../../../contract/member-summary.ts';
import {AREA_DIGITS} from './use-format.ts';

/** Which number of a zone one looks at: all of it, or one class of it. */
export interface MemberNumber {
  readonly id: string;
  /** Null: all classes, ground that several hold counting once. */
  readonly class: string | null;
}

/** One part of a zone with the number looked at. */
export interface PartRow {
  /** Of a member, state, basin or cell; null for a sum. */
  id: string | null;
  areaM2: number;
  heldM2: number;
  share: number;
  /** In the display unit, levelled so that the parts shown add up to the whole shown. */
  shownArea: number;
  shownHeld: number;
}

/** Basin cells of one basin; `basin` is null for what lies in none. */
export interface BasinRows {
  basin: string | null;
  name: string | null;
  sum: PartRow;
  cells: (PartRow & {member: string})[];
}

/** A zone by member, by state and by basin cell; the rows of each add up to `union`. */
export interface MemberTable {
  members: PartRow[];
  /** Ground of members that is counted for an earlier one already, negative; null where none is. */
  shared: PartRow | null;
  states: PartRow[];
  basins: BasinRows[] | null;
  union: PartRow;
  /** Members with the least and the greatest share: what an average would hide. */
  least: PartRow | null;
  greatest: PartRow | null;
}

interface Part {
  areaM2: number;
  values: readonly NumberValue[];
}

/** The number looked at of one part; nothing where it holds none of the class. */
export function heldOf({areaM2, values}: Part, {id, class: name}: MemberNumber): number {
  const value = values.find(({number}) => number === id);
  if (value === undefined || areaM2 <= 0) return 0;
  if (name === null) return value.heldM2;
  return value.byClass.find((each) => each.class === name)?.areaM2 ?? 0;
}

/** What is shown of a summary for one number, with areas levelled to the union. */
export function memberTable(
  summary: MemberSummary,
  number: MemberNumber,
  unit: AreaUnit,
): MemberTable {
  const row = (id: string | null, part: Part) => rowOf(id, part, number);
  const union = row(null, summary.union);
  const members = summary.members.map((each) => row(each.id, each));
  const sharedM2 = {area: 0, held: 0};
  for (const member of summary.members) {
    if (member.counted === null) continue;
    sharedM2.area += member.counted.areaM2 - member.areaM2;
    sharedM2.held += heldOf(member.counted, number) - heldOf(member, number);
  }
  const hasShared = sharedM2.area < 0;
  const shared = hasShared ? plainRow(null, sharedM2.area, sharedM2.held) : null;
  const states = summary.states.map((each) => row(each.id, each));
  const cells = summary.cells?.map((each) => ({...row(each.id, each), member: each.member})) ?? [];

  level([...members, ...(shared === null ? [] : [shared])], union, unit);
  level(states, union, unit);
  level(cells, union, unit);
  const byShare = members.toSorted((a, b) => a.share - b.share);
  return {
    members,
    shared,
    states,
    basins: summary.cells === null ? null : byBasin(summary.cells, cells, unit),
    union,
    least: byShare[0] ?? null,
    greatest: byShare.at(-1) ?? null,
  };
}

/** Members that miss a limit first, the worst of them before all; else by their share, largest first. */
export function byNeed(rows: readonly PartRow[], verdict: ThresholdVerdict | null): PartRow[] {
  if (verdict === null) return rows.toSorted((a, b) => b.share - a.share);
  const margins = new Map(verdict.members.map(({id, marginShare}) => [id, marginShare]));
  const margin = ({id}: PartRow) => margins.get(id ?? '') ?? Infinity;
  return rows.toSorted((a, b) => margin(a) - margin(b));
}

/** Every number of every part, one to a line, areas in the chosen unit and unrounded. */
export function memberCsvRows(
  summary: MemberSummary,
  nameOf: (kind: 'member' | 'state' | 'basin', id: string) => string,
  unit: AreaUnit,
): (string | number | null)[][] {
  type Line = (string | number | null)[];
  const lines = (head: Line, {areaM2, values}: Part): Line[] =>
    values.flatMap(({number, heldM2, share, byClass}): Line[] => [
      [...head, areaIn(unit, areaM2), number, null, areaIn(unit, heldM2), share],
      ...byClass.map((each): Line => {
        const held = areaIn(unit, each.areaM2);
        return [...head, areaIn(unit, areaM2), number, each.class, held, each.share];
      }),
    ]);
  return [
    ...summary.members.flatMap((each) => [
      ...lines(['member', each.id, nameOf('member', each.id), ''], each),
      ...(each.counted === null
        ? []
        : lines(['member-counted', each.id, nameOf('member', each.id), ''], each.counted)),
    ]),
    ...summary.states.flatMap((each) =>
      lines(['state', each.id, nameOf('state', each.id), ''], each),
    ),
    ...(summary.cells ?? []).flatMap((each) => {
      const basin = each.basin === null ? '' : nameOf('basin', each.basin);
      return lines(['cell', each.id, nameOf('member', each.member), basin], each);
    }),
    ...lines(['union', '', '', ''], summary.union),
  ];
}

function rowOf(id: string | null, part: Part, number: MemberNumber): PartRow {
  return plainRow(id, part.areaM2, heldOf(part, number));
}

function plainRow(id: string | null, areaM2: number, heldM2: number): PartRow {
  const share = areaM2 === 0 ? 0 : heldM2 / areaM2;
  return {id, areaM2, heldM2, share, shownArea: 0, shownHeld: 0};
}

/** Less than this share of the whole is the rounding of sums, and may be levelled away. */
const ROUNDING_SHARE = 1e-6;

/** Fills in what is shown of rows that make up `whole`, and of it; what does not add up stays as it is. */
function level(rows: readonly PartRow[], whole: PartRow, unit: AreaUnit): void {
  const digits = AREA_DIGITS[unit];
  const round = (value: number) => Math.round(value * 10 ** digits) / 10 ** digits;
  for (const [of, shown] of [
    ['areaM2', 'shownArea'],
    ['heldM2', 'shownHeld'],
  ] as const) {
    const sizes = rows.map((row) => areaIn(unit, row[of]));
    const all = areaIn(unit, whole[of]);
    const difference = Math.abs(sizes.reduce((sum, size) => sum + size, 0) - all);
    const levelled =
      difference > areaIn(unit, whole.areaM2) * ROUNDING_SHARE
        ? sizes.map(round)
        : levelRounding(sizes, all, digits);
    rows.forEach((row, i) => (row[shown] = levelled[i]!));
    whole[shown] = round(all);
  }
}

/** Cells under their basins, the largest first; what a basin shows is the sum of what they show. */
function byBasin(
  named: readonly SummaryCell[],
  rows: readonly (PartRow & {member: string})[],
  unit: AreaUnit,
): BasinRows[] {
  const groups = new Map<string | null, BasinRows>();
  const digits = 10 ** AREA_DIGITS[unit];
  named.forEach(({basin, basinName}, i) => {
    const row = rows[i]!;
    let group = groups.get(basin);
    if (group === undefined) {
      group = {basin, name: basinName, sum: plainRow(basin, 0, 0), cells: []};
      groups.set(basin, group);
    }
    group.cells.push(row);
    for (const field of ['areaM2', 'heldM2', 'shownArea', 'shownHeld'] as const) {
      group.sum[field] += row[field];
    }
  });
  for (const {sum, cells} of groups.values()) {
    sum.share = sum.areaM2 === 0 ? 0 : sum.heldM2 / sum.areaM2;
    sum.shownArea = Math.round(sum.shownArea * digits) / digits;
    sum.shownHeld = Math.round(sum.shownHeld * digits) / digits;
    cells.sort((a, b) => b.areaM2 - a.areaM2);
  }
  const isNone = ({basin}: BasinRows) => Number(basin === null);
  return [...groups.values()].sort((a, b) => isNone(a) - isNone(b) || b.sum.areaM2 - a.sum.areaM2);
}
