import type {MultiPolygon, Polygon, Position, Ring} from '../../server/kernel/geometry.ts';

/** Random outlines for the tests of the kernel. Every one is valid; rings come out open. */
export type Random = () => number;

export const between = (random: Random, low: number, high: number): number =>
  low + (high - low) * random();
export const integer = (random: Random, low: number, high: number): number =>
  Math.floor(between(random, low, high + 1));
export const pick = <T>(random: Random, values: readonly T[]): T =>
  values[Math.floor(random() * values.length)]!;

/** A star round a centre: one vertex per direction, radii between the given shares of the radius. */
export function star(
  random: Random,
  vertexCount: number,
  [centreX, centreY]: Position,
  radius: number,
  leastShare = 0.3,
): Ring {
  return Array.from({length: vertexCount}, (_, i): Position => {
    const angle = ((i + 0.7 * random()) / vertexCount) * 2 * Math.PI;
    const r = radius * between(random, leastShare, 1);
    return [centreX + r * Math.cos(angle), centreY + r * Math.sin(angle)];
  });
}

/** The ring drawn together towards a centre it is a star round of, so that it lies strictly inside. */
export function shrink(ring: Ring, [centreX, centreY]: Position, share: number): Ring {
  return ring.map(([x, y]) => [centreX + share * (x - centreX), centreY + share * (y - centreY)]);
}

/** A star with integer coordinates: lattice points sorted by their direction from a point off the lattice. */
export function latticeStar(random: Random, vertexCount: number, size: number): Ring {
  const centre: Position = [size / 2 + 0.31830988, size / 2 + 0.12345679];
  const byAngle = new Map<number, Position>();
  for (let i = 0; i < vertexCount; i++) {
    const p: Position = [integer(random, 0, size), integer(random, 0, size)];
    byAngle.set(Math.atan2(p[1] - centre[1], p[0] - centre[0]), p);
  }
  const ring = [...byAngle].sort(([s], [t]) => s - t).map(([, p]) => p);
  // Each gap between two directions must be under half a turn, or the star does not hold its centre
  // and may cross itself.
  const angles = [...byAngle.keys()].sort((s, t) => s - t);
  const widest = Math.max(...angles.map((s, i) => (angles[i + 1] ?? angles[0]! + 2 * Math.PI) - s));
  return ring.length >= 3 && widest < Math.PI ? ring : box(0, 0, size, size);
}

/** Columns of unit width and random integer height side by side, bottom at a common height. */
export function skyline(
  random: Random,
  columns: number,
  highest: number,
  x: number,
  y: number,
): Ring {
  const ring: Ring = [[x, y]];
  ring.push([x + columns, y]);
  let before = -1;
  for (let i = columns - 1; i >= 0; i--) {
    const height = integer(random, 1, highest);
    if (height !== before) {
      if (before >= 0) ring.push([x + i + 1, y + before]);
      ring.push([x + i + 1, y + height]);
    }
    before = height;
  }
  ring.push([x, y + before]);
  return ring;
}

export function box(minX: number, minY: number, maxX: number, maxY: number): Ring {
  return [
    [minX, minY],
    [maxX, minY],
    [maxX, maxY],
    [minX, maxY],
  ];
}

/** Points on a wavy line from one position to another, ends included. */
export function wavyLine(random: Random, from: Position, to: Position, parts: number): Position[] {
  const across: Position = [from[1] - to[1], to[0] - from[0]];
  return Array.from({length: parts + 1}, (_, i): Position => {
    if (i === 0) return from;
    if (i === parts) return to;
    const share = (i + between(random, -0.3, 0.3)) / parts;
    const wave = between(random, -0.08, 0.08);
    return [
      from[0] + share * (to[0] - from[0]) + wave * across[0],
      from[1] + share * (to[1] - from[1]) + wave * across[1],
    ];
  });
}

export const moveRing = (ring: Ring, dx: number, dy: number): Ring =>
  ring.map(([x, y]) => [x + dx, y + dy]);
export const mapRings = (shape: MultiPolygon, change: (ring: Ring) => Ring): MultiPolygon =>
  shape.map((polygon): Polygon => polygon.map(change));

/** The same shape written differently: other first vertices, directions, closing positions. */
export function rewrite(random: Random, shape: MultiPolygon): MultiPolygon {
  return mapRings(shape, (ring) => {
    const first = integer(random, 0, ring.length - 1);
    const turned = [...ring.slice(first), ...ring.slice(0, first)];
    if (random() < 0.5) turned.reverse();
    // a repeated vertex is nothing unusual in surveyed data
    if (random() < 0.1) turned.splice(1, 0, turned[1]!);
    if (random() < 0.5) turned.push(turned[0]!);
    return turned;
  });
}
