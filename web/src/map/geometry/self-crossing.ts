import Flatbush from 'flatbush';
import type {MultiPolygon, Position} from 'geojson';
import {orient2d} from 'robust-predicates';
import type {VertexName} from './edit-rings.ts';

/** One edge of the drawing and where it belongs. */
interface Edge {
  readonly a: Position;
  readonly b: Position;
  readonly name: VertexName;
  readonly ringLength: number;
}

/**
 * Places where the outline of a geometry crosses itself or runs along itself. Rings that touch in a
 * point are let be: a hole may touch its shell. Sign tests are exact, so an edge snapped onto
 * another's vertex never counts as a crossing by rounding. Edges named in `without` are left out.
 */
export function crossings(geometry: MultiPolygon, without: readonly VertexName[] = []): Position[] {
  const edges = edgesOf(geometry).filter(
    ({name}) => !without.some((other) => isSameName(name, other)),
  );
  if (edges.length === 0) return [];
  const index = new Flatbush(edges.length);
  for (const {a, b} of edges) index.add(...boxOf(a, b));
  index.finish();

  const found: Position[] = [];
  for (const [i, edge] of edges.entries()) {
    for (const j of index.search(...boxOf(edge.a, edge.b))) {
      if (j <= i) continue;
      const place = crossing(edge, edges[j]!);
      if (place) found.push(place);
    }
  }
  return found;
}

/**
 * The same for the edges that start at the named vertices only, against all others: what can have
 * changed while one vertex is dragged, in time linear to the outline and without an index.
 */
export function crossingsOfEdges(geometry: MultiPolygon, moved: readonly VertexName[]): Position[] {
  const movedEdges = moved.map((name) => edgeAt(geometry, name));
  const found: Position[] = [];
  for (const [part, rings] of geometry.coordinates.entries()) {
    for (const [ring, positions] of rings.entries()) {
      for (let vertex = 0; vertex < positions.length - 1; vertex++) {
        const a = positions[vertex]!;
        const b = positions[vertex + 1]!;
        for (const [i, edge] of movedEdges.entries()) {
          if (boxesMiss(edge, a, b)) continue;
          const other = {a, b, name: {part, ring, vertex}, ringLength: positions.length - 1};
          // neither against itself nor, once more, against one that came before it
          if (movedEdges.slice(0, i + 1).some(({name}) => isSameName(name, other.name))) continue;
          const place = crossing(edge, other);
          if (place) found.push(place);
        }
      }
    }
  }
  return found;
}

/** The two edges that end and start at a vertex, by the vertex each starts at. */
export function edgesAround(geometry: MultiPolygon, name: VertexName): VertexName[] {
  const count = geometry.coordinates[name.part]![name.ring]!.length - 1;
  return [{...name, vertex: (name.vertex + count - 1) % count}, name];
}

function crossing(first: Edge, second: Edge): Position | null {
  const {a, b} = first;
  const {a: c, b: d} = second;
  const abc = orient(a, b, c);
  const abd = orient(a, b, d);
  const cda = orient(c, d, a);
  const cdb = orient(c, d, b);
  if (abc * abd < 0 && cda * cdb < 0) return crossingPoint(a, b, cda, cdb);
  if (abc === 0 && abd === 0) return overlapPoint(a, b, c, d);
  if (!isSameRing(first, second) || areNeighbours(first, second)) return null;

  // within one ring an end that lies on another edge pinches the ring
  if (abc === 0 && isBetween(c, a, b)) return c;
  if (abd === 0 && isBetween(d, a, b)) return d;
  if (cda === 0 && isBetween(a, c, d)) return a;
  if (cdb === 0 && isBetween(b, c, d)) return b;
  return null;
}

function orient(a: Position, b: Position, c: Position): number {
  return orient2d(a[0]!, a[1]!, b[0]!, b[1]!, c[0]!, c[1]!);
}

function crossingPoint(a: Position, b: Position, cda: number, cdb: number): Position {
  const t = cda / (cda - cdb);
  return [a[0]! + t * (b[0]! - a[0]!), a[1]! + t * (b[1]! - a[1]!)];
}

/** For edges on one line: a place inside the stretch they share, or null when they only touch. */
function overlapPoint(a: Position, b: Position, c: Position, d: Position): Position | null {
  const axis = Math.abs(b[0]! - a[0]!) > Math.abs(b[1]! - a[1]!) ? 0 : 1;
  const from = Math.max(Math.min(a[axis]!, b[axis]!), Math.min(c[axis]!, d[axis]!));
  const to = Math.min(Math.max(a[axis]!, b[axis]!), Math.max(c[axis]!, d[axis]!));
  if (from >= to || a[axis] === b[axis]) return null;
  const t = ((from + to) / 2 - a[axis]!) / (b[axis]! - a[axis]!);
  return [a[0]! + t * (b[0]! - a[0]!), a[1]! + t * (b[1]! - a[1]!)];
}

function isBetween(p: Position, a: Position, b: Position): boolean {
  const [west, south, east, north] = boxOf(a, b);
  return p[0]! >= west && p[0]! <= east && p[1]! >= south && p[1]! <= north;
}

function isSameRing(first: Edge, second: Edge): boolean {
  return first.name.part === second.name.part && first.name.ring === second.name.ring;
}

function isSameName(first: VertexName, second: VertexName): boolean {
  return first.part === second.part && first.ring === second.ring && first.vertex === second.vertex;
}

function areNeighbours(first: Edge, second: Edge): boolean {
  const apart = Math.abs(first.name.vertex - second.name.vertex);
  return apart === 1 || apart === first.ringLength - 1;
}

function edgeAt(geometry: MultiPolygon, name: VertexName): Edge {
  const ring = geometry.coordinates[name.part]![name.ring]!;
  return {a: ring[name.vertex]!, b: ring[name.vertex + 1]!, name, ringLength: ring.length - 1};
}

function edgesOf(geometry: MultiPolygon): Edge[] {
  const edges: Edge[] = [];
  for (const [part, rings] of geometry.coordinates.entries()) {
    for (const [ring, positions] of rings.entries()) {
      for (let vertex = 0; vertex < positions.length - 1; vertex++) {
        edges.push(edgeAt(geometry, {part, ring, vertex}));
      }
    }
  }
  return edges;
}

function boxOf(a: Position, b: Position): [number, number, number, number] {
  return [
    Math.min(a[0]!, b[0]!),
    Math.min(a[1]!, b[1]!),
    Math.max(a[0]!, b[0]!),
    Math.max(a[1]!, b[1]!),
  ];
}

function boxesMiss({a, b}: Edge, c: Position, d: Position): boolean {
  return (
    Math.max(a[0]!, b[0]!) < Math.min(c[0]!, d[0]!) ||
    Math.min(a[0]!, b[0]!) > Math.max(c[0]!, d[0]!) ||
    Math.max(a[1]!, b[1]!) < Math.min(c[1]!, d[1]!) ||
    Math.min(a[1]!, b[1]!) > Math.max(c[1]!, d[1]!)
  );
}
