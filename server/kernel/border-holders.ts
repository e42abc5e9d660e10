import {EdgeFrame} from './edge-frame.ts';
import Flatbush from 'flatbush';
import type {EdgeIndex, Outlines} from './outlines.ts';

/** Which areas meet a line from its left, from one share of its length to another. */
export interface HeldStretch {
  from: number;
  to: number;
  /** Area numbers, ascending. */
  areas: number[];
}

type Line = readonly [lon0: number, lat0: number, lon1: number, lat1: number];

/**
 * Two lines this near are the same line: coordinates are delivered in ten-millionths of a degree
 * (1.1 cm), and a vertex put on an edge is off by half of that on either side.
 */
export const TOUCH_M = 0.02;

/**
 * Tells which areas meet a line from its left. An area meets it where the ground TOUCH_M to the left
 * of the line is inside; where its outline leaves the line counts from the vertex at which it leaves,
 * so lines that follow each other vertex by vertex change in the very same places on both sides.
 */
export class BorderHolders {
  private readonly boxes: Flatbush | null;
  private readonly frame = new EdgeFrame();
  /** Areas with no edge near the last line, and whether they hold it all. */
  private settled = new Map<number, boolean>();
  private last: Line = [NaN, NaN, NaN, NaN];

  constructor(
    private readonly outlines: Outlines,
    private readonly index: EdgeIndex,
  ) {
    this.boxes = outlines.areaCount === 0 ? null : new Flatbush(outlines.areaCount);
    for (const box of outlines.boxes) this.boxes!.add(...box);
    this.boxes?.finish();
  }

  /** @param line lon, lat of start and end; lines asked one after the other along a border are fastest */
  along(line: Line): HeldStretch[] {
    const [lon0, lat0, lon1, lat1] = line;
    const isContinuing = areLinked(this.last, line);
    this.last = line;
    const frame = this.frame.place(lon0, lat0, lon1, lat1);
    if (this.boxes === null || frame.lengthM === 0) return [{from: 0, to: 1, areas: []}];
    const aside = 2 * TOUCH_M * frame.lonPerM;
    const up = 2 * TOUCH_M * frame.latPerM;
    const box = [
      Math.min(lon0, lon1) - aside,
      Math.min(lat0, lat1) - up,
      Math.max(lon0, lon1) + aside,
      Math.max(lat0, lat1) + up,
    ] as const;
    const near = this.index.near(...box);
    const held: {area: number; from: number; to: number}[] = [];
    const done = new Set<number>();
    const settled = new Map<number, boolean>();
    // edges come by their numbers, so those of one area lie together
    for (let i = 0; i < near.length;) {
      const area = this.outlines.owner[near[i]!]!;
      let end = i + 1;
      while (end < near.length && this.outlines.owner[near[end]!] === area) end++;
      done.add(area);
      for (const [from, to] of this.stretchesOf(area, near.slice(i, end)))
        held.push({area, from, to});
      i = end;
    }
    const [lon, lat] = frame.position(frame.lengthM / 2, TOUCH_M);
    for (const area of this.boxes.search(lon, lat, lon, lat)) {
      if (done.has(area)) continue;
      // with no edge near this line nor the last, nothing has changed between them
      const known = isContinuing ? this.settled.get(area) : undefined;
      const isHeld = known ?? this.outlines.holds(area, lon, lat);
      settled.set(area, isHeld);
      if (isHeld) held.push({area, from: 0, to: frame.lengthM});
    }
    this.settled = settled;
    return overlay(held, frame.lengthM);
  }

  /** Where one area meets the line, in metres from its start. */
  private stretchesOf(area: number, edges: number[]): [from: number, to: number][] {
    const {xy, next} = this.outlines;
    const {frame} = this;
    const {lengthM} = frame;
    const events: Event[] = [];
    const along: [x0: number, y0: number, x1: number, y1: number][] = [];
    for (const e of edges) {
      const x0 = frame.x(xy[2 * e]!, xy[2 * e + 1]!);
      const y0 = frame.y(xy[2 * e]!, xy[2 * e + 1]!);
      const x1 = frame.x(xy[2 * next[e]!]!, xy[2 * next[e]! + 1]!);
      const y1 = frame.y(xy[2 * next[e]!]!, xy[2 * next[e]! + 1]!);
      const isLow0 = y0 <= TOUCH_M;
      const isLow1 = y1 <= TOUCH_M;
      along.push([x0, y0, x1, y1]);
      if (isLow0 === isLow1) continue;
      const x = leaves(x0, y0, x1, y1);
      // going up the inside lies behind, going down it lies ahead
      if (x >= -TOUCH_M && x <= lengthM + TOUCH_M) {
        events.push({x: Math.min(lengthM, Math.max(0, x)), change: isLow0 ? -1 : 1});
      }
    }
    return windAlong(events, lengthM, (x) => {
      const beside = directionBelow(along, x);
      if (beside !== 0) return beside > 0;
      return this.outlines.holds(area, ...frame.position(x, TOUCH_M));
    });
  }
}

/** Where an outline leaves the line or comes to it, and whether the inside ends (−1) or begins (1). */
interface Event {
  x: number;
  change: number;
}

/** Which way the edge on the line runs at a place: the inside lies above one that runs ahead. */
function directionBelow(edges: [number, number, number, number][], x: number): number {
  let direction = 0;
  let highest = -Infinity;
  for (const [x0, y0, x1, y1] of edges) {
    if (x0 > x === x1 > x) continue;
    const y = y0 + ((x - x0) / (x1 - x0)) * (y1 - y0);
    if (y <= TOUCH_M && y >= -TOUCH_M && y > highest) [highest, direction] = [y, x1 - x0];
  }
  return direction;
}

function areLinked(a: Line, b: Line): boolean {
  return (a[2] === b[0] && a[3] === b[1]) || (a[0] === b[2] && a[1] === b[3]);
}

/** Where an edge leaves the line: at its end that lies on it, else where it crosses it. */
function leaves(x0: number, y0: number, x1: number, y1: number): number {
  const [lowX, lowY, highX, highY] = y0 < y1 ? [x0, y0, x1, y1] : [x1, y1, x0, y0];
  if (lowY >= -TOUCH_M) return lowX;
  return lowX + (-lowY / (highY - lowY)) * (highX - lowX);
}

/** Stretches inside between events; `isHeld` is asked at one place where no event tells. */
function windAlong(
  events: Event[],
  lengthM: number,
  isHeld: (x: number) => boolean,
): [number, number][] {
  events.sort((a, b) => a.x - b.x);
  const changes: Event[] = [];
  for (const {x, change} of events) {
    const last = changes.at(-1);
    if (last && x - last.x < ROUNDING_M) last.change += change;
    else changes.push({x, change});
  }
  const telling = changes.filter(({change}) => change !== 0);
  if (telling.length === 0) return isHeld(awayFrom(changes, lengthM)) ? [[0, lengthM]] : [];
  const stretches: [number, number][] = [];
  let from: number | null = telling[0]!.change < 0 ? 0 : null;
  for (const {x, change} of telling) {
    if (change > 0) from ??= x;
    else if (from !== null) {
      if (x - from > ROUNDING_M) stretches.push([from, x]);
      from = null;
    }
  }
  if (from !== null && lengthM - from > ROUNDING_M) stretches.push([from, lengthM]);
  return stretches;
}

/** The middle of the longest run without an event: no corner only touches the line there. */
function awayFrom(events: Event[], lengthM: number): number {
  let best = lengthM / 2;
  let longest = events.length === 0 ? Infinity : 0;
  let from = 0;
  for (const to of [...events.map(({x}) => x), lengthM]) {
    if (to - from > longest) [longest, best] = [to - from, (from + to) / 2];
    from = to;
  }
  return best;
}

/** Metres: two places nearer than this are one. */
const ROUNDING_M = 1e-6;

function overlay(held: {area: number; from: number; to: number}[], lengthM: number): HeldStretch[] {
  if (held.every(({from, to}) => from === 0 && to === lengthM)) {
    return [{from: 0, to: 1, areas: held.map(({area}) => area).sort((a, b) => a - b)}];
  }
  const breaks = held.flatMap(({from, to}) => [from, to]);
  breaks.push(0, lengthM);
  breaks.sort((a, b) => a - b);
  const stretches: HeldStretch[] = [];
  let from = 0;
  for (const to of breaks) {
    if (to - from <= ROUNDING_M) continue;
    const end = lengthM - to <= ROUNDING_M ? lengthM : to;
    const middle = (from + end) / 2;
    const areas = held
      .filter((one) => one.from < middle && one.to > middle)
      .map(({area}) => area)
      .sort((a, b) => a - b);
    stretches.push({from: from / lengthM, to: end / lengthM, areas});
    from = end;
  }
  return stretches.length === 0 ? [{from: 0, to: 1, areas: []}] : stretches;
}
