import {LeafOverlap} from '../leaf-overlap.ts';
import {windingOfShiftedRing} from '../winding.ts';
import type {CellBox} from './key.ts';
import type {LeafView} from './leaf.ts';

/** Measures the pieces of one leaf against those of another that lies within it. */
export class PairMeter {
  private readonly overlap = new LeafOverlap();
  private edges = new Float64Array(1024);

  measure(
    larger: LeafView,
    smaller: LeafView,
    {x, y, size}: CellBox,
    found: (largerPiece: number, smallerPiece: number, areaM2: number) => void,
  ): void {
    for (let p = 0; p < larger.pieceCount; p++) {
      const first = larger.pieceRing(p);
      const end = larger.pieceRing(p + 1);
      const edgeCount = this.collectEdges(larger, first, end, x, y, size);
      let winding = 0;
      const {xy, table, firstVertex} = larger;
      for (let r = first; r < end; r++)
        winding += windingOfShiftedRing(
          xy,
          firstVertex + table[r]!,
          firstVertex + table[r + 1]!,
          x,
          y,
        );
      if (edgeCount === 0 && winding === 0) continue;
      if (edgeCount > 0)
        this.overlap.open(this.edges, edgeCount, x, y, x + size, y + size, winding);
      for (let q = 0; q < smaller.pieceCount; q++) {
        const areaM2 =
          edgeCount === 0
            ? winding * smaller.pieceAreaM2(q)
            : this.overlap.areaM2(
                smaller.xy,
                smaller.table,
                smaller.pieceRing(q),
                smaller.pieceRing(q + 1),
                smaller.firstVertex,
              );
        if (areaM2 !== 0) found(p, q, areaM2);
      }
    }
  }

  private collectEdges(
    leaf: LeafView,
    firstRing: number,
    endRing: number,
    x: number,
    y: number,
    size: number,
  ): number {
    const {xy, table, firstVertex} = leaf;
    const needed = 4 * (table[endRing]! - table[firstRing]!);
    if (this.edges.length < needed) this.edges = new Float64Array(2 * needed);
    const {edges} = this;
    const right = x + size;
    const top = y + size;
    let at = 0;
    for (let r = firstRing; r < endRing; r++) {
      const end = 2 * (firstVertex + table[r + 1]!);
      let x0 = xy[end - 2]!;
      let y0 = xy[end - 1]!;
      for (let i = 2 * (firstVertex + table[r]!); i < end; i += 2) {
        const x1 = xy[i]!;
        const y1 = xy[i + 1]!;
        const isNear =
          (x0 >= x || x1 >= x) &&
          (x0 <= right || x1 <= right) &&
          (y0 >= y || y1 >= y) &&
          (y0 <= top || y1 <= top);
        if (isNear) {
          edges[at] = x0;
          edges[at + 1] = y0;
          edges[at + 2] = x1;
          edges[at + 3] = y1;
          at += 4;
        }
        x0 = x1;
        y0 = y1;
      }
    }
    return at / 4;
  }
}
