import {EdgeGrid} from './edge-grid.ts';

/**
 * Winding numbers of one outline round many positions of the other, which is the shifted one. The
 * grid knows only shifted edges; seen upside down, (x, y) → (−x, −y), the outline is the shifted one
 * and the positions stay in place, and no winding number has changed.
 */
export class ManyWindings {
  private readonly grid = new EdgeGrid();
  private edges = new Float64Array(256);
  private x = 0;
  private y = 0;
  private winding = 0;

  /** Takes the rings firstRing … endRing − 1; the positions asked for lie mostly within the box. */
  open(
    xy: Float64Array,
    starts: Uint32Array,
    firstRing: number,
    endRing: number,
    firstVertex: number,
    box: Float64Array,
  ): void {
    const vertexCount = starts[endRing]! - starts[firstRing]!;
    if (this.edges.length < 4 * vertexCount) this.edges = new Float64Array(4 * vertexCount);
    const {edges} = this;
    let length = 0;
    let leastX = Infinity;
    let leastY = Infinity;
    for (let ring = firstRing; ring < endRing; ring++) {
      const end = firstVertex + starts[ring + 1]!;
      let px = -xy[2 * end - 2]!;
      let py = -xy[2 * end - 1]!;
      for (let i = 2 * (firstVertex + starts[ring]!); i < 2 * end; i += 2) {
        const qx = -xy[i]!;
        const qy = -xy[i + 1]!;
        edges[length++] = px;
        edges[length++] = py;
        edges[length++] = qx;
        edges[length++] = qy;
        if (qx < leastX) leastX = qx;
        if (qy < leastY) leastY = qy;
        px = qx;
        py = qy;
      }
    }
    this.grid.fill(edges, length / 4, -box[2]!, -box[3]!, -box[0]!, -box[1]!);
    // below and left of everything the winding number is 0
    this.x = leastX - 1;
    this.y = leastY - 1;
    this.winding = 0;
  }

  /** The winding number round a shifted position. */
  at(x: number, y: number): number {
    this.winding += this.grid.windingChange(this.x, this.y, -x, this.y);
    this.winding += this.grid.windingChange(-x, this.y, -x, -y);
    this.x = -x;
    this.y = -y;
    return this.winding;
  }
}
