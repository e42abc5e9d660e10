import {cellKey, childKey, ROOT_ORIGIN_M, ROOT_SIZE_M} from './key.ts';

const NONE = -1;

/**
 * The cells of a pyramid that edges of a zone touch: the top of the quadtree down to the crossed
 * leaves, and which edges touch each of those. Cells are numbered as they are first touched and stay;
 * cell 0 is the root.
 *
 * The zone counts as shifted by (ε, ε²) (`crossing.ts`). So a position on the border of two cells
 * belongs to the one to the right or above, no corner of a cell ever lies on an edge, and an edge
 * that runs along a border touches one side of it.
 */
export class CrossedCells {
  count = 0;
  /** Index of the cell in the pyramid. */
  node = new Int32Array(0);
  x = new Float64Array(0);
  y = new Float64Array(0);
  size = new Float64Array(0);
  key = new Float64Array(0);
  parent = new Int32Array(0);
  /** Children of cell c: child[4c] … child[4c + 3], NONE where no edge went. */
  child = new Int32Array(0);
  /** How many edges touch it, for a leaf. */
  edgeCount = new Int32Array(0);
  /** Whether edges came or went, here or below, since it was last looked at. */
  isChanged = new Uint8Array(0);

  private firstLink = new Int32Array(0);
  private lastLink = new Int32Array(0);
  private links = new LinkPool();
  // the leaf in which an edge was entered last
  private finger = 0;

  /** `pyramidChildren[n]` is the first child of node n, or negative for a leaf. */
  constructor(private readonly pyramidChildren: Int32Array) {
    this.clear();
  }

  /** Forgets all edges and all cells but the root; the room they took stays for those to come. */
  clear(): void {
    this.count = 0;
    this.finger = 0;
    this.links.clear();
    this.addCell(NONE, 0, ROOT_ORIGIN_M, ROOT_ORIGIN_M, ROOT_SIZE_M, cellKey(0, 0, 0));
  }

  /** Enters edges in all leaves they touch; quicker where neighbours come one after the other. */
  addEdges(edges: Float64Array, added: ArrayLike<number>): void {
    // the box of the leaf where the last edge ended up: the next one mostly lies in it
    let leaf = NONE;
    let left = 0;
    let bottom = 0;
    let right = 0;
    let top = 0;
    for (let i = 0; i < added.length; i++) {
      const edge = added[i]!;
      const x0 = edges[4 * edge]!;
      const y0 = edges[4 * edge + 1]!;
      const x1 = edges[4 * edge + 2]!;
      const y1 = edges[4 * edge + 3]!;
      const isInLeaf =
        x0 >= left &&
        x0 < right &&
        y0 >= bottom &&
        y0 < top &&
        x1 >= left &&
        x1 < right &&
        y1 >= bottom &&
        y1 < top;
      if (isInLeaf) {
        this.link(leaf, edge);
        continue;
      }
      let cell = leaf === NONE ? 0 : this.parent[leaf]!;
      while (cell > 0 && !(this.holds(cell, x0, y0) && this.holds(cell, x1, y1)))
        cell = this.parent[cell]!;
      this.descend(Math.max(0, cell), edges, edge, true);
      leaf = this.finger;
      left = this.x[leaf]!;
      bottom = this.y[leaf]!;
      right = left + this.size[leaf]!;
      top = bottom + this.size[leaf]!;
    }
  }

  /** Takes an edge out of all leaves it touches; its coordinates must still be those it was entered with. */
  removeEdge(edges: Float64Array, edge: number): void {
    this.descend(0, edges, edge, false);
  }

  /** Copies the edges that touch a leaf, neighbours side by side as far as they came in order. */
  collectEdges(cell: number, edges: Float64Array, into: Float64Array): number {
    const {links} = this;
    let length = 0;
    for (let link = this.firstLink[cell]!; link !== NONE; link = links.next[link]!) {
      const end = 4 * links.end[link]!;
      for (let i = 4 * links.start[link]!; i < end; i++) into[length++] = edges[i]!;
    }
    return length / 4;
  }

  private holds(cell: number, x: number, y: number): boolean {
    const left = this.x[cell]!;
    const bottom = this.y[cell]!;
    const size = this.size[cell]!;
    return x >= left && x < left + size && y >= bottom && y < bottom + size;
  }

  private descend(from: number, edges: Float64Array, edge: number, isNew: boolean): void {
    const x0 = edges[4 * edge]!;
    const y0 = edges[4 * edge + 1]!;
    const x1 = edges[4 * edge + 2]!;
    const y1 = edges[4 * edge + 3]!;
    let cell = from;
    while (this.pyramidChildren[this.node[cell]!]! >= 0) {
      const half = this.size[cell]! / 2;
      const midX = this.x[cell]! + half;
      const midY = this.y[cell]! + half;
      const startsIn = (x0 < midX ? 0 : 1) + (y0 < midY ? 0 : 2);
      const endsIn = (x1 < midX ? 0 : 1) + (y1 < midY ? 0 : 2);
      if (startsIn !== endsIn) {
        // both ends or the whole square between them
        const isStraight = (startsIn ^ endsIn) !== 3;
        for (let i = 0; i < 4; i++) {
          if (isStraight && i !== startsIn && i !== endsIn) continue;
          const left = (i & 1) === 0 ? midX - half : midX;
          const bottom = i < 2 ? midY - half : midY;
          if (missesBox(x0, y0, x1, y1, left, bottom, half)) continue;
          this.descend(this.childOf(cell, i), edges, edge, isNew);
        }
        return;
      }
      cell = this.childOf(cell, startsIn);
    }
    if (isNew) this.link(cell, edge);
    else this.unlink(cell, edge);
  }

  private childOf(cell: number, i: number): number {
    const known = this.child[4 * cell + i]!;
    if (known !== NONE) return known;
    const half = this.size[cell]! / 2;
    const child = this.addCell(
      cell,
      this.pyramidChildren[this.node[cell]!]! + i,
      this.x[cell]! + ((i & 1) === 0 ? 0 : half),
      this.y[cell]! + (i < 2 ? 0 : half),
      half,
      childKey(this.key[cell]!, half, i),
    );
    this.child[4 * cell + i] = child;
    return child;
  }

  private addCell(
    parent: number,
    node: number,
    x: number,
    y: number,
    size: number,
    key: number,
  ): number {
    if (this.count === this.node.length) this.grow(Math.max(256, 2 * this.count));
    const cell = this.count++;
    this.node[cell] = node;
    this.x[cell] = x;
    this.y[cell] = y;
    this.size[cell] = size;
    this.key[cell] = key;
    this.parent[cell] = parent;
    for (let i = 4 * cell; i < 4 * cell + 4; i++) this.child[i] = NONE;
    this.edgeCount[cell] = 0;
    this.isChanged[cell] = 0;
    this.firstLink[cell] = NONE;
    this.lastLink[cell] = NONE;
    this.markChanged(cell);
    return cell;
  }

  private link(cell: number, edge: number): void {
    const {links} = this;
    const last = this.lastLink[cell]!;
    this.finger = cell;
    this.edgeCount[cell]!++;
    if (last !== NONE && links.end[last] === edge) links.end[last] = edge + 1;
    else {
      const link = links.take(edge, edge + 1, NONE);
      if (last === NONE) this.firstLink[cell] = link;
      else links.next[last] = link;
      this.lastLink[cell] = link;
    }
    this.markChanged(cell);
  }

  private unlink(cell: number, edge: number): void {
    const {links} = this;
    let before = NONE;
    let link = this.firstLink[cell]!;
    while (edge < links.start[link]! || edge >= links.end[link]!) {
      before = link;
      link = links.next[link]!;
    }
    const end = links.end[link]!;
    // what follows it in the run gets one of its own
    if (edge + 1 < end) {
      const rest = links.take(edge + 1, end, links.next[link]!);
      links.next[link] = rest;
      if (this.lastLink[cell] === link) this.lastLink[cell] = rest;
    }
    if (links.start[link]! < edge) links.end[link] = edge;
    else {
      if (before === NONE) this.firstLink[cell] = links.next[link]!;
      else links.next[before] = links.next[link]!;
      if (this.lastLink[cell] === link) this.lastLink[cell] = before;
      links.giveBack(link);
    }
    this.edgeCount[cell]!--;
    this.markChanged(cell);
  }

  private markChanged(cell: number): void {
    for (let c = cell; c !== NONE && this.isChanged[c] === 0; c = this.parent[c]!)
      this.isChanged[c] = 1;
  }

  private grow(length: number): void {
    this.node = grown(this.node, new Int32Array(length));
    this.x = grown(this.x, new Float64Array(length));
    this.y = grown(this.y, new Float64Array(length));
    this.size = grown(this.size, new Float64Array(length));
    this.key = grown(this.key, new Float64Array(length));
    this.parent = grown(this.parent, new Int32Array(length));
    this.child = grown(this.child, new Int32Array(4 * length));
    this.edgeCount = grown(this.edgeCount, new Int32Array(length));
    this.isChanged = grown(this.isChanged, new Uint8Array(length));
    this.firstLink = grown(this.firstLink, new Int32Array(length));
    this.lastLink = grown(this.lastLink, new Int32Array(length));
  }
}

/** Entries of singly linked lists, one list a leaf, each a run of edges whose numbers follow each other. */
class LinkPool {
  start = new Int32Array(1024);
  end = new Int32Array(1024);
  next = new Int32Array(1024);
  private count = 0;
  private free = NONE;

  take(start: number, end: number, next: number): number {
    let link = this.free;
    if (link !== NONE) {
      this.free = this.next[link]!;
    } else {
      if (this.count === this.start.length) {
        this.start = grown(this.start, new Int32Array(2 * this.count));
        this.end = grown(this.end, new Int32Array(2 * this.count));
        this.next = grown(this.next, new Int32Array(2 * this.count));
      }
      link = this.count++;
    }
    this.start[link] = start;
    this.end[link] = end;
    this.next[link] = next;
    return link;
  }

  giveBack(link: number): void {
    this.next[link] = this.free;
    this.free = link;
  }

  clear(): void {
    this.count = 0;
    this.free = NONE;
  }
}

/**
 * Whether an edge surely misses the closed square: its box does, or all four corners lie on one side
 * of it by more than rounding. An edge let through by mistake costs time, never correctness.
 */
function missesBox(
  x0: number,
  y0: number,
  x1: number,
  y1: number,
  left: number,
  bottom: number,
  size: number,
): boolean {
  const right = left + size;
  const top = bottom + size;
  if ((x0 < left && x1 < left) || (x0 > right && x1 > right)) return true;
  if ((y0 < bottom && y1 < bottom) || (y0 > top && y1 > top)) return true;
  const dx = x1 - x0;
  const dy = y1 - y0;
  // the corner farthest to the left of the edge and the one farthest to the right
  const leftmost = dx * ((dx > 0 ? top : bottom) - y0) - dy * ((dy > 0 ? left : right) - x0);
  const rightmost = dx * ((dx > 0 ? bottom : top) - y0) - dy * ((dy > 0 ? right : left) - x0);
  // products of differences that are each exact to 1e-15
  const rounding =
    1e-14 * (Math.abs(dx) + Math.abs(dy)) * (size + Math.abs(left - x0) + Math.abs(bottom - y0));
  return leftmost < -rounding || rightmost > rounding;
}

function grown<T extends Int32Array | Uint8Array | Float64Array>(from: T, into: T): T {
  into.set(from as never);
  return into;
}
