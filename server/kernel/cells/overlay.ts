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
}

/**
 * Cuts two outlines into what both hold, what only A holds and what only B holds. Every edge is cut
 * where it crosses the other outline and its parts are sorted by where they lie; each crossing point
 * is reckoned once, so the parts meet to the last bit and every result closes. Ties are broken by
 * the shift of `crossing.ts`: shared edges leave slivers without width, which are dropped.
 *
 * Made for the hundred-odd vertices of a leaf: every edge of A is tried against every edge of B.
 */
export function overlay(a: FlatRings, b: FlatRings): Overlay {
  const crossings = findCrossings(a, b);
  const aParts = splitEdges(
    a,
    crossings,
    (crossing) => crossing.a,
    (x, y) => isInside(b, x, y, windingOfShiftedRing),
  );
  const bParts = splitEdges(
    b,
    crossings,
    (crossing) => crossing.b,
    (x, y) => isInside(a, x, y, windingRoundShifted),
  );
  return {
    both: joinParts([...aParts.inside, ...bParts.inside]),
    onlyA: joinParts([...aParts.outside, ...reversed(bParts.inside)]),
    onlyB: joinParts([...bParts.outside, ...reversed(aParts.inside)]),
  };
}

/** Part of an edge: x0, y0, x1, y1. */
type Part = [number, number, number, number];

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
      if (crossingSign(px, py, qx, qy, rx, ry, sx, sy) === 0) return;
      crossingPoint(px, py, qx, qy, rx, ry, sx, sy, 0, 0, point);
      crossings.push({a: aVertex, b: bVertex, x: point[0]!, y: point[1]!});
    });
  });
  return crossings;
}

// sides change at every crossing, one by one: that closes even where two crossings come so close
// that rounding swaps them
function splitEdges(
  rings: FlatRings,
  crossings: Crossing[],
  edgeOf: (crossing: Crossing) => number,
  isInsideOther: (x: number, y: number) => boolean,
): {inside: Part[]; outside: Part[]} {
  const byEdge = new Map<number, Crossing[]>();
  for (const crossing of crossings) {
    const edge = edgeOf(crossing);
    const others = byEdge.get(edge);
    if (others) others.push(crossing);
    else byEdge.set(edge, [crossing]);
  }
  const inside: Part[] = [];
  const outside: Part[] = [];
  let isIn = false;
  let ring = -1;
  eachEdge(rings, (vertex, x0, y0, x1, y1, ringIndex) => {
    if (ringIndex !== ring) {
      ring = ringIndex;
      isIn = isInsideOther(x0, y0);
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
      (isIn ? inside : outside).push([x, y, crossing.x, crossing.y]);
      isIn = !isIn;
      x = crossing.x;
      y = crossing.y;
    }
    (isIn ? inside : outside).push([x, y, x1, y1]);
  });
  return {inside, outside};
}

function isInside(
  rings: FlatRings,
  x: number,
  y: number,
  winding: (xy: Float64Array, start: number, end: number, x: number, y: number) => number,
): boolean {
  let sum = 0;
  for (let r = 0; r + 1 < rings.starts.length; r++)
    sum += winding(rings.xy, rings.starts[r]!, rings.starts[r + 1]!, x, y);
  return sum !== 0;
}

/** Joins parts end to end into rings. What runs there and back is taken out first. */
function joinParts(parts: Part[]): FlatRings {
  const leaving = new Map<string, Part[]>();
  const arriving = new Map<string, Part[]>();
  const left = new Set<Part>();
  for (const part of parts) {
    const [x0, y0, x1, y1] = part;
    if (x0 === x1 && y0 === y1) continue;
    const back = leaving.get(`${x1} ${y1}`)?.find((p) => left.has(p) && p[2] === x0 && p[3] === y0);
    if (back) {
      left.delete(back);
      continue;
    }
    left.add(part);
    append(leaving, `${x0} ${y0}`, part);
    append(arriving, `${x1} ${y1}`, part);
  }

  const xy: number[] = [];
  const starts = [0];
  for (const first of left) {
    const ring: number[] = [];
    left.delete(first);
    let [x, y, nextX, nextY] = first;
    for (;;) {
      ring.push(x, y);
      x = nextX;
      y = nextY;
      if (x === first[0] && y === first[1]) break;
      const key = `${x} ${y}`;
      const onward = take(leaving.get(key), left);
      const backward = onward ? undefined : take(arriving.get(key), left);
      if (onward) [, , nextX, nextY] = onward;
      else if (backward) [nextX, nextY] = backward;
      else break;
    }
    if (hasWidth(ring)) {
      for (const coordinate of ring) xy.push(coordinate);
      starts.push(xy.length / 2);
    }
  }
  return {xy: Float64Array.from(xy), starts: Uint32Array.from(starts)};
}

function take(candidates: Part[] | undefined, left: Set<Part>): Part | undefined {
  for (;;) {
    const part = candidates?.pop();
    if (!part) return undefined;
    if (left.delete(part)) return part;
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

function reversed(parts: Part[]): Part[] {
  return parts.map(([x0, y0, x1, y1]) => [x1, y1, x0, y0]);
}

function append(map: Map<string, Part[]>, key: string, part: Part): void {
  const list = map.get(key);
  if (list) list.push(part);
  else map.set(key, [part]);
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
