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

/** What two boxes have in common; null where that is nothing, or one of them is not known. */
export function sharedBbox(a: Bbox | null, b: Bbox | null): Bbox | null {
  if (a === null || b === null) return null;
  const shared: Bbox = [
    Math.max(a[0], b[0]),
    Math.max(a[1], b[1]),
    Math.min(a[2], b[2]),
    Math.min(a[3], b[3]),
  ];
  return shared[0] < shared[2] && shared[1] < shared[3] ? shared : null;
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
