import Flatbush from 'flatbush';
import type {Outlines} from '../../kernel/outlines.ts';
import type {SharedBorders} from '../../kernel/shared-border.ts';

/** Two units that hold the same ground, farther in than two drawings of one border may differ. */
export interface UnitOverlap {
  first: number;
  second: number;
  at: [lon: number, lat: number];
}

/**
 * Pairs of units that overlap: an edge walked the same way by both, or a run of outline that has no
 * neighbour along it and lies inside another unit. Each pair once, with one place.
 */
export function findUnitOverlaps(units: Outlines, {loose, doubles}: SharedBorders): UnitOverlap[] {
  const found = new Map<string, UnitOverlap>();
  const note = (a: number, b: number, at: [number, number]) => {
    const [first, second] = a < b ? [a, b] : [b, a];
    const key = `${first} ${second}`;
    if (!found.has(key)) found.set(key, {first, second, at});
  };
  for (const {area, other, at} of doubles) note(area, other, at);
  if (loose.length > 0) {
    const boxes = new Flatbush(units.areaCount);
    for (const box of units.boxes) boxes.add(...box);
    boxes.finish();
    for (const {area, at} of loose) {
      for (const other of boxes.search(at[0], at[1], at[0], at[1])) {
        if (other !== area && units.holds(other, ...at)) note(area, other, at);
      }
    }
  }
  return [...found.values()].sort((a, b) => a.first - b.first || a.second - b.second);
}
