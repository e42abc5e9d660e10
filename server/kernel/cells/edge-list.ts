import type {FlatRings} from '../geometry.ts';

/** How many edges a walk looks ahead to find its way back after a difference: a few dragged,
 * inserted or deleted vertices in one place. */
const LOOK_AHEAD = 16;

/**
 * The edges of a zone that is being drawn, each under a number it keeps while it exists. An update
 * walks the old and the new outline side by side, so only the edges that were really dragged, added
 * or removed come and go, wherever they are.
 */
export class EdgeList {
  /** x0, y0, x1, y1 of edge e at 4e. */
  edges = new Float64Array(0);
  private order = new Int32Array(0);
  private free: number[] = [];
  private next = new Float64Array(0);

  /** How many edges the zone has. */
  get length(): number {
    return this.order.length;
  }

  /** Forgets all edges. */
  clear(): void {
    this.order = this.order.subarray(0, 0);
    this.free.length = 0;
  }

  /** Takes over the edges of the rings; returns the numbers of those that went and those that came. */
  update(rings: FlatRings): {removed: number[]; added: ArrayLike<number>} {
    const count = this.layOut(rings);
    if (this.order.length === 0 && this.free.length === 0) return this.takeAll(count);
    const {order} = this;
    const removed: number[] = [];
    const next = new Int32Array(count).fill(NEW);
    let from = 0;
    let to = 0;
    while (from < order.length && to < count) {
      if (this.isSame(order[from]!, to)) {
        next[to++] = order[from++]!;
        continue;
      }
      const [gone, come] = this.findWayBack(from, to, count);
      for (let i = 0; i < gone; i++) removed.push(order[from++]!);
      to += come;
    }
    while (from < order.length) removed.push(order[from++]!);

    const added = this.giveNumbers(next, removed);
    this.order = next;
    return {removed, added};
  }

  // the first edges of all keep the numbers they come with
  private takeAll(count: number): {removed: number[]; added: ArrayLike<number>} {
    const {edges} = this;
    this.edges = this.next;
    this.next = edges;
    this.order = new Int32Array(count);
    for (let edge = 0; edge < count; edge++) this.order[edge] = edge;
    return {removed: [], added: this.order};
  }

  private isSame(edge: number, position: number): boolean {
    const {edges, next} = this;
    return (
      edges[4 * edge] === next[4 * position] &&
      edges[4 * edge + 1] === next[4 * position + 1] &&
      edges[4 * edge + 2] === next[4 * position + 2] &&
      edges[4 * edge + 3] === next[4 * position + 3]
    );
  }

  // how many old and new edges to pass over until both walks meet again; else up to the common end
  private findWayBack(from: number, to: number, count: number): [number, number] {
    const {order} = this;
    const oldLeft = order.length - from;
    const newLeft = count - to;
    for (let steps = 1; steps <= LOOK_AHEAD; steps++) {
      for (let gone = Math.max(0, steps - newLeft + 1); gone <= steps && gone < oldLeft; gone++)
        if (this.isSame(order[from + gone]!, to + steps - gone)) return [gone, steps - gone];
    }
    let tail = 0;
    while (
      tail < oldLeft &&
      tail < newLeft &&
      this.isSame(order[order.length - 1 - tail]!, count - 1 - tail)
    )
      tail++;
    return [oldLeft - tail, newLeft - tail];
  }

  // numbers that go are not given out again in the same step: the caller still needs their edges
  private giveNumbers(order: Int32Array, removed: number[]): number[] {
    const added: number[] = [];
    let fresh = this.order.length + this.free.length;
    const newCount = order.length - (this.order.length - removed.length);
    const needed = 4 * (fresh + Math.max(0, newCount - this.free.length));
    if (this.edges.length < needed) {
      const grown = new Float64Array(needed);
      grown.set(this.edges);
      this.edges = grown;
    }
    const {edges, next} = this;
    for (let position = 0; position < order.length; position++) {
      if (order[position] !== NEW) continue;
      const edge = this.free.pop() ?? fresh++;
      order[position] = edge;
      added.push(edge);
      for (let k = 0; k < 4; k++) edges[4 * edge + k] = next[4 * position + k]!;
    }
    for (const edge of removed) this.free.push(edge);
    return added;
  }

  // edges without length are left out: they touch nothing
  private layOut({xy, starts}: FlatRings): number {
    const vertexCount = starts[starts.length - 1]! - starts[0]!;
    if (this.next.length < 4 * vertexCount) this.next = new Float64Array(4 * vertexCount);
    const {next} = this;
    let at = 0;
    for (let r = 0; r + 1 < starts.length; r++) {
      const end = 2 * starts[r + 1]!;
      let x = xy[end - 2]!;
      let y = xy[end - 1]!;
      for (let i = 2 * starts[r]!; i < end; i += 2) {
        const nextX = xy[i]!;
        const nextY = xy[i + 1]!;
        if (nextX !== x || nextY !== y) {
          next[at] = x;
          next[at + 1] = y;
          next[at + 2] = nextX;
          next[at + 3] = nextY;
          at += 4;
        }
        x = nextX;
        y = nextY;
      }
    }
    return at / 4;
  }
}

const NEW = -1;
