/** Where edges are crossed: a list for each edge, in no order. */
export class CrossingLists {
  private readonly first: Int32Array;
  private readonly touched: number[] = [];
  private next: number[] = [];
  readonly x: number[] = [];
  readonly y: number[] = [];
  /** What changes along the edge, by how much, and whose winding number it is. */
  readonly change: number[] = [];
  readonly owner: number[] = [];

  constructor(edgeCount: number) {
    this.first = new Int32Array(edgeCount).fill(-1);
  }

  get length(): number {
    return this.x.length;
  }

  add(edge: number, x: number, y: number, change: number, owner: number): void {
    if (this.first[edge]! < 0) this.touched.push(edge);
    this.next.push(this.first[edge]!);
    this.first[edge] = this.x.length;
    this.x.push(x);
    this.y.push(y);
    this.change.push(change);
    this.owner.push(owner);
  }

  has(edge: number): boolean {
    return this.first[edge]! >= 0;
  }

  /** Adds the crossings of an edge to a list of numbers, each raised by `offset`. */
  collect(edge: number, offset: number, into: number[]): void {
    for (let i = this.first[edge]!; i >= 0; i = this.next[i]!) into.push(i + offset);
  }

  /** All changes along an edge. */
  sumOf(edge: number): number {
    let sum = 0;
    for (let i = this.first[edge]!; i >= 0; i = this.next[i]!) sum += this.change[i]!;
    return sum;
  }

  clear(): void {
    for (const edge of this.touched) this.first[edge] = -1;
    this.touched.length = 0;
    for (const list of [this.next, this.x, this.y, this.change, this.owner]) list.length = 0;
  }
}
