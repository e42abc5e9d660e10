import {append, boxOf, closeUp, collect, type Box, type Detail, type Part} from './detail.ts';
import {LINE, POINT} from './grid.ts';

/** Keeps what lies in the box. Null when nothing does. */
export function clipToBox(detail: Detail, box: Box): Detail | null {
  const seen = boxOf(detail);
  let clipped: Detail | null = detail;
  if (seen[0] < box[0]) clipped = clipToSide(clipped, 0, box[0], true);
  if (clipped && seen[2] > box[2]) clipped = clipToSide(clipped, 0, box[2], false);
  if (clipped && seen[1] < box[1]) clipped = clipToSide(clipped, 1, box[1], true);
  if (clipped && seen[3] > box[3]) clipped = clipToSide(clipped, 1, box[3], false);
  return clipped;
}

/** Keeps what lies on one side of a line along the grid: above `bound` on that axis, or below. */
export function clipToSide(
  detail: Detail,
  axis: 0 | 1,
  bound: number,
  isAbove: boolean,
): Detail | null {
  const {kind, parts, shells} = detail;
  if (kind === POINT) {
    return collect(
      kind,
      parts.filter((part) => isInside(part[axis]!, bound, isAbove)),
      () => false,
    );
  }
  if (kind === LINE) {
    return collect(
      kind,
      parts.flatMap((part) => clipLine(part, axis, bound, isAbove)),
      () => false,
    );
  }
  const rings = parts.map((part) => clipRing(part, axis, bound, isAbove));
  return collect(kind, rings, (p) => shells[p]!);
}

function clipLine(part: Part, axis: 0 | 1, bound: number, isAbove: boolean): Part[] {
  const lines: Part[] = [];
  let line: Part = [];
  for (let i = 0; i < part.length; i += 3) {
    const inside = isInside(part[i + axis]!, bound, isAbove);
    if (i > 0 && inside !== isInside(part[i - 3 + axis]!, bound, isAbove)) {
      appendCrossing(line, part, i - 3, i, axis, bound);
    }
    if (inside) append(line, part[i]!, part[i + 1]!, part[i + 2]!);
    else if (line.length > 0) {
      lines.push(line);
      line = [];
    }
  }
  if (line.length > 0) lines.push(line);
  return lines;
}

/** Sutherland & Hodgman (1974) for one side: the ring follows the line where it lies beyond it. */
function clipRing(part: Part, axis: 0 | 1, bound: number, isAbove: boolean): Part {
  const ring: Part = [];
  let last = part.length - 3;
  let wasInside = isInside(part[last + axis]!, bound, isAbove);
  for (let i = 0; i < part.length; i += 3) {
    const inside = isInside(part[i + axis]!, bound, isAbove);
    if (inside !== wasInside) appendCrossing(ring, part, last, i, axis, bound);
    if (inside) append(ring, part[i]!, part[i + 1]!, part[i + 2]!);
    last = i;
    wasInside = inside;
  }
  closeUp(ring);
  return ring;
}

function isInside(value: number, bound: number, isAbove: boolean): boolean {
  return isAbove ? value >= bound : value <= bound;
}

/**
 * Adds the point where an edge crosses the line, shown at every zoom. It is worked out from the end
 * with the lower coordinate, whichever way the edge runs: two features that share the edge get the
 * same point.
 */
function appendCrossing(
  to: Part,
  part: Part,
  i: number,
  j: number,
  axis: 0 | 1,
  bound: number,
): void {
  const [a, b] = part[i + axis]! < part[j + axis]! ? [i, j] : [j, i];
  const across = axis === 0 ? 1 : 0;
  const t = (bound - part[a + axis]!) / (part[b + axis]! - part[a + axis]!);
  const value = Math.round(part[a + across]! + t * (part[b + across]! - part[a + across]!));
  if (axis === 0) append(to, bound, value, 0);
  else append(to, value, bound, 0);
}
