import {Crossings} from './crossing.ts';
import {EdgeGrid} from './edge-grid.ts';
import {EdgeMasks, MOST_MASKED_EDGES, stripOf, type EdgeFinder} from './edge-masks.ts';
import {ManyWindings} from './many-windings.ts';
import {windingRoundShifted} from './winding.ts';

/**
 * The area that pieces and a zone have in common within a box, without clipping either.
 *
 * Both are outlines with the inside on the left (`FlatRings`). The zone is known only by its edges
 * that touch the box, as they are, and by its winding number at the box's lower left corner; that
 * is enough for pieces that lie inside the box.
 *
 * The area is a boundary integral over the parts of each outline that lie inside the other. Along
 * one edge P→Q the integral from P to p is F(p) = ½ P × p, so with the winding number w of the other
 * outline at Q and the changes sᵢ at the crossing points pᵢ the edge contributes
 * w F(Q) − Σ sᵢ F(pᵢ): **the crossings need no order**. A crossing point enters the two integrals
 * with opposite signs and is one and the same position in both; two separately computed ones would
 * leave the loops open. Ties are broken as in `crossing.ts`, the zone being the shifted operand.
 *
 * For outlines that cross themselves or lie in several layers the result is still definite: each
 * spot counts as often as the two winding numbers multiplied, a spot wound round clockwise negatively.
 *
 * One instance serves one caller: it keeps its buffers between calls. Coordinates in metres in the
 * legal plane (or any plane: the unit of the result is that of the coordinates, squared).
 */
export class LeafOverlap {
  private readonly grid = new EdgeGrid();
  private readonly masks = new EdgeMasks();
  private edges: Float64Array = new Float64Array(0);
  private edgeCount = 0;
  private finder: EdgeFinder = this.masks;
  private readonly crossings = new Crossings();
  private readonly manyWindings = new ManyWindings();
  // changes of the pieces' winding number along each zone edge
  private changes = new Int32Array(64);
  // how a zone edge follows the one before it: see CONTINUES …
  private beginnings = new Uint8Array(64);
  private innerBeginnings = 0;
  private hasCrossing = false;
  private readonly box = new Float64Array(4);
  private originX = 0;
  private originY = 0;
  private doubleCrossingAreaM2 = 0;
  // a position at which the zone's winding number is known
  private knownX = 0;
  private knownY = 0;
  private knownWinding = 0;

  /**
   * Opens a box. `edges` holds x0, y0, x1, y1 of at least every zone edge that touches the closed
   * box, edges that follow each other in a ring being neighbours in the list where both are in it;
   * it is read until the next call of `open`. `cornerWinding` is the winding number of the zone at
   * (minX, minY) with the zone shifted (`windingOfShiftedRing`, `windingChange`): 1 inside, 0 outside.
   */
  open(
    edges: Float64Array,
    edgeCount: number,
    minX: number,
    minY: number,
    maxX: number,
    maxY: number,
    cornerWinding: number,
  ): void {
    this.edges = edges;
    this.edgeCount = edgeCount;
    this.finder = edgeCount <= MOST_MASKED_EDGES ? this.masks : this.grid;
    this.finder.fill(edges, edgeCount, minX, minY, maxX, maxY);
    this.originX = (minX + maxX) / 2;
    this.originY = (minY + maxY) / 2;
    this.crossings.originX = this.originX;
    this.crossings.originY = this.originY;
    this.knownX = minX;
    this.knownY = minY;
    this.knownWinding = cornerWinding;
    if (this.changes.length < edgeCount) {
      this.changes = new Int32Array(2 * edgeCount);
      this.beginnings = new Uint8Array(2 * edgeCount);
    }

    const {beginnings, box} = this;
    box[0] = minX;
    box[1] = minY;
    box[2] = maxX;
    box[3] = maxY;
    this.innerBeginnings = 0;
    for (let e = 0, i = 0; e < edgeCount; e++, i += 4) {
      const rx = edges[i]!;
      const ry = edges[i + 1]!;
      if (e > 0 && rx === edges[i - 2]! && ry === edges[i - 1]!) {
        beginnings[e] = CONTINUES;
      } else if (this.isBeyondBox(rx, ry)) {
        beginnings[e] = BEGINS_OUTSIDE;
      } else {
        beginnings[e] = BEGINS_INSIDE;
        this.innerBeginnings++;
      }
    }
  }

  /**
   * Area in common with the zone of the rings firstRing … endRing − 1, ring r being the vertices starts[r] …
   * starts[r + 1] − 1 counted from `firstVertex`. They lie inside the box, or
   * leave it only where the zone does not reach. Where both only touch, rounding may leave a sum a
   * little below 0, so that the parts of a whole still add up.
   */
  areaM2(
    xy: Float64Array,
    starts: Uint32Array,
    firstRing: number,
    endRing: number,
    firstVertex = 0,
  ): number {
    this.doubleCrossingAreaM2 = 0;
    this.hasCrossing = false;
    let doubleAreaM2 = 0;
    for (let ring = firstRing; ring < endRing; ring++) {
      doubleAreaM2 += this.alongRing(
        xy,
        firstVertex + starts[ring]!,
        firstVertex + starts[ring + 1]!,
      );
    }
    if (this.hasCrossing || this.innerBeginnings > 0) {
      doubleAreaM2 += this.alongZone(xy, starts, firstRing, endRing, firstVertex);
    }
    return (doubleAreaM2 + this.doubleCrossingAreaM2) / 2;
  }

  /** The zone's winding number at a position in the box. */
  windingAt(x: number, y: number): number {
    const {finder} = this;
    // first level, then upright: an oblique path would lead through many more squares of the grid
    this.knownWinding += finder.windingChange(this.knownX, this.knownY, x, this.knownY);
    this.knownWinding += finder.windingChange(x, this.knownY, x, y);
    this.knownX = x;
    this.knownY = y;
    return this.knownWinding;
  }

  // The pieces' share of the integral, less its crossings. All of it is in this one loop: numbers
  // handed to a function that is not inlined are put on the heap, which took half the time.
  private alongRing(xy: Float64Array, start: number, end: number): number {
    if (end - start < 3) return 0;
    const {originX, originY, finder, edges} = this;
    const {minX, minY, columnsPerX, rowsPerY, columns, rows} = finder;
    let doubleAreaM2 = 0;
    let p = 2 * end - 2;
    let px = xy[p]!;
    let py = xy[p + 1]!;
    let pColumn = stripOf(px - minX, columnsPerX, columns);
    let pRow = stripOf(py - minY, rowsPerY, rows);
    let winding = this.isBeyondBox(px, py) ? 0 : this.windingAt(px, py);
    for (let q = 2 * start; q < 2 * end; q += 2) {
      const qx = xy[q]!;
      const qy = xy[q + 1]!;
      const qColumn = stripOf(qx - minX, columnsPerX, columns);
      const qRow = stripOf(qy - minY, rowsPerY, rows);
      const count = finder.find(pColumn, qColumn, pRow, qRow);
      for (let k = 0; k < count; k++) {
        const e = finder.found[k]!;
        const rx = edges[e]!;
        const ry = edges[e + 1]!;
        const sx = edges[e + 2]!;
        const sy = edges[e + 3]!;
        // the boxes miss each other
        if (
          px < qx
            ? (rx < px && sx < px) || (rx > qx && sx > qx)
            : (rx < qx && sx < qx) || (rx > px && sx > px)
        )
          continue;
        if (
          py < qy
            ? (ry < py && sy < py) || (ry > qy && sy > qy)
            : (ry < qy && sy < qy) || (ry > py && sy > py)
        )
          continue;
        winding += this.bookCrossing(xy, p, q, e);
      }
      if (winding !== 0) {
        doubleAreaM2 +=
          winding * ((px - originX) * (qy - originY) - (py - originY) * (qx - originX));
      }
      p = q;
      px = qx;
      py = qy;
      pColumn = qColumn;
      pRow = qRow;
    }
    return doubleAreaM2;
  }

  // the zone's share of the integral, less its crossings; leaves `changes` zero for the next pieces
  private alongZone(
    xy: Float64Array,
    starts: Uint32Array,
    firstRing: number,
    endRing: number,
    firstVertex: number,
  ): number {
    const {originX, originY, changes, beginnings} = this;
    const {edges, edgeCount} = this;
    const vertexCount = starts[endRing]! - starts[firstRing]!;
    const isWorthAGrid =
      this.innerBeginnings > LOOKUPS_WORTH_A_GRID && vertexCount > VERTICES_WORTH_A_GRID;
    if (isWorthAGrid) this.manyWindings.open(xy, starts, firstRing, endRing, firstVertex, this.box);
    let doubleAreaM2 = 0;
    let winding = 0;
    for (let e = 0, i = 0; e < edgeCount; e++, i += 4) {
      const rx = edges[i]!;
      const ry = edges[i + 1]!;
      if (beginnings[e] !== CONTINUES) {
        winding = 0;
        if (beginnings[e] === BEGINS_INSIDE && isWorthAGrid) {
          winding = this.manyWindings.at(rx, ry);
        } else if (beginnings[e] === BEGINS_INSIDE) {
          for (let ring = firstRing; ring < endRing; ring++) {
            winding += windingRoundShifted(
              xy,
              firstVertex + starts[ring]!,
              firstVertex + starts[ring + 1]!,
              rx,
              ry,
            );
          }
        }
      }
      winding += changes[e]!;
      changes[e] = 0;
      if (winding !== 0) {
        const sx = edges[i + 2]! - originX;
        const sy = edges[i + 3]! - originY;
        doubleAreaM2 += winding * ((rx - originX) * sy - (ry - originY) * sx);
      }
    }
    return doubleAreaM2;
  }

  private isBeyondBox(x: number, y: number): boolean {
    const {box} = this;
    return x < box[0]! || y < box[1]! || x > box[2]! || y > box[3]!;
  }

  // returns how the zone's winding number changes along the piece's edge
  private bookCrossing(xy: Float64Array, p: number, q: number, e: number): number {
    const {crossings, edges} = this;
    const sign = crossings.find(xy, p, q, edges, e);
    if (sign === 0) return 0;
    // −s P × p for the piece's edge and +s R × p for the zone's
    this.doubleCrossingAreaM2 -=
      sign * ((xy[p]! - edges[e]!) * crossings.y - (xy[p + 1]! - edges[e + 1]!) * crossings.x);
    this.changes[e >> 2]! -= sign;
    this.hasCrossing = true;
    return sign;
  }
}

// the edge starts where the one before it in the list ended
const CONTINUES = 0;
// it starts outside the box, thus outside the pieces
const BEGINS_OUTSIDE = 1;
const BEGINS_INSIDE = 2;

// Walking round every vertex costs about 1 ns, putting an edge into a grid about 50 ns and a lookup
// in it 100 ns and more, so the grid pays from about this many rings that begin in the box.
const LOOKUPS_WORTH_A_GRID = 60;
const VERTICES_WORTH_A_GRID = 400;
