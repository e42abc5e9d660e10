import {EdgeFrame} from './edge-frame.ts';
import type {EdgeIndex, Outlines} from './outlines.ts';

/** A stretch of an edge and the edge of another area that runs the other way nearest to it. */
export interface NearEdge {
  edge: number;
  /** Where the stretch begins and ends on the edge asked about, in metres from its start. */
  from: number;
  to: number;
  /** How far to the left the other edge lies there, in metres. */
  leftFrom: number;
  leftTo: number;
}

interface Candidate extends NearEdge {
  slope: number;
}

/**
 * What runs along an edge within a distance, in the other direction and of another area: the nearest
 * at each place, taken at right angles. Edges come from the index.
 */
export function nearEdges(
  outlines: Outlines,
  index: EdgeIndex,
  edge: number,
  distanceM: number,
  frame = new EdgeFrame(),
): NearEdge[] {
  const {xy, next, owner} = outlines;
  const [lon0, lat0] = [xy[2 * edge]!, xy[2 * edge + 1]!];
  const [lon1, lat1] = [xy[2 * next[edge]!]!, xy[2 * next[edge]! + 1]!];
  frame.place(lon0, lat0, lon1, lat1);
  const {lengthM} = frame;
  if (lengthM === 0) return [];
  const aside = distanceM * frame.lonPerM;
  const up = distanceM * frame.latPerM;
  const near = index.near(
    Math.min(lon0, lon1) - aside,
    Math.min(lat0, lat1) - up,
    Math.max(lon0, lon1) + aside,
    Math.max(lat0, lat1) + up,
  );
  const candidates: Candidate[] = [];
  const breaks: number[] = [];
  for (const other of near) {
    if (owner[other] === owner[edge]) continue;
    const x0 = frame.x(xy[2 * other]!, xy[2 * other + 1]!);
    const y0 = frame.y(xy[2 * other]!, xy[2 * other + 1]!);
    const x1 = frame.x(xy[2 * next[other]!]!, xy[2 * next[other]! + 1]!);
    const y1 = frame.y(xy[2 * next[other]!]!, xy[2 * next[other]! + 1]!);
    if (x1 >= x0) continue;
    const slope = (y0 - y1) / (x0 - x1);
    let from = Math.max(0, x1);
    let to = Math.min(lengthM, x0);
    if (slope !== 0) {
      // where |y| is no more than the distance
      const atLow = x1 + (-distanceM - y1) / slope;
      const atHigh = x1 + (distanceM - y1) / slope;
      from = Math.max(from, Math.min(atLow, atHigh));
      to = Math.min(to, Math.max(atLow, atHigh));
    } else if (Math.abs(y1) > distanceM) continue;
    if (to - from < SHORTEST_M) continue;
    if (from < SHORTEST_M) from = 0;
    if (lengthM - to < SHORTEST_M) to = lengthM;
    const left = (x: number) => y1 + (x - x1) * slope;
    candidates.push({edge: other, from, to, leftFrom: left(from), leftTo: left(to), slope});
    breaks.push(from, to);
  }
  if (candidates.length < 2) return candidates;
  addCrossings(candidates, breaks);
  return nearestAt(candidates, breaks);
}

/** Metres: what is shorter came of rounding. */
const SHORTEST_M = 1e-6;

/** Where two candidates are equally near they may change places. */
function addCrossings(candidates: Candidate[], breaks: number[]): void {
  for (const [i, a] of candidates.entries()) {
    for (const b of candidates.slice(i + 1)) {
      for (const sign of [1, -1]) {
        // y_a = ± y_b
        const rise = a.slope - sign * b.slope;
        if (rise === 0) continue;
        const atZero = a.leftFrom - a.slope * a.from - sign * (b.leftFrom - b.slope * b.from);
        const x = -atZero / rise;
        if (x > Math.max(a.from, b.from) && x < Math.min(a.to, b.to)) breaks.push(x);
      }
    }
  }
}

function nearestAt(candidates: Candidate[], breaks: number[]): NearEdge[] {
  breaks.sort((a, b) => a - b);
  const nearest: NearEdge[] = [];
  for (let i = 1; i < breaks.length; i++) {
    const from = breaks[i - 1]!;
    const to = breaks[i]!;
    if (to - from < SHORTEST_M) continue;
    const middle = (from + to) / 2;
    let best: Candidate | null = null;
    let least = Infinity;
    for (const candidate of candidates) {
      if (candidate.from > middle || candidate.to < middle) continue;
      const distance = Math.abs(candidate.leftFrom + (middle - candidate.from) * candidate.slope);
      // of two equally near the one asked for first, so that the order of edges decides nothing else
      if (distance < least) [best, least] = [candidate, distance];
    }
    if (best === null) continue;
    const left = (x: number) => best.leftFrom + (x - best.from) * best.slope;
    const last = nearest.at(-1);
    if (last?.edge === best.edge && last.to === from) {
      last.to = to;
      last.leftTo = left(to);
    } else nearest.push({edge: best.edge, from, to, leftFrom: left(from), leftTo: left(to)});
  }
  return nearest;
}
