import {stripOf, type EdgeFinder} from './edge-masks.ts';
import {windingChange} from './winding.ts';

/**
 * Edges in a uniform grid, so that an edge of the other outline is tested only against those near
 * it. Every edge is listed in each grid square that its box touches; positions beyond the grid
 * count to its outermost squares, so the grid's box decides about speed and never about results.
 *
 * A pair of edges whose boxes overlap shares at least one square: the one that holds the lower left
 * corner of the common box. `columnOf` and `rowOf` are monotone and used for both edges, so taking a
 * pair only there takes it exactly once.
 */
export class EdgeGrid implements EdgeFinder {
  columns = 1;
  rows = 1;
  /** x0, y0, x1, y1 of each edge; kept, not copied. */
  edges: Float64Array = new Float64Array(0);
  edgeCount = 0;
  /** The edges of square s are entries[squareStarts[s]] … entries[squareStarts[s + 1] − 1], as places in `edges`. */
  squareStarts = new Int32Array(64);
  entries = new Int32Array(64);

  /** The places of the edges found last. */
  found = new Int32Array(64);

  minX = 0;
  minY = 0;
  columnsPerX = 0;
  rowsPerY = 0;

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
    this.chooseSize(minX, minY, maxX, maxY);
    const {columns, rows} = this;
    const squareCount = columns * rows;
    if (this.squareStarts.length < squareCount + 1) {
      this.squareStarts = new Int32Array(2 * squareCount + 1);
    }
    const starts = this.squareStarts;
    starts.fill(0, 0, squareCount + 1);

    // counting sort: first how many edges each square gets, then where each list ends, then the lists
    for (let i = 0; i < 4 * edgeCount; i += 4) {
      const x0 = edges[i]!;
      const y0 = edges[i + 1]!;
      const x1 = edges[i + 2]!;
      const y1 = edges[i + 3]!;
      const firstColumn = this.columnOf(x0 < x1 ? x0 : x1);
      const lastColumn = this.columnOf(x0 < x1 ? x1 : x0);
      const lastRow = this.rowOf(y0 < y1 ? y1 : y0);
      for (let row = this.rowOf(y0 < y1 ? y0 : y1); row <= lastRow; row++) {
        const end = row * columns + lastColumn;
        for (let square = row * columns + firstColumn; square <= end; square++) starts[square]!++;
      }
    }
    let total = 0;
    for (let square = 0; square <= squareCount; square++) {
      total += starts[square]!;
      starts[square] = total;
    }
    if (this.entries.length < total) this.entries = new Int32Array(2 * total);
    const entries = this.entries;
    for (let i = 4 * edgeCount - 4; i >= 0; i -= 4) {
      const x0 = edges[i]!;
      const y0 = edges[i + 1]!;
      const x1 = edges[i + 2]!;
      const y1 = edges[i + 3]!;
      const firstColumn = this.columnOf(x0 < x1 ? x0 : x1);
      const lastColumn = this.columnOf(x0 < x1 ? x1 : x0);
      const lastRow = this.rowOf(y0 < y1 ? y1 : y0);
      for (let row = this.rowOf(y0 < y1 ? y0 : y1); row <= lastRow; row++) {
        const end = row * columns + lastColumn;
        for (let square = row * columns + firstColumn; square <= end; square++) {
          entries[--starts[square]!] = i;
        }
      }
    }
  }

  private columnOf(x: number): number {
    return stripOf(x - this.minX, this.columnsPerX, this.columns);
  }

  private rowOf(y: number): number {
    return stripOf(y - this.minY, this.rowsPerY, this.rows);
  }

  /** Finds those in a range of squares, each once; answers how many. */
  find(columnA: number, columnB: number, rowA: number, rowB: number): number {
    const {edges, squareStarts, entries, columns} = this;
    const firstColumn = columnA < columnB ? columnA : columnB;
    const lastColumn = columnA < columnB ? columnB : columnA;
    const firstRow = rowA < rowB ? rowA : rowB;
    const lastRow = rowA < rowB ? rowB : rowA;
    let count = 0;
    for (let row = firstRow; row <= lastRow; row++) {
      const rowStart = row * columns;
      // the lists of a row lie side by side, and mostly they are empty
      if (squareStarts[rowStart + firstColumn] === squareStarts[rowStart + lastColumn + 1])
        continue;
      for (let column = firstColumn; column <= lastColumn; column++) {
        const listEnd = squareStarts[rowStart + column + 1]!;
        for (let k = squareStarts[rowStart + column]!; k < listEnd; k++) {
          const e = entries[k]!;
          // an edge that shares several squares is taken in the first of them
          if (column !== firstColumn) {
            const rx = edges[e]!;
            const sx = edges[e + 2]!;
            if (this.columnOf(rx < sx ? rx : sx) !== column) continue;
          }
          if (row !== firstRow) {
            const ry = edges[e + 1]!;
            const sy = edges[e + 3]!;
            if (this.rowOf(ry < sy ? ry : sy) !== row) continue;
          }
          if (count === this.found.length) this.found = doubled(this.found);
          this.found[count++] = e;
        }
      }
    }
    return count;
  }

  /** How the winding number of the edges, shifted as in `crossing.ts`, changes along a straight path. */
  windingChange(px: number, py: number, qx: number, qy: number): number {
    const count = this.find(this.columnOf(px), this.columnOf(qx), this.rowOf(py), this.rowOf(qy));
    return windingChange(this.edges, this.found, count, px, py, qx, qy);
  }

  // About one square per edge, as square as the box allows; then coarser until the long edges among
  // them are not listed too often (a star of n needles would otherwise take n² entries).
  private chooseSize(minX: number, minY: number, maxX: number, maxY: number): void {
    const {edges, edgeCount} = this;
    const width = maxX - minX;
    const height = maxY - minY;
    let spanX = 0;
    let spanY = 0;
    for (let i = 0; i < 4 * edgeCount; i += 4) {
      spanX += Math.min(width, Math.abs(edges[i + 2]! - edges[i]!));
      spanY += Math.min(height, Math.abs(edges[i + 3]! - edges[i + 1]!));
    }
    const shareX = width > 0 && edgeCount > 0 ? spanX / width / edgeCount : 0;
    const shareY = height > 0 && edgeCount > 0 ? spanY / height / edgeCount : 0;

    const perSide = Math.sqrt(SQUARES_PER_EDGE * edgeCount);
    const aspect = width > 0 && height > 0 ? Math.sqrt(width / height) : 1;
    let columns = limitSize(perSide * aspect);
    let rows = limitSize(perSide / aspect);
    while (columns * rows > 1 && (1 + shareX * columns) * (1 + shareY * rows) > LISTS_PER_EDGE) {
      if (shareX * columns > shareY * rows) columns = Math.max(1, columns >> 1);
      else rows = Math.max(1, rows >> 1);
    }
    this.columns = columns;
    this.rows = rows;
    this.minX = minX;
    this.minY = minY;
    this.columnsPerX = width > 0 ? columns / width : 0;
    this.rowsPerY = height > 0 ? rows / height : 0;
  }
}

const SQUARES_PER_EDGE = 2;
const LISTS_PER_EDGE = 6;
const MAX_SIDE = 2048;

function limitSize(size: number): number {
  return Math.max(1, Math.min(MAX_SIDE, Math.ceil(size)));
}

function doubled(list: Int32Array): Int32Array<ArrayBuffer> {
  const longer = new Int32Array(2 * list.length);
  longer.set(list);
  return longer;
}
