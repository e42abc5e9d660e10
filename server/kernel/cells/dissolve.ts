import type {FlatRings} from '../geometry.ts';
import type {OverlapMeter} from '../overlap-area.ts';
import {NO_WIDTH_M, overlay, perimeterM, type Overlay} from './overlay.ts';

/** What one set of features, and no other, holds. */
export interface Face {
  /** Ordinals, ascending. */
  features: number[];
  rings: FlatRings;
}

/**
 * Takes outlines that may overlap apart into faces that do not: each face is what exactly one set of
 * features holds. Then nothing is counted twice and nothing is lost: the area of a class is the sum
 * over the faces whose features are of that class, the total the sum over all faces, and what
 * several classes hold the sum over faces of several classes.
 *
 * Works feature by feature, and of two outlines at a time, because two outlines can be cut from each
 * other with results that always close (`overlay.ts`). Features that only touch or share edges come
 * out as they went in.
 */
export function dissolve(features: Face[], meter: OverlapMeter): Face[] {
  let faces: Face[] = [];
  for (const feature of features) {
    const next: Face[] = [];
    let rest = feature.rings;
    for (const face of faces) {
      const cut = rest.starts.length > 1 ? cutIfOverlapping(face.rings, rest, meter) : null;
      if (!cut) {
        next.push(face);
        continue;
      }
      if (cut.onlyA.starts.length > 1) next.push({features: face.features, rings: cut.onlyA});
      next.push({
        features: [...face.features, ...feature.features].sort((a, b) => a - b),
        rings: cut.both,
      });
      rest = cut.onlyB;
    }
    if (rest.starts.length > 1) next.push({features: feature.features, rings: rest});
    faces = next;
  }
  return faces;
}

function cutIfOverlapping(a: FlatRings, b: FlatRings, meter: OverlapMeter): Overlay | null {
  if (boxesMiss(a, b)) return null;
  // neighbours whose shared border was digitised twice overlap by rounding alone: left as they are
  const toleranceM2 = NO_WIDTH_M * Math.min(perimeterM(a), perimeterM(b));
  if (meter.area(a, b) <= toleranceM2) return null;
  const cut = overlay(a, b);
  return cut.both.starts.length > 1 ? cut : null;
}

function boxesMiss(a: FlatRings, b: FlatRings): boolean {
  const [aMinX, aMinY, aMaxX, aMaxY] = boundingBox(a);
  const [bMinX, bMinY, bMaxX, bMaxY] = boundingBox(b);
  return aMaxX <= bMinX || bMaxX <= aMinX || aMaxY <= bMinY || bMaxY <= aMinY;
}

function boundingBox({xy, starts}: FlatRings): [number, number, number, number] {
  let minX = Infinity;
  let minY = Infinity;
  let maxX = -Infinity;
  let maxY = -Infinity;
  for (let i = 2 * starts[0]!; i < 2 * starts[starts.length - 1]!; i += 2) {
    minX = Math.min(minX, xy[i]!);
    maxX = Math.max(maxX, xy[i]!);
    minY = Math.min(minY, xy[i + 1]!);
    maxY = Math.max(maxY, xy[i + 1]!);
  }
  return [minX, minY, maxX, maxY];
}
