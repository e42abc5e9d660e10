import type {MultiPolygon, Position} from 'geojson';
import type {ZoneContent} from './zone-content.ts';

/**
 * Closes the ring being drawn into a part or a hole; null when it cannot be, because it has fewer
 * than three vertices or the hole starts in no part.
 */
export function finishSketch(content: ZoneContent, kind: 'part' | 'hole'): ZoneContent | null {
  const {sketch, drawn} = content;
  if (sketch.length < 3) return null;
  if (kind === 'part') {
    const shell = closedRing(sketch, true);
    return withParts(content, [...(drawn?.coordinates ?? []), [shell]]);
  }
  const parts = drawn?.coordinates ?? [];
  const part = parts.findIndex((rings) => isInside(sketch[0]!, rings[0]!));
  if (part < 0) return null;
  const hole = closedRing(sketch, false);
  return withParts(content, parts.with(part, [...parts[part]!, hole]));
}

function withParts(content: ZoneContent, coordinates: MultiPolygon['coordinates']): ZoneContent {
  return {...content, drawn: {type: 'MultiPolygon', coordinates}, sketch: []};
}

/** RFC 7946: shells run counter-clockwise, holes clockwise. */
function closedRing(open: readonly Position[], isCounterClockwise: boolean): Position[] {
  const ring = doubleArea(open) > 0 === isCounterClockwise ? [...open] : open.toReversed();
  return [...ring, ring[0]!];
}

/** Twice the signed area in square degrees, taken from the first vertex to keep small rings exact. */
function doubleArea(open: readonly Position[]): number {
  const [x, y] = open[0] as [number, number];
  return open.reduce((sum, a, index) => {
    const b = open[(index + 1) % open.length]!;
    return sum + (a[0]! - x) * (b[1]! - y) - (b[0]! - x) * (a[1]! - y);
  }, 0);
}

function isInside([x, y]: Position, ring: readonly Position[]): boolean {
  let inside = false;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const [xi, yi] = ring[i] as [number, number];
    const [xj, yj] = ring[j] as [number, number];
    const isBetween = yi > y! !== yj > y!;
    if (isBetween && x! < ((xj - xi) * (y! - yi)) / (yj - yi) + xi) inside = !inside;
  }
  return inside;
}
