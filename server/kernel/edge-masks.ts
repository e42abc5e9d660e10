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
  columnOf(x: number): number;
  rowOf(y: number): number;
  /** Finds the edges that touch a span of columns and one of rows, each once; answers how many. */
  find(columnA: number, columnB: number, rowA: number, rowB: number): number;
  /** How the winding number of the edges, shifted as in `crossing.ts`, changes along a straight path. */
  windingChange(px: number, py: number, qx: number, qy: number): number;
}

/** As many edges as a whole number has bits. */
export const MOST_MASKED_EDGES = 32;
/** Columns and rows the box is divided into. */
const SIDE = 8;

/**
 * For up to MOST_MASKED_EDGES edges: each is a bit in all columns and all rows its box touches, so
 * what is near is the intersection of two numbers. Finer than an `EdgeGrid` and quicker to fill.
 */
export class EdgeMasks implements EdgeFinder {
  private edges: Float64Array = new Float64Array(0);
  private edgeCount = 0;
  readonly found = new Int32Array(MOST_MASKED_EDGES);
  private readonly columns = new Int32Array(SIDE);
  private readonly rows = new Int32Array(SIDE);
  // what columns (rows) a to b hold together, at SIDE a + b and SIDE b + a: a look-up spares a loop whose
  // length the processor cannot foresee
  private readonly columnSpans = new Int32Array(SIDE * SIDE);
  private readonly rowSpans = new Int32Array(SIDE * SIDE);
  private minX = 0;
  private minY = 0;
  private columnsPerX = 0;
  private rowsPerY = 0;

  fill(
    edges: Float64Array,
    edgeCount: number,
    minX: number,
    minY: number,
    maxX: number,
    maxY: number,
  ): void {
    this.edges = edges;
    this.edgeCount = edgeCount;
    this.minX = minX;
    this.minY = minY;
    this.columnsPerX = maxX > minX ? SIDE / (maxX - minX) : 0;
    this.rowsPerY = maxY > minY ? SIDE / (maxY - minY) : 0;
    const {columns, rows} = this;
    for (let i = 0; i < SIDE; i++) {
      columns[i] = 0;
      rows[i] = 0;
    }
    for (let e = 0, i = 0; e < edgeCount; e++, i += 4) {
      const bit = 1 << e;
      const c0 = this.columnOf(edges[i]!);
      const c1 = this.columnOf(edges[i + 2]!);
      const lastColumn = c0 < c1 ? c1 : c0;
      for (let c = c0 < c1 ? c0 : c1; c <= lastColumn; c++) columns[c]! |= bit;
      const r0 = this.rowOf(edges[i + 1]!);
      const r1 = this.rowOf(edges[i + 3]!);
      const lastRow = r0 < r1 ? r1 : r0;
      for (let r = r0 < r1 ? r0 : r1; r <= lastRow; r++) rows[r]! |= bit;
    }
    fillSpans(columns, this.columnSpans);
    fillSpans(rows, this.rowSpans);
  }

  columnOf(x: number): number {
    const column = (x - this.minX) * this.columnsPerX;
    return column <= 0 ? 0 : column >= SIDE ? SIDE - 1 : column | 0;
  }

  rowOf(y: number): number {
    const row = (y - this.minY) * this.rowsPerY;
    return row <= 0 ? 0 : row >= SIDE ? SIDE - 1 : row | 0;
  }

  find(columnA: number, columnB: number, rowA: number, rowB: number): number {
    const {found} = this;
    let near = this.columnSpans[SIDE * columnA + columnB]! & this.rowSpans[SIDE * rowA + rowB]!;
    let count = 0;
    for (; near !== 0; near &= near - 1) found[count++] = 4 * (31 - Math.clz32(near & -near));
    return count;
  }

  // so few are looked at one by one
  windingChange(px: number, py: number, qx: number, qy: number): number {
    return windingChange(this.edges, this.edgeCount, px, py, qx, qy);
  }
}

function fillSpans(masks: Int32Array, spans: Int32Array): void {
  for (let a = 0; a < SIDE; a++) {
    let mask = 0;
    for (let b = a; b < SIDE; b++) {
      mask |= masks[b]!;
      spans[SIDE * a + b] = mask;
      spans[SIDE * b + a] = mask;
    }
  }
}
