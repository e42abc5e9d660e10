import {flatRingAreaM2} from '../../kernel/area.ts';
import {PartJoiner} from '../../kernel/cells/part-joiner.ts';
import type {FlatRings} from '../../kernel/geometry.ts';

/** Rings below this are left over where outlines run along each other: nothing to draw. */
const LEAST_RING_M2 = 1;

/** Parts of outlines, from which the outline of what they enclose is made. */
export class PartRings {
  private readonly ends: number[] = [];

  /** Adds a part from one position to another; what lies to its left is inside. */
  add(fromX: number, fromY: number, toX: number, toY: number): void {
    if (fromX !== toX || fromY !== toY) this.ends.push(fromX, fromY, toX, toY);
  }

  /**
   * The rings of all parts. Where three outlines meet within rounding their crossings may be in
   * another order on each, which leaves gaps of some nanometres: ends that lack a start are joined
   * to the nearest start that lacks an end.
   */
  rings(): FlatRings {
    const {ends} = this;
    const joiner = new PartJoiner();
    const balance = new Map<number, {count: number; x: number; y: number}>();
    const count = (position: number, x: number, y: number, by: number) => {
      const known = balance.get(position);
      if (known) known.count += by;
      else balance.set(position, {count: by, x, y});
    };
    for (let i = 0; i < ends.length; i += 4) {
      const [fromX, fromY, toX, toY] = [ends[i]!, ends[i + 1]!, ends[i + 2]!, ends[i + 3]!];
      const from = joiner.number(fromX, fromY);
      const to = joiner.number(toX, toY);
      joiner.add(from, to, 1);
      count(from, fromX, fromY, 1);
      count(to, toX, toY, -1);
    }
    for (const [from, to] of missingParts(balance)) joiner.add(from, to, 1);
    return withoutSpecks(joiner.rings());
  }
}

type Balance = Map<number, {count: number; x: number; y: number}>;

function missingParts(balance: Balance): [from: number, to: number][] {
  const starts: {position: number; x: number; y: number}[] = [];
  const parts: [number, number][] = [];
  for (const [position, {count, x, y}] of balance) {
    for (let i = 0; i < count; i++) starts.push({position, x, y});
  }
  for (const [position, {count, x, y}] of balance) {
    for (let i = 0; i > count; i--) {
      let nearest = 0;
      const off = (k: number) => Math.hypot(starts[k]!.x - x, starts[k]!.y - y);
      for (let k = 1; k < starts.length; k++) if (off(k) < off(nearest)) nearest = k;
      parts.push([position, starts[nearest]!.position]);
      starts.splice(nearest, 1);
    }
  }
  return parts;
}

function withoutSpecks({xy, starts}: FlatRings): FlatRings {
  const kept: number[] = [];
  const keptStarts = [0];
  for (let r = 0; r + 1 < starts.length; r++) {
    if (Math.abs(flatRingAreaM2(xy, starts[r]!, starts[r + 1]!)) < LEAST_RING_M2) continue;
    for (let i = 2 * starts[r]!; i < 2 * starts[r + 1]!; i++) kept.push(xy[i]!);
    keptStarts.push(kept.length / 2);
  }
  return {xy: Float64Array.from(kept), starts: Uint32Array.from(keptStarts)};
}
