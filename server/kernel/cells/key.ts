/**
 * The fixed quadtree over the legal plane that every layer shares. A key names one of its cells and
 * is a whole number below 2^53: exact as a JavaScript number, at home in a PostgreSQL `bigint`.
 *
 *   key = Z-order of the cell, padded to level 24 (48 bits) · 32 + level (5 bits)
 *
 * so a cell and everything below it form one contiguous range of keys.
 */

/** Side of the root in metres. 2^26 m holds the whole of EPSG:6933 (±17.37e6 by ±7.34e6 m). */
export const ROOT_SIZE_M = 2 ** 26;
/** Lower left corner of the root, on both axes: the root is centred on the origin of the plane. */
export const ROOT_ORIGIN_M = -(2 ** 25);
/** Cells of 4 m: below that 48 bits of Z-order and 5 bits of level no longer fit 53 bits. */
export const MAX_LEVEL = 24;

/** A cell by level (0 is the root), column (west to east) and row (south to north). */
export interface Cell {
  level: number;
  column: number;
  row: number;
}

/** The square of a cell in metres of the legal plane, half-open: west and south sides belong to it. */
export interface CellBox {
  x: number;
  y: number;
  size: number;
}

/** The key of a cell. */
export function cellKey(level: number, column: number, row: number): number {
  const shift = MAX_LEVEL - level;
  const x = column << shift;
  const y = row << shift;
  const high = spread(x >>> 12) | (spread(y >>> 12) << 1);
  const low = spread(x & 4095) | (spread(y & 4095) << 1);
  return (high * 2 ** 24 + low) * 32 + level;
}

/** The cell a key names. */
export function cellOfKey(key: number): Cell {
  const level = key % 32;
  const order = Math.floor(key / 32);
  const high = Math.floor(order / 2 ** 24);
  const low = order % 2 ** 24;
  const shift = MAX_LEVEL - level;
  return {
    level,
    column: ((gather(high) << 12) | gather(low)) >>> shift,
    row: ((gather(high >>> 1) << 12) | gather(low >>> 1)) >>> shift,
  };
}

/** The square a key names, exact: sides are powers of two and corners are multiples of them. */
export function cellBox(key: number): CellBox {
  const {level, column, row} = cellOfKey(key);
  const size = ROOT_SIZE_M / 2 ** level;
  return {x: ROOT_ORIGIN_M + column * size, y: ROOT_ORIGIN_M + row * size, size};
}

/** The key of the cell of a level that holds a position. */
export function cellAt(level: number, x: number, y: number): number {
  if (level === 0) return cellKey(0, 0, 0);
  // a power of two divides without rounding; taking the origin off first would round −1e-9 up to a border
  const size = ROOT_SIZE_M / 2 ** level;
  const half = 2 ** (level - 1);
  return cellKey(level, Math.floor(x / size) + half, Math.floor(y / size) + half);
}

/** The four cells below: lower left, lower right, upper left, upper right, in key order. */
export function cellChildren(key: number): [number, number, number, number] {
  const {level, column, row} = cellOfKey(key);
  if (level === MAX_LEVEL) throw new RangeError(`Cell ${key} is of level ${level}, the last one.`);
  const below = level + 1;
  return [
    cellKey(below, column * 2, row * 2),
    cellKey(below, column * 2 + 1, row * 2),
    cellKey(below, column * 2, row * 2 + 1),
    cellKey(below, column * 2 + 1, row * 2 + 1),
  ];
}

/** The key of one of the four cells below, 0 … 3 in key order, whose side is given in metres. */
export function childKey(key: number, sizeM: number, child: number): number {
  // a cell's range takes 32 keys for each of the smallest cells, of 4 m × 4 m, in it
  return key + 1 + child * 2 * sizeM * sizeM;
}

/** The cell above, or null for the root. */
export function cellParent(key: number): number | null {
  const {level, column, row} = cellOfKey(key);
  return level === 0 ? null : cellKey(level - 1, column >>> 1, row >>> 1);
}

/** The smallest cell that holds two cells of one level. */
export function commonCell(a: number, b: number): number {
  const {level, column, row} = cellOfKey(a);
  const other = cellOfKey(b);
  const up = 32 - Math.clz32((column ^ other.column) | (row ^ other.row));
  return cellKey(level - up, column >>> up, row >>> up);
}

/** The keys of a cell and of everything below it: first ≤ key < end. */
export function cellRange(key: number): {first: number; end: number} {
  const level = key % 32;
  const first = key - level;
  return {first, end: first + 4 ** (MAX_LEVEL - level) * 32};
}

// puts a zero bit before each of 12 bits
function spread(bits: number): number {
  let b = bits & 0xfff;
  b = (b | (b << 8)) & 0x00ff00ff;
  b = (b | (b << 4)) & 0x0f0f0f0f;
  b = (b | (b << 2)) & 0x33333333;
  return (b | (b << 1)) & 0x55555555;
}

// takes every second bit of 24
function gather(bits: number): number {
  let b = bits & 0x55555555;
  b = (b | (b >>> 1)) & 0x33333333;
  b = (b | (b >>> 2)) & 0x0f0f0f0f;
  b = (b | (b >>> 4)) & 0x00ff00ff;
  return (b | (b >>> 8)) & 0xfff;
}
