import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import type {BasinCells, CellSide} from '../../../contract/basin-cells.ts';
import {
  basinsOfUnit,
  cellCsvRows,
  cellRows,
  cellTotals,
  nameIn,
  shareRows,
} from '../../../web/src/state/basin-rows.ts';

//   ┌────A────┬────B────┐   unit A 100, unit B 100 m²
//   │ x 60    │ x 20    │   basin x 90: 10 of it in no unit
//   │ y 40    │ y 70    │   basin y 110; of B 10 in no basin
//   └─────────┴─────────┘
const side = (code: string, areaM2: number, heldM2: number): CellSide => ({
  code,
  name: `名${code}`,
  nameEn: `name ${code}`,
  level: '1',
  parent: null,
  areaM2,
  featureAreaM2: areaM2,
  heldM2,
  remainderM2: areaM2 - heldM2,
});
const UNITS = [side('A', 100, 100), side('B', 100, 90)];
const BASINS = [side('x', 90, 80), side('y', 110, 110)];
const AREAS = [60, 40, 20, 70];

function matrix(): BasinCells {
  const cells = AREAS.map((areaM2, at) => {
    const [unit, basin] = [Math.floor(at / 2), at % 2];
    return {
      id: `${BASINS[basin]!.code}-${UNITS[unit]!.code}`,
      unit,
      basin,
      areaM2,
      shareOfUnit: areaM2 / UNITS[unit]!.areaM2,
      shareOfBasin: areaM2 / BASINS[basin]!.areaM2,
      weight: areaM2,
      shareOfBasinWeight: null,
    };
  });
  return {
    units: UNITS,
    basins: BASINS,
    cells,
    memberships: [
      {unit: 0, mainBasin: 0, isTie: false, basins: []},
      {unit: 1, mainBasin: 1, isTie: false, basins: []},
    ],
  } as unknown as BasinCells;
}

describe('members by share', () => {
  test('of one basin stand by what they hold of it', () => {
    const rows = shareRows(matrix(), 'y');
    expect(rows.map(({unit, shareOfBasin}) => [unit.code, shareOfBasin])).toEqual([
      ['B', 70 / 110],
      ['A', 40 / 110],
    ]);
  });

  test('without a basin each unit stands with its main basin', () => {
    const rows = shareRows(matrix(), null);
    expect(rows.map(({unit, basin, shareOfUnit}) => [unit.code, basin?.code, shareOfUnit])).toEqual(
      [
        ['B', 'y', 0.7],
        ['A', 'x', 0.6],
      ],
    );
  });

  test('a unit lists its basins, largest first', () => {
    expect(basinsOfUnit(matrix(), 'A').map(({basin}) => basin?.code)).toEqual(['x', 'y']);
  });
});

describe('the cells table', () => {
  test('has remainders as rows, so that every whole is accounted for', () => {
    const rows = cellRows(matrix(), null, 'zh');
    expect(rows.filter(({kind}) => kind === 'basin-remainder')).toMatchObject([
      {basinCode: 'x', areaM2: 10, shareOfBasin: 10 / 90},
    ]);
    expect(rows.filter(({kind}) => kind === 'unit-remainder')).toMatchObject([
      {unitCode: 'B', areaM2: 10, shareOfUnit: 0.1},
    ]);
    const ofBasins = rows.filter(({kind}) => kind !== 'unit-remainder');
    expect(ofBasins.reduce((sum, {areaM2}) => sum + areaM2, 0)).toBe(200);
  });

  test('of one basin sums to that basin', () => {
    const rows = cellRows(matrix(), 'x', 'en');
    expect(rows.map(({id, areaM2}) => [id, areaM2])).toEqual([
      ['x-A', 60],
      ['x-B', 20],
      ['x-', 10],
    ]);
    expect(cellTotals(matrix(), 'x')).toMatchObject({
      cellsM2: 80,
      outsideUnitsM2: 10,
      basinsM2: 90,
      unitsM2: null,
      differenceShare: 0,
    });
  });

  test('says how far cells that overlap are from adding up', () => {
    const doubled = matrix();
    doubled.cells[0]!.areaM2 = 80;
    expect(cellTotals(doubled, null).differenceShare).toBeCloseTo(0.1, 12);
  });

  test('rounding is no remainder', () => {
    const rounded = matrix();
    rounded.basins = [{...BASINS[0]!, remainderM2: 90e-10}, BASINS[1]!];
    expect(cellRows(rounded, 'x', 'zh').map(({kind}) => kind)).toEqual(['cell', 'cell']);
  });

  test('goes to a spreadsheet unrounded, in the unit chosen', () => {
    const [first] = cellCsvRows(cellRows(matrix(), null, 'zh'), 'ha');
    expect(first).toEqual(['cell', 'x-A', 'A', '名A', 'x', '名x', 0.006, 0.6, 60 / 90]);
  });

  test('adds up whatever the areas are', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({min: 0, max: 1e12, noNaN: true}), {minLength: 4, maxLength: 4}),
        (areas) => {
          const any = matrix();
          any.cells.forEach((cell, at) => (cell.areaM2 = areas[at]!));
          const sum = (pick: (at: number) => boolean) =>
            areas.reduce((all, area, at) => (pick(at) ? all + area : all), 0);
          any.units = UNITS.map((each, unit) => ({
            ...each,
            areaM2: sum((at) => Math.floor(at / 2) === unit) + 5,
            remainderM2: 5,
          }));
          any.basins = BASINS.map((each, basin) => ({
            ...each,
            areaM2: sum((at) => at % 2 === basin) + 3,
            remainderM2: 3,
          }));
          expect(cellTotals(any, null).differenceShare).toBeLessThan(1e-12);
        },
      ),
      {seed: 11},
    );
  });
});

test('a thing is called by the language one reads, else by the other, else by its code', () => {
  expect(nameIn({code: 'A', name: '甲', nameEn: 'Jia'}, 'en')).toBe('Jia');
  expect(nameIn({code: 'A', name: '甲', nameEn: null}, 'en')).toBe('甲');
  expect(nameIn({code: 'A', name: null, nameEn: null}, 'zh')).toBe('A');
});
