import type {Position} from 'geojson';
import type {Snap} from './snap-index.ts';

/**
 * The vertices of a snapped line strictly between two snaps on it, in order, so that a drawn edge
 * can follow a boundary exactly. On a closed line it goes the shorter way by length in degrees.
 * Null when the two are not on one line.
 */
export function traceBetween(from: Snap, to: Snap): Position[] | null {
  if (from.line !== to.line) return null;
  const line = from.line;
  return betweenOn(line, from, to).filter(
    (position) => !isSame(position, from.position) && !isSame(position, to.position),
  );
}

function betweenOn(line: readonly Position[], from: Snap, to: Snap): Position[] {
  const forward = between(line, from, to);
  if (!isClosed(line)) return forward ?? between(line, to, from)!.toReversed();

  const onward = forward ?? aroundEnd(line, from, to);
  const backward = (between(line, to, from) ?? aroundEnd(line, to, from)).toReversed();
  const length = (inner: Position[]) => lengthOf([from.position, ...inner, to.position]);
  return length(onward) <= length(backward) ? onward : backward;
}

/** Vertices from the one to the other in the order of the line; null when that order is wrong. */
function between(line: readonly Position[], from: Snap, to: Snap): Position[] | null {
  if (place(line, from) > place(line, to)) return null;
  const end = to.kind === 'vertex' ? to.vertex : to.vertex + 1;
  return line.slice(from.vertex + 1, end);
}

/** Over the seam of a closed line, whose last position repeats the first. */
function aroundEnd(line: readonly Position[], from: Snap, to: Snap): Position[] {
  const end = to.kind === 'vertex' ? to.vertex : to.vertex + 1;
  return [...line.slice(from.vertex + 1, -1), ...line.slice(0, end)];
}

/** How far along the line a snap is: whole vertices, and a share of the edge after one. */
function place(line: readonly Position[], snap: Snap): number {
  if (snap.kind === 'vertex') return snap.vertex;
  const a = line[snap.vertex]!;
  const b = line[snap.vertex + 1]!;
  return snap.vertex + lengthOf([a, snap.position]) / (lengthOf([a, b]) || 1);
}

function isClosed(line: readonly Position[]): boolean {
  const first = line[0]!;
  const last = line.at(-1)!;
  return line.length > 3 && first[0] === last[0] && first[1] === last[1];
}

function isSame(a: Position, b: Position): boolean {
  return a[0] === b[0] && a[1] === b[1];
}

function lengthOf(positions: readonly Position[]): number {
  let sum = 0;
  for (let i = 1; i < positions.length; i++) {
    sum += Math.hypot(
      positions[i]![0]! - positions[i - 1]![0]!,
      positions[i]![1]! - positions[i - 1]![1]!,
    );
  }
  return sum;
}
