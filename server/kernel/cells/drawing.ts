import {flatAreaM2} from '../area.ts';
import type {FlatRings} from '../geometry.ts';
import {LeafOverlap} from '../leaf-overlap.ts';
import {windingAlongSides} from '../winding.ts';
import {CrossedCells} from './crossed-cells.ts';
import {EdgeList} from './edge-list.ts';
import type {LeafFinder, LeafView} from './leaf.ts';
import {EMPTY, isCovered, leafOf, type Pyramid} from './pyramid.ts';
import {FIRST_CLASS_COLUMN, MULTIPLE_COLUMN, TOTAL_COLUMN} from './summary.ts';

/** What a zone holds of a layer. */
export interface Measurement {
  /** Area of the zone itself. */
  areaM2: number;
  /** Held by any class, overlaps counted once. */
  totalM2: number;
  /** Held by more than one class. */
  multipleM2: number;
  byClassM2: Float64Array;
}

export interface Bounds {
  lower: Measurement;
  upper: Measurement;
}

/**
 * One zone as it is being drawn, measured against one layer. Keeps for every cell its boundary
 * crosses which edges touch it, how often the zone winds round its lower left corner and what it
 * holds there; the next version of the zone reuses whatever of that did not change.
 *
 * `plan(zone)` descends the pyramid without opening a leaf and says which leaves are needed,
 * `bounds()` what is certain by then, `finish(leaf)` measures. A plan that is never finished is
 * simply overtaken by the next one.
 */
export class Drawing {
  private readonly edgeList = new EdgeList();
  private readonly cells: CrossedCells;
  // of each crossed cell: winding number at its lower left corner, and how it changes from there
  // along its bottom and along its left side
  private corner = new Int32Array(0);
  private alongBottom = new Int32Array(0);
  private alongLeft = new Int32Array(0);
  // what the zone holds in it: of a leaf all, of a cell above what uncrossed children hold
  private results = new Float64Array(0);
  // leaves whose result is still to come
  private isPending = new Uint8Array(0);
  private pending: number[] = [];
  private areaM2 = 0;
  // crossed cells when it last started afresh
  private freshCount = Infinity;
  private nearEdges = new Float64Array(256);
  private overlap = new LeafOverlap();
  private boxXy = new Float64Array(8);

  constructor(readonly pyramid: Pyramid) {
    this.cells = new CrossedCells(pyramid.children);
  }

  /**
   * Takes over the next version of the zone (legal plane, edges densified, inside on the left) and
   * descends. Returns the keys of the leaves to be opened, those crossed by a changed piece of the
   * boundary only.
   */
  plan(zone: FlatRings): number[] {
    this.areaM2 = flatAreaM2(zone);
    const {removed, added} = this.edgeList.update(zone);
    // so much is new that starting afresh is cheaper, and forgets cells no longer crossed
    if (removed.length > this.edgeList.length / 2 || this.hasManyForgotten())
      this.startAfresh(zone);
    else {
      const {edges} = this.edgeList;
      for (const edge of removed) this.cells.removeEdge(edges, edge);
      this.cells.addEdges(edges, added);
    }
    if (this.freshCount === Infinity) this.freshCount = this.cells.count;
    this.makeRoom();
    // a zone lies inside the root, so the root's corner lies outside the zone
    this.descend(0, 0);
    return this.pending.map((cell) => this.cells.key[cell]!);
  }

  /** What is certain before the planned leaves are opened. */
  bounds(): Bounds {
    const {pyramid, cells, pending} = this;
    const lower = this.sumResults();
    const upper = lower.slice();
    for (const cell of pending) pyramid.addSums(cells.node[cell]!, 1, upper, 0);
    for (let i = 0; i < upper.length; i++) upper[i] = Math.min(upper[i]!, this.areaM2);
    return {lower: this.measurement(lower), upper: this.measurement(upper)};
  }

  /** Measures the planned leaves. */
  finish(leaf: LeafFinder): Measurement {
    const {cells, pending} = this;
    for (const cell of pending) {
      const index = leafOf(this.pyramid.children[cells.node[cell]!]!);
      this.measureLeaf(cell, leaf(cells.key[cell]!, index));
      this.isPending[cell] = 0;
    }
    pending.length = 0;
    return this.measurement(this.sumResults());
  }

  /** How many edges the zone has. */
  get edgeCount(): number {
    return this.edgeList.length;
  }

  /** Forgets the zone; the next one is measured as by a new drawing, in the room this one took. */
  forget(): void {
    this.isPending.fill(0, 0, this.cells.count);
    this.pending.length = 0;
    this.edgeList.clear();
    this.cells.clear();
    this.freshCount = Infinity;
  }

  private startAfresh(zone: FlatRings): void {
    this.forget();
    const {added} = this.edgeList.update(zone);
    this.cells.addEdges(this.edgeList.edges, added);
  }

  private hasManyForgotten(): boolean {
    return this.cells.count > 1000 + 2 * this.freshCount;
  }

  private makeRoom(): void {
    const length = this.cells.node.length;
    if (this.corner.length === length) return;
    const {columnCount} = this.pyramid;
    this.corner = extended(this.corner, new Int32Array(length));
    this.alongBottom = extended(this.alongBottom, new Int32Array(length));
    this.alongLeft = extended(this.alongLeft, new Int32Array(length));
    this.results = extended(this.results, new Float64Array(length * columnCount));
    this.isPending = extended(this.isPending, new Uint8Array(length));
  }

  /**
   * Finds the winding numbers of a cell and of all below it from that of its lower left corner. The
   * other corners follow from what crosses its sides, and those are the corners of its neighbours:
   *
   *   2 ─ 3      corner of 1 = corner of 0 + change along the bottom of 0
   *   │   │      corner of 2 = corner of 0 + change along the left of 0
   *   0 ─ 1      corner of 3 = corner of 1 + change along the left of 1
   */
  private descend(cell: number, winding: number): void {
    const {cells, pyramid, corner} = this;
    if (cells.isChanged[cell] === 0 && corner[cell] === winding) return;
    const isChanged = cells.isChanged[cell] === 1;
    cells.isChanged[cell] = 0;
    corner[cell] = winding;
    const node = cells.node[cell]!;
    const firstNode = pyramid.children[node]!;
    if (firstNode < 0) {
      this.enterLeaf(cell, node, firstNode, winding, isChanged);
      return;
    }
    this.clearResult(cell);
    const first = this.descendChild(cell, 0, firstNode, winding);
    const second = this.descendChild(cell, 1, firstNode, winding + this.bottomOf(first));
    const third = this.descendChild(cell, 2, firstNode, winding + this.leftOf(first));
    const fourth = winding + this.bottomOf(first) + this.leftOf(second);
    this.descendChild(cell, 3, firstNode, fourth);
    this.alongBottom[cell] = this.bottomOf(first) + this.bottomOf(second);
    this.alongLeft[cell] = this.leftOf(first) + this.leftOf(third);
  }

  private descendChild(cell: number, i: number, firstNode: number, winding: number): number {
    const child = this.cells.child[4 * cell + i]!;
    if (child >= 0) this.descend(child, winding);
    else if (winding !== 0)
      this.pyramid.addSums(firstNode + i, winding, this.results, cell * this.pyramid.columnCount);
    return child;
  }

  private bottomOf(cell: number): number {
    return cell < 0 ? 0 : this.alongBottom[cell]!;
  }

  private leftOf(cell: number): number {
    return cell < 0 ? 0 : this.alongLeft[cell]!;
  }

  private enterLeaf(
    cell: number,
    node: number,
    kind: number,
    winding: number,
    isChanged: boolean,
  ): void {
    const {cells, pyramid} = this;
    const at = cell * pyramid.columnCount;
    this.clearResult(cell);
    if (cells.edgeCount[cell] === 0) {
      this.alongBottom[cell] = 0;
      this.alongLeft[cell] = 0;
      if (winding !== 0) pyramid.addSums(node, winding, this.results, at);
      this.forgetPending(cell);
      return;
    }
    if (isChanged || kind !== EMPTY) {
      const edgeCount = this.collect(cell);
      const x = cells.x[cell]!;
      const y = cells.y[cell]!;
      const size = cells.size[cell]!;
      const {bottom, left} = windingAlongSides(this.nearEdges, edgeCount, x, y, size);
      this.alongBottom[cell] = bottom;
      this.alongLeft[cell] = left;
      if (kind !== EMPTY && isCovered(kind)) {
        const share = this.boxAreaM2(cell, edgeCount) / (size * size);
        pyramid.addSums(node, share, this.results, at);
      }
    }
    if (kind !== EMPTY && !isCovered(kind) && this.isPending[cell] === 0) {
      this.isPending[cell] = 1;
      this.pending.push(cell);
    }
  }

  private forgetPending(cell: number): void {
    if (this.isPending[cell] === 0) return;
    this.isPending[cell] = 0;
    this.pending.splice(this.pending.indexOf(cell), 1);
  }

  private collect(cell: number): number {
    const needed = 4 * this.cells.edgeCount[cell]!;
    if (this.nearEdges.length < needed) this.nearEdges = new Float64Array(2 * needed);
    return this.cells.collectEdges(cell, this.edgeList.edges, this.nearEdges);
  }

  private open(cell: number, edgeCount: number): void {
    const {cells, nearEdges} = this;
    const x = cells.x[cell]!;
    const y = cells.y[cell]!;
    const size = cells.size[cell]!;
    this.overlap.open(nearEdges, edgeCount, x, y, x + size, y + size, this.corner[cell]!);
  }

  private boxAreaM2(cell: number, edgeCount: number): number {
    const x = this.cells.x[cell]!;
    const y = this.cells.y[cell]!;
    const right = x + this.cells.size[cell]!;
    const top = y + this.cells.size[cell]!;
    const {boxXy} = this;
    boxXy[0] = x;
    boxXy[1] = y;
    boxXy[2] = right;
    boxXy[3] = y;
    boxXy[4] = right;
    boxXy[5] = top;
    boxXy[6] = x;
    boxXy[7] = top;
    this.open(cell, edgeCount);
    return this.overlap.areaM2(boxXy, BOX_STARTS, 0, 1);
  }

  private measureLeaf(cell: number, leaf: LeafView): void {
    const {results, overlap} = this;
    const at = cell * this.pyramid.columnCount;
    this.open(cell, this.collect(cell));
    this.clearResult(cell);
    for (let run = 0; run < leaf.runCount; run++) {
      const areaM2 = overlap.areaM2(
        leaf.xy,
        leaf.table,
        leaf.runRing(run),
        leaf.runRing(run + 1),
        leaf.firstVertex,
      );
      const classCount = leaf.runClassCount(run);
      results[at + TOTAL_COLUMN]! += areaM2;
      if (classCount > 1) results[at + MULTIPLE_COLUMN]! += areaM2;
      for (let i = 0; i < classCount; i++)
        results[at + FIRST_CLASS_COLUMN + leaf.runClass(run, i)]! += areaM2;
    }
  }

  private clearResult(cell: number): void {
    const {results} = this;
    const {columnCount} = this.pyramid;
    // so few that calling `fill` would take longer
    for (let i = cell * columnCount; i < (cell + 1) * columnCount; i++) results[i] = 0;
  }

  // adding thousands of rows takes microseconds; carrying sums along would gather rounding instead
  private sumResults(): Float64Array {
    const {results} = this;
    const {columnCount} = this.pyramid;
    const sums = new Float64Array(columnCount);
    const end = this.cells.count * columnCount;
    for (let row = 0; row < end; row += columnCount)
      for (let column = 0; column < columnCount; column++) sums[column]! += results[row + column]!;
    return sums;
  }

  private measurement(sums: Float64Array): Measurement {
    return {
      areaM2: this.areaM2,
      // where the zone only touches, rounding leaves a little more or less than nothing
      totalM2: Math.max(0, sums[TOTAL_COLUMN]!),
      multipleM2: Math.max(0, sums[MULTIPLE_COLUMN]!),
      byClassM2: sums.subarray(FIRST_CLASS_COLUMN).map((m2) => Math.max(0, m2)),
    };
  }
}

const BOX_STARTS = Uint32Array.of(0, 4);

function extended<T extends Int32Array | Uint8Array | Float64Array>(from: T, into: T): T {
  into.set(from as never);
  return into;
}
