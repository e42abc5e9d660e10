import {crossingSign, isLeftOfShifted, isShiftedLeft} from './crossing.ts';

/**
 * How often the rings of the operand that is shifted (`crossing.ts`, b) wind round a position: 1
 * inside, 0 outside. Only the edges from vertex `start` to the vertex before `end` are counted, as
 * one ring, so call it for each ring and add.
 */
export function windingOfShiftedRing(
  xy: Float64Array,
  start: number,
  end: number,
  x: number,
  y: number,
): number {
  let winding = 0;
  let rx = xy[2 * end - 2]!;
  let ry = xy[2 * end - 1]!;
  for (let i = 2 * start; i < 2 * end; i += 2) {
    const sx = xy[i]!;
    const sy = xy[i + 1]!;
    // a ray to the right; a shifted position at the ray's height lies above it
    const rIsAbove = ry >= y;
    if (rIsAbove !== sy >= y && (rx >= x || sx >= x)) {
      const isLeft = isLeftOfShifted(rx, ry, sx, sy, x, y);
      if (isLeft !== rIsAbove) winding += isLeft ? 1 : -1;
    }
    rx = sx;
    ry = sy;
  }
  return winding;
}

/** How often a ring of the operand that stays in place (a) winds round a shifted position (of b). */
export function windingRoundShifted(
  xy: Float64Array,
  start: number,
  end: number,
  x: number,
  y: number,
): number {
  let winding = 0;
  let px = xy[2 * end - 2]!;
  let py = xy[2 * end - 1]!;
  for (let i = 2 * start; i < 2 * end; i += 2) {
    const qx = xy[i]!;
    const qy = xy[i + 1]!;
    const pIsAbove = py > y;
    if (pIsAbove !== qy > y && (px >= x || qx >= x)) {
      const isLeft = isShiftedLeft(px, py, qx, qy, x, y);
      if (isLeft !== pIsAbove) winding += isLeft ? 1 : -1;
    }
    px = qx;
    py = qy;
  }
  return winding;
}

/**
 * How the winding number of shifted edges changes from one position to another, along the straight
 * path between them. `edges` holds x0, y0, x1, y1 of each edge; those at places[0] … places[count − 1]
 * are looked at, which have to be all that touch the path.
 */
export function windingChange(
  edges: Float64Array,
  places: Int32Array,
  count: number,
  fromX: number,
  fromY: number,
  toX: number,
  toY: number,
): number {
  const minX = fromX < toX ? fromX : toX;
  const maxX = fromX < toX ? toX : fromX;
  const minY = fromY < toY ? fromY : toY;
  const maxY = fromY < toY ? toY : fromY;
  let change = 0;
  for (let k = 0; k < count; k++) {
    const e = places[k]!;
    const rx = edges[e]!;
    const ry = edges[e + 1]!;
    const sx = edges[e + 2]!;
    const sy = edges[e + 3]!;
    if ((rx < minX && sx < minX) || (rx > maxX && sx > maxX)) continue;
    if ((ry < minY && sy < minY) || (ry > maxY && sy > maxY)) continue;
    change += crossingSign(fromX, fromY, toX, toY, rx, ry, sx, sy);
  }
  return change;
}

/**
 * How the winding number of shifted edges changes along two sides of a square, from its lower left corner
 * at (x, y) to the one right of it and to the one above it. `edges` has all that touch the square.
 */
export function windingAlongSides(
  edges: Float64Array,
  edgeCount: number,
  x: number,
  y: number,
  size: number,
): {bottom: number; left: number} {
  let bottom = 0;
  let left = 0;
  for (let i = 0; i < 4 * edgeCount; i += 4) {
    const rx = edges[i]!;
    const ry = edges[i + 1]!;
    const sx = edges[i + 2]!;
    const sy = edges[i + 3]!;
    // most lie above the one and right of the other
    if ((ry <= y || sy <= y) && (ry >= y || sy >= y) && (rx >= x || sx >= x))
      bottom += crossingSign(x, y, x + size, y, rx, ry, sx, sy);
    if ((rx <= x || sx <= x) && (rx >= x || sx >= x) && (ry >= y || sy >= y))
      left += crossingSign(x, y, x, y + size, rx, ry, sx, sy);
  }
  return {bottom, left};
}
