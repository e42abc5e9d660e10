import {windingChange} from './winding.ts';

/**
 * Edges in a box, arranged so that those near another edge are found. Their boxes are laid over columns
 * and rows, positions beyond the box counting to the outermost ones, so the box decides about speed and
 * never about results: two edges whose boxes touch share a column and a row.
 */
export interface EdgeFinder {
  /** Places in `edges` of those that `find` found. */
  found: Int32Array;
  /** `edges` holds x0, y0, x1, y1 of each edge; kept, not copied. */
  fill(
    edges: Float64Array,
    edgeCount: number,
    minX: number,
    minY: number,
    maxX: number,
    maxY: number,
  ): void;
  /** Where columns and rows begin, how many there are of them, and in a metre: see `stripOf`. */
  minX: number;
  minY: number;
  columnsPerX: number;
  rowsPerY: number;
  columns: number;
  rows: number;
  /** Finds the edges that touch a span of columns and one of rows, each once; answers how many. */
  find(columnA: number, columnB: number, rowA: number, rowB: number): number;
  /** How the winding number of the edges, shifted as in `crossing.ts`, changes along a straight path. */
  windingChange(px: number, py: number, qx: number, qy: number): number;
}

/** The column or row at a distance from where they begin; beyond them the outermost ones. */
export function stripOf(distance: number, perUnit: number, count: number): number {
  const strip = distance * perUnit;
  return strip <= 0 ? 0 : strip >= count ? count - 1 : strip | 0;
}

/** As many edges as a whole number has bits. */
export const MOST_MASKED_EDGES = 32;
/** Columns and rows the box is divided into. */
const SIDE = 8;

/**
 * For up to MOST_MASKED_EDGES edges, each a bit: those that touch columns a to b are those that begin
 * in b or before and end in a or after, so what is near is the intersection of four numbers.
 */
export class EdgeMasks implements EdgeFinder {
  readonly found = new Int32Array(MOST_MASKED_EDGES);
  readonly columns = SIDE;
  readonly rows = SIDE;
  minX = 0;
  minY = 0;
  columnsPerX = 0;
  rowsPerY = 0;
  private edges: Float64Array = new Float64Array(0);
  // the edges whose first column (row) is i or before, and those whose last one is i or after
  private readonly beginByColumn = new Int32Array(SIDE);
  private readonly endFromColumn = new Int32Array(SIDE);
  private readonly beginByRow = new Int32Array(SIDE);
  private readonly endFromRow = new Int32Array(SIDE);

  fill(
    edges: Float64Array,
    edgeCount: number,
    minX: number,
    minY: number,
    maxX: number,
    maxY: number,
  ): void {
    this.edges = edges;
    this.minX = minX;
    this.minY = minY;
    this.columnsPerX = maxX > minX ? SIDE / (maxX - minX) : 0;
    this.rowsPerY = maxY > minY ? SIDE / (maxY - minY) : 0;
    const {beginByColumn, endFromColumn, beginByRow, endFromRow, columnsPerX, rowsPerY} = this;
    for (let i = 0; i < SIDE; i++) {
      beginByColumn[i] = 0;
      endFromColumn[i] = 0;
      beginByRow[i] = 0;
      endFromRow[i] = 0;
    }
    for (let e = 0, i = 0; e < edgeCount; e++, i += 4) {
      const bit = 1 << e;
      const c0 = stripOf(edges[i]! - minX, columnsPerX, SIDE);
      const r0 = stripOf(edges[i + 1]! - minY, rowsPerY, SIDE);
      const c1 = stripOf(edges[i + 2]! - minX, columnsPerX, SIDE);
      const r1 = stripOf(edges[i + 3]! - minY, rowsPerY, SIDE);
      beginByColumn[c0 < c1 ? c0 : c1]! |= bit;
      endFromColumn[c0 < c1 ? c1 : c0]! |= bit;
      beginByRow[r0 < r1 ? r0 : r1]! |= bit;
      endFromRow[r0 < r1 ? r1 : r0]! |= bit;
    }
    for (let i = 1; i < SIDE; i++) {
      beginByColumn[i]! |= beginByColumn[i - 1]!;
      beginByRow[i]! |= beginByRow[i - 1]!;
      endFromColumn[SIDE - 1 - i]! |= endFromColumn[SIDE - i]!;
      endFromRow[SIDE - 1 - i]! |= endFromRow[SIDE - i]!;
    }
  }

  find(columnA: number, columnB: number, rowA: number, rowB: number): number {
    const {found, beginByColumn, endFromColumn, beginByRow, endFromRow} = this;
    // the later of two columns has begun all that the earlier one has, so neither need be found out
    let near =
      (beginByColumn[columnA]! | beginByColumn[columnB]!) &
      (endFromColumn[columnA]! | endFromColumn[columnB]!) &
      (beginByRow[rowA]! | beginByRow[rowB]!) &
      (endFromRow[rowA]! | endFromRow[rowB]!);
    let count = 0;
    for (; near !== 0; near &= near - 1) found[count++] = 4 * (31 - Math.clz32(near & -near));
    return count;
  }

  windingChange(px: number, py: number, qx: number, qy: number): number {
    const {edges, found, minX, minY, columnsPerX, rowsPerY} = this;
    const count = this.find(
      stripOf(px - minX, columnsPerX, SIDE),
      stripOf(qx - minX, columnsPerX, SIDE),
      stripOf(py - minY, rowsPerY, SIDE),
      stripOf(qy - minY, rowsPerY, SIDE),
    );
    return windingChange(edges, found, count, px, py, qx, qy);
  }
}
