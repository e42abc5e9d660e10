import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import type {GroupRule} from '../../contract/basin-linkage.ts';
import {tellChanges} from '../../server/analysis/basin-linkage/group-changes.ts';
import {groupUnits} from '../../server/analysis/basin-linkage/groups.ts';
import type {GroundLink} from '../../server/analysis/basin-linkage/unit-links.ts';

const cell = (unit: number, basin: number, areaM2: number) => ({unit, basin, areaM2});

describe('groups of units', () => {
  // units of 10 m²: 0 and 1 share basin 0 by 4 and 6, 1 and 2 share basin 1 by 2 and 9
  const CELLS = [cell(0, 0, 4), cell(1, 0, 6), cell(1, 1, 2), cell(2, 1, 9)];
  const AREAS = [10, 10, 10];

  it('are what shares of one basin connect, and tell where they would join and split', () => {
    const {groups, alone, joins, splits} = groupUnits(AREAS, CELLS, [], 'same-basin', 0.3);
    expect(groups.map(({units}) => units)).toEqual([[0, 1]]);
    expect(groups[0]!.basins).toEqual([0]);
    expect(alone).toEqual([2]);
    expect(joins).toEqual([
      {threshold: 0.2, groups: [[0, 1, 2]], moves: [{units: [2], group: [0, 1]}]},
    ]);
    expect(splits).toEqual([
      {threshold: 0.4, groups: [[0], [1]], moves: [{units: [1], group: [0]}]},
    ]);
  });

  it('hold at the very threshold of a breakpoint', () => {
    const at = groupUnits(AREAS, CELLS, [], 'same-basin', 0.2);
    expect(at.groups.map(({units}) => units)).toEqual([[0, 1, 2]]);
    expect(at.joins).toEqual([]);
  });

  const link = (from: number, to: number, shareOfFrom: number): GroundLink => {
    const ownM2 = shareOfFrom * 10;
    return {from, to, drainedM2: ownM2, ownM2, shareOfFrom, basins: [], isAssumed: false};
  };

  it('need a straight way down as well where both are asked for', () => {
    const links = [link(1, 2, 0.8)];
    const both = groupUnits(AREAS, CELLS, links, 'both', 0.1);
    expect(both.groups.map(({units}) => units)).toEqual([[1, 2]]);
    const parted = {groups: [[1], [2]], moves: [{units: [2], group: [1]}]};
    expect(both.splits).toEqual([{threshold: 0.2, ...parted}]);
    const connected = groupUnits(AREAS, CELLS, links, 'connected', 0.1);
    expect(connected.splits).toEqual([{threshold: 0.8, ...parted}]);
  });

  describe('of five units by both rules', () => {
    /*
     * basin 0:  A 6  B 5  C 4         in common: A B 0.5, B C 0.4, A C 0.4
     * basin 1:        C 3  D 7  E 1              C D 0.3, D E 0.1, C E 0.1
     * down:     A → B 0.3 · C → B 0.45 · D → C 0.6 and C → D 0.2 · D → E 0.9 · A → D 0.9
     * both:     A B min(0.5, 0.3) = 0.3 · B C min(0.4, 0.45) = 0.4 · C D min(0.3, 0.6) = 0.3
     *           D E min(0.1, 0.9) = 0.1 · A D share no basin: 0
     */
    const cells = [
      ...[cell(0, 0, 6), cell(1, 0, 5), cell(2, 0, 4)],
      ...[cell(2, 1, 3), cell(3, 1, 7), cell(4, 1, 1)],
    ];
    const links = [
      ...[link(0, 1, 0.3), link(2, 1, 0.45), link(3, 2, 0.6), link(2, 3, 0.2)],
      ...[link(3, 4, 0.9), link(0, 3, 0.9)],
    ];
    const members = ['甲', '乙', '丙', '丁', '戊'].map((name, i) => ({
      code: `${i}`,
      name,
      nameEn: ['Jia', 'Yi', 'Bing', 'Ding', 'Wu'][i]!,
    }));
    const at = (threshold: number) =>
      tellChanges(groupUnits([10, 10, 10, 10, 10], cells, links, 'both', threshold), members);
    const sets = (threshold: number) => at(threshold).groups.map(({units}) => units);

    it('each step of the threshold has the units computed by hand', () => {
      expect(sets(0.41)).toEqual([]);
      expect(sets(0.4)).toEqual([[1, 2]]);
      expect(sets(0.31)).toEqual([[1, 2]]);
      expect(sets(0.3)).toEqual([[0, 1, 2, 3]]);
      expect(sets(0.11)).toEqual([[0, 1, 2, 3]]);
      expect(sets(0.1)).toEqual([[0, 1, 2, 3, 4]]);
      // what shares no basin never belongs together, however much drains across
      expect(sets(0)).toEqual([[0, 1, 2, 3, 4]]);
    });

    it('who would join and who would leave is told by name and threshold, in both languages', () => {
      const {joins, splits} = at(0.35);
      expect(joins.map(({threshold, moves}) => [threshold, moves])).toEqual([
        [
          0.3,
          [
            {units: [0], group: [1, 2]},
            {units: [3], group: [1, 2]},
          ],
        ],
        [0.1, [{units: [4], group: [0, 1, 2, 3]}]],
      ]);
      expect(joins[0]!.detail).toBe(
        'With the threshold down at 30 %: Jia would join Yi, Bing; Ding would join Yi, Bing.',
      );
      expect(joins[1]!.localDetail.zh).toBe('阈值降到 10%：戊并入甲、乙、丙、丁。');
      expect(splits.map(({threshold, moves}) => [threshold, moves])).toEqual([
        [0.4, [{units: [2], group: [1]}]],
      ]);
      expect(splits[0]!.localDetail).toEqual({
        zh: '阈值高于 40%：丙离开乙。',
        en: 'With the threshold above 40 %: Bing would leave Yi.',
      });
    });

    it('the other rules change elsewhere', () => {
      const breaks = (rule: GroupRule) => {
        const found = groupUnits([10, 10, 10, 10, 10], cells, links, rule, 0.35);
        return [
          found.groups.map(({units}) => units),
          found.joins.map(({threshold, moves}) => [threshold, ...moves.map(({units}) => units)]),
          found.splits.map(({threshold, moves}) => [threshold, ...moves.map(({units}) => units)]),
        ];
      };
      // A B C by basin 0; D through C at 0.3, E through D at 0.1
      expect(breaks('same-basin')).toEqual([
        [[0, 1, 2]],
        [
          [0.3, [3]],
          [0.1, [4]],
        ],
        [
          [0.4, [2]],
          [0.5, [1]],
        ],
      ]);
      // A D E and C by 0.9 and 0.6, B by its way from C: all are one group; A → B 0.3 adds nothing
      expect(breaks('connected')).toEqual([
        [[0, 1, 2, 3, 4]],
        [],
        [
          [0.45, [1]],
          [0.6, [2]],
          [0.9, [3], [4]],
        ],
      ]);
    });
  });

  const RULES: GroupRule[] = ['same-basin', 'connected', 'both'];
  const COUNT = 12;
  const areas = Array.from({length: COUNT}, () => 100);
  const cellsArb = fc.uniqueArray(
    fc.record({unit: fc.nat(11), basin: fc.nat(5), areaM2: fc.integer({min: 1, max: 10})}),
    {selector: ({unit, basin}) => unit * 8 + basin, maxLength: 40},
  );
  const linksArb = fc
    .uniqueArray(fc.tuple(fc.nat(11), fc.nat(11), fc.integer({min: 1, max: 10})), {
      selector: ([from, to]) => from * COUNT + to,
      maxLength: 30,
    })
    .map((drawn) =>
      drawn.filter(([from, to]) => from !== to).map(([from, to, of]) => link(from, to, of / 100)),
    );
  const ruleArb = fc.constantFrom(...RULES);
  type Cells = ReturnType<typeof cell>[];

  /** Whether two units belong together, as the sentence of the rule says, pair by pair. */
  function belong(rule: GroupRule, cells: Cells, links: GroundLink[], threshold: number) {
    const holds = (share: number) => share >= threshold - 1e-9;
    const isIn = (unit: number, basin: number) =>
      cells.some((each) => each.unit === unit && each.basin === basin && holds(each.areaM2 / 100));
    const shareBasin = (a: number, b: number) =>
      cells.some(({basin}) => isIn(a, basin) && isIn(b, basin));
    const areConnected = (a: number, b: number) =>
      links.some(
        ({from, to, shareOfFrom}) =>
          ((from === a && to === b) || (from === b && to === a)) && holds(shareOfFrom),
      );
    return (a: number, b: number) =>
      (rule === 'connected' || shareBasin(a, b)) && (rule === 'same-basin' || areConnected(a, b));
  }

  /** Groups of two and more by flooding, each as its units in order. */
  function flood(isPair: (a: number, b: number) => boolean): string[] {
    const left = new Set(areas.keys());
    const groups: string[] = [];
    for (const start of areas.keys()) {
      if (!left.delete(start)) continue;
      const group = [start];
      for (const unit of group) {
        for (const other of left) if (isPair(unit, other) && left.delete(other)) group.push(other);
      }
      if (group.length > 1) groups.push(group.sort((a, b) => a - b).join());
    }
    return groups.sort();
  }

  const named = (groups: number[][], name = (unit: number) => unit) =>
    groups
      .map((units) =>
        units
          .map(name)
          .sort((a, b) => a - b)
          .join(),
      )
      .sort();
  const unitsOf = ({groups}: ReturnType<typeof groupUnits>) => groups.map(({units}) => units);

  it('are what pairs connect, for every rule and threshold', () => {
    fc.assert(
      fc.property(cellsArb, linksArb, ruleArb, fc.nat(11), (cells, links, rule, percent) => {
        const threshold = (percent + 0.5) / 100;
        const found = groupUnits(areas, cells, links, rule, threshold);
        expect(named(unitsOf(found))).toEqual(flood(belong(rule, cells, links, threshold)));
      }),
      {seed: 42, numRuns: 300},
    );
  });

  it('are the same whatever the units are called and in whatever order cells and links come', () => {
    const renamedArb = fc.shuffledSubarray([...areas.keys()], {minLength: COUNT});
    fc.assert(
      fc.property(cellsArb, linksArb, ruleArb, renamedArb, (cells, links, rule, called) => {
        const threshold = 0.035;
        const straight = groupUnits(areas, cells, links, rule, threshold);
        const turned = groupUnits(
          areas,
          cells.map((each) => ({...each, unit: called[each.unit]!})).toReversed(),
          links
            .map((each) => ({...each, from: called[each.from]!, to: called[each.to]!}))
            .toReversed(),
          rule,
          threshold,
        );
        const back = (unit: number) => called.indexOf(unit);
        expect(named(unitsOf(turned), back)).toEqual(named(unitsOf(straight)));
        expect(named([turned.alone], back)).toEqual(named([straight.alone]));
        for (const way of ['joins', 'splits'] as const) {
          const told = (found: typeof straight, name?: typeof back) =>
            found[way].map((change) => [change.threshold, named(change.groups, name)]);
          expect(told(turned, back)).toEqual(told(straight));
        }
      }),
      {seed: 43, numRuns: 300},
    );
  });

  it('change at the breakpoints told and nowhere between, by the moves told, for every rule', () => {
    fc.assert(
      fc.property(cellsArb, linksArb, ruleArb, (cells, links, rule) => {
        const at = (threshold: number) => groupUnits(areas, cells, links, rule, threshold);
        const sets = (threshold: number) => named(unitsOf(at(threshold)));
        const threshold = 0.045;
        const {joins, splits} = at(threshold);
        let above = threshold;
        for (const {threshold: here, groups, moves} of joins) {
          expect(sets(here + 1e-6)).toEqual(sets(above));
          for (const units of groups) expect(sets(here)).toContain(units.join());
          expect(moves.length).toBeGreaterThanOrEqual(groups.length);
          for (const {units, group} of moves) {
            const whole = groups.find((each) => each.includes(units[0]!))!;
            expect(whole).toEqual(expect.arrayContaining([...units, ...group]));
            for (const part of [units, group]) {
              if (part.length > 1) expect(sets(above)).toContain(part.join());
            }
          }
          above = here;
        }
        if (joins.length < 10) expect(sets(1e-6)).toEqual(sets(above));
        let below = threshold;
        for (const {threshold: here, groups, moves} of splits) {
          expect(sets(here)).toEqual(sets(below));
          expect(sets(here + 1e-6)).not.toEqual(sets(below));
          for (const {units, group} of moves) {
            expect(groups).toContainEqual(units);
            expect(groups).toContainEqual(group);
            const together = sets(here).some((each) => {
              const members = each.split(',').map(Number);
              return [...units, ...group].every((unit) => members.includes(unit));
            });
            expect(together).toBe(true);
          }
          below = here + 1e-6;
        }
        if (splits.length < 10) expect(sets(1)).toEqual(sets(below));
      }),
      {seed: 44, numRuns: 300},
    );
  });
});
