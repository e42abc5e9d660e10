/** What each inner vertex of a line is worth, and the order in which they are given up. */
export interface EffectiveAreas {
  /** For each vertex the area of the triangle it held up when it was the least; 0 for the two ends. */
  areas: Float64Array;
  /** Inner vertices, the least first. */
  order: Uint32Array;
}

/**
 * Visvalingam & Whyatt (1993): give up the vertex whose triangle with its neighbours is smallest,
 * again and again. A vertex counts for no less than those given up before it. Of equal triangles the
 * earlier vertex goes first, so the same line always gives the same answer.
 */
export function effectiveAreas(xy: Int32Array): EffectiveAreas {
  const count = xy.length / 2;
  const areas = new Float64Array(count);
  const order = new Uint32Array(Math.max(0, count - 2));
  const before = new Int32Array(count);
  const after = new Int32Array(count);
  const heap = new VertexHeap(areas);
  for (let v = 1; v < count - 1; v++) {
    before[v] = v - 1;
    after[v] = v + 1;
    areas[v] = triangleArea(xy, v - 1, v, v + 1);
    heap.push(v);
  }

  let floor = 0;
  for (let k = 0; k < order.length; k++) {
    const v = heap.pop();
    order[k] = v;
    floor = Math.max(floor, areas[v]!);
    areas[v] = floor;
    const p = before[v]!;
    const n = after[v]!;
    if (p > 0) {
      after[p] = n;
      areas[p] = triangleArea(xy, before[p]!, p, n);
      heap.moved(p);
    }
    if (n < count - 1) {
      before[n] = p;
      areas[n] = triangleArea(xy, p, n, after[n]!);
      heap.moved(n);
    }
  }
  return {areas, order};
}

function triangleArea(xy: Int32Array, a: number, b: number, c: number): number {
  const ax = xy[2 * a]!;
  const ay = xy[2 * a + 1]!;
  const bx = xy[2 * b]! - ax;
  const by = xy[2 * b + 1]! - ay;
  return Math.abs(bx * (xy[2 * c + 1]! - ay) - by * (xy[2 * c]! - ax)) / 2;
}

/** Binary heap of vertices by area, then by number, that knows where each vertex stands. */
class VertexHeap {
  private readonly items: Int32Array;
  private readonly places: Int32Array;
  private length = 0;

  constructor(private readonly areas: Float64Array) {
    this.items = new Int32Array(areas.length);
    this.places = new Int32Array(areas.length);
  }

  push(v: number): void {
    this.rise(v, this.length++);
  }

  pop(): number {
    const top = this.items[0]!;
    const last = this.items[--this.length]!;
    if (this.length > 0) this.sink(last, 0);
    return top;
  }

  /** Puts a vertex whose area has changed back in order. */
  moved(v: number): void {
    this.sink(v, this.places[v]!);
    this.rise(v, this.places[v]!);
  }

  private rise(v: number, from: number): void {
    let place = from;
    while (place > 0) {
      const parent = (place - 1) >> 1;
      const other = this.items[parent]!;
      if (!this.isLess(v, other)) break;
      this.put(other, place);
      place = parent;
    }
    this.put(v, place);
  }

  private sink(v: number, from: number): void {
    let place = from;
    for (;;) {
      let child = 2 * place + 1;
      if (child >= this.length) break;
      if (child + 1 < this.length && this.isLess(this.items[child + 1]!, this.items[child]!))
        child++;
      const other = this.items[child]!;
      if (!this.isLess(other, v)) break;
      this.put(other, place);
      place = child;
    }
    this.put(v, place);
  }

  private put(v: number, place: number): void {
    this.items[place] = v;
    this.places[v] = place;
  }

  private isLess(a: number, b: number): boolean {
    return this.areas[a]! < this.areas[b]! || (this.areas[a] === this.areas[b] && a < b);
  }
}
