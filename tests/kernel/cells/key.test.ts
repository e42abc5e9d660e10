import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {
  cellAt,
  cellBox,
  cellChildren,
  childKey,
  cellKey,
  cellOfKey,
  cellParent,
  cellRange,
  MAX_LEVEL,
  ROOT_ORIGIN_M,
  ROOT_SIZE_M,
} from '../../../server/kernel/cells/key.ts';

const cells = fc.integer({min: 0, max: MAX_LEVEL}).chain((level) =>
  fc.record({
    level: fc.constant(level),
    column: fc.integer({min: 0, max: 2 ** level - 1}),
    row: fc.integer({min: 0, max: 2 ** level - 1}),
  }),
);

describe('a cell key', () => {
  test('of the root is 0, and the root holds the whole legal plane', () => {
    expect(cellKey(0, 0, 0)).toBe(0);
    expect(cellBox(0)).toEqual({x: ROOT_ORIGIN_M, y: ROOT_ORIGIN_M, size: ROOT_SIZE_M});
    expect(ROOT_ORIGIN_M).toBeLessThan(-17_367_530.45);
    expect(ROOT_ORIGIN_M + ROOT_SIZE_M).toBeGreaterThan(17_367_530.45);
  });

  test('names the children in the order lower left, lower right, upper left, upper right', () => {
    expect(cellChildren(cellKey(1, 1, 0)).map(cellOfKey)).toEqual([
      {level: 2, column: 2, row: 0},
      {level: 2, column: 3, row: 0},
      {level: 2, column: 2, row: 1},
      {level: 2, column: 3, row: 1},
    ]);
  });

  test('gives its cell back, is exact as a number and fits a bigint', () => {
    fc.assert(
      fc.property(cells, (cell) => {
        const key = cellKey(cell.level, cell.column, cell.row);
        expect(Number.isSafeInteger(key)).toBe(true);
        expect(Number(BigInt(key))).toBe(key);
        expect(cellOfKey(key)).toEqual(cell);
      }),
      {seed: 1},
    );
  });

  test('leads to that of each child by the side of the child alone', () => {
    fc.assert(
      fc.property(cells, ({level, column, row}) => {
        fc.pre(level < MAX_LEVEL);
        const key = cellKey(level, column, row);
        const sizeM = cellBox(key).size / 2;
        expect([0, 1, 2, 3].map((i) => childKey(key, sizeM, i))).toEqual(cellChildren(key));
      }),
      {seed: 3},
    );
  });

  test('comes before those of all cells below it, which come before those of all others', () => {
    fc.assert(
      fc.property(cells, cells, (a, b) => {
        const above = cellKey(a.level, a.column, a.row);
        const other = cellKey(b.level, b.column, b.row);
        const {first, end} = cellRange(above);
        const shift = b.level - a.level;
        const isBelow = shift >= 0 && b.column >> shift === a.column && b.row >> shift === a.row;
        // a cell above shares the first place of its range, so the level decides
        expect(other >= first && other < end && b.level >= a.level).toBe(isBelow);
        if (a.level < MAX_LEVEL)
          for (const child of cellChildren(above)) {
            expect(child).toBeGreaterThan(above);
            expect(child).toBeLessThan(end);
            expect(cellParent(child)).toBe(above);
          }
      }),
      {seed: 2},
    );
  });

  test('of a position on a border is that of the cell to the right and above', () => {
    expect(cellOfKey(cellAt(1, 0, 0))).toEqual({level: 1, column: 1, row: 1});
    expect(cellOfKey(cellAt(1, -1e-9, 0))).toEqual({level: 1, column: 0, row: 1});
  });
});
