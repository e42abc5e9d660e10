import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {levelIssues} from '../../server/analysis/basin-issues.ts';
import {growForest} from '../../server/analysis/basin-linkage/cell-forest.ts';
import {
  drainedAreas,
  readDownstreamLinks,
} from '../../server/analysis/basin-linkage/downstream-links.ts';
import {cellsDownstream, cellsUpstream} from '../../server/analysis/basin-linkage/reach.ts';
import {linkUnits} from '../../server/analysis/basin-linkage/unit-links.ts';
import {orderUnits} from '../../server/analysis/basin-linkage/unit-order.ts';
import {buildHierarchy, type LevelFeature} from '../../server/analysis/hierarchy.ts';
import type {ResolvedLayer} from '../../server/layers/layer-store.ts';

const LAYER = {layerId: 'basins'} as ResolvedLayer;

/** Basins by code with the one they flow into, and an area. */
function basins(links: Record<string, string | null>, areaM2 = 1) {
  const features = Object.entries(links).map(([code, downstream]): LevelFeature => {
    const roles = {name: null, nameEn: null, level: null, parent: null, nestingCode: null};
    return {code, downstream, areaM2, weight: null, ...roles};
  });
  return buildHierarchy(LAYER, 'basin', features, undefined);
}

const cell = (unit: number, basin: number, areaM2: number) => ({unit, basin, areaM2});
const noRivers = (count: number) => new Int32Array(count).fill(-1);

describe('levels', () => {
  it('are not read out of ids that only look like nested codes', () => {
    const {levels, system} = basins({'4080023810': null, '4080023820': '4080023810'});
    expect(system).toBeNull();
    expect(levels).toEqual([{level: 'all', featureCount: 2, basis: 'features'}]);
  });

  const levelled = (rows: [code: string, level: string | null, areaM2: number][]) => {
    const features = rows.map(([code, level, areaM2]) => {
      const roles = {name: null, nameEn: null, parent: null, nestingCode: null, downstream: null};
      return {code, level, areaM2, weight: null, ...roles};
    });
    return buildHierarchy(LAYER, 'basin', features, undefined);
  };

  it('that are missing come from the code, in the words of the others', () => {
    const {levels, members, withoutLevel} = levelled([
      ['A01', 'second', 10],
      ['A0101', 'third', 6],
      ['A0102', null, 4],
    ]);
    expect(levels.map(({level, featureCount}) => [level, featureCount])).toEqual([
      ['zone-1', 1],
      ['second', 1],
      ['third', 2],
    ]);
    expect(members.map(({code}) => code)).toEqual(['A0101', 'A0102']);
    expect(withoutLevel).toEqual([]);
  });

  it('that nothing tells make no level of their own: the features are named and left out', () => {
    const hierarchy = levelled([
      ['north', 'large', 10],
      ['n-1', 'small', 6],
      ['n-2', 'small', 4],
      ['stray', null, 1],
    ]);
    expect(hierarchy.levels.map(({level}) => level)).toEqual(['large', 'small']);
    expect(hierarchy.members.map(({code}) => code)).toEqual(['n-1', 'n-2']);
    const [issue] = levelIssues(hierarchy);
    expect(issue).toMatchObject({rule: 'level-missing', severity: 'error', featureIds: ['stray']});
    expect(issue!.detail).toBe(
      '1 of basins says no level (stray), nor does the code; expected one of large, small. They are left out; give them a level.',
    );
  });
});

describe('downstream links', () => {
  const issuesOf = (links: Record<string, string | null>) =>
    readDownstreamLinks(basins(links)).issues.map(({rule, featureIds}) => [rule, featureIds]);

  it('are the positions of the basins named', () => {
    const {downstream, end} = readDownstreamLinks(basins({a: 'c', b: 'c', c: null}));
    expect([...downstream]).toEqual([2, 2, -1]);
    expect(end).toEqual(['flows-on', 'flows-on', 'outlet']);
  });

  it('end where data sets write 0, OCEAN or nothing', () => {
    const {end} = readDownstreamLinks(basins({a: '0', b: 'ocean', c: ' ', d: null}));
    expect(new Set(end)).toEqual(new Set(['outlet']));
  });

  it('that run in a circle are cut and named, and everything else keeps its place', () => {
    const hierarchy = basins({a: 'b', b: 'c', c: 'b', d: 'e', e: null});
    const {downstream, end, issues} = readDownstreamLinks(hierarchy);
    expect(issues[0]!.rule).toBe('downstream-cycle');
    expect([...issues[0]!.featureIds].sort()).toEqual(['b', 'c']);
    expect(end).toEqual(['flows-on', 'cycle', 'cycle', 'flows-on', 'outlet']);
    expect([...downstream]).toEqual([1, -1, -1, 4, -1]);
  });

  it('to themselves, to what is not there and to several are named', () => {
    expect(issuesOf({a: 'a'})).toEqual([['downstream-self', ['a']]]);
    expect(issuesOf({a: 'x'})).toEqual([['downstream-dangling', ['a', 'x']]]);
    expect(issuesOf({a: 'b,c', b: 'c', c: null})).toEqual([
      ['downstream-several', ['a', 'b', 'c']],
    ]);
    expect(issuesOf({a: null, b: null})).toEqual([['several-outlets', ['a', 'b']]]);
  });

  it('of a coarser level follow the largest drained area that leaves it', () => {
    // 0101 and 0102 lie in 01; most of 01 drains to 02 through 0102, a little of it to 03
    const features = Object.entries({
      '0101': ['0102', 5],
      '0102': ['0201', 5],
      '0103': ['0301', 1],
      '0201': [null, 1],
      '0301': ['0201', 1],
    } as Record<string, [string | null, number]>).map(([code, [downstream, areaM2]]) => {
      const roles = {name: null, nameEn: null, level: null, parent: null, nestingCode: null};
      return {code, downstream, areaM2, weight: null, ...roles};
    });
    const hierarchy = buildHierarchy(LAYER, 'basin', features, 'huc2');
    const {downstream, issues} = readDownstreamLinks(hierarchy);
    expect(hierarchy.members.map(({code}) => code)).toEqual(['01', '02', '03']);
    expect([...downstream]).toEqual([1, -1, 1]);
    expect(issues[0]!.featureIds).toEqual(['01', '03']);
    expect(issues[0]!.detail).toContain('02 (0.0 km²), 03');
  });

  it('in a circle of finer basins are named at every level, also where one basin holds them all', () => {
    const links = {'0101': '0102', '0102': '0101', '0103': '0101', '0201': '0103'};
    const features = Object.entries(links).map(([code, downstream]) => {
      const roles = {name: null, nameEn: null, level: null, parent: null, nestingCode: null};
      return {code, downstream, areaM2: 1, weight: null, ...roles};
    });
    const {downstream, end, issues} = readDownstreamLinks(
      buildHierarchy(LAYER, 'basin', features, 'huc2'),
    );
    const [circle] = issues.filter(({rule}) => rule === 'downstream-cycle');
    expect([...circle!.featureIds].sort()).toEqual(['0101', '0102']);
    // 01 goes round in itself, which is no outlet; 02 flows into it all the same
    expect(end).toEqual(['cycle', 'flows-on']);
    expect([...downstream]).toEqual([-1, 0]);
  });

  it('add up what is upstream', () => {
    expect([...drainedAreas([2, 2, 3, -1], [1, 2, 4, 8])]).toEqual([1, 2, 7, 15]);
  });
});

//  Three units p, q, r from west to east along a river that flows east through basins a → b → c:
//  a lies in p alone, b in p and q, c in q and r.
const CHAIN = [cell(0, 0, 4), cell(0, 1, 1), cell(1, 1, 2), cell(1, 2, 3), cell(2, 2, 5)];
const CHAIN_LINKS = {
  downstream: Int32Array.of(1, 2, -1),
  end: ['flows-on', 'flows-on', 'outlet'] as const,
};

describe('cells', () => {
  it('drain to the unit that lies on both sides of the next border', () => {
    const forest = growForest(CHAIN, CHAIN_LINKS, noRivers(3));
    // a is left in p, b in q; where c is left nobody knows
    expect(forest.mouthBasis).toEqual(['only-unit', 'only-unit', 'unknown']);
    expect([...forest.mouthUnit]).toEqual([0, 1, -1]);
    expect([...forest.downstream]).toEqual([1, 2, 3, -1, -1]);
    expect([...forest.drainedM2]).toEqual([4, 5, 7, 10, 5]);
  });

  it('follow the river where one passes', () => {
    const forest = growForest(CHAIN, CHAIN_LINKS, Int32Array.of(-1, -1, 2));
    expect(forest.mouthBasis[2]).toBe('river');
    expect([...forest.downstream]).toEqual([1, 2, 3, 4, -1]);
    expect(forest.drainedM2[4]).toBe(15);
  });

  it('pass through the units that a river takes them through, but never in a circle', () => {
    // one basin in four units, left in unit 3
    const cells = [0, 1, 2, 3].map((unit) => cell(unit, 0, 1));
    const links = {downstream: Int32Array.of(-1), end: ['outlet'] as const};
    const way = (from: number, to: number) => ({basin: 0, from, to, flowM3PerS: 1});
    const grow = (ways: [number, number][]) =>
      growForest(
        cells,
        links,
        Int32Array.of(3),
        ways.map(([from, to]) => way(from, to)),
      );
    expect([...grow([]).downstream]).toEqual([3, 3, 3, -1]);
    expect([...grow([[0, 1]]).downstream]).toEqual([1, 3, 3, -1]);
    const round: [number, number][] = [
      [0, 1],
      [1, 2],
      [2, 0],
    ];
    expect([...grow(round).downstream]).toEqual([3, 3, 3, -1]);
  });

  it('say when the unit of a mouth was assumed', () => {
    // both units lie in both basins, unit 1 with more
    const cells = [cell(0, 0, 1), cell(1, 0, 2), cell(0, 1, 1), cell(1, 1, 3)];
    const links = {downstream: Int32Array.of(1, -1), end: ['flows-on', 'outlet'] as const};
    const forest = growForest(cells, links, noRivers(2));
    expect(forest.mouthBasis).toEqual(['largest', 'unknown']);
    expect([...forest.downstream]).toEqual([1, 3, -1, -1]);
    expect([...forest.isAssumed]).toEqual([1, 1, 0, 0]);
  });

  it('reach up and down from anywhere', () => {
    const forest = growForest(CHAIN, CHAIN_LINKS, Int32Array.of(-1, -1, 2));
    expect(cellsUpstream(forest, [3])).toEqual([0, 1, 2]);
    expect(cellsDownstream(forest, [1])).toEqual([2, 3, 4]);
    expect(cellsUpstream(forest, [0])).toEqual([]);
  });
});

describe('links of units', () => {
  it('carry all that drains over a border, and say what of it is their own', () => {
    const forest = growForest(CHAIN, CHAIN_LINKS, Int32Array.of(-1, -1, 2));
    const links = linkUnits(forest, Int32Array.of(0, 0, 1, 1, 2), [5, 5, 5]);
    expect(links).toEqual([
      {from: 0, to: 1, drainedM2: 5, ownM2: 5, shareOfFrom: 1, basins: [1], isAssumed: false},
      {from: 1, to: 2, drainedM2: 10, ownM2: 5, shareOfFrom: 1, basins: [2], isAssumed: false},
    ]);
  });

  it('count ground once that crosses the same border again and again', () => {
    // one chain of cells through units 0 1 0 1
    const cells = [cell(0, 0, 1), cell(1, 1, 1), cell(0, 2, 1), cell(1, 3, 1)];
    const forest = {
      cells,
      downstream: Int32Array.of(1, 2, 3, -1),
      drainedM2: Float64Array.of(1, 2, 3, 4),
      isAssumed: new Uint8Array(4),
      mouthUnit: new Int32Array(4),
      mouthBasis: [],
    };
    const links = linkUnits(forest, Int32Array.of(0, 1, 0, 1), [2, 2]);
    expect(links.map(({from, to, drainedM2, ownM2}) => [from, to, drainedM2, ownM2])).toEqual([
      [0, 1, 3, 2],
      [1, 0, 2, 1],
    ]);
  });
});

describe('the order of units', () => {
  const order = (count: number, links: [number, number, number][]) =>
    orderUnits(
      count,
      links.map(([from, to, ownM2]) => ({from, to, ownM2})),
      new Uint8Array(count).fill(1),
    );

  it('runs from source to mouth', () => {
    const result = order(4, [
      [2, 1, 1],
      [1, 0, 1],
      [3, 0, 1],
    ]);
    expect(result.order).toEqual([2, 1, 3, 0]);
    expect([...result.stepsToMouth]).toEqual([0, 1, 2, 1]);
    expect(result.mutual).toEqual([]);
  });

  it('puts the one first that sends more where two drain into each other, and says so', () => {
    const result = order(3, [
      [0, 1, 2],
      [1, 0, 5],
      [0, 2, 1],
    ]);
    expect(result.order).toEqual([1, 0, 2]);
    expect(result.mutual).toEqual([{units: [1, 0], netM2: [3, -3]}]);
    expect(result.isAgainst).toEqual([true, false, false]);
  });

  it('opens a circle of three at its weakest link', () => {
    const result = order(3, [
      [0, 1, 5],
      [1, 2, 5],
      [2, 0, 1],
    ]);
    expect(result.order).toEqual([0, 1, 2]);
    expect(result.isAgainst).toEqual([false, false, true]);
  });

  const linkArb = fc.record({
    from: fc.nat(14),
    to: fc.nat(14),
    ownM2: fc.integer({min: 1, max: 1_000_000}),
  });

  it('keeps every link it does not mark, whatever the links are, and does not depend on their order', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(linkArb, {selector: ({from, to}) => from * 15 + to, maxLength: 60}),
        (all) => {
          const links = all.filter(({from, to}) => from !== to);
          const everyone = new Uint8Array(15).fill(1);
          const result = orderUnits(15, links, everyone);
          const place = new Map(result.order.map((unit, i) => [unit, i]));
          expect(place.size).toBe(15);
          links.forEach(({from, to}, i) => {
            if (!result.isAgainst[i]) expect(place.get(from)!).toBeLessThan(place.get(to)!);
          });
          const turned = orderUnits(15, links.toReversed(), everyone);
          expect(turned.order).toEqual(result.order);
        },
      ),
      {seed: 41},
    );
  });

  it('is a topological order of any forest of cells, with nothing mutual where no unit comes back', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(1000), {minLength: 2, maxLength: 60}), (picks) => {
        // each cell is a unit of its own and flows into a later one
        const count = picks.length;
        const downstream = Int32Array.from(picks, (pick, i) =>
          i === count - 1 ? -1 : i + 1 + (pick % (count - 1 - i)),
        );
        const links = [...downstream.keys()]
          .filter((i) => downstream[i]! >= 0)
          .map((i) => ({from: i, to: downstream[i]!, ownM2: 1}));
        const result = orderUnits(count, links, new Uint8Array(count).fill(1));
        expect(result.mutual).toEqual([]);
        const place = new Map(result.order.map((unit, i) => [unit, i]));
        for (const {from, to} of links) expect(place.get(from)!).toBeLessThan(place.get(to)!);
      }),
      {seed: 42},
    );
  });
});
