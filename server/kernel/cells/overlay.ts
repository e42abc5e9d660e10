import {flatRingAreaM2} from '../area.ts';
import {crossingPoint, crossingSign} from '../crossing.ts';
import type {FlatRings} from '../geometry.ts';
import {windingOfShiftedRing, windingRoundShifted} from '../winding.ts';
import {PartJoiner} from './part-joiner.ts';

/** The three parts two outlines make of each other. Together they are the two, and none overlaps another. */
export interface Overlay {
  both: FlatRings;
  onlyA: FlatRings;
  onlyB: FlatRings;
}

/** A crossing of edge `a` of A with edge `b` of B, reckoned once for both. */
interface Crossing {
  a: number;
  b: number;
  x: number;
  y: number;
  /** How the winding number of B changes along the edge of A. */
  sign: number;
}

/** Part of an edge between crossings, its ends as numbered positions. */
interface Part {
  from: number;
  to: number;
  /** How often the other outline winds round it. */
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
  const aEdges = edgesOf(a);
  const bEdges = edgesOf(b);
  const crossings = findCrossings(aEdges, bEdges);
  const joiner = new PartJoiner();
  const aParts = splitEdges(
    a,
    aEdges,
    groupByEdge(crossings, ({a: edge}) => edge),
    1,
    (x, y) => windingAt(b, x, y, windingOfShiftedRing),
    joiner,
  );
  const bParts = splitEdges(
    b,
    bEdges,
    groupByEdge(crossings, ({b: edge}) => edge),
    -1,
    (x, y) => windingAt(a, x, y, windingRoundShifted),
    joiner,
  );

  const result = (aTimes: (winding: number) => number, bTimes: (winding: number) => number) => {
    joiner.clear();
    for (const {from, to, winding} of aParts) joiner.add(from, to, aTimes(winding));
    for (const {from, to, winding} of bParts) joiner.add(from, to, bTimes(winding));
    return withoutSlivers(joiner.rings());
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

// x0, y0, x1, y1 of the edge that starts at each vertex
function edgesOf({xy, starts}: FlatRings): Float64Array {
  const first = starts[0]!;
  const edges = new Float64Array(4 * (starts[starts.length - 1]! - first));
  for (let r = 0; r + 1 < starts.length; r++) {
    const start = starts[r]!;
    const end = starts[r + 1]!;
    for (let v = start; v < end; v++) {
      const next = v + 1 === end ? start : v + 1;
      const at = 4 * (v - first);
      edges[at] = xy[2 * v]!;
      edges[at + 1] = xy[2 * v + 1]!;
      edges[at + 2] = xy[2 * next]!;
      edges[at + 3] = xy[2 * next + 1]!;
    }
  }
  return edges;
}

function findCrossings(a: Float64Array, b: Float64Array): Crossing[] {
  const crossings: Crossing[] = [];
  const point = new Float64Array(2);
  for (let i = 0; i < a.length; i += 4) {
    const px = a[i]!;
    const py = a[i + 1]!;
    const qx = a[i + 2]!;
    const qy = a[i + 3]!;
    const minX = px < qx ? px : qx;
    const maxX = px < qx ? qx : px;
    const minY = py < qy ? py : qy;
    const maxY = py < qy ? qy : py;
    for (let j = 0; j < b.length; j += 4) {
      const rx = b[j]!;
      const sx = b[j + 2]!;
      if ((rx < minX && sx < minX) || (rx > maxX && sx > maxX)) continue;
      const ry = b[j + 1]!;
      const sy = b[j + 3]!;
      if ((ry < minY && sy < minY) || (ry > maxY && sy > maxY)) continue;
      const sign = crossingSign(px, py, qx, qy, rx, ry, sx, sy);
      if (sign === 0) continue;
      crossingPoint(px, py, qx, qy, rx, ry, sx, sy, 0, 0, point);
      crossings.push({a: i / 4, b: j / 4, x: point[0]!, y: point[1]!, sign});
    }
  }
  return crossings;
}

function groupByEdge(
  crossings: Crossing[],
  edgeOf: (crossing: Crossing) => number,
): Map<number, Crossing[]> {
  const groups = new Map<number, Crossing[]>();
  for (const crossing of crossings) {
    const edge = edgeOf(crossing);
    const group = groups.get(edge);
    if (group) group.push(crossing);
    else groups.set(edge, [crossing]);
  }
  return groups;
}

/** Cuts edges at their crossings; `direction` is 1 or −1 as the signs are meant for A or for B. */
function splitEdges(
  {starts}: FlatRings,
  edges: Float64Array,
  crossings: Map<number, Crossing[]>,
  direction: number,
  windingOfOther: (x: number, y: number) => number,
  joiner: PartJoiner,
): Part[] {
  const parts: Part[] = [];
  for (let r = 0; r + 1 < starts.length; r++) {
    const first = starts[r]! - starts[0]!;
    const end = starts[r + 1]! - starts[0]!;
    let winding = windingOfOther(edges[4 * first]!, edges[4 * first + 1]!);
    let from = joiner.number(edges[4 * first]!, edges[4 * first + 1]!);
    for (let edge = first; edge < end; edge++) {
      for (const {x, y, sign} of inOrder(crossings.get(edge), edges, 4 * edge)) {
        const at = joiner.number(x, y);
        parts.push({from, to: at, winding});
        winding += direction * sign;
        from = at;
      }
      const to = joiner.number(edges[4 * edge + 2]!, edges[4 * edge + 3]!);
      parts.push({from, to, winding});
      from = to;
    }
  }
  return parts;
}

const NO_CROSSINGS: Crossing[] = [];

function inOrder(met: Crossing[] | undefined, edges: Float64Array, at: number): Crossing[] {
  if (!met || met.length < 2) return met ?? NO_CROSSINGS;
  const x0 = edges[at]!;
  const y0 = edges[at + 1]!;
  const dx = edges[at + 2]! - x0;
  const dy = edges[at + 3]! - y0;
  return met.sort((c, d) => (c.x - d.x) * dx + (c.y - d.y) * dy);
}

function windingAt(
  {xy, starts}: FlatRings,
  x: number,
  y: number,
  windingOfRing: (xy: Float64Array, start: number, end: number, x: number, y: number) => number,
): number {
  let winding = 0;
  for (let r = 0; r + 1 < starts.length; r++)
    winding += windingOfRing(xy, starts[r]!, starts[r + 1]!, x, y);
  return winding;
}

/**
 * Mean width in metres up to which a ring counts as rounding: coordinates of the legal plane have
 * 2e-9 m between neighbouring doubles, a crossing point is off by a few of them.
 */
export const NO_WIDTH_M = 1e-8;

function withoutSlivers({xy, starts}: FlatRings): FlatRings {
  const keptXy: number[] = [];
  const keptStarts = [0];
  for (let r = 0; r + 1 < starts.length; r++) {
    const start = starts[r]!;
    const end = starts[r + 1]!;
    const areaM2 = Math.abs(flatRingAreaM2(xy, start, end));
    if (areaM2 <= NO_WIDTH_M * perimeterM({xy, starts: Uint32Array.of(start, end)})) continue;
    for (let i = 2 * start; i < 2 * end; i++) keptXy.push(xy[i]!);
    keptStarts.push(keptXy.length / 2);
  }
  return {xy: Float64Array.from(keptXy), starts: Uint32Array.from(keptStarts)};
}

/** Length of all outlines, along the axes. */
export function perimeterM({xy, starts}: FlatRings): number {
  let lengthM = 0;
  for (let r = 0; r + 1 < starts.length; r++) {
    const end = 2 * starts[r + 1]!;
    let x = xy[end - 2]!;
    let y = xy[end - 1]!;
    for (let i = 2 * starts[r]!; i < end; i += 2) {
      lengthM += Math.abs(xy[i]! - x) + Math.abs(xy[i + 1]! - y);
      x = xy[i]!;
      y = xy[i + 1]!;
    }
  }
  return lengthM;
}
