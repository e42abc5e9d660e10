import Flatbush from 'flatbush';
import {toFlatRings, type MultiPolygon} from './geometry.ts';

/**
 * Many areas as one list of edges: edge e runs from vertex e to vertex next[e], the inside of its
 * area on its left. Coordinates are longitude and latitude.
 */
export class Outlines {
  xy = new Float64Array(1 << 12);
  next = new Int32Array(1 << 11);
  /** The area an edge belongs to. */
  owner = new Int32Array(1 << 11);
  edgeCount = 0;
  /** The edges of area a are areaStarts[a] … areaStarts[a + 1] − 1; rings lie end to end in them. */
  readonly areaStarts: number[] = [0];
  /** West, south, east, north of each area. */
  readonly boxes: [number, number, number, number][] = [];

  get areaCount(): number {
    return this.boxes.length;
  }

  /** Adds an area and returns its number. */
  add(lonLat: MultiPolygon): number {
    const {xy, starts} = toFlatRings(lonLat);
    const area = this.areaCount;
    this.makeRoom(this.edgeCount + xy.length / 2);
    this.xy.set(xy, 2 * this.edgeCount);
    const box: [number, number, number, number] = [Infinity, Infinity, -Infinity, -Infinity];
    for (let ring = 0; ring + 1 < starts.length; ring++) {
      const first = this.edgeCount + starts[ring]!;
      const end = this.edgeCount + starts[ring + 1]!;
      for (let e = first; e < end; e++) {
        this.next[e] = e + 1 < end ? e + 1 : first;
        this.owner[e] = area;
      }
    }
    for (let i = 0; i < xy.length; i += 2) {
      box[0] = Math.min(box[0], xy[i]!);
      box[1] = Math.min(box[1], xy[i + 1]!);
      box[2] = Math.max(box[2], xy[i]!);
      box[3] = Math.max(box[3], xy[i + 1]!);
    }
    this.edgeCount += xy.length / 2;
    this.areaStarts.push(this.edgeCount);
    this.boxes.push(box);
    return area;
  }

  /** Whether a position lies in an area. Positions on its outline fall on either side. */
  holds(area: number, x: number, y: number): boolean {
    const {xy, next} = this;
    const [west, south, east, north] = this.boxes[area]!;
    if (x < west || x > east || y < south || y > north) return false;
    let isInside = false;
    const end = this.areaStarts[area + 1]!;
    for (let e = this.areaStarts[area]!; e < end; e++) {
      const y0 = xy[2 * e + 1]!;
      const y1 = xy[2 * next[e]! + 1]!;
      if (y0 > y === y1 > y) continue;
      const x0 = xy[2 * e]!;
      const x1 = xy[2 * next[e]!]!;
      if (x < x0 + ((y - y0) / (y1 - y0)) * (x1 - x0)) isInside = !isInside;
    }
    return isInside;
  }

  private makeRoom(edges: number): void {
    if (edges <= this.owner.length) return;
    const room = Math.max(edges, 2 * this.owner.length);
    this.xy = grown(this.xy, new Float64Array(2 * room));
    this.next = grown(this.next, new Int32Array(room));
    this.owner = grown(this.owner, new Int32Array(room));
  }
}

/** Edges by their boxes: those that are wanted, found again by their number among all edges. */
export class EdgeIndex {
  private readonly tree: Flatbush | null;
  private readonly edges: Int32Array;

  constructor(outlines: Outlines, isWanted: (edge: number) => boolean = () => true) {
    const wanted = new Int32Array(outlines.edgeCount);
    let count = 0;
    for (let e = 0; e < outlines.edgeCount; e++) if (isWanted(e)) wanted[count++] = e;
    this.edges = wanted.slice(0, count);
    // flatbush holds at least one item
    this.tree = this.edges.length === 0 ? null : new Flatbush(this.edges.length);
    const {xy, next} = outlines;
    for (const e of this.edges) {
      const x0 = xy[2 * e]!;
      const y0 = xy[2 * e + 1]!;
      const x1 = xy[2 * next[e]!]!;
      const y1 = xy[2 * next[e]! + 1]!;
      this.tree!.add(Math.min(x0, x1), Math.min(y0, y1), Math.max(x0, x1), Math.max(y0, y1));
    }
    this.tree?.finish();
  }

  /** Edges whose boxes touch the box, in the order of their numbers. */
  near(west: number, south: number, east: number, north: number): number[] {
    if (this.tree === null) return [];
    const found = this.tree.search(west, south, east, north);
    for (let i = 0; i < found.length; i++) found[i] = this.edges[found[i]!]!;
    return found.length > 1 ? found.sort((a, b) => a - b) : found;
  }
}

function grown<T extends Float64Array | Int32Array>(from: T, to: T): T {
  to.set(from);
  return to;
}
