import type {MultiPolygon, Position, Ring} from '../../kernel/geometry.ts';

/** A geometry whose positions are known to be pairs of numbers; nothing else is known of it. */
export type Shape =
  | {family: 'polygon'; isMulti: boolean; polygons: MultiPolygon}
  | {family: 'line'; isMulti: boolean; lines: Ring[]}
  | {family: 'point'; isMulti: boolean; points: Position[]};

/** All sequences of positions of a shape: its rings, its lines, or its points as one. */
export function sequencesOf(shape: Shape): Position[][] {
  if (shape.family === 'polygon') return shape.polygons.flat();
  return shape.family === 'line' ? shape.lines : [shape.points];
}

/** Positions of a shape, those that close rings included. */
export function vertexCountOf(shape: Shape): number {
  let count = 0;
  for (const sequence of sequencesOf(shape)) count += sequence.length;
  return count;
}

export function isEmptyShape(shape: Shape): boolean {
  return vertexCountOf(shape) === 0;
}
