import {orient2d} from 'robust-predicates';
import type {Position, Ring} from './geometry.ts';

// A ring that walks back the way it came sums to no more than rounding. So does one that crosses
// itself with equal parts on both sides, which is why it is looked at again below.
const ROUNDING_SHARE = 1e-9;

/**
 * Whether a ring has no inside because all its positions lie on one line, or because it walks each of
 * its edges back again. Repeated positions count once; the plane is free.
 */
export function enclosesNothing(ring: Ring): boolean {
  if (isWide(ring)) return false;
  return liesOnOneLine(ring) || walksBack(ring);
}

/** By far the usual case: area that is more than rounding. */
function isWide(ring: Ring): boolean {
  const [x0, y0] = ring[0]!;
  let minX = x0;
  let maxX = x0;
  let minY = y0;
  let maxY = y0;
  let twiceArea = 0;
  for (let i = 0; i < ring.length; i++) {
    const [x, y] = ring[i]!;
    const [nextX, nextY] = ring[(i + 1) % ring.length]!;
    twiceArea += (x - x0) * (nextY - y0) - (nextX - x0) * (y - y0);
    minX = Math.min(minX, x);
    maxX = Math.max(maxX, x);
    minY = Math.min(minY, y);
    maxY = Math.max(maxY, y);
  }
  return Math.abs(twiceArea) > ROUNDING_SHARE * (maxX - minX) * (maxY - minY);
}

function liesOnOneLine(ring: Ring): boolean {
  const [x0, y0] = ring[0]!;
  const other = ring.find(([x, y]) => x !== x0 || y !== y0);
  if (other === undefined) return true;
  return ring.every(([x, y]) => orient2d(x0, y0, other[0], other[1], x, y) === 0);
}

function walksBack(ring: Ring): boolean {
  const balance = new Map<string, number>();
  const add = (from: Position, to: Position, by: number) => {
    const edge = `${from.join()} ${to.join()}`;
    balance.set(edge, (balance.get(edge) ?? 0) + by);
  };
  for (let i = 0; i < ring.length; i++) {
    const from = ring[i]!;
    const to = ring[(i + 1) % ring.length]!;
    add(from, to, 1);
    add(to, from, -1);
  }
  return [...balance.values()].every((count) => count === 0);
}
