import Flatbush from 'flatbush';
import {orient2d} from 'robust-predicates';
import {groundScale} from './ground-length.ts';
import type {LonLatRings} from './lon-lat-rings.ts';

/** Lines in longitude/latitude laid end to end: line i is the vertices starts[i] … starts[i + 1] − 1. */
export interface LonLatLines {
  lonLat: Float64Array;
  starts: Uint32Array;
}

/**
 * A stretch of a line inside a polygon, or along its outline. Positions count vertices: 2.25 is a
 * quarter of the way from the third vertex of the line to the fourth.
 */
export interface Passage {
  line: number;
  from: number;
  to: number;
  isOnOutline: boolean;
  /** Whether none of it is farther from the outline than was asked. */
  isShallow: boolean;
}

/** Positions nearer than this are one: 1e-9 of an edge of a kilometre is a micrometre. */
const SAME_POSITION = 1e-9;

/** Lines with an index of their edges, to be held against one polygon after the other. */
export class LinePassages {
  private readonly edges: Flatbush;
  private readonly lineOf: Uint32Array;
  private readonly vertexOf: Uint32Array;

  constructor(private readonly lines: LonLatLines) {
    const {lonLat, starts} = lines;
    const lineCount = starts.length - 1;
    const edgeCount = Math.max(0, lonLat.length / 2 - lineCount);
    this.lineOf = new Uint32Array(edgeCount);
    this.vertexOf = new Uint32Array(edgeCount);
    // flatbush holds at least one item
    this.edges = new Flatbush(Math.max(1, edgeCount));
    let edge = 0;
    for (let line = 0; line < lineCount; line++) {
      for (let v = starts[line]!; v + 1 < starts[line + 1]!; v++) {
        this.lineOf[edge] = line;
        this.vertexOf[edge++] = v;
        addBox(
          this.edges,
          lonLat[2 * v]!,
          lonLat[2 * v + 1]!,
          lonLat[2 * v + 2]!,
          lonLat[2 * v + 3]!,
        );
      }
    }
    if (edgeCount === 0) this.edges.add(NaN, NaN, NaN, NaN);
    this.edges.finish();
  }

  /**
   * Where the lines pass through one polygon, by line and position.
   * @param shallowM what counts as near to the outline, in metres
   */
  through(rings: LonLatRings, shallowM: number): Passage[] {
    if (this.lineOf.length === 0 || rings.lonLat.length === 0) return [];
    const [west, south, east, north] = bboxOf(rings.lonLat);
    const touched = new Map<number, number[]>();
    for (const edge of this.edges.search(west, south, east, north)) {
      const line = this.lineOf[edge]!;
      const list = touched.get(line);
      if (list) list.push(edge);
      else touched.set(line, [edge]);
    }
    if (touched.size === 0) return [];
    const outline = new Outline(rings);
    const passages: Passage[] = [];
    for (const line of [...touched.keys()].sort((a, b) => a - b)) {
      this.passLine(line, touched.get(line)!, outline, shallowM, passages);
    }
    return passages;
  }

  private passLine(
    line: number,
    edges: number[],
    outline: Outline,
    shallowM: number,
    passages: Passage[],
  ): void {
    const {lonLat, starts} = this.lines;
    const first = starts[line]!;
    const last = starts[line + 1]! - 1 - first;
    const breaks: number[] = [];
    const along: [number, number][] = [];
    for (const edge of edges) {
      const v = this.vertexOf[edge]!;
      outline.meet(lonLat, v, v - first, breaks, along);
    }
    const onOutline = mergeStretches(along);
    breaks.push(0, last);
    breaks.sort((a, b) => a - b);
    let open: Passage | null = null;
    for (let i = 0; i + 1 < breaks.length; i++) {
      const from = breaks[i]!;
      const to = breaks[i + 1]!;
      if (to - from <= SAME_POSITION) continue;
      const middle = (from + to) / 2;
      const isOnOutline = onOutline.some(([a, b]) => a <= middle && middle <= b);
      const [x, y] = positionOn(lonLat, first, middle);
      if (!isOnOutline && !outline.holds(x, y)) {
        open = null;
        continue;
      }
      const isShallow =
        isOnOutline || outline.isNear(verticesBetween(lonLat, first, from, to), shallowM);
      // a line that only touches the outline from inside goes on
      if (open && open.isOnOutline === isOnOutline && from - open.to <= SAME_POSITION) {
        open.to = to;
        open.isShallow &&= isShallow;
        continue;
      }
      open = {line, from, to, isOnOutline, isShallow};
      passages.push(open);
    }
  }
}

/** Stretches that touch made one: a river on a border shares thousands of edges with it. */
function mergeStretches(stretches: [number, number][]): [number, number][] {
  const merged: [number, number][] = [];
  for (const [from, to] of stretches.sort(([a], [b]) => a - b)) {
    const last = merged.at(-1);
    if (last && from - last[1] <= SAME_POSITION) last[1] = Math.max(last[1], to);
    else merged.push([from, to]);
  }
  return merged;
}

/** A place on a line, from the index of its first vertex and a position along it. */
export function positionOn(
  lonLat: Float64Array,
  first: number,
  position: number,
): [lon: number, lat: number] {
  const whole = Math.floor(position);
  const share = position - whole;
  const at = 2 * (first + whole);
  const x = lonLat[at]!;
  const y = lonLat[at + 1]!;
  if (share === 0) return [x, y];
  return [x + share * (lonLat[at + 2]! - x), y + share * (lonLat[at + 3]! - y)];
}

/** Vertices of a piece of a line with its two ends, and the middles between them. */
function verticesBetween(lonLat: Float64Array, first: number, from: number, to: number): number[] {
  const places = [from];
  for (let v = Math.floor(from) + 1; v < to; v++) places.push(v);
  places.push(to);
  const positions: number[] = [];
  places.forEach((place, i) => {
    if (i > 0) positions.push(...positionOn(lonLat, first, (places[i - 1]! + place) / 2));
    positions.push(...positionOn(lonLat, first, place));
  });
  return positions;
}

/** The rings of a polygon with an index of their edges. */
class Outline {
  private readonly index: Flatbush;
  /** By edge: its first vertex and its second. */
  private readonly ends: Uint32Array;
  private readonly east: number;

  constructor(private readonly rings: LonLatRings) {
    const {lonLat, starts} = rings;
    const edgeCount = lonLat.length / 2;
    this.index = new Flatbush(Math.max(1, edgeCount));
    this.ends = new Uint32Array(2 * edgeCount);
    let edge = 0;
    for (let r = 0; r + 1 < starts.length; r++) {
      for (let v = starts[r]!; v < starts[r + 1]!; v++) {
        const next = v + 1 < starts[r + 1]! ? v + 1 : starts[r]!;
        this.ends[2 * edge] = v;
        this.ends[2 * edge + 1] = next;
        edge++;
        addBox(
          this.index,
          lonLat[2 * v]!,
          lonLat[2 * v + 1]!,
          lonLat[2 * next]!,
          lonLat[2 * next + 1]!,
        );
      }
    }
    this.index.finish();
    this.east = this.index.maxX;
  }

  /**
   * Adds where the edge of a line from vertex v meets the outline, as positions along the line whose
   * vertex v is at `start`, and the stretches it has in common with it.
   */
  meet(
    line: Float64Array,
    v: number,
    start: number,
    breaks: number[],
    along: [number, number][],
  ): void {
    const {lonLat} = this.rings;
    const [px, py, qx, qy] = [line[2 * v]!, line[2 * v + 1]!, line[2 * v + 2]!, line[2 * v + 3]!];
    const found = this.index.search(
      Math.min(px, qx),
      Math.min(py, qy),
      Math.max(px, qx),
      Math.max(py, qy),
    );
    for (const edge of found) {
      const a = this.ends[2 * edge]!;
      const b = this.ends[2 * edge + 1]!;
      const [ax, ay, bx, by] = [
        lonLat[2 * a]!,
        lonLat[2 * a + 1]!,
        lonLat[2 * b]!,
        lonLat[2 * b + 1]!,
      ];
      const pSide = orient2d(ax, ay, bx, by, px, py);
      const qSide = orient2d(ax, ay, bx, by, qx, qy);
      if (pSide > 0 ? qSide > 0 : pSide < 0 && qSide < 0) continue;
      if (pSide === 0 && qSide === 0) {
        const [from, to] = [
          shareAlong(px, py, qx, qy, ax, ay),
          shareAlong(px, py, qx, qy, bx, by),
        ].sort((s, t) => s - t) as [number, number];
        const [low, high] = [Math.max(0, from), Math.min(1, to)];
        if (low > high) continue;
        breaks.push(start + low, start + high);
        if (low < high) along.push([start + low, start + high]);
        continue;
      }
      const aSide = orient2d(px, py, qx, qy, ax, ay);
      const bSide = orient2d(px, py, qx, qy, bx, by);
      if (aSide > 0 ? bSide > 0 : aSide < 0 && bSide < 0) continue;
      breaks.push(start + pSide / (pSide - qSide));
    }
  }

  /** Even-odd along a ray to the east; positions on the outline are not asked for. */
  holds(x: number, y: number): boolean {
    const {lonLat} = this.rings;
    let isInside = false;
    for (const edge of this.index.search(x, y, this.east, y)) {
      const a = this.ends[2 * edge]!;
      const b = this.ends[2 * edge + 1]!;
      const [ax, ay, bx, by] = [
        lonLat[2 * a]!,
        lonLat[2 * a + 1]!,
        lonLat[2 * b]!,
        lonLat[2 * b + 1]!,
      ];
      if (ay > y === by > y) continue;
      // orient2d counts clockwise as positive
      const isLeft = orient2d(ax, ay, bx, by, x, y) < 0;
      if (by > ay ? isLeft : !isLeft) isInside = !isInside;
    }
    return isInside;
  }

  /** Whether each of the places has an edge within a distance on the ground. */
  isNear(places: readonly number[], distanceM: number): boolean {
    for (let i = 0; i < places.length; i += 2) {
      if (!this.hasEdgeNear(places[i]!, places[i + 1]!, distanceM)) return false;
    }
    return true;
  }

  private hasEdgeNear(x: number, y: number, distanceM: number): boolean {
    const {lonLat} = this.rings;
    const {eastM, northM} = groundScale(y);
    const [dx, dy] = [distanceM / eastM, distanceM / northM];
    return this.index.search(x - dx, y - dy, x + dx, y + dy).some((edge) => {
      const a = 2 * this.ends[2 * edge]!;
      const b = 2 * this.ends[2 * edge + 1]!;
      const [ax, ay] = [(lonLat[a]! - x) * eastM, (lonLat[a + 1]! - y) * northM];
      const [bx, by] = [(lonLat[b]! - x) * eastM, (lonLat[b + 1]! - y) * northM];
      const share = Math.min(1, Math.max(0, shareAlong(ax, ay, bx, by, 0, 0) || 0));
      return Math.hypot(ax + share * (bx - ax), ay + share * (by - ay)) <= distanceM;
    });
  }
}

/** How far along p→q the foot of a position lies, as a share. */
function shareAlong(px: number, py: number, qx: number, qy: number, x: number, y: number): number {
  const [dx, dy] = [qx - px, qy - py];
  return ((x - px) * dx + (y - py) * dy) / (dx * dx + dy * dy);
}

function addBox(index: Flatbush, ax: number, ay: number, bx: number, by: number): void {
  index.add(Math.min(ax, bx), Math.min(ay, by), Math.max(ax, bx), Math.max(ay, by));
}

function bboxOf(lonLat: Float64Array): [number, number, number, number] {
  const bbox: [number, number, number, number] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let i = 0; i < lonLat.length; i += 2) {
    bbox[0] = Math.min(bbox[0], lonLat[i]!);
    bbox[1] = Math.min(bbox[1], lonLat[i + 1]!);
    bbox[2] = Math.max(bbox[2], lonLat[i]!);
    bbox[3] = Math.max(bbox[3], lonLat[i + 1]!);
  }
  return bbox;
}
