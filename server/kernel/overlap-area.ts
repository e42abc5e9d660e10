import {toFlatRings, type FlatRings, type MultiPolygon} from './geometry.ts';
import {LeafOverlap} from './leaf-overlap.ts';
import {windingOfShiftedRing} from './winding.ts';

/**
 * Area that two multipolygons have in common, in the squared unit of their plane coordinates. Rings
 * may run either way and be closed or not; holes, shared, collinear, touching and repeated edges are
 * all right, and either side may be empty.
 *
 * Input that is not valid does not fail: each spot counts as often as the winding numbers of the two
 * sides multiplied. Parts of one side that overlap count twice; in a ring that crosses itself the
 * loops that run against the ring's larger part count negatively. A negative sum is given as 0.
 */
export function overlapArea(a: MultiPolygon, b: MultiPolygon): number {
  return overlapAreaFlat(toFlatRings(a), toFlatRings(b));
}

/** overlapArea for flat rings. To measure many pairs make one `OverlapMeter` and use that. */
export function overlapAreaFlat(a: FlatRings, b: FlatRings): number {
  return new OverlapMeter().area(a, b);
}

/** Measures pair after pair in the same buffers. */
export class OverlapMeter {
  private readonly leaf = new LeafOverlap();
  private edges = new Float64Array(256);
  private readonly aBounds = new Float64Array(4);
  private readonly bBounds = new Float64Array(4);

  area(first: FlatRings, second: FlatRings): number {
    // the smaller side goes into the grid, the larger one is walked along once
    const [a, b] = first.xy.length >= second.xy.length ? [first, second] : [second, first];
    const {aBounds, bBounds} = this;
    measureBounds(a, aBounds);
    measureBounds(b, bBounds);
    const minX = Math.max(aBounds[0]!, bBounds[0]!);
    const minY = Math.max(aBounds[1]!, bBounds[1]!);
    const maxX = Math.min(aBounds[2]!, bBounds[2]!);
    const maxY = Math.min(aBounds[3]!, bBounds[3]!);
    // an empty side has the bounds ∞ … −∞ and ends here too
    if (!(minX < maxX && minY < maxY)) return 0;

    // Outside the common box there is neither a crossing nor a vertex inside the other side, so the
    // edges of b that touch it tell all about b.
    const edgeCount = this.collectEdges(b, minX, minY, maxX, maxY);
    let cornerWinding = 0;
    for (let ring = 0; ring + 1 < b.starts.length; ring++) {
      cornerWinding += windingOfShiftedRing(b.xy, b.starts[ring]!, b.starts[ring + 1]!, minX, minY);
    }
    if (edgeCount === 0 && cornerWinding === 0) return 0;
    this.leaf.open(this.edges, edgeCount, minX, minY, maxX, maxY, cornerWinding);
    return Math.max(0, this.leaf.areaM2(a.xy, a.starts, 0, a.starts.length - 1));
  }

  private collectEdges(
    {xy, starts}: FlatRings,
    minX: number,
    minY: number,
    maxX: number,
    maxY: number,
  ): number {
    if (this.edges.length < 2 * xy.length) this.edges = new Float64Array(4 * xy.length);
    const {edges} = this;
    let length = 0;
    for (let ring = 0; ring + 1 < starts.length; ring++) {
      const end = starts[ring + 1]!;
      let rx = xy[2 * end - 2]!;
      let ry = xy[2 * end - 1]!;
      for (let i = 2 * starts[ring]!; i < 2 * end; i += 2) {
        const sx = xy[i]!;
        const sy = xy[i + 1]!;
        const isNear =
          (rx >= minX || sx >= minX) &&
          (rx <= maxX || sx <= maxX) &&
          (ry >= minY || sy >= minY) &&
          (ry <= maxY || sy <= maxY);
        if (isNear) {
          edges[length++] = rx;
          edges[length++] = ry;
          edges[length++] = sx;
          edges[length++] = sy;
        }
        rx = sx;
        ry = sy;
      }
    }
    return length / 4;
  }
}

function measureBounds({xy}: FlatRings, bounds: Float64Array): void {
  let minX = Infinity;
  let minY = Infinity;
  let maxX = -Infinity;
  let maxY = -Infinity;
  for (let i = 0; i < xy.length; i += 2) {
    const x = xy[i]!;
    const y = xy[i + 1]!;
    if (x < minX) minX = x;
    if (x > maxX) maxX = x;
    if (y < minY) minY = y;
    if (y > maxY) maxY = y;
  }
  bounds[0] = minX;
  bounds[1] = minY;
  bounds[2] = maxX;
  bounds[3] = maxY;
}
