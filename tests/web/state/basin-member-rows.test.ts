import {describe, expect, test} from 'vitest';
import type {MemberSummary, NumberValue} from '../../../contract/member-summary.ts';
import {
  byNeed,
  heldOf,
  memberCsvRows,
  memberTable,
} from '../../../web/src/state/basin-member-rows.ts';

const REDLINE = {id: 'redline', class: null};

function part(areaM2: number, heldM2: number, byClass: Record<string, number> = {}) {
  const value: NumberValue = {
    number: 'redline',
    heldM2,
    share: heldM2 / areaM2,
    remainderM2: areaM2 - heldM2,
    multipleM2: 0,
    byClass: Object.entries(byClass).map(([name, held]) => ({
      class: name,
      areaM2: held,
      share: held / areaM2,
    })),
  };
  return {areaM2, values: [value]};
}

/** Two members of one province and what was drawn beside them, in two basins and in none. */
function summaryOf(): MemberSummary {
  const member = (id: string, kind: 'unit' | 'drawn', of: ReturnType<typeof part>) => ({
    ...{id, name: id.toUpperCase(), nameEn: null, kind},
    ...{state: kind === 'unit' ? 's' : 'unknown', ...of, counted: null},
    byState: kind === 'unit' ? null : [{state: 'unknown', ...of}],
  });
  const cell = (basin: string | null, of: string, each: ReturnType<typeof part>) => ({
    ...{id: `${basin}${of}`, member: of, basin, basinName: null},
    ...each,
  });
  return {
    numbers: [],
    union: part(100_000, 30_000, {water: 20_000, soil: 10_000}),
    members: [
      member('a', 'unit', part(33_333, 3_333, {water: 3_333})),
      member('b', 'unit', part(33_333, 16_667, {water: 16_667})),
      member('drawn', 'drawn', part(33_334, 10_000, {soil: 10_000})),
    ],
    states: [
      {
        id: 's',
        name: 'S',
        nameEn: null,
        foundBy: 'parent',
        members: ['a', 'b'],
        ...part(66_666, 20_000),
      },
      {
        id: 'unknown',
        name: null,
        nameEn: null,
        foundBy: 'unknown',
        members: ['drawn'],
        ...part(33_334, 10_000),
      },
    ],
    cells: [
      cell('x', 'a', part(33_333, 3_333)),
      cell('y', 'b', part(33_333, 16_667)),
      cell('y', 'drawn', part(20_000, 5_000)),
      cell(null, 'drawn', part(13_334, 5_000)),
    ],
    thresholds: [],
    overlaps: [],
    complete: true,
    reconciliation: {
      membersM2: 100_000,
      statesM2: 100_000,
      cellsM2: 100_000,
      unionM2: 100_000,
      largestDifferenceShare: 0,
    },
    issues: [],
    provenance: {} as MemberSummary['provenance'],
  };
}

const sum = (values: number[]) => Number(values.reduce((all, each) => all + each, 0).toFixed(6));

describe('a zone by its parts', () => {
  test('what is shown of members, provinces and cells each adds up to what is shown of the whole', () => {
    const table = memberTable(summaryOf(), REDLINE, 'ha');
    expect(table.union).toMatchObject({shownArea: 10, shownHeld: 3, share: 0.3});
    const cells = table.basins!.flatMap((each) => each.cells);
    for (const rows of [
      table.members,
      table.states,
      cells,
      table.basins!.map((each) => each.sum),
    ]) {
      expect(sum(rows.map(({shownArea}) => shownArea))).toBe(10);
      expect(sum(rows.map(({shownHeld}) => shownHeld))).toBe(3);
    }
    // 3.3333 ha three times: the largest remainder takes what is missing
    expect(table.members.map(({shownArea}) => shownArea)).toEqual([3.33, 3.33, 3.34]);
  });

  test('cells stand under their basin, the largest basin first and what is in none last', () => {
    const {basins} = memberTable(summaryOf(), REDLINE, 'ha');
    expect(basins!.map(({basin}) => basin)).toEqual(['y', 'x', null]);
    expect(basins![0]!.cells.map(({member}) => member)).toEqual(['b', 'drawn']);
    expect(basins![0]!.sum).toMatchObject({areaM2: 53_333, heldM2: 21_667});
  });

  test('the least and the greatest member are named, whatever the average is', () => {
    const {least, greatest, union} = memberTable(summaryOf(), REDLINE, 'ha');
    expect([least!.id, greatest!.id]).toEqual(['a', 'b']);
    expect(least!.share).toBeLessThan(union.share);
    expect(greatest!.share).toBeGreaterThan(union.share);
  });

  test('one class is counted by itself, and is nothing where a part has none of it', () => {
    const {members, union} = memberTable(summaryOf(), {id: 'redline', class: 'soil'}, 'm2');
    expect(members.map(({heldM2}) => heldM2)).toEqual([0, 0, 10_000]);
    expect(union.heldM2).toBe(10_000);
    expect(heldOf(summaryOf().union, {id: 'protected', class: null})).toBe(0);
  });

  test('ground that two members share is taken off once, so that the column still adds up', () => {
    const summary = summaryOf();
    summary.members[1]!.counted = part(23_333, 11_667);
    summary.union = part(90_000, 25_000);
    const table = memberTable(summary, REDLINE, 'ha');
    expect(table.shared).toMatchObject({areaM2: -10_000, heldM2: -5_000});
    const shown = [...table.members, table.shared!].map(({shownArea}) => shownArea);
    expect(sum(shown)).toBe(table.union.shownArea);
  });

  test('parts that do not make up the whole are not levelled to look as if they did', () => {
    const summary = summaryOf();
    summary.states.pop();
    const {states} = memberTable(summary, REDLINE, 'ha');
    expect(states.map(({shownArea}) => shownArea)).toEqual([6.67]);
  });
});

test('members that miss a limit come first, the worst of them before all', () => {
  const {members} = memberTable(summaryOf(), REDLINE, 'ha');
  expect(byNeed(members, null).map(({id}) => id)).toEqual(['b', 'drawn', 'a']);
  const judged = (id: string, marginShare: number) => ({
    ...{id, marginShare, share: 0},
    verdict: marginShare < 0 ? ('fail' as const) : ('pass' as const),
  });
  const verdict = {
    threshold: {number: 'redline', atMost: 0.2},
    union: {share: 0.3, verdict: 'fail' as const, marginShare: -0.1},
    members: [judged('a', 0.1), judged('b', -0.3), judged('drawn', -0.1)],
    failingCount: 2,
    worst: 'b',
    verdict: 'fail' as const,
    sentence: {zh: '', en: ''},
  };
  expect(byNeed(members, verdict).map(({id}) => id)).toEqual(['b', 'drawn', 'a']);
});

test('the export has every number and class of every part, unrounded', () => {
  const rows = memberCsvRows(summaryOf(), (kind, id) => `${kind} ${id}`, 'ha');
  const cells = rows.filter(([kind]) => kind === 'cell');
  expect(cells).toHaveLength(4);
  expect(cells[0]).toEqual([
    'cell',
    'xa',
    'member a',
    'basin x',
    3.3333,
    'redline',
    null,
    0.3333,
    3_333 / 33_333,
  ]);
  const soil = rows.filter(([kind, , , , , , name]) => kind === 'union' && name === 'soil');
  expect(soil).toEqual([['union', '', '', '', 10, 'redline', 'soil', 1, 0.1]]);
});
