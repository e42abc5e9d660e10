import {EdgeFrame} from './edge-frame.ts';
import {TOUCH_M} from './border-holders.ts';
import type {EdgeIndex, Outlines} from './outlines.ts';

/** Where something begins behind a line: to the left of it, at right angles. */
export interface Behind {
  /** Metres of the line behind which it begins within the distance. */
  resumedM: number;
  /** Farthest it begins there, in metres. */
  widthM: number;
  /** Ground between the line and where it begins, mitred at the bends, in m². */
  areaM2: number;
  /** Areas that begin there. */
  areas: Set<number>;
}

type Line = readonly [number, number, number, number];

interface Seen {
  x0: number;
  y0: number;
  x1: number;
  y1: number;
  area: number;
}

/**
 * Looks from a line of pieces to the left, at right angles to each, for where wanted areas begin. The
 * look ends at the outline of the ground it belongs to (`walls`), so it never sees the other side.
 */
export function lookBehind(
  pieces: readonly Line[],
  distanceM: number,
  wanted: {outlines: Outlines; index: EdgeIndex; isWanted: (area: number) => boolean},
  walls: {outlines: Outlines; index: EdgeIndex; area: number},
): Behind {
  const behind: Behind = {resumedM: 0, widthM: 0, areaM2: 0, areas: new Set()};
  const frame = new EdgeFrame();
  let lastEndM: number | null = null;
  let turn = 0;
  pieces.forEach((line, i) => {
    frame.place(...line);
    const {lengthM} = frame;
    const begins = seenFrom(line, frame, distanceM, wanted, wanted.isWanted);
    const ends = seenFrom(line, frame, distanceM, walls, (area) => area === walls.area);
    const nextTurn = i + 1 < pieces.length ? turnLeft(line, pieces[i + 1]!) : 0;
    const limits = [
      ...mitre(turn, (tangent) => ({at: 0, rise: 1 / tangent, height: 0})),
      ...mitre(nextTurn, (tangent) => ({at: lengthM, rise: -1 / tangent, height: 0})),
    ];
    const {startM, endM} = sweep(
      begins.filter(({x0, x1}) => x1 > x0),
      ends,
      limits,
      lengthM,
      distanceM,
      behind,
    );
    if (turn < 0 && lastEndM !== null && startM !== null) {
      // outside a bend a wedge opens between the two strips
      behind.areaM2 += ((lastEndM + startM) / 2) ** 2 * Math.tan(-turn / 2);
    }
    lastEndM = endM;
    turn = nextTurn;
  });
  return behind;
}

/** A height over the line that changes evenly along it. */
interface Slope {
  at: number;
  height: number;
  rise: number;
}

/** Inside a bend the strips of two pieces end at its bisector, lest ground count twice. */
function mitre(turn: number, limit: (tangent: number) => Slope): Slope[] {
  return turn > 1e-9 ? [limit(Math.tan(turn / 2))] : [];
}

/** Edges near a line in its frame. */
function seenFrom(
  [lon0, lat0, lon1, lat1]: Line,
  frame: EdgeFrame,
  distanceM: number,
  {outlines: {xy, next, owner}, index}: {outlines: Outlines; index: EdgeIndex},
  isWanted: (area: number) => boolean,
): Seen[] {
  const aside = distanceM * frame.lonPerM;
  const up = distanceM * frame.latPerM;
  const seen: Seen[] = [];
  const near = index.near(
    Math.min(lon0, lon1) - aside,
    Math.min(lat0, lat1) - up,
    Math.max(lon0, lon1) + aside,
    Math.max(lat0, lat1) + up,
  );
  for (const e of near) {
    if (!isWanted(owner[e]!)) continue;
    const end = next[e]!;
    const one = {
      x0: frame.x(xy[2 * e]!, xy[2 * e + 1]!),
      y0: frame.y(xy[2 * e]!, xy[2 * e + 1]!),
      x1: frame.x(xy[2 * end]!, xy[2 * end + 1]!),
      y1: frame.y(xy[2 * end]!, xy[2 * end + 1]!),
      area: owner[e]!,
    };
    if (Math.max(one.x0, one.x1) <= 0 || Math.min(one.x0, one.x1) >= frame.lengthM) continue;
    if (Math.max(one.y0, one.y1) <= TOUCH_M || Math.min(one.y0, one.y1) > distanceM) continue;
    if (one.x0 !== one.x1) seen.push(one);
  }
  return seen;
}

/** Goes along the line from one end of an edge to the next; between them the nearest edge stays. */
function sweep(
  begins: Seen[],
  walls: Seen[],
  limits: Slope[],
  lengthM: number,
  distanceM: number,
  behind: Behind,
): {startM: number | null; endM: number | null} {
  let startM: number | null = null;
  let endM: number | null = null;
  if (begins.length === 0) return {startM, endM};
  const breaks = [0, lengthM];
  for (const {x0, x1} of [...begins, ...walls]) {
    if (x0 > 0 && x0 < lengthM) breaks.push(x0);
    if (x1 > 0 && x1 < lengthM) breaks.push(x1);
  }
  breaks.sort((a, b) => a - b);
  let first: {x: number; height: number} | null = null;
  let last: {x: number; height: number} | null = null;
  for (let i = 1; i < breaks.length; i++) {
    const from = breaks[i - 1]!;
    const to = breaks[i]!;
    if (to - from < 1e-6) continue;
    const hit = nearestAbove(begins, (from + to) / 2, distanceM);
    if (hit === null) continue;
    const wall = nearestAbove(walls, (from + to) / 2, distanceM);
    // an outline that follows the wall begins where the wall ends the view
    if (wall !== null && wall.y < hit.y - TOUCH_M) continue;
    const {edge} = hit;
    const rise = (edge.y1 - edge.y0) / (edge.x1 - edge.x0);
    const seen: Slope = {at: from, height: heightAt(edge, from), rise};
    const strip = lowestOf([seen, ...limits], from, to);
    behind.resumedM += to - from;
    behind.widthM = Math.max(behind.widthM, Math.min(distanceM, strip.most));
    behind.areaM2 += strip.area;
    behind.areas.add(edge.area);
    first ??= {x: from, height: seen.height};
    last = {x: to, height: heightAt(edge, to)};
    if (from === 0) startM = Math.max(0, seen.height);
    if (to === lengthM) endM = Math.max(0, last.height);
  }
  // in the corner of a sharp bend a look at right angles passes by what begins behind the next piece
  for (const limit of limits) {
    const side = limit.rise > 0 ? first : last;
    if (side === null) continue;
    const height = (side.x - limit.at) * limit.rise;
    const reach = Math.abs(side.x - limit.at);
    if (reach === 0 || height > side.height + TOUCH_M) continue;
    behind.resumedM += reach;
    behind.areaM2 += (height * reach) / 2;
  }
  return {startM, endM};
}

/** Area under the lowest of some slopes between two places, and how high it gets. */
function lowestOf(slopes: Slope[], from: number, to: number): {area: number; most: number} {
  const height = (x: number) =>
    Math.max(0, Math.min(...slopes.map((one) => one.height + (x - one.at) * one.rise)));
  const breaks = [from, to];
  for (const [i, a] of slopes.entries()) {
    for (const b of slopes.slice(i + 1)) {
      const x = (b.height - b.rise * b.at - a.height + a.rise * a.at) / (a.rise - b.rise);
      if (x > from && x < to) breaks.push(x);
    }
  }
  breaks.sort((a, b) => a - b);
  let area = 0;
  let most = 0;
  for (let i = 0; i < breaks.length; i++) {
    const high = height(breaks[i]!);
    most = Math.max(most, high);
    if (i > 0) area += ((height(breaks[i - 1]!) + high) / 2) * (breaks[i]! - breaks[i - 1]!);
  }
  return {area, most};
}

function nearestAbove(edges: Seen[], x: number, distanceM: number): {edge: Seen; y: number} | null {
  let best: Seen | null = null;
  let least = distanceM;
  for (const edge of edges) {
    if (edge.x0 > x === edge.x1 > x) continue;
    const y = heightAt(edge, x);
    if (y > TOUCH_M / 2 && y <= least) [best, least] = [edge, y];
  }
  return best && {edge: best, y: least};
}

function heightAt({x0, y0, x1, y1}: Seen, x: number): number {
  return y0 + ((x - x0) / (x1 - x0)) * (y1 - y0);
}

/** By how much the way turns left from one piece to the next, within ±120°; beyond, a mitre means nothing. */
function turnLeft(before: Line, after: Line): number {
  const scale = Math.cos((after[1] * Math.PI) / 180);
  const ax = (before[2] - before[0]) * scale;
  const ay = before[3] - before[1];
  const bx = (after[2] - after[0]) * scale;
  const by = after[3] - after[1];
  const turn = Math.atan2(ax * by - ay * bx, ax * bx + ay * by);
  return Math.max(-MOST_TURN, Math.min(MOST_TURN, turn));
}

const MOST_TURN = (2 * Math.PI) / 3;
