import type {MemberPassage} from './river-passages.ts';
import type {RiverPaths} from './river-paths.ts';

/** A stretch of a path inside one member, or outside all (−1); metres from the start of the path. */
export interface Run {
  member: number;
  fromM: number;
  toM: number;
  /** The line its beginning lies on, and where on it. */
  line: number;
  position: number;
  /** Where its end lies. */
  endLine: number;
  endPosition: number;
  isShallow: boolean;
}

/** The border of two members passed for good, or into or out of the ground of all. */
export interface RunCrossing {
  path: number;
  from: number;
  to: number;
  line: number;
  position: number;
  atM: number;
}

/** A stretch along the border of two members. */
export interface RunStretch {
  path: number;
  members: [number, number];
  start: {line: number; position: number};
  end: {line: number; position: number};
  lengthM: number;
  meetingCount: number;
}

export interface PathRuns {
  /** By path, in the direction of the water. */
  runs: Run[][];
  crossings: RunCrossing[];
  stretches: RunStretch[];
}

/**
 * Reads the passages of lines through members as runs along paths, and tells crossings from stretches
 * that follow a border: a run that stays within `alongM` of the outline of its member between two
 * runs of one other member is a winding about the border, as is an outline the river lies on.
 */
export function readRuns(
  paths: RiverPaths,
  passages: readonly MemberPassage[],
  alongM: number,
): PathRuns {
  const byPath = paths.paths.map((): {inside: Run[]; onOutline: Run[]} => {
    return {inside: [], onOutline: []};
  });
  for (const passage of passages) {
    const {line, from, to, member, isOnOutline, isShallow} = passage;
    const {inside, onOutline} = byPath[paths.pathOf[line]!]!;
    (isOnOutline ? onOutline : inside).push({
      member,
      fromM: metreOn(paths, line, from),
      toM: metreOn(paths, line, to),
      line,
      position: from,
      endLine: line,
      endPosition: to,
      isShallow,
    });
  }
  const result: PathRuns = {runs: [], crossings: [], stretches: []};
  byPath.forEach(({inside, onOutline}, path) => {
    const runs = withOutside(mergeRuns(inside), onOutline, paths, path, alongM);
    result.runs.push(runs);
    readPath(path, runs, result);
    addOutlines(path, onOutline, alongM, result);
  });
  paths.paths.forEach((_, path) => addConfluence(path, paths, result));
  return result;
}

/**
 * Where a path ends in another, the border may lie at the confluence; not so where the other winds
 * about the border of the same two members.
 */
function addConfluence(path: number, paths: RiverPaths, result: PathRuns): void {
  const {intoLine, lengthM} = paths.paths[path]!;
  if (intoLine < 0) return;
  const last = result.runs[path]!.at(-1);
  const target = result.runs[paths.pathOf[intoLine]!]!;
  const at = target.findIndex((run) => run.toM > paths.startM[intoLine]! + TOUCH_M);
  const into = target[at];
  if (!last || !into || last.member === into.member) return;
  const beside = [target[at - 1]?.member, target[at + 1]?.member];
  if (into.isShallow && beside.includes(last.member)) return;
  result.crossings.push({
    path,
    from: last.member,
    to: into.member,
    line: last.endLine,
    position: last.endPosition,
    atM: lengthM,
  });
}

/** Runs nearer than this touch: a centimetre, as digits of coordinates allow. */
const TOUCH_M = 0.01;

/** Metres from the start of its path to a position on a line. */
export function metreOn({startM, metres}: RiverPaths, line: number, position: number): number {
  const whole = Math.floor(position);
  const along = metres[line]!;
  const before = along[whole]!;
  const after = along[whole + 1] ?? before;
  return startM[line]! + before + (position - whole) * (after - before);
}

/** Runs in order, those of one member that touch made one. */
function mergeRuns(inside: Run[]): Run[] {
  const runs: Run[] = [];
  for (const run of inside.sort((a, b) => a.fromM - b.fromM || a.toM - b.toM)) {
    const last = runs.at(-1);
    if (last && last.member === run.member && run.fromM - last.toM <= TOUCH_M) {
      last.toM = run.toM;
      last.endLine = run.endLine;
      last.endPosition = run.endPosition;
      last.isShallow &&= run.isShallow;
    } else runs.push({...run});
  }
  return runs;
}

/** Gaps longer than `alongM` that lie on no outline are outside of all members. */
function withOutside(
  inside: Run[],
  onOutline: readonly Run[],
  paths: RiverPaths,
  path: number,
  alongM: number,
): Run[] {
  const {lines, lengthM} = paths.paths[path]!;
  const runs: Run[] = [];
  const lastLine = lines.at(-1)!;
  let at = {m: 0, line: lines[0]!, position: 0};
  const addGap = (until: {m: number; line: number; position: number}) => {
    const covered = onOutline.reduce(
      (sum, {fromM, toM}) => sum + Math.max(0, Math.min(toM, until.m) - Math.max(fromM, at.m)),
      0,
    );
    if (until.m - at.m - covered <= Math.max(alongM, TOUCH_M)) return;
    runs.push({
      member: -1,
      fromM: at.m,
      toM: until.m,
      line: at.line,
      position: at.position,
      endLine: until.line,
      endPosition: until.position,
      isShallow: false,
    });
  };
  for (const run of inside) {
    addGap({m: run.fromM, line: run.line, position: run.position});
    const previous = runs.at(-1);
    if (previous?.member === run.member && run.member >= 0) {
      previous.toM = run.toM;
      previous.endLine = run.endLine;
      previous.endPosition = run.endPosition;
      previous.isShallow &&= run.isShallow;
    } else runs.push(run);
    if (run.toM > at.m) at = {m: run.toM, line: run.endLine, position: run.endPosition};
  }
  addGap({m: lengthM, line: lastLine, position: paths.metres[lastLine]!.length - 1});
  return runs;
}

/** Crossings and windings of one path. */
function readPath(path: number, runs: readonly Run[], result: PathRuns): void {
  for (let i = 0; i + 1 < runs.length;) {
    const from = runs[i]!;
    let j = i + 1;
    // shallow runs of the same two members, up to the first that is none
    const pair = new Set([from.member, runs[j]!.member]);
    while (j + 1 < runs.length && runs[j]!.isShallow && pair.has(runs[j + 1]!.member)) j++;
    const to = runs[j]!;
    if (j > i + 1 && from.member >= 0 && runs[i + 1]!.member >= 0) {
      // at either end of a path a shallow run is a part of the stretch
      const begin = i === 0 && from.isShallow ? from : runs[i + 1]!;
      const isAtEnd = j === runs.length - 1 && to.isShallow;
      const end = isAtEnd
        ? {line: to.endLine, position: to.endPosition}
        : {line: to.line, position: to.position};
      result.stretches.push({
        path,
        members: [from.member, runs[i + 1]!.member],
        start: {line: begin.line, position: begin.position},
        end,
        lengthM: (isAtEnd ? to.toM : to.fromM) - begin.fromM,
        meetingCount: j - i,
      });
    }
    if (from.member !== to.member) {
      result.crossings.push({
        path,
        from: from.member,
        to: to.member,
        line: to.line,
        position: to.position,
        atM: to.fromM,
      });
    }
    i = j;
  }
}

/** Stretches on an outline itself, which both members have there. */
function addOutlines(
  path: number,
  onOutline: readonly Run[],
  alongM: number,
  result: PathRuns,
): void {
  const byStart = onOutline.toSorted((a, b) => a.fromM - b.fromM || a.member - b.member);
  const open = new Map<string, RunStretch & {toM: number}>();
  for (const [i, run] of byStart.entries()) {
    for (let k = i + 1; k < byStart.length && byStart[k]!.fromM < run.toM - TOUCH_M; k++) {
      const other = byStart[k]!;
      if (other.member === run.member) continue;
      const members = [run.member, other.member].sort((a, b) => a - b) as [number, number];
      const fromM = Math.max(run.fromM, other.fromM);
      const [shorter, toM] = run.toM < other.toM ? [run, run.toM] : [other, other.toM];
      const known = open.get(members.join(' '));
      const end = {line: shorter.endLine, position: shorter.endPosition};
      if (known && fromM - known.toM <= alongM) {
        known.lengthM += toM - fromM;
        known.toM = toM;
        known.end = end;
        continue;
      }
      if (known) close(known);
      const start = {line: other.line, position: other.position};
      open.set(members.join(' '), {
        path,
        members,
        start,
        end,
        lengthM: toM - fromM,
        meetingCount: 1,
        toM,
      });
    }
  }
  for (const stretch of open.values()) close(stretch);

  function close({toM: _toM, ...stretch}: RunStretch & {toM: number}): void {
    if (stretch.lengthM > alongM) result.stretches.push(stretch);
  }
}
