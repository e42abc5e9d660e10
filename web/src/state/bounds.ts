import type {Geometry, Position} from 'geojson';
import type {Bbox} from './map-state.ts';

/** West, south, east, north of a geometry; null when it has no coordinates. */
export function bboxOf(geometry: Geometry | null): Bbox | null {
  if (geometry === null) return null;
  const box: [number, number, number, number] = [Infinity, Infinity, -Infinity, -Infinity];
  extend(box, geometry);
  return box[0] <= box[2] ? box : null;
}

export function unionOf(boxes: readonly Bbox[]): Bbox | null {
  if (boxes.length === 0) return null;
  return [
    Math.min(...boxes.map((box) => box[0])),
    Math.min(...boxes.map((box) => box[1])),
    Math.max(...boxes.map((box) => box[2])),
    Math.max(...boxes.map((box) => box[3])),
  ];
}

function extend(box: [number, number, number, number], geometry: Geometry): void {
  if (geometry.type === 'GeometryCollection') {
    for (const each of geometry.geometries) extend(box, each);
    return;
  }
  const stack: unknown[] = [geometry.coordinates];
  while (stack.length > 0) {
    const item = stack.pop() as unknown[];
    if (typeof item[0] !== 'number') {
      stack.push(...item);
      continue;
    }
    const [lon, lat] = item as Position as [number, number];
    box[0] = Math.min(box[0], lon);
    box[1] = Math.min(box[1], lat);
    box[2] = Math.max(box[2], lon);
    box[3] = Math.max(box[3], lat);
  }
}
