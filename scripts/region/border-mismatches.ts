import {traceSide, type Tracer} from './edges.ts';
import {groundLength} from './ground-length.ts';
import type {Displaced} from './layer-file.ts';
import {
  centrePoint,
  cellsOfCorner,
  cornerOf,
  cornersAround,
  kitesOfCorner,
  toGrid,
  type Mesh,
} from './mesh.ts';
import {FUNCTIONS} from './redlines.ts';
import {twinOf} from './rings.ts';
import type {Units} from './units.ts';

/**
 * What is wrong at the border: red on one side only; red on both but for another function; a strip
 * of a few metres left open; or the two lines arriving a few metres apart.
 */
export type MismatchKind = 'missing' | 'class' | 'gap' | 'offset';

export type Mismatch = {
  kind: MismatchKind;
  /** Counties on the intact and on the altered side. */
  counties: [number, number];
  /** Kites on either side of the border along the mismatch, intact side first. */
  sides: number[];
  lengthM: number;
  offsetM: number;
  /** Grid points lon, lat of the border where it happens. */
  line: number[];
};

const KINDS: MismatchKind[] = ['missing', 'class', 'gap', 'missing', 'offset', 'class'];
const GAP_M = 25;
const OFFSET_M = 6;

/** Breaks the agreement of red lines across borders in a few known places, provinces' borders first. */
export function breakBorders(
  mesh: Mesh,
  tracer: Tracer,
  units: Units,
  label: Int32Array,
  corners: Int8Array,
): Mismatch[] {
  const found: Mismatch[] = [];
  const used = new Set<number>();
  // long stretches at provinces' borders if there are any, else short ones, else within a province
  const attempts = [
    {provinceOnly: true, reach: 2},
    {provinceOnly: true, reach: 1},
    {provinceOnly: false, reach: 2},
  ];
  for (const {provinceOnly, reach} of attempts) {
    for (let corner = 0; corner < corners.length && found.length < KINDS.length; corner++) {
      if (corners[corner]! < 0 || used.has(corner)) continue;
      const counties = twoCounties(mesh, units, corner);
      if (!counties) continue;
      if (provinceOnly && provinceOf(units, counties[0]) === provinceOf(units, counties[1]))
        continue;
      const kind = KINDS[found.length]!;
      const mismatch =
        kind === 'offset'
          ? breakEnd(mesh, tracer, units, label, corner, counties)
          : breakRun(mesh, tracer, units, label, corners, corner, counties, kind, reach);
      if (!mismatch) continue;
      found.push(mismatch);
      for (const near of cornersAround(mesh, corner, 10)) used.add(near);
    }
  }
  return found;
}

/** Where a displaced mismatch moves the altered side's points to. */
export function displace(mesh: Mesh, tracer: Tracer, units: Units, mismatch: Mismatch): Displaced {
  const displaced: Displaced = new Map();
  for (const side of mismatch.sides) {
    const altered = twinOf(mesh, side);
    const cell = Math.floor(altered / 24);
    if (mismatch.kind === 'offset') {
      // one of the two runs corner → middle (side 2): its last points lie before the middle
      const inwards = (side & 3) === 2 ? side : altered;
      const way = wholeSide(tracer, inwards);
      const middle = way.slice(-2);
      displaced.set(middle.join(','), towards(middle, way.slice(-4, -2), OFFSET_M));
      continue;
    }
    const way = pairs(wholeSide(tracer, side));
    if ((side & 3) === 1) way.reverse();
    way.forEach((point, index) => {
      // the corner comes first; two cells of the altered county may meet there
      const inland =
        index === 0
          ? inlandOfCorner(mesh, units, altered, mismatch)
          : toGrid(mesh, ...centrePoint(mesh, cell));
      const key = point.join(',');
      if (!displaced.has(key)) displaced.set(key, towards(point, inland, GAP_M));
    });
  }
  return displaced;
}

/** The middle of the centres that the altered county has about the corner at a side's end. */
function inlandOfCorner(
  mesh: Mesh,
  units: Units,
  side: number,
  {counties}: Mismatch,
): [number, number] {
  const kite = side >> 2;
  const cells = cellsOfCorner(mesh, cornerOf(mesh, Math.floor(kite / 6), kite % 6)).filter(
    (cell) => units.countyOf[cell] === counties[1],
  );
  const points = cells.map((cell) => centrePoint(mesh, cell));
  const sum = points.reduce(([x, y], point) => [x + point[0], y + point[1]], [0, 0]);
  return toGrid(mesh, sum[0] / points.length, sum[1] / points.length);
}

/** A stretch where the red line of one function lies on both sides of a border of two counties. */
function breakRun(
  mesh: Mesh,
  tracer: Tracer,
  units: Units,
  label: Int32Array,
  corners: Int8Array,
  corner: number,
  counties: [number, number],
  kind: MismatchKind,
  reach: number,
): Mismatch | null {
  const own = corners[corner]!;
  const altering = cornersAround(mesh, corner, reach);
  for (const near of cornersAround(mesh, corner, reach + 1)) {
    if (corners[near]! < 0 || (altering.includes(near) && corners[near] !== own)) return null;
    for (const cell of cellsOfCorner(mesh, near)) {
      if (!counties.includes(units.countyOf[cell]!)) return null;
    }
  }
  const [intact, altered] = counties;
  const sides: number[] = [];
  for (const near of altering) {
    for (const kite of kitesOfCorner(mesh, near)) {
      if (units.countyOf[Math.floor(kite / 6)] !== altered) continue;
      if (kind === 'missing') label[kite] = -1;
      if (kind === 'class') label[kite] = altered * 4 + ((own + 1) % FUNCTIONS.length);
      for (const at of [kite * 4 + 1, kite * 4 + 2]) {
        const twin = twinOf(mesh, at);
        if (units.countyOf[Math.floor(twin / 24)] === intact) sides.push(twin);
      }
    }
  }
  const line = sides.flatMap((side) => wholeSide(tracer, side));
  const lengthM = sides.reduce((sum, side) => sum + groundLength(wholeSide(tracer, side)), 0);
  return {kind, counties, sides, lengthM, offsetM: kind === 'gap' ? GAP_M : 0, line};
}

/** The place where a red line leaves a border: one county's line arrives a few metres early. */
function breakEnd(
  mesh: Mesh,
  tracer: Tracer,
  units: Units,
  label: Int32Array,
  corner: number,
  counties: [number, number],
): Mismatch | null {
  for (const kite of kitesOfCorner(mesh, corner)) {
    if (units.countyOf[Math.floor(kite / 6)] !== counties[0]) continue;
    for (const side of [kite * 4 + 1, kite * 4 + 2]) {
      if (units.countyOf[Math.floor(twinOf(mesh, side) / 24)] !== counties[1]) continue;
      // the kite beyond the edge's middle must be open on both sides
      const cell = Math.floor(kite / 6);
      const next = cell * 6 + (((kite % 6) + ((side & 3) === 2 ? 1 : 5)) % 6);
      if (label[next]! >= 0) continue;
      const line = (side & 3) === 2 ? lastPoint(tracer, side) : wholeSide(tracer, side).slice(0, 2);
      return {kind: 'offset', counties, sides: [side], lengthM: OFFSET_M, offsetM: OFFSET_M, line};
    }
  }
  return null;
}

function twoCounties(mesh: Mesh, units: Units, corner: number): [number, number] | null {
  const set = new Set(cellsOfCorner(mesh, corner).map((cell) => units.countyOf[cell] ?? -1));
  if (set.size !== 2 || set.has(-1)) return null;
  const [a, b] = [...set].sort((x, y) => x - y);
  return [a!, b!];
}

function provinceOf(units: Units, county: number): number {
  return units.provinceOf[units.prefectureOf[county]!]!;
}

function trace(tracer: Tracer, side: number): void {
  traceSide(tracer, Math.floor(side / 24), Math.floor(side / 4) % 6, side & 3);
}

function wholeSide(tracer: Tracer, side: number): number[] {
  trace(tracer, side);
  return Array.from(tracer.line.subarray(0, tracer.length + 2));
}

function lastPoint(tracer: Tracer, side: number): number[] {
  return wholeSide(tracer, side).slice(-2);
}

function pairs(line: number[]): number[][] {
  return Array.from({length: line.length / 2}, (_, i) => [line[2 * i]!, line[2 * i + 1]!]);
}

/** The point so many metres from one point towards another. */
function towards(from: number[], to: number[], metres: number): [number, number] {
  const share = Math.min(0.4, metres / groundLength([from[0]!, from[1]!, to[0]!, to[1]!]));
  return [
    Math.round(from[0]! + (to[0]! - from[0]!) * share),
    Math.round(from[1]! + (to[1]! - from[1]!) * share),
  ];
}
