import type {MultiPolygon, Position} from 'geojson';

/** Names a vertex, or the edge that starts at it. Rings are closed; the last position is not named. */
export interface VertexName {
  readonly part: number;
  readonly ring: number;
  readonly vertex: number;
}

// Every function answers a new geometry that shares all untouched rings with the old one, so that
// what is cached per ring stays good and one step of the undo history costs one ring.

/** Puts one vertex elsewhere. */
export function moveVertex(
  geometry: MultiPolygon,
  name: VertexName,
  position: Position,
): MultiPolygon {
  return replaceRing(geometry, name, (ring) => {
    const moved = ring.slice();
    moved[name.vertex] = position;
    if (name.vertex === 0) moved[moved.length - 1] = position;
    return moved;
  });
}

/** Adds a vertex on the edge that starts at the named one; it becomes `vertex + 1`. */
export function insertVertex(
  geometry: MultiPolygon,
  edge: VertexName,
  position: Position,
): MultiPolygon {
  return replaceRing(geometry, edge, (ring) => ring.toSpliced(edge.vertex + 1, 0, position));
}

/** Takes a vertex away; with fewer than three left its ring goes, and with a shell its whole part. */
export function deleteVertex(geometry: MultiPolygon, name: VertexName): MultiPolygon | null {
  const ring = geometry.coordinates[name.part]?.[name.ring];
  if (!ring) return geometry;
  if (ring.length - 2 < 3) {
    return name.ring === 0 ? deletePart(geometry, name.part) : deleteHole(geometry, name);
  }
  return replaceRing(geometry, name, (positions) => {
    const open = positions.slice(0, -1).toSpliced(name.vertex, 1);
    return [...open, open[0]!];
  });
}

export function deletePart(geometry: MultiPolygon, part: number): MultiPolygon | null {
  const coordinates = geometry.coordinates.toSpliced(part, 1);
  return coordinates.length > 0 ? {type: 'MultiPolygon', coordinates} : null;
}

function deleteHole(geometry: MultiPolygon, {part, ring}: VertexName): MultiPolygon {
  const rings = geometry.coordinates[part]!.toSpliced(ring, 1);
  return {type: 'MultiPolygon', coordinates: geometry.coordinates.with(part, rings)};
}

/** Adds a part from an open ring, counter-clockwise as RFC 7946 has shells. */
export function addPart(
  geometry: MultiPolygon | null,
  openRing: readonly Position[],
): MultiPolygon {
  const shell = closedRing(openRing, true);
  return {type: 'MultiPolygon', coordinates: [...(geometry?.coordinates ?? []), [shell]]};
}

/** Adds a hole from an open ring, clockwise. */
export function addHole(
  geometry: MultiPolygon,
  part: number,
  openRing: readonly Position[],
): MultiPolygon {
  const rings = [...geometry.coordinates[part]!, closedRing(openRing, false)];
  return {type: 'MultiPolygon', coordinates: geometry.coordinates.with(part, rings)};
}

/**
 * Shifts one part, or all when `part` is null. North and south it keeps its size in metres: offsets
 * in longitude from the middle are stretched by the ratio of the cosines of the two latitudes.
 */
export function shiftParts(
  geometry: MultiPolygon,
  part: number | null,
  from: Position,
  to: Position,
): MultiPolygon {
  const stretch = Math.cos(radians(from[1]!)) / Math.cos(radians(to[1]!));
  const deltaLat = to[1]! - from[1]!;
  const shift = (position: Position): Position => [
    to[0]! + (position[0]! - from[0]!) * stretch,
    position[1]! + deltaLat,
  ];
  const shiftRing = (ring: Position[]) => {
    const shifted = ring.slice(0, -1).map(shift);
    return [...shifted, shifted[0]!];
  };
  return {
    type: 'MultiPolygon',
    coordinates: geometry.coordinates.map((rings, index) =>
      part === null || part === index ? rings.map(shiftRing) : rings,
    ),
  };
}

export function vertexCount(geometry: MultiPolygon | null): number {
  let count = 0;
  for (const rings of geometry?.coordinates ?? []) {
    for (const ring of rings) count += ring.length - 1;
  }
  return count;
}

/** Turns the wanted way round and closed. */
function closedRing(openRing: readonly Position[], isCounterClockwise: boolean): Position[] {
  const ring =
    doubleSignedArea(openRing) > 0 === isCounterClockwise ? [...openRing] : openRing.toReversed();
  return [...ring, ring[0]!];
}

function doubleSignedArea(openRing: readonly Position[]): number {
  // Relative to the first vertex, or small zones far from 0° lose their sign to rounding.
  const [x0, y0] = openRing[0]! as [number, number];
  let sum = 0;
  for (let i = 0; i < openRing.length; i++) {
    const a = openRing[i]!;
    const b = openRing[(i + 1) % openRing.length]!;
    sum += (a[0]! - x0) * (b[1]! - y0) - (b[0]! - x0) * (a[1]! - y0);
  }
  return sum;
}

function replaceRing(
  geometry: MultiPolygon,
  {part, ring}: VertexName,
  change: (ring: Position[]) => Position[],
): MultiPolygon {
  const rings = geometry.coordinates[part]!;
  const changed = rings.with(ring, change(rings[ring]!));
  return {type: 'MultiPolygon', coordinates: geometry.coordinates.with(part, changed)};
}

function radians(degrees: number): number {
  return (degrees * Math.PI) / 180;
}
