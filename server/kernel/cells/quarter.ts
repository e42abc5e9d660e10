import {flatRingAreaM2} from '../area.ts';
import type {CutRing, RingHalver} from './halve.ts';
import type {CellBox} from './key.ts';

/**
 * Halves rings east–west, then each half south–north, always in this order: whoever shares an edge
 * gets the same crossing points on it. The quarters: lower left, lower right, upper left, upper right.
 */
export function quarter(
  halver: RingHalver,
  rings: CutRing[],
  {x, y, size}: CellBox,
): [CutRing[], CutRing[], CutRing[], CutRing[]] {
  const midY = y + size / 2;
  const [west, east] = halveAll(halver, rings, 0, x + size / 2);
  const [southWest, northWest] = halveAll(halver, west, 1, midY);
  const [southEast, northEast] = halveAll(halver, east, 1, midY);
  return [southWest, southEast, northWest, northEast];
}

function halveAll(
  halver: RingHalver,
  rings: CutRing[],
  axis: 0 | 1,
  line: number,
): [CutRing[], CutRing[]] {
  const lows: CutRing[] = [];
  const highs: CutRing[] = [];
  const halves = {lows, highs};
  for (const ring of rings) {
    if ((axis === 0 ? ring.maxX : ring.maxY) <= line) lows.push(ring);
    else if ((axis === 0 ? ring.minX : ring.minY) >= line) highs.push(ring);
    else halver.halve(ring, axis, line, halves);
  }
  return [lows, highs];
}

/**
 * Takes out the rings that run along the cell's sides only: they hold all of it or nothing. Returns
 * the others and the features that hold the whole cell.
 */
export function takeOutCovering(
  rings: CutRing[],
  inherited: number[],
  box: CellBox,
): {crossing: CutRing[]; covering: number[]} {
  let windings: Map<number, number> | null = null;
  const crossing: CutRing[] = [];
  for (const ring of rings) {
    if (!runsAlongSides(ring, box)) {
      crossing.push(ring);
      continue;
    }
    windings ??= new Map(inherited.map((feature) => [feature, 1]));
    const areaM2 = flatRingAreaM2(ring.xy, ring.start, ring.end);
    const turns = Math.round(areaM2 / box.size ** 2);
    windings.set(ring.feature, (windings.get(ring.feature) ?? 0) + turns);
  }
  if (!windings) return {crossing, covering: inherited};
  const covering = [...windings].filter(([, turns]) => turns !== 0).map(([feature]) => feature);
  return {crossing, covering};
}

function runsAlongSides({xy, start, end}: CutRing, {x, y, size}: CellBox): boolean {
  const right = x + size;
  const top = y + size;
  let px = xy[2 * end - 2]!;
  let py = xy[2 * end - 1]!;
  for (let i = 2 * start; i < 2 * end; i += 2) {
    const qx = xy[i]!;
    const qy = xy[i + 1]!;
    const isAlong =
      (px === qx && (px === x || px === right)) || (py === qy && (py === y || py === top));
    if (!isAlong) return false;
    px = qx;
    py = qy;
  }
  return true;
}
