import fc from 'fast-check';
import {expect, it} from 'vitest';
import type {BasinCell} from '../../contract/basin-cells.ts';
import {findMemberships} from '../../server/analysis/basin-cells/memberships.ts';
import {sumLevels} from '../../server/analysis/basin-cells/level-sums.ts';
import {buildHierarchy, type LevelFeature} from '../../server/analysis/hierarchy.ts';
import type {ResolvedLayer} from '../../server/layers/layer-store.ts';

const feature = (code: string): LevelFeature => ({
  code,
  name: null,
  nameEn: null,
  level: null,
  parent: null,
  downstream: null,
  areaM2: 1000,
  nestingCode: null,
  weight: null,
});
const two = (value: number) => String(value + 1).padStart(2, '0');

const unitCodes = fc.uniqueArray(
  fc.tuple(fc.nat(2), fc.nat(3), fc.nat(4)).map(([a, b, c]) => `${33 + a}${two(b)}${two(c)}`),
  {minLength: 1, maxLength: 20},
);
const basinCodes = fc.uniqueArray(
  fc
    .tuple(fc.constantFrom('A', 'F'), fc.nat(2), fc.nat(2), fc.nat(8))
    .map(([letter, b, c, d]) => `${letter}${two(b)}${two(c)}${d}0`),
  {minLength: 1, maxLength: 20},
);
const areas = fc.array(fc.integer({min: 0, max: 50}), {minLength: 400, maxLength: 400});

function cellsOf(units: number, basins: number, sizes: number[]) {
  return Array.from({length: units * basins}, (_, i) => {
    return {unit: Math.floor(i / basins), basin: i % basins, areaM2: sizes[i % sizes.length]! / 7};
  }).filter(({areaM2}) => areaM2 > 0);
}

it('cells add up to the same at every pair of levels, for every unit and basin', () => {
  fc.assert(
    fc.property(unitCodes, basinCodes, areas, (unitList, basinList, sizes) => {
      const layer = {layerId: 'any'} as ResolvedLayer;
      const units = buildHierarchy(layer, 'unit', unitList.map(feature), undefined);
      const basins = buildHierarchy(layer, 'basin', basinList.map(feature), undefined);
      const cells = cellsOf(units.members.length, basins.members.length, sizes);
      const wholeM2 = cells.reduce((sum, {areaM2}) => sum + areaM2, 0);
      const sums = sumLevels(units, basins, cells);
      expect(sums).toHaveLength(3 * 5 - 1);
      for (const {cells: summed} of sums) {
        const sum = summed.reduce((total, {areaM2}) => total + areaM2, 0);
        expect(Math.abs(sum - wholeM2)).toBeLessThanOrEqual(1e-9 * wholeM2);
      }
      // a province holds of a basin what its counties hold
      const provinces = sums.find((s) => s.unitLevel === 'province' && s.basinLevel === 'zone-5')!;
      for (const {unit, basin, areaM2} of provinces.cells) {
        const ofCounties = cells
          .filter(
            (cell) =>
              units.members[cell.unit]!.code.startsWith(unit.slice(0, 2)) &&
              basins.members[cell.basin]!.code === basin,
          )
          .reduce((sum, cell) => sum + cell.areaM2, 0);
        expect(Math.abs(areaM2 - ofCounties)).toBeLessThanOrEqual(1e-9 * areaM2);
      }
    }),
    {seed: 51, numRuns: 40},
  );
});

it('levels do not depend on the order of features', () => {
  fc.assert(
    fc.property(unitCodes, (codes) => {
      const layer = {layerId: 'any'} as ResolvedLayer;
      const straight = buildHierarchy(layer, 'unit', codes.map(feature), undefined);
      const turned = buildHierarchy(layer, 'unit', codes.map(feature).toReversed(), undefined);
      expect(turned.levels).toEqual(straight.levels);
      expect(turned.members.map(({code}) => code)).toEqual(straight.members.map(({code}) => code));
      expect(turned.tiers.map(({of}) => [...of])).toEqual(straight.tiers.map(({of}) => [...of]));
    }),
    {seed: 52},
  );
});

it('the main basin is the largest, and a tie goes to the lower code', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({min: 1, max: 4}), {minLength: 1, maxLength: 8}), (sizes) => {
      const cells = sizes.map((size, basin): BasinCell => {
        const share = size / 40;
        const numbers = {areaM2: size, shareOfUnit: share, shareOfBasin: 1, weight: size};
        return {id: '', unit: 0, basin, shareOfBasinWeight: null, ...numbers};
      });
      const [membership] = findMemberships(1, cells, 0.05);
      const largest = Math.max(...sizes);
      expect(membership!.mainBasin).toBe(sizes.indexOf(largest));
      expect(membership!.isTie).toBe(sizes.filter((size) => size === largest).length > 1);
      expect(membership!.basins).toHaveLength(sizes.filter((size) => size >= 2).length);
    }),
    {seed: 53},
  );
});
