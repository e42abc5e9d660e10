import type Flatbush from 'flatbush';
import {flatAreaM2} from '../../kernel/area.ts';
import {crossingPoint, crossingSign} from '../../kernel/crossing.ts';
import type {FlatRings} from '../../kernel/geometry.ts';
import {windingOfShiftedRing, windingRoundShifted} from '../../kernel/winding.ts';
import {CrossingLists} from './crossing-lists.ts';
import {chainsOf, edgeEnds, indexBoxes, type Chains} from './edge-chains.ts';
import {boxesOf, boxOf, concatenate, NOTHING, ownersOfChains, windingIn} from './flat-areas.ts';
import {PartRings} from './part-rings.ts';

/** What service areas hold of one ground. Areas in m² in the legal plane. */
export interface GroundCover {
  areaM2: number;
  /** In at least one service area; in two or more. */
  servedM2: number;
  multipleM2: number;
  /** What each service area that holds something holds of it. */
  owners: number[];
  ownerM2: number[];
  /** What is asked for as outline: the served or the unserved part. */
  part: FlatRings | null;
}

/**
 * Runs of edges tried against each other at most, and crossings held, of some 60 bytes each. 5 000
 * circles of 100 km over 3 million km² take 2 and 1.7 million.
 */
const LIMITS = {chainPairs: 5_000_000, crossings: 6_000_000};

/** Below this an overlap is the rounding of a border (see kernel/cells/area-matrix.ts). */
const ROUNDING_M2 = 1e-3;

/**
 * Service areas laid over each other, to be measured against one ground after the other. All are in
 * the legal plane, each valid by itself; they may overlap, touch and coincide as they like.
 *
 * Nothing is cut or united. Along every outline the number of other service areas over it is known
 * from its crossings: what is served has for its border the parts over which no other lies, what is
 * served twice those over which exactly one lies, and inside that the outline of the ground where it
 * lies under one, or two. So one walk along all outlines gives every area, and the parts that belong
 * to a border give its geometry. Crossings and sides are decided as in kernel/crossing.ts: each
 * service area is shifted in thought by (ε, ε²) more than the one before it, and the first more than
 * the ground, so that no two outlines ever coincide.
 */
export class ServiceGrounds {
  private readonly rings: FlatRings;
  private readonly ownerOfRing: Int32Array;
  private readonly ringsOf: Int32Array;
  private readonly ends: Int32Array;
  private readonly chains: Chains;
  private readonly ownerOfChain: Int32Array;
  private readonly chainIndex: Flatbush | null;
  private readonly boxIndex: Flatbush | null;
  /** Where the outline of one service area enters or leaves another. */
  private readonly among: CrossingLists;
  /** By vertex: how many other service areas lie over it. */
  private readonly depthAt: Int32Array;
  private readonly byGround: CrossingLists;
  private readonly winding: Int8Array;
  private readonly enteredAt: Float64Array;
  private readonly heldM2: Float64Array;
  private readonly point = new Float64Array(2);

  /**
   * @param areas each of at least one ring
   * @throws RangeError where they overlap so much that it is no question any more
   */
  constructor(areas: readonly FlatRings[], limits = LIMITS) {
    this.rings = concatenate(areas);
    const ringCount = this.rings.starts.length - 1;
    this.ringsOf = new Int32Array(areas.length + 1);
    areas.forEach(({starts}, i) => (this.ringsOf[i + 1] = this.ringsOf[i]! + starts.length - 1));
    this.ownerOfRing = new Int32Array(ringCount);
    areas.forEach((_, i) => this.ownerOfRing.fill(i, this.ringsOf[i]!, this.ringsOf[i + 1]!));
    this.ends = edgeEnds(this.rings);
    this.chains = chainsOf(this.rings);
    this.ownerOfChain = ownersOfChains(this.chains, this.rings, this.ownerOfRing);
    this.chainIndex = indexBoxes(this.chains.boxes);
    this.boxIndex = indexBoxes(boxesOf(areas));
    this.among = new CrossingLists(this.ends.length);
    this.byGround = new CrossingLists(this.ends.length);
    this.winding = new Int8Array(areas.length);
    this.enteredAt = new Float64Array(areas.length);
    this.heldM2 = new Float64Array(areas.length);
    this.crossAmong(limits);
    this.depthAt = this.measureDepths();
  }

  /** What service areas hold of a ground, and one side of it as outline. */
  cover(ground: FlatRings, wants: 'served' | 'unserved' | null): GroundCover {
    const areaM2 = flatAreaM2(ground);
    const box = boxOf(ground);
    const near = this.boxIndex?.search(box[0]!, box[1]!, box[2]!, box[3]!) ?? [];
    if (near.length === 0) {
      const part = wants === 'unserved' ? ground : wants === null ? null : NOTHING;
      return {areaM2, servedM2: 0, multipleM2: 0, owners: [], ownerM2: [], part};
    }
    near.sort((a, b) => a - b);
    const ofGround = this.crossGround(ground);
    const parts = wants === null ? null : new PartRings();
    const sums = {served: 0, multiple: 0, originX: ground.xy[0]!, originY: ground.xy[1]!};
    this.walkGround(ground, ofGround, near, sums, parts, wants === 'served');
    this.walkAreas(ground, near, sums, parts, wants === 'served');
    this.byGround.clear();

    const owners = near.filter((owner) => this.heldM2[owner]! > ROUNDING_M2);
    const ownerM2 = owners.map((owner) => Math.min(areaM2, this.heldM2[owner]!));
    for (const owner of near) this.heldM2[owner] = 0;
    const within = (held: number) =>
      held < ROUNDING_M2 ? 0 : areaM2 - held < ROUNDING_M2 + areaM2 * 1e-12 ? areaM2 : held;
    return {
      areaM2,
      servedM2: within(sums.served),
      multipleM2: within(sums.multiple),
      owners,
      ownerM2,
      part: parts?.rings() ?? null,
    };
  }

  private crossAmong(limits: typeof LIMITS): void {
    let chainPairs = 0;
    const {first, end, boxes} = this.chains;
    for (let c = 0; c < first.length; c++) {
      const owner = this.ownerOfChain[c]!;
      const others = this.chainIndex!.search(
        boxes[4 * c]!,
        boxes[4 * c + 1]!,
        boxes[4 * c + 2]!,
        boxes[4 * c + 3]!,
        (other) => other > c && this.ownerOfChain[other]! > owner,
      );
      for (const other of others) {
        this.crossChains(first[c]!, end[c]!, this.rings.xy, this.ends, other, (e, f, sign) => {
          const [x, y] = this.point as unknown as [number, number];
          this.among.add(e, x, y, sign, this.ownerOfChain[other]!);
          this.among.add(f, x, y, -sign, owner);
        });
      }
      chainPairs += others.length;
      if (chainPairs > limits.chainPairs || this.among.length > limits.crossings) {
        throw new RangeError('too many crossings');
      }
    }
  }

  private crossGround(ground: FlatRings): CrossingLists {
    const found = new CrossingLists(ground.starts[ground.starts.length - 1]!);
    const ends = edgeEnds(ground);
    const {first, end, boxes} = chainsOf(ground);
    for (let c = 0; c < first.length; c++) {
      const others = this.chainIndex!.search(
        boxes[4 * c]!,
        boxes[4 * c + 1]!,
        boxes[4 * c + 2]!,
        boxes[4 * c + 3]!,
      );
      for (const other of others) {
        const owner = this.ownerOfChain[other]!;
        this.crossChains(first[c]!, end[c]!, ground.xy, ends, other, (e, f, sign) => {
          const [x, y] = this.point as unknown as [number, number];
          found.add(e, x, y, sign, owner);
          this.byGround.add(f, x, y, -sign, owner);
        });
      }
    }
    return found;
  }

  /** Crosses edges with those of a chain, which is the shifted operand; the point is in `point`. */
  private crossChains(
    firstEdge: number,
    endEdge: number,
    xy: Float64Array,
    ends: Int32Array,
    chain: number,
    found: (edge: number, other: number, sign: number) => void,
  ): void {
    const {first, end, boxes} = this.chains;
    const own = this.rings.xy;
    const [minX, minY] = [boxes[4 * chain]!, boxes[4 * chain + 1]!];
    const [maxX, maxY] = [boxes[4 * chain + 2]!, boxes[4 * chain + 3]!];
    for (let e = firstEdge; e < endEdge; e++) {
      const px = xy[2 * e]!;
      const py = xy[2 * e + 1]!;
      const qx = xy[2 * ends[e]!]!;
      const qy = xy[2 * ends[e]! + 1]!;
      if ((px < minX && qx < minX) || (px > maxX && qx > maxX)) continue;
      if ((py < minY && qy < minY) || (py > maxY && qy > maxY)) continue;
      for (let f = first[chain]!; f < end[chain]!; f++) {
        const g = this.ends[f]!;
        const rx = own[2 * f]!;
        const sx = own[2 * g]!;
        if (
          (rx < px && sx < px && rx < qx && sx < qx) ||
          (rx > px && sx > px && rx > qx && sx > qx)
        )
          continue;
        const ry = own[2 * f + 1]!;
        const sy = own[2 * g + 1]!;
        if (
          (ry < py && sy < py && ry < qy && sy < qy) ||
          (ry > py && sy > py && ry > qy && sy > qy)
        )
          continue;
        const sign = crossingSign(px, py, qx, qy, rx, ry, sx, sy);
        if (sign === 0) continue;
        crossingPoint(px, py, qx, qy, rx, ry, sx, sy, 0, 0, this.point);
        found(e, f, sign);
      }
    }
  }

  private measureDepths(): Int32Array {
    const {starts} = this.rings;
    const depthAt = new Int32Array(this.ends.length);
    this.ownerOfRing.forEach((owner, r) => {
      let depth = this.depthOver(owner, starts[r]!);
      for (let e = starts[r]!; e < starts[r + 1]!; e++) {
        depthAt[e] = depth;
        depth += this.among.sumOf(e);
      }
    });
    return depthAt;
  }

  /** How many service areas lie over a vertex of another. */
  private depthOver(owner: number, vertex: number): number {
    const {xy, starts} = this.rings;
    const [x, y] = [xy[2 * vertex]!, xy[2 * vertex + 1]!];
    let depth = 0;
    for (const other of this.boxIndex!.search(x, y, x, y)) {
      if (other === owner) continue;
      const round = other > owner ? windingOfShiftedRing : windingRoundShifted;
      for (let k = this.ringsOf[other]!; k < this.ringsOf[other + 1]!; k++) {
        depth += round(xy, starts[k]!, starts[k + 1]!, x, y);
      }
    }
    return depth;
  }

  /** Along the outline of the ground: under how many service areas, and which. */
  private walkGround(
    {xy, starts}: FlatRings,
    crossings: CrossingLists,
    near: readonly number[],
    sums: Sums,
    parts: PartRings | null,
    wantsServed: boolean,
  ): void {
    const {originX, originY} = sums;
    const met: number[] = [];
    for (let r = 0; r + 1 < starts.length; r++) {
      const [start, end] = [starts[r]!, starts[r + 1]!];
      // twice the area swept since the start of the ring
      let swept = 0;
      let depth = this.enterAt(xy[2 * start]!, xy[2 * start + 1]!, near);
      const walk = (fromX: number, fromY: number, toX: number, toY: number) => {
        const twice = (fromX - originX) * (toY - originY) - (toX - originX) * (fromY - originY);
        swept += twice;
        if (depth >= 1) sums.served += twice / 2;
        if (depth >= 2) sums.multiple += twice / 2;
        if (parts && depth >= 1 === wantsServed) parts.add(fromX, fromY, toX, toY);
      };
      for (let e = start; e < end; e++) {
        const next = e + 1 === end ? start : e + 1;
        let x = xy[2 * e]!;
        let y = xy[2 * e + 1]!;
        if (crossings.has(e)) {
          met.length = 0;
          crossings.collect(e, 0, met);
          const [dx, dy] = [xy[2 * next]! - x, xy[2 * next + 1]! - y];
          met.sort(
            (a, b) =>
              (crossings.x[a]! - crossings.x[b]!) * dx + (crossings.y[a]! - crossings.y[b]!) * dy,
          );
          for (const i of met) {
            walk(x, y, crossings.x[i]!, crossings.y[i]!);
            x = crossings.x[i]!;
            y = crossings.y[i]!;
            depth += this.pass(crossings.owner[i]!, crossings.change[i]!, swept);
          }
        }
        walk(x, y, xy[2 * next]!, xy[2 * next + 1]!);
      }
      for (const owner of near) {
        if (this.winding[owner]! > 0) this.heldM2[owner]! += (swept - this.enteredAt[owner]!) / 2;
        this.winding[owner] = 0;
      }
    }
  }

  /** Which service areas lie over a position of the ground; answers how many. */
  private enterAt(x: number, y: number, near: readonly number[]): number {
    const {xy, starts} = this.rings;
    let depth = 0;
    for (const owner of near) {
      this.enteredAt[owner] = 0;
      let winding = 0;
      for (let k = this.ringsOf[owner]!; k < this.ringsOf[owner + 1]!; k++) {
        winding += windingOfShiftedRing(xy, starts[k]!, starts[k + 1]!, x, y);
      }
      this.winding[owner] = winding;
      if (winding > 0) depth++;
    }
    return depth;
  }

  /** Enters or leaves a service area; answers what that adds to the depth. */
  private pass(owner: number, change: number, swept: number): number {
    const before = this.winding[owner]! > 0;
    this.winding[owner]! += change;
    const after = this.winding[owner]! > 0;
    if (before === after) return 0;
    if (after) this.enteredAt[owner] = swept;
    else this.heldM2[owner]! += (swept - this.enteredAt[owner]!) / 2;
    return after ? 1 : -1;
  }

  /** Along the outlines of service areas: whether inside the ground, and under how many others. */
  private walkAreas(
    ground: FlatRings,
    near: readonly number[],
    sums: Sums,
    parts: PartRings | null,
    wantsServed: boolean,
  ): void {
    const {xy, starts} = this.rings;
    const {originX, originY} = sums;
    const {among, byGround} = this;
    const [minX, minY, maxX, maxY] = boxOf(ground);
    const met: number[] = [];
    for (const owner of near) {
      for (let r = this.ringsOf[owner]!; r < this.ringsOf[owner + 1]!; r++) {
        const [start, end] = [starts[r]!, starts[r + 1]!];
        let winding = windingIn(ground, xy[2 * start]!, xy[2 * start + 1]!);
        if (winding === 0 && !this.isCrossed(start, end)) continue;
        let depth = 0;
        const walk = (fromX: number, fromY: number, toX: number, toY: number) => {
          if (winding <= 0) return;
          const area =
            ((fromX - originX) * (toY - originY) - (toX - originX) * (fromY - originY)) / 2;
          this.heldM2[owner]! += area;
          if (depth <= 0) {
            sums.served += area;
            if (parts && wantsServed) parts.add(fromX, fromY, toX, toY);
            else parts?.add(toX, toY, fromX, fromY);
          } else if (depth === 1) sums.multiple += area;
        };
        for (let e = start; e < end; e++) {
          const next = this.ends[e]!;
          let x = xy[2 * e]!;
          let y = xy[2 * e + 1]!;
          const [toX, toY] = [xy[2 * next]!, xy[2 * next + 1]!];
          // beyond the box of the ground nothing is inside it, and nothing crosses it
          if ((x < minX && toX < minX) || (x > maxX && toX > maxX)) continue;
          if ((y < minY && toY < minY) || (y > maxY && toY > maxY)) continue;
          depth = this.depthAt[e]!;
          if (among.has(e) || byGround.has(e)) {
            met.length = 0;
            // those with the ground are told by being beyond those among service areas
            const offset = among.length;
            among.collect(e, 0, met);
            byGround.collect(e, offset, met);
            const [dx, dy] = [toX - x, toY - y];
            const along = (i: number) =>
              i < offset
                ? among.x[i]! * dx + among.y[i]! * dy
                : byGround.x[i - offset]! * dx + byGround.y[i - offset]! * dy;
            if (met.length > 1) met.sort((a, b) => along(a) - along(b));
            for (const i of met) {
              const list = i < offset ? among : byGround;
              const at = i < offset ? i : i - offset;
              walk(x, y, list.x[at]!, list.y[at]!);
              x = list.x[at]!;
              y = list.y[at]!;
              if (i < offset) depth += list.change[at]!;
              else winding += list.change[at]!;
            }
          }
          walk(x, y, toX, toY);
        }
      }
    }
  }

  private isCrossed(start: number, end: number): boolean {
    for (let e = start; e < end; e++) if (this.byGround.has(e)) return true;
    return false;
  }
}

interface Sums {
  served: number;
  multiple: number;
  /** Near the ground, so that sums of products stay small. */
  originX: number;
  originY: number;
}
