type Point = [number, number];
/** A polygon without holes; its ring is closed here. */
export const polygon = (...points: Point[]) => [[...points, points[0]!]];

export const feature = (id: string, shape: Point[][], name: string | null = null) => ({
  id,
  class: name,
  multiPolygon: [shape],
});
