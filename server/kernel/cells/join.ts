import {AreaMatrix} from './area-matrix.ts';
import {cellBox, cellChildren, cellKey} from './key.ts';
import {LeafView, type LeafFinder} from './leaf.ts';
import {encodeLeaf} from './leaf-encoder.ts';
import {PairMeter} from './pair-meter.ts';
import {EMPTY, isCovered, leafOf, type Pyramid} from './pyramid.ts';
import {FIRST_CLASS_COLUMN} from './summary.ts';

/**
 * Two layers measured against each other, cell by cell: an equality join on the cell key, where a
 * leaf of one layer may meet several smaller ones of the other. Nothing is searched and nothing
 * crosses cells.
 *
 *     const plan = planJoin(rows, columns)              // pyramids only, milliseconds
 *     plan.pairs.rowKeys[i], plan.pairs.columnKeys[i]   // leaves to fetch for pair i, see below
 *     const part = new AreaMatrix(rows, columns)        // any slice of the pairs on any thread,
 *     measurePairs(rows, columns, plan.pairs, from, to, rowLeaf, columnLeaf, part)
 *     plan.matrix.merge(part.pack())                    // part.pack() can be transferred
 *
 * `rowLeaf(key)` and `columnLeaf(key)` give a leaf's bytes. A leaf that is covered as a whole has
 * none and is not asked for: its key in the list is negative.
 */
export interface JoinPlan {
  /** What is certain without opening a leaf: where one of the layers covers a cell as a whole. */
  matrix: AreaMatrix;
  pairs: LeafPairs;
}

/** Leaves that share ground and have to be opened, in key order. */
export interface LeafPairs {
  /** Key of the row layer's leaf, negative where it is covered as a whole. */
  rowKeys: Float64Array;
  rowNodes: Uint32Array;
  columnKeys: Float64Array;
  columnNodes: Uint32Array;
}

/** Walks down both pyramids at once. `hasEntries` false: row sums by class only (AreaMatrix). */
export function planJoin(rows: Pyramid, columns: Pyramid, hasEntries = true): JoinPlan {
  const matrix = new AreaMatrix(rows, columns, hasEntries);
  const rowKeys: number[] = [];
  const rowNodes: number[] = [];
  const columnKeys: number[] = [];
  const columnNodes: number[] = [];

  const descend = (row: number, rowKey: number, column: number, columnKey: number): void => {
    const rowChild = rows.children[row]!;
    const columnChild = columns.children[column]!;
    if (rowChild === EMPTY || columnChild === EMPTY) return;
    const rowIsLeaf = rowChild < 0;
    const columnIsLeaf = columnChild < 0;
    // a covered leaf that is the smaller of the two counts by its square, not by the other's sums
    if (rowIsLeaf && isCovered(rowChild) && rowKey % 32 <= columnKey % 32)
      return addUnderRow(matrix, rows, row, columns, column);
    if (columnIsLeaf && isCovered(columnChild) && columnKey % 32 <= rowKey % 32)
      return addUnderColumn(matrix, rows, row, columns, column);
    if (rowIsLeaf && columnIsLeaf) {
      rowKeys.push(isCovered(rowChild) ? -rowKey : rowKey);
      rowNodes.push(row);
      columnKeys.push(isCovered(columnChild) ? -columnKey : columnKey);
      columnNodes.push(column);
      return;
    }
    const rowCells = rowIsLeaf ? null : cellChildren(rowKey);
    const columnCells = columnIsLeaf ? null : cellChildren(columnKey);
    for (let i = 0; i < 4; i++)
      descend(
        rowCells ? rowChild + i : row,
        rowCells ? rowCells[i]! : rowKey,
        columnCells ? columnChild + i : column,
        columnCells ? columnCells[i]! : columnKey,
      );
  };
  const root = cellKey(0, 0, 0);
  descend(0, root, 0, root);
  return {
    matrix,
    pairs: {
      rowKeys: Float64Array.from(rowKeys),
      rowNodes: Uint32Array.from(rowNodes),
      columnKeys: Float64Array.from(columnKeys),
      columnNodes: Uint32Array.from(columnNodes),
    },
  };
}

/** Measures the pairs from … to − 1 and adds them to a matrix. */
export function measurePairs(
  rows: Pyramid,
  columns: Pyramid,
  pairs: LeafPairs,
  from: number,
  to: number,
  rowLeaf: LeafFinder,
  columnLeaf: LeafFinder,
  matrix: AreaMatrix,
): void {
  const meter = new PairMeter();
  for (let i = from; i < to; i++) {
    const rowKey = Math.abs(pairs.rowKeys[i]!);
    const columnKey = Math.abs(pairs.columnKeys[i]!);
    const row =
      pairs.rowKeys[i]! < 0
        ? coveredLeaf(rows, pairs.rowNodes[i]!, rowKey)
        : rowLeaf(rowKey, leafOf(rows.children[pairs.rowNodes[i]!]!));
    const column =
      pairs.columnKeys[i]! < 0
        ? coveredLeaf(columns, pairs.columnNodes[i]!, columnKey)
        : columnLeaf(columnKey, leafOf(columns.children[pairs.columnNodes[i]!]!));
    const isRowSmaller = rowKey % 32 > columnKey % 32;
    if (isRowSmaller)
      meter.measure(column, row, cellBox(rowKey), (c, r, m2) => add(matrix, row, r, column, c, m2));
    else
      meter.measure(row, column, cellBox(columnKey), (r, c, m2) =>
        add(matrix, row, r, column, c, m2),
      );
  }
}

// the pieces of a leaf do not overlap, so each pair of pieces is ground that no other pair has
function add(
  matrix: AreaMatrix,
  row: LeafView,
  rowPiece: number,
  column: LeafView,
  columnPiece: number,
  areaM2: number,
): void {
  const classes = column.pieceClasses(columnPiece);
  const rowFeatures = row.pieceFeatureCount(rowPiece);
  const columnFeatures = column.pieceFeatureCount(columnPiece);
  for (let r = 0; r < rowFeatures; r++) {
    const rowFeature = row.pieceFeature(rowPiece, r);
    matrix.addToRow(rowFeature, classes, areaM2);
    if (!matrix.hasEntries) continue;
    for (let c = 0; c < columnFeatures; c++)
      matrix.addEntry(rowFeature, column.pieceFeature(columnPiece, c), areaM2);
  }
  if (!matrix.hasEntries) return;
  for (let c = 0; c < columnFeatures; c++)
    matrix.addToColumn(column.pieceFeature(columnPiece, c), areaM2);
}

// row features cover the cell as a whole: all the column layer has there is theirs
function addUnderRow(
  matrix: AreaMatrix,
  rows: Pyramid,
  row: number,
  columns: Pyramid,
  column: number,
): void {
  const features = featuresOf(rows, row);
  for (const feature of features) matrix.addNodeToRow(feature, column);
  if (!matrix.hasEntries) return;
  eachFeatureBelow(columns, column, (columnFeature, areaM2) => {
    matrix.addToColumn(columnFeature, areaM2);
    for (const feature of features) matrix.addEntry(feature, columnFeature, areaM2);
  });
}

function addUnderColumn(
  matrix: AreaMatrix,
  rows: Pyramid,
  row: number,
  columns: Pyramid,
  column: number,
): void {
  const features = featuresOf(columns, column);
  const classes = classesOf(columns, column);
  eachFeatureBelow(rows, row, (rowFeature, areaM2) => {
    matrix.addToRow(rowFeature, classes, areaM2);
    if (matrix.hasEntries)
      for (const feature of features) matrix.addEntry(rowFeature, feature, areaM2);
  });
  if (!matrix.hasEntries) return;
  // the first column of sums is the ground any row feature holds
  const [totalM2] = totalOf(rows, row);
  for (const feature of features) matrix.addToColumn(feature, totalM2!);
}

function eachFeatureBelow(
  pyramid: Pyramid,
  node: number,
  visit: (feature: number, areaM2: number) => void,
): void {
  const child = pyramid.children[node]!;
  if (child === EMPTY) return;
  if (child >= 0) {
    for (let i = 0; i < 4; i++) eachFeatureBelow(pyramid, child + i, visit);
    return;
  }
  const leaf = leafOf(child);
  for (let i = pyramid.featureStarts[leaf]!; i < pyramid.featureStarts[leaf + 1]!; i++)
    visit(pyramid.features[i]!, pyramid.featureAreasM2[i]!);
}

/** A leaf that is covered as a whole, written out as its square. */
function coveredLeaf(pyramid: Pyramid, node: number, key: number): LeafView {
  const {x, y, size} = cellBox(key);
  const bytes = encodeLeaf([
    {
      features: featuresOf(pyramid, node),
      classes: classesOf(pyramid, node),
      rings: {
        xy: Float64Array.of(x, y, x + size, y, x + size, y + size, x, y + size),
        starts: Uint32Array.of(0, 4),
      },
      areaM2: size * size,
    },
  ]);
  return LeafView.of(bytes);
}

function featuresOf(pyramid: Pyramid, node: number): Uint32Array {
  const leaf = leafOf(pyramid.children[node]!);
  return pyramid.features.subarray(pyramid.featureStarts[leaf]!, pyramid.featureStarts[leaf + 1]!);
}

function classesOf(pyramid: Pyramid, node: number): Uint32Array {
  const sums = pyramid.sumColumns.subarray(pyramid.sumStarts[node]!, pyramid.sumStarts[node + 1]!);
  return sums.filter((column) => column >= FIRST_CLASS_COLUMN).map((c) => c - FIRST_CLASS_COLUMN);
}

function totalOf(pyramid: Pyramid, node: number): Float64Array {
  const sums = new Float64Array(pyramid.columnCount);
  pyramid.addSums(node, 1, sums, 0);
  return sums;
}
