import {flatRingAreaM2} from '../area.ts';
import {crossingPoint, crossingSign} from '../crossing.ts';
import type {FlatRings} from '../geometry.ts';
import {windingOfShiftedRing, windingRoundShifted} from '../winding.ts';

/** The three parts two outlines make of each other. Together they are the two, and none overlaps another. */
export interface Overlay {
  both: FlatRings;
  onlyA: FlatRings;
  onlyB: FlatRings;
}

/** A crossing of edge `a` of A (by its first vertex) with edge `b` of B, reckoned once for both. */
interface Crossing {
  a: number;
  b: number;
  x: number;
  y: number;
  /** How the winding number of B changes along the edge of A. */
  sign: number;
}

/** Part of an edge between crossings, and how often the other outline winds round it. */
interface Part {
  x0: number;
  y0: number;
  x1: number;
  y1: number;
  winding: number;
}

/**
 * Cuts two outlines into what both hold, what only A holds and what only B holds. Every edge is cut
 * where it crosses the other outline, and each result takes the parts of A and B as often as the
 * winding numbers say, backwards where that is negative:
 *
 *     both    w(B) · A + w(A) · B          onlyA    (1 − w(B)) · A − w(A) · B
 *
 * At a crossing the winding number changes by s along one outline and by −s along the other, at one
 * and the same position, so every result closes to the last bit, even where rounding swaps two
 * crossings that are close together and leaves a part of nearly no length wound round twice or
 * backwards. Ties are broken by the shift of `crossing.ts`: shared edges leave slivers without
 * width, which are dropped.
 *
 * Made for the hundred-odd vertices of a leaf: every edge of A is tried against every edge of B.
 */
export function overlay(a: FlatRings, b: FlatRings): Overlay {
  const crossings = findCrossings(a, b);
  const aParts = splitEdges(
    a,
    crossings,
    ({a: edge}) => edge,
    ({sign}) => sign,
    (x, y) => windingOf(b, x, y, windingOfShiftedRing),
  );
  const bParts = splitEdges(
    b,
    crossings,
    ({b: edge}) => edge,
    ({sign}) => -sign,
    (x, y) => windingOf(a, x, y, windingRoundShifted),
  );
  const result = (aTimes: (winding: number) => number, bTimes: (winding: number) => number) => {
    const joiner = new PartJoiner();
    for (const part of aParts) joiner.add(part, aTimes(part.winding));
    for (const part of bParts) joiner.add(part, bTimes(part.winding));
    return joiner.rings();
  };
  return {
    both: result(
      (w) => w,
      (w) => w,
    ),
    onlyA: result(
      (w) => 1 - w,
      (w) => -w,
    ),
    onlyB: result(
      (w) => -w,
      (w) => 1 - w,
    ),
  };
}

function findCrossings(a: FlatRings, b: FlatRings): Crossing[] {
  const crossings: Crossing[] = [];
  const point = new Float64Array(2);
  eachEdge(a, (aVertex, px, py, qx, qy) => {
    const minX = Math.min(px, qx);
    const maxX = Math.max(px, qx);
    const minY = Math.min(py, qy);
    const maxY = Math.max(py, qy);
    eachEdge(b, (bVertex, rx, ry, sx, sy) => {
      if ((rx < minX && sx < minX) || (rx > maxX && sx > maxX)) return;
      if ((ry < minY && sy < minY) || (ry > maxY && sy > maxY)) return;
      const sign = crossingSign(px, py, qx, qy, rx, ry, sx, sy);
      if (sign === 0) return;
      crossingPoint(px, py, qx, qy, rx, ry, sx, sy, 0, 0, point);
      crossings.push({a: aVertex, b: bVertex, x: point[0]!, y: point[1]!, sign});
    });
  });
  return crossings;
}

function splitEdges(
  rings: FlatRings,
  crossings: Crossing[],
  edgeOf: (crossing: Crossing) => number,
  signOf: (crossing: Crossing) => number,
  windingAt: (x: number, y: number) => number,
): Part[] {
  const byEdge = new Map<number, Crossing[]>();
  for (const crossing of crossings) {
    const edge = edgeOf(crossing);
    const others = byEdge.get(edge);
    if (others) others.push(crossing);
    else byEdge.set(edge, [crossing]);
  }
  const parts: Part[] = [];
  let winding = 0;
  let ring = -1;
  eachEdge(rings, (vertex, x0, y0, x1, y1, ringIndex) => {
    if (ringIndex !== ring) {
      ring = ringIndex;
      winding = windingAt(x0, y0);
    }
    const met = byEdge.get(vertex);
    if (met && met.length > 1) {
      const along = (crossing: Crossing) =>
        (crossing.x - x0) * (x1 - x0) + (crossing.y - y0) * (y1 - y0);
      met.sort((c, d) => along(c) - along(d));
    }
    let x = x0;
    let y = y0;
    for (const crossing of met ?? []) {
      parts.push({x0: x, y0: y, x1: crossing.x, y1: crossing.y, winding});
      winding += signOf(crossing);
      x = crossing.x;
      y = crossing.y;
    }
    parts.push({x0: x, y0: y, x1, y1, winding});
  });
  return parts;
}

function windingOf(
  rings: FlatRings,
  x: number,
  y: number,
  winding: (xy: Float64Array, start: number, end: number, x: number, y: number) => number,
): number {
  let sum = 0;
  for (let r = 0; r + 1 < rings.starts.length; r++)
    sum += winding(rings.xy, rings.starts[r]!, rings.starts[r + 1]!, x, y);
  return sum;
}

/** Joins parts end to end into rings. What runs there and back is left out. */
class PartJoiner {
  // the ends of the parts that leave a position
  private leaving = new Map<string, {x: number; y: number}[]>();

  add({x0, y0, x1, y1}: Part, times: number): void {
    if (x0 === x1 && y0 === y1) return;
    for (let i = 0; i < times; i++) this.addOnce(x0, y0, x1, y1);
    for (let i = 0; i > times; i--) this.addOnce(x1, y1, x0, y0);
  }

  rings(): FlatRings {
    const xy: number[] = [];
    const starts = [0];
    for (const [key, ends] of this.leaving) {
      const [firstX, firstY] = key.split(' ').map(Number) as [number, number];
      while (ends.length > 0) {
        const ring: number[] = [];
        let x = firstX;
        let y = firstY;
        // as many parts arrive at a position as leave it, so a walk ends where it began
        do {
          ring.push(x, y);
          const next = this.leaving.get(`${x} ${y}`)!.pop()!;
          x = next.x;
          y = next.y;
        } while (x !== firstX || y !== firstY);
        if (!hasWidth(ring)) continue;
        for (const coordinate of ring) xy.push(coordinate);
        starts.push(xy.length / 2);
      }
    }
    return {xy: Float64Array.from(xy), starts: Uint32Array.from(starts)};
  }

  private addOnce(x0: number, y0: number, x1: number, y1: number): void {
    const back = this.leaving.get(`${x1} ${y1}`);
    const index = back ? back.findIndex(({x, y}) => x === x0 && y === y0) : -1;
    if (index >= 0) {
      back!.splice(index, 1);
      return;
    }
    const key = `${x0} ${y0}`;
    const ends = this.leaving.get(key);
    if (ends) ends.push({x: x1, y: y1});
    else this.leaving.set(key, [{x: x1, y: y1}]);
  }
}

/**
 * Mean width in metres up to which a ring counts as rounding: coordinates of the legal plane have
 * 2e-9 m between neighbouring doubles, a crossing point is off by a few of them.
 */
export const NO_WIDTH_M = 1e-8;

function hasWidth(ring: number[]): boolean {
  if (ring.length < 6) return false;
  const xy = Float64Array.from(ring);
  const areaM2 = Math.abs(flatRingAreaM2(xy, 0, xy.length / 2));
  return areaM2 > NO_WIDTH_M * perimeterM({xy, starts: Uint32Array.of(0, xy.length / 2)});
}

/** Length of all outlines. */
export function perimeterM(rings: FlatRings): number {
  let lengthM = 0;
  eachEdge(rings, (_, x0, y0, x1, y1) => {
    lengthM += Math.abs(x1 - x0) + Math.abs(y1 - y0);
  });
  return lengthM;
}

function eachEdge(
  {xy, starts}: FlatRings,
  visit: (vertex: number, x0: number, y0: number, x1: number, y1: number, ring: number) => void,
): void {
  for (let r = 0; r + 1 < starts.length; r++) {
    const start = starts[r]!;
    const end = starts[r + 1]!;
    for (let v = start; v < end; v++) {
      const next = v + 1 === end ? start : v + 1;
      visit(v, xy[2 * v]!, xy[2 * v + 1]!, xy[2 * next]!, xy[2 * next + 1]!, r);
    }
  }
}
