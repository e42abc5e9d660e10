import type {MultiPolygon, Polygon, Position, Ring} from '../../server/kernel/geometry.ts';

/**
 * A mosaic of columns × rows cells with crooked borders, in longitude and latitude. Neighbours share
 * the vertices of their border bit for bit.
 *
 *     ┌──╮ ╭──┬╮
 *     │  ╰╮╯  ╭╯     `cell(1, 0)` is the right one,
 *     └╮─╭┴╮──┘      `block(0, 0, 2, 1)` both, dissolved
 */
export interface Mosaic {
  columns: number;
  rows: number;
  cell(column: number, row: number): Ring;
  block(left: number, bottom: number, right: number, top: number): Ring;
}

export interface MosaicOptions {
  columns: number;
  rows: number;
  /** Lower left corner and size in degrees. */
  at: Position;
  sizeDeg: number;
  /** Vertices of a border are doubled this often. */
  depth: number;
  random: () => number;
}

export function crookedMosaic({columns, rows, at, sizeDeg, depth, random}: MosaicOptions): Mosaic {
  const cellDeg = sizeDeg / Math.max(columns, rows);
  const corner = grid(columns + 1, rows + 1, (i, j): Position => {
    const jitter = () => (random() - 0.5) * 0.3 * cellDeg;
    return [at[0] + i * cellDeg + jitter(), at[1] + j * cellDeg + jitter()];
  });
  const crooked = (from: Position, to: Position) => bend(from, to, depth, random);
  const eastward = grid(columns, rows + 1, (i, j) => crooked(corner[i]![j]!, corner[i + 1]![j]!));
  const northward = grid(columns + 1, rows, (i, j) => crooked(corner[i]![j]!, corner[i]![j + 1]!));

  function block(left: number, bottom: number, right: number, top: number): Ring {
    const ring: Ring = [];
    const go = (border: Position[]) => ring.push(...border.slice(0, -1));
    for (let i = left; i < right; i++) go(eastward[i]![bottom]!);
    for (let j = bottom; j < top; j++) go(northward[right]![j]!);
    for (let i = right - 1; i >= left; i--) go(eastward[i]![top]!.toReversed());
    for (let j = top - 1; j >= bottom; j--) go(northward[left]![j]!.toReversed());
    ring.push(ring[0]!);
    return ring;
  }
  return {columns, rows, cell: (i, j) => block(i, j, i + 1, j + 1), block};
}

/** Midpoint displacement: each half of a border strays by up to a tenth of its length. */
function bend(from: Position, to: Position, depth: number, random: () => number): Position[] {
  if (depth === 0) return [from, to];
  const sway = (random() - 0.5) * 0.2;
  const middle: Position = [
    (from[0] + to[0]) / 2 - (to[1] - from[1]) * sway,
    (from[1] + to[1]) / 2 + (to[0] - from[0]) * sway,
  ];
  const first = bend(from, middle, depth - 1, random);
  return [...first.slice(0, -1), ...bend(middle, to, depth - 1, random)];
}

function grid<T>(columns: number, rows: number, make: (i: number, j: number) => T): T[][] {
  return Array.from({length: columns}, (_, i) => Array.from({length: rows}, (__, j) => make(i, j)));
}

/** Little-endian WKB of a polygon or multipolygon. */
export function toWkb(geometry: Polygon | MultiPolygon): Uint8Array {
  const isMulti = Array.isArray(geometry[0]?.[0]?.[0]);
  const bytes: number[] = [];
  const uint32 = (value: number) => bytes.push(...new Uint8Array(Uint32Array.of(value).buffer));
  const double = (value: number) => bytes.push(...new Uint8Array(Float64Array.of(value).buffer));
  const header = (type: number) => {
    bytes.push(1);
    uint32(type);
  };
  const polygon = (rings: Polygon) => {
    header(3);
    uint32(rings.length);
    for (const ring of rings) {
      uint32(ring.length);
      for (const [x, y] of ring) {
        double(x);
        double(y);
      }
    }
  };
  if (isMulti) {
    header(6);
    uint32(geometry.length);
    for (const each of geometry as MultiPolygon) polygon(each);
  } else polygon(geometry as Polygon);
  return Uint8Array.from(bytes);
}

/** Seeded random numbers (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b_79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}
