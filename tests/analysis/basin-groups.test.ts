import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {groupUnits} from '../../server/analysis/basin-linkage/groups.ts';

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
    expect(joins).toEqual([{threshold: 0.2, groups: [[0, 1, 2]]}]);
    expect(splits).toEqual([{threshold: 0.4, groups: [[0], [1]]}]);
  });

  it('hold at the very threshold of a breakpoint', () => {
    const at = groupUnits(AREAS, CELLS, [], 'same-basin', 0.2);
    expect(at.groups.map(({units}) => units)).toEqual([[0, 1, 2]]);
    expect(at.joins).toEqual([]);
  });

  it('need a straight way down as well where both are asked for', () => {
    const link = {from: 1, to: 2, drainedM2: 9, ownM2: 8, shareOfFrom: 0.8, basins: [1]};
    const links = [{...link, isAssumed: false}];
    const both = groupUnits(AREAS, CELLS, links, 'both', 0.1);
    expect(both.groups.map(({units}) => units)).toEqual([[1, 2]]);
    expect(both.splits).toEqual([{threshold: 0.2, groups: [[1], [2]]}]);
    const connected = groupUnits(AREAS, CELLS, links, 'connected', 0.1);
    expect(connected.splits).toEqual([{threshold: 0.8, groups: [[1], [2]]}]);
  });

  const cellsArb = fc.uniqueArray(
    fc.record({unit: fc.nat(11), basin: fc.nat(7), areaM2: fc.integer({min: 1, max: 10})}),
    {selector: ({unit, basin}) => unit * 8 + basin, maxLength: 40},
  );
  const areas = Array.from({length: 12}, () => 100);

  it('are the same whatever the units are called and in whatever order cells come', () => {
    fc.assert(
      fc.property(cellsArb, fc.constantFrom(0.01, 0.035, 0.07), (cells, threshold) => {
        const named = ({groups}: ReturnType<typeof groupUnits>, name: (unit: number) => number) =>
          groups
            .map(({units}) =>
              units
                .map(name)
                .sort((a, b) => a - b)
                .join(),
            )
            .sort();
        const straight = groupUnits(areas, cells, [], 'same-basin', threshold);
        const renamed = cells.map((each) => ({...each, unit: 11 - each.unit})).toReversed();
        const turned = groupUnits(areas, renamed, [], 'same-basin', threshold);
        expect(named(turned, (unit) => 11 - unit)).toEqual(named(straight, (unit) => unit));
      }),
      {seed: 43},
    );
  });

  it('change at the breakpoints told and nowhere between', () => {
    fc.assert(
      fc.property(cellsArb, (cells) => {
        const at = (threshold: number) => groupUnits(areas, cells, [], 'same-basin', threshold);
        const sets = (threshold: number) => at(threshold).groups.map(({units}) => units.join());
        const {joins, splits} = at(0.045);
        const [join] = joins;
        const [split] = splits;
        if (join) {
          expect(sets(join.threshold + 1e-6).sort()).toEqual(sets(0.045).sort());
          for (const units of join.groups) expect(sets(join.threshold)).toContain(units.join());
        }
        if (split) {
          expect(sets(split.threshold).sort()).toEqual(sets(0.045).sort());
          expect(sets(split.threshold + 1e-6).sort()).not.toEqual(sets(0.045).sort());
        }
      }),
      {seed: 44},
    );
  });
});
