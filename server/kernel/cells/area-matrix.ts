import type {Pyramid} from './pyramid.ts';
import {FIRST_CLASS_COLUMN, MULTIPLE_COLUMN, TOTAL_COLUMN} from './summary.ts';

/**
 * Entries up to this are rounding, not overlap: neighbours that share a border of 50 km were found to
 * share 2e-6 m² when the two layers are cut into different leaves.
 */
export const ROUNDING_M2 = 1e-3;

/** A matrix of areas in buffers that can be transferred to another thread. */
export interface PackedMatrix {
  /** Entry i: the feature rows[i] of one layer and columns[i] of the other share areasM2[i]. */
  rows: Uint32Array;
  columns: Uint32Array;
  areasM2: Float64Array;
  /**
   * What each row feature holds of the column layer, overlaps counted once: total, held by several
   * classes, then by class (summary.ts), `columnClassCount + 2` a row.
   */
  rowSumsM2: Float64Array;
  /** What each column feature holds of the row layer, overlaps counted once. */
  columnTotalsM2: Float64Array;
}

/**
 * Areas that the features of two layers share, with the sums from which remainders follow: a row
 * feature's area less its total is what no column feature holds. Where column features overlap,
 * each counts for itself in the entries and the ground counts once in the sums.
 */
export class AreaMatrix {
  readonly rowSumsM2: Float64Array;
  readonly columnTotalsM2: Float64Array;
  private readonly entries = new Map<number, number>();
  private readonly sumCount: number;

  /** `hasEntries` false leaves out what needs column features one by one: row sums come much faster. */
  constructor(
    rows: Pyramid,
    private readonly columns: Pyramid,
    readonly hasEntries = true,
  ) {
    this.sumCount = columns.columnCount;
    this.rowSumsM2 = new Float64Array(rows.featureCount * this.sumCount);
    this.columnTotalsM2 = new Float64Array(columns.featureCount);
  }

  addEntry(row: number, column: number, areaM2: number): void {
    const key = row * this.columns.featureCount + column;
    this.entries.set(key, (this.entries.get(key) ?? 0) + areaM2);
  }

  /** What a row feature holds of ground where the column layer has these classes. */
  addToRow(row: number, classes: ArrayLike<number>, areaM2: number): void {
    const at = row * this.sumCount;
    this.rowSumsM2[at + TOTAL_COLUMN]! += areaM2;
    if (classes.length > 1) this.rowSumsM2[at + MULTIPLE_COLUMN]! += areaM2;
    for (let i = 0; i < classes.length; i++)
      this.rowSumsM2[at + FIRST_CLASS_COLUMN + classes[i]!]! += areaM2;
  }

  /** A row feature holds a whole cell of the column layer. */
  addNodeToRow(row: number, node: number): void {
    this.columns.addSums(node, 1, this.rowSumsM2, row * this.sumCount);
  }

  addToColumn(column: number, areaM2: number): void {
    this.columnTotalsM2[column]! += areaM2;
  }

  merge({rows, columns, areasM2, rowSumsM2, columnTotalsM2}: PackedMatrix): void {
    for (let i = 0; i < rows.length; i++) this.addEntry(rows[i]!, columns[i]!, areasM2[i]!);
    for (let i = 0; i < rowSumsM2.length; i++) this.rowSumsM2[i]! += rowSumsM2[i]!;
    for (let i = 0; i < columnTotalsM2.length; i++) this.columnTotalsM2[i]! += columnTotalsM2[i]!;
  }

  /**
   * Entries in row order, then column order, those above `leastM2` only: all of them for a part that
   * is to be merged, those above ROUNDING_M2 for the whole.
   */
  pack(leastM2 = -Infinity): PackedMatrix {
    const kept = [...this.entries].filter(([, areaM2]) => areaM2 > leastM2);
    const keys = Float64Array.from(kept, ([key]) => key).sort();
    const width = this.columns.featureCount;
    return {
      rows: Uint32Array.from(keys, (key) => Math.floor(key / width)),
      columns: Uint32Array.from(keys, (key) => key % width),
      areasM2: keys.map((key) => this.entries.get(key)!),
      rowSumsM2: this.rowSumsM2,
      columnTotalsM2: this.columnTotalsM2,
    };
  }
}
