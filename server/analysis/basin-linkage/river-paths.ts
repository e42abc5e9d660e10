import type {BasinIssue} from '../../../contract/basin-level.ts';
import {detailIn} from '../../../contract/local-text.ts';
import {groundScale} from '../../kernel/ground-length.ts';
import type {Rivers} from './read-rivers.ts';

/**
 * Lines joined end to end: along each path water flows from the first line to the last. At a
 * confluence one goes on, the others end there and say where.
 */
export interface RiverPaths {
  paths: RiverPath[];
  /** By line: its path and where on it the line begins, in metres from the path's start. */
  pathOf: Int32Array;
  startM: Float64Array;
  /** By line: metres from its first vertex to each of its vertices. */
  metres: Float64Array[];
  issues: BasinIssue[];
}

export interface RiverPath {
  lines: number[];
  lengthM: number;
  /** The line the last one flows into, of another path; −1 for none. */
  intoLine: number;
  /** How many of its joints the layer's own links confirm. */
  linkedJoints: number;
}

/** Ends nearer than this are one place: about 1 m, more than digits rounded away from coordinates. */
const JOINT_DEGREES = 1e-5;

/**
 * Joins the lines of rivers. Where the layer links its features (`downstream`), lines drawn against
 * their link are turned round first, in place; else a line goes on where another starts at its end.
 */
export function joinRivers(rivers: Rivers): RiverPaths {
  const issues: BasinIssue[] = [];
  const lineCount = rivers.featureOf.length;
  const isLinked = turnAgainstLinks(rivers, issues);
  const next = nextLines(rivers);
  const metres = Array.from({length: lineCount}, (_, line) => metresAlong(rivers, line));
  const lengthM = metres.map((along) => along.at(-1)!);
  const flow = (line: number) => rivers.features[rivers.featureOf[line]!]!.flowM3PerS ?? -1;

  // where several lines come together the largest goes on, the longest where flow is unknown
  const previous = new Int32Array(lineCount).fill(-1);
  for (let line = 0; line < lineCount; line++) {
    const to = next[line]!;
    if (to < 0) continue;
    const rival = previous[to]!;
    const isLarger =
      rival < 0 ||
      flow(line) > flow(rival) ||
      (flow(line) === flow(rival) && lengthM[line]! > lengthM[rival]!);
    if (isLarger) previous[to] = line;
  }
  const pathOf = new Int32Array(lineCount).fill(-1);
  const startM = new Float64Array(lineCount);
  const paths: RiverPath[] = [];
  const follow = (start: number) => {
    const path: RiverPath = {lines: [], lengthM: 0, intoLine: -1, linkedJoints: 0};
    for (let line = start; ; line = next[line]!) {
      pathOf[line] = paths.length;
      startM[line] = path.lengthM;
      path.lines.push(line);
      path.lengthM += lengthM[line]!;
      if (isLinked[line] === 1) path.linkedJoints++;
      const to = next[line]!;
      if (to < 0) break;
      if (previous[to] === line && pathOf[to]! < 0) continue;
      path.intoLine = pathOf[to] === paths.length ? -1 : to;
      break;
    }
    paths.push(path);
  };
  for (let line = 0; line < lineCount; line++) if (previous[line]! < 0) follow(line);
  // what is left runs in circles; each is opened somewhere
  for (let line = 0; line < lineCount; line++) if (pathOf[line]! < 0) follow(line);
  return {paths, pathOf, startM, metres, issues};
}

/** Returns by line whether its link fits it, turned round or not. */
function turnAgainstLinks(rivers: Rivers, issues: BasinIssue[]): Uint8Array {
  const {features, featureOf, lines} = rivers;
  const {lonLat, starts} = lines;
  const isLinked = new Uint8Array(featureOf.length);
  const linesOf = new Map<string, number[]>();
  featureOf.forEach((feature, line) => {
    const {code} = features[feature]!;
    const list = linesOf.get(code);
    if (list) list.push(line);
    else linesOf.set(code, [line]);
  });
  const turned: string[] = [];
  featureOf.forEach((feature, line) => {
    const {downstream, code} = features[feature]!;
    const targets = downstream === null ? undefined : linesOf.get(downstream);
    if (!targets || linesOf.get(code)!.length > 1) return;
    const touches = (vertex: number) =>
      targets.some((target) => {
        for (let v = starts[target]!; v < starts[target + 1]!; v++)
          if (isSamePlace(lonLat, vertex, v)) return true;
        return false;
      });
    const [first, last] = [starts[line]!, starts[line + 1]! - 1];
    if (touches(last)) isLinked[line] = 1;
    else if (touches(first)) {
      isLinked[line] = 1;
      turned.push(code);
      turnLine(lonLat, first, last);
    }
  });
  if (turned.length > 0) {
    issues.push({
      rule: 'river-against-link',
      severity: 'info',
      featureIds: turned,
      areaM2: null,
      ...detailIn({
        zh: `${turned.length} 条河流线的绘制方向与图层所给的下游相反；以下游联系为准。`,
        en: `${turned.length} river lines are drawn upstream by what the layer says is downstream of them; the link decides.`,
      }),
    });
  }
  return isLinked;
}

function turnLine(lonLat: Float64Array, first: number, last: number): void {
  for (let a = first, b = last; a < b; a++, b--) {
    for (const axis of [0, 1]) {
      const kept = lonLat[2 * a + axis]!;
      lonLat[2 * a + axis] = lonLat[2 * b + axis]!;
      lonLat[2 * b + axis] = kept;
    }
  }
}

/** By line: the line that starts where it ends; of several the one its link names, else the largest. */
function nextLines({features, featureOf, lines}: Rivers): Int32Array {
  const {lonLat, starts} = lines;
  const startingAt = new Map<string, number[]>();
  featureOf.forEach((_, line) => {
    const key = cellOf(lonLat, starts[line]!);
    const list = startingAt.get(key);
    if (list) list.push(line);
    else startingAt.set(key, [line]);
  });
  return Int32Array.from(featureOf, (feature, line) => {
    const end = starts[line + 1]! - 1;
    const near = cellsRound(lonLat, end)
      .flatMap((key) => startingAt.get(key) ?? [])
      .filter((other) => other !== line && isSamePlace(lonLat, end, starts[other]!));
    if (near.length === 0) return -1;
    const {downstream} = features[feature]!;
    const flow = (other: number) => features[featureOf[other]!]!.flowM3PerS ?? -1;
    const byLink = near.find((other) => features[featureOf[other]!]!.code === downstream);
    return byLink ?? near.reduce((best, other) => (flow(other) > flow(best) ? other : best));
  });
}

function isSamePlace(lonLat: Float64Array, a: number, b: number): boolean {
  return (
    Math.abs(lonLat[2 * a]! - lonLat[2 * b]!) <= JOINT_DEGREES &&
    Math.abs(lonLat[2 * a + 1]! - lonLat[2 * b + 1]!) <= JOINT_DEGREES
  );
}

function cellOf(lonLat: Float64Array, vertex: number): string {
  const column = Math.floor(lonLat[2 * vertex]! / JOINT_DEGREES);
  return `${column} ${Math.floor(lonLat[2 * vertex + 1]! / JOINT_DEGREES)}`;
}

function cellsRound(lonLat: Float64Array, vertex: number): string[] {
  const column = Math.floor(lonLat[2 * vertex]! / JOINT_DEGREES);
  const row = Math.floor(lonLat[2 * vertex + 1]! / JOINT_DEGREES);
  return [-1, 0, 1].flatMap((i) => [-1, 0, 1].map((j) => `${column + i} ${row + j}`));
}

/** Latitude over which one scale is good to a 20 000th of a length: rivers have millions of edges. */
const SAME_SCALE_DEGREES = 0.005;

function metresAlong({lines: {lonLat, starts}}: Rivers, line: number): Float64Array {
  const [first, end] = [starts[line]!, starts[line + 1]!];
  const along = new Float64Array(end - first);
  let scaleLat = Infinity;
  let scale = {eastM: 0, northM: 0};
  for (let v = first + 1; v < end; v++) {
    const lat = lonLat[2 * v + 1]!;
    if (Math.abs(lat - scaleLat) > SAME_SCALE_DEGREES) {
      scaleLat = lat;
      scale = groundScale(lat);
    }
    const eastM = (lonLat[2 * v]! - lonLat[2 * v - 2]!) * scale.eastM;
    const northM = (lat - lonLat[2 * v - 1]!) * scale.northM;
    along[v - first] = along[v - first - 1]! + Math.hypot(eastM, northM);
  }
  return along;
}
