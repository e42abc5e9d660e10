import type {Position, Ring} from '../../kernel/geometry.ts';
import type {Transform} from '../gdal/gdal.ts';

/** How far an edge may stray from the line it was in its own CRS: the edge rule's centimetre. */
const TOLERANCE_M = 0.01;
/** What is aimed at: an edge does not bend evenly, so some part of it strays more than the others. */
const AIM_M = 0.8 * TOLERANCE_M;

// An edge strays by its length squared times the curvature of the straight lines of the one CRS in
// the other, over 8. A straight line of Gauss-Krüger is all but a geodesic, and a geodesic bends
// against longitude/latitude by sin α (1 + cos² α) tan φ / R, at most 1.09 tan φ / R: 3.1e-8 m per m²
// of length at 55°, so an edge of 570 m strays by 1 cm. 100 m is short enough up to 87°.
const NEVER_STRAYS_M = 100;

const METRES_PER_DEGREE = 111_320;

/**
 * Moves a line into longitude and latitude, with the positions added where a straight edge of its own
 * CRS would stray by more than the tolerance from the straight edge between the moved ends. What is
 * added to an edge does not depend on the direction it is walked in, so borders stay shared.
 */
export function reprojectLine(line: Ring, transform: Transform): Ring {
  const moved = movePoints(line, transform);
  const parts = countParts(line, moved, transform);
  const added: Ring = [];
  for (let i = 1; i < line.length; i++) {
    const [low, high, isForward] = ordered(line[i - 1]!, line[i]!);
    for (let k = 1; k < parts[i]!; k++) {
      added.push(between(low, high, (isForward ? k : parts[i]! - k) / parts[i]!));
    }
  }
  if (added.length === 0) return moved;
  const movedAdded = movePoints(added, transform);
  const dense: Ring = [moved[0]!];
  let next = 0;
  for (let i = 1; i < line.length; i++) {
    for (let k = 1; k < parts[i]!; k++) dense.push(movedAdded[next++]!);
    dense.push(moved[i]!);
  }
  return dense;
}

/** Moves points; those that cannot be moved become infinite. */
export function movePoints(points: Position[], transform: Transform): Position[] {
  const x = Float64Array.from(points, (point) => point[0]);
  const y = Float64Array.from(points, (point) => point[1]);
  transform(x, y);
  return points.map((_, i) => [x[i]!, y[i]!]);
}

/** Into how many parts the edge that ends at each position has to be cut. */
function countParts(line: Ring, moved: Ring, transform: Transform): Uint32Array {
  const parts = new Uint32Array(line.length).fill(1);
  const long: number[] = [];
  for (let i = 1; i < line.length; i++) {
    if (distanceM(moved[i - 1]!, moved[i]!) > NEVER_STRAYS_M) long.push(i);
  }
  // the quarters as well as the middle: an edge across the equator bends both ways
  const probes = movePoints(
    long.flatMap((i) => {
      const [low, high] = ordered(line[i - 1]!, line[i]!);
      return SHARES.map((share) => between(low, high, share));
    }),
    transform,
  );
  long.forEach((i, index) => {
    const [, , isForward] = ordered(line[i - 1]!, line[i]!);
    const low = moved[isForward ? i - 1 : i]!;
    const high = moved[isForward ? i : i - 1]!;
    const offM = SHARES.map((_, s) => offLineM(probes[index * SHARES.length + s]!, low, high));
    const strayM = strayOf(offM);
    if (Number.isFinite(strayM)) parts[i] = Math.max(1, Math.ceil(Math.sqrt(strayM / AIM_M)));
  });
  return parts;
}

const SHARES = [0.25, 0.5, 0.75];

/** The most an edge strays, from what it does at its quarters and its middle. */
function strayOf([first, middle, last]: number[]): number {
  // a parabola strays at the quarters by three quarters of what it does in the middle
  const strayM = Math.max(Math.abs(middle!), Math.abs(first!) / 0.75, Math.abs(last!) / 0.75);
  // one that bends both ways, t (1 − t) (1 − 2t), bends six times as much at its ends as a parabola
  // of that stray
  return first! * last! < 0 ? 6 * strayM : strayM;
}

/** The ends of an edge, smaller first, and whether they were so. */
function ordered(from: Position, to: Position): [low: Position, high: Position, boolean] {
  const isForward = from[0] < to[0] || (from[0] === to[0] && from[1] <= to[1]);
  return isForward ? [from, to, true] : [to, from, false];
}

function between(low: Position, high: Position, share: number): Position {
  return [low[0] + (high[0] - low[0]) * share, low[1] + (high[1] - low[1]) * share];
}

/** How far left of the line through two others a point is; along it, it may be anywhere. */
function offLineM(point: Position, low: Position, high: Position): number {
  const scale = Math.cos((((low[1] + high[1]) / 2) * Math.PI) / 180);
  const dx = (high[0] - low[0]) * scale;
  const dy = high[1] - low[1];
  const px = (point[0] - low[0]) * scale;
  const py = point[1] - low[1];
  return ((dx * py - dy * px) / Math.hypot(dx, dy)) * METRES_PER_DEGREE;
}

function distanceM(a: Position, b: Position): number {
  const lonM = (a[0] - b[0]) * Math.cos((a[1] * Math.PI) / 180);
  return Math.hypot(lonM, a[1] - b[1]) * METRES_PER_DEGREE;
}
