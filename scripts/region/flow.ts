import {neighbour, type Mesh} from './mesh.ts';
import {chance} from './random.ts';

/** Where water goes: each land cell's receiver (−1 at an outlet) and an order from mouth to source. */
export type Flow = {receiver: Int32Array; order: Int32Array};

/**
 * Floods the land from its outlets over the lowest sills (priority flood, Barnes 2014): every cell
 * then drains to the cell it was flooded from, depressions included.
 */
export function floodFromOutlets(
  mesh: Mesh,
  isLand: Uint8Array,
  height: Float64Array,
  outlets: number[],
): Flow {
  const receiver = new Int32Array(mesh.cellCount).fill(-2);
  const order = new Int32Array(isLand.reduce((sum, land) => sum + land, 0));
  const heap = new Heap(1024);
  for (const outlet of outlets) {
    receiver[outlet] = -1;
    heap.push(outlet, height[outlet]!);
  }
  let count = 0;
  while (heap.size > 0) {
    const level = heap.topKey();
    const cell = heap.pop();
    order[count++] = cell;
    for (let k = 0; k < 6; k++) {
      const other = neighbour(mesh, cell, k);
      if (!isLand[other] || receiver[other] !== -2) continue;
      receiver[other] = cell;
      // across the flat of a filled depression the way is found by chance, not by cell number
      const climb = 0.01 * chance(mesh.seed + 25, other, k) ** 2;
      heap.push(other, Math.max(level + climb, height[other]!));
    }
  }
  return {receiver, order: order.subarray(0, count)};
}

/**
 * Sends every cell down one of its steeper slopes: each edge is easier or harder to cut by chance,
 * so rivers wind. The heights must have no pits but the outlets.
 */
export function followSlopes(mesh: Mesh, flow: Flow, height: Float64Array): Flow {
  const receiver = new Int32Array(mesh.cellCount).fill(-2);
  for (const cell of flow.order) {
    let chosen = flow.receiver[cell]!;
    let steepest = 0;
    for (let k = 0; k < 6 && chosen >= 0; k++) {
      const other = neighbour(mesh, cell, k);
      if (flow.receiver[other]! === -2) continue;
      const drop = (height[cell]! - height[other]!) * (0.3 + chance(mesh.seed + 23, cell, k));
      if (drop <= steepest) continue;
      chosen = other;
      steepest = drop;
    }
    receiver[cell] = chosen;
  }
  return {receiver, order: orderFromMouth(receiver, flow.order)};
}

/** Adds each cell's own amount to everything downstream of it. */
export function accumulate(flow: Flow, own: (cell: number) => number, cellCount: number) {
  const sum = new Float64Array(cellCount);
  for (let i = flow.order.length - 1; i >= 0; i--) {
    const cell = flow.order[i]!;
    sum[cell]! += own(cell);
    const to = flow.receiver[cell]!;
    if (to >= 0) sum[to]! += sum[cell]!;
  }
  return sum;
}

/** Receivers before donors, breadth by breadth of the flow tree. */
function orderFromMouth(receiver: Int32Array, cells: Int32Array): Int32Array {
  const donorCount = new Int32Array(receiver.length + 1);
  for (const cell of cells) if (receiver[cell]! >= 0) donorCount[receiver[cell]! + 1]!++;
  for (let i = 1; i < donorCount.length; i++) donorCount[i]! += donorCount[i - 1]!;
  const fill = donorCount.slice();
  const donors = new Int32Array(cells.length);
  for (const cell of cells) if (receiver[cell]! >= 0) donors[fill[receiver[cell]!]!++] = cell;
  const order = new Int32Array(cells.length);
  let count = 0;
  for (const cell of cells) if (receiver[cell] === -1) order[count++] = cell;
  for (let i = 0; i < count; i++) {
    const cell = order[i]!;
    for (let d = donorCount[cell]!; d < donorCount[cell + 1]!; d++) order[count++] = donors[d]!;
  }
  return order.subarray(0, count);
}

/** A binary heap of cells by key; equal keys come out by cell number, so runs repeat exactly. */
export class Heap {
  size = 0;
  private items: Int32Array;
  private keys: Float64Array;

  constructor(capacity: number) {
    this.items = new Int32Array(capacity);
    this.keys = new Float64Array(capacity);
  }

  topKey(): number {
    return this.keys[0]!;
  }

  push(item: number, key: number): void {
    if (this.size === this.items.length) this.grow();
    let at = this.size++;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!this.isBefore(key, item, this.keys[parent]!, this.items[parent]!)) break;
      this.keys[at] = this.keys[parent]!;
      this.items[at] = this.items[parent]!;
      at = parent;
    }
    this.keys[at] = key;
    this.items[at] = item;
  }

  pop(): number {
    const top = this.items[0]!;
    const key = this.keys[--this.size]!;
    const item = this.items[this.size]!;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= this.size) break;
      const right = child + 1;
      if (
        right < this.size &&
        this.isBefore(this.keys[right]!, this.items[right]!, this.keys[child]!, this.items[child]!)
      ) {
        child = right;
      }
      if (!this.isBefore(this.keys[child]!, this.items[child]!, key, item)) break;
      this.keys[at] = this.keys[child]!;
      this.items[at] = this.items[child]!;
      at = child;
    }
    this.keys[at] = key;
    this.items[at] = item;
    return top;
  }

  private isBefore(keyA: number, itemA: number, keyB: number, itemB: number): boolean {
    return keyA < keyB || (keyA === keyB && itemA < itemB);
  }

  private grow(): void {
    const items = new Int32Array(this.items.length * 2);
    const keys = new Float64Array(this.keys.length * 2);
    items.set(this.items);
    keys.set(this.keys);
    this.items = items;
    this.keys = keys;
  }
}
