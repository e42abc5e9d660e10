import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import type {BorderMismatch} from '../../contract/border-match.ts';
import {box, check, ring, type Checked, type Piece} from './border-cases.ts';

// Three by three units of a kilometre, their inner corners moved, and red boxes anywhere over them on
// a raster of 50 m: some end at borders, some run across, many share edges with units and each other.
const corner = fc.tuple(fc.integer({min: -6, max: 6}), fc.integer({min: -6, max: 6}));
const place = fc.integer({min: -2, max: 62});
const redBox = fc.record({
  west: place,
  south: place,
  width: fc.integer({min: 1, max: 25}),
  height: fc.integer({min: 1, max: 25}),
  class: fc.constantFrom('water', 'soil', null),
});
const cases = fc.record({
  corners: fc.array(corner, {minLength: 16, maxLength: 16}),
  boxes: fc.array(redBox, {maxLength: 12}),
});

type Case = typeof cases extends fc.Arbitrary<infer T> ? T : never;

function piecesOf({corners, boxes}: Case): {units: Piece[]; features: Piece[]} {
  const at = (column: number, row: number): [number, number] => {
    const [dx, dy] = corners[4 * row + column]!;
    const isInner = column % 3 !== 0 && row % 3 !== 0;
    return [1000 * column + (isInner ? 50 * dx : 0), 1000 * row + (isInner ? 50 * dy : 0)];
  };
  const units = Array.from({length: 9}, (_, i) => {
    const [c, r] = [i % 3, Math.floor(i / 3)];
    return {
      code: `u${i}`,
      multiPolygon: [[ring(at(c, r), at(c + 1, r), at(c + 1, r + 1), at(c, r + 1))]],
    };
  });
  const features = boxes.map(({west, south, width, height, class: name}, i) => ({
    code: `f${i}`,
    class: name,
    multiPolygon: [box(50 * west, 50 * south, 50 * (west + width), 50 * (south + height))],
  }));
  return {units, features};
}

const property = (holds: (units: Piece[], features: Piece[]) => void) =>
  fc.assert(
    fc.property(cases, (one) => {
      const {units, features} = piecesOf(one);
      holds(units, features);
    }),
    {seed: 12, numRuns: 150},
  );

describe('the border check', () => {
  it('adds up for every pair, every kind and all of them', () => {
    property((units, features) => {
      const {pairs, totals, mismatches, faults} = check(units, features);
      expect(pairs).toHaveLength(12);
      expect(faults).toEqual([]);
      for (const {sharedM, matchedM, mismatchedM, nothingM, byClass} of pairs) {
        expect(Math.abs(sharedM - matchedM - mismatchedM - nothingM)).toBeLessThan(1e-6);
        for (const one of byClass) {
          expect(one.matchedM + one.onlyM[0] + one.onlyM[1]).toBeLessThan(sharedM + 1e-6);
        }
      }
      const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);
      const byKind = sum(totals.byKind.map(({lengthM}) => lengthM));
      expect(Math.abs(sum(mismatches.map(({lengthM}) => lengthM)) - byKind)).toBeLessThan(1e-6);
      expect(Math.abs(byKind - totals.mismatchedM)).toBeLessThan(1e-6);
      expect(new Set(mismatches.map(({id}) => id)).size).toBe(mismatches.length);
    });
  });

  it('is the same in whatever order units and features come', () => {
    property((units, features) => {
      const turned = check([...units].reverse(), [...features].reverse());
      expect(rounded(turned)).toEqual(rounded(check(units, features)));
    });
  });

  it('is mirrored when the codes of all units are turned round', () => {
    property((units, features) => {
      const straight = check(units, features);
      const codes = units.map(({code}) => code).reverse();
      const turned = check(
        units.map((unit, i) => ({...unit, code: codes[i]!})),
        features,
      );
      const back = (unit: number) => 8 - unit;
      expect(turned.mismatches.map((one) => shortOf(one, [1, 0], back)).sort()).toEqual(
        straight.mismatches.map((one) => shortOf(one, [0, 1], (unit) => unit)).sort(),
      );
      expect(Math.abs(turned.totals.matchedM - straight.totals.matchedM)).toBeLessThan(1e-3);
      expect(Math.abs(turned.totals.nothingM - straight.totals.nothingM)).toBeLessThan(1e-3);
    });
  });

  it('finds nothing where every feature holds both sides, cut at the borders or not', () => {
    property((units) => {
      const whole = {code: 'all', class: 'water', multiPolygon: [box(-100, -100, 3100, 3100)]};
      expect(check(units, [whole]).mismatches).toEqual([]);
      const cut = units.map((unit) => ({...unit, class: 'water'}));
      const {mismatches, totals} = check(units, cut);
      expect(mismatches).toEqual([]);
      expect(totals.matchedM).toBeCloseTo(totals.sharedM, 6);
    });
  });
});

// One border drawn by two hands: every 40 to 160 m a vertex, each up to 3 m off the line that is meant.
const drawnLine = fc.array(
  fc.record({step: fc.integer({min: 40, max: 160}), off: fc.integer({min: -30, max: 30})}),
  {minLength: 12, maxLength: 12},
);

function draw(vertices: {step: number; off: number}[]): [number, number][] {
  let y = 0;
  const line: [number, number][] = [[meant(0), 0]];
  for (const {step, off} of vertices) {
    y += step;
    if (y >= 1000) break;
    line.push([meant(y) + off / 10, y]);
  }
  return [...line, [meant(1000), 1000]];
}

/** A border that bends gently, so that a chord of 160 m stays within 2 m of it. */
function meant(y: number): number {
  return 60 * Math.sin(y / 300);
}

describe('a border drawn by two hands', () => {
  const twoHands = (holds: (west: [number, number][], east: [number, number][]) => void) =>
    fc.assert(
      fc.property(drawnLine, drawnLine, (a, b) => holds(draw(a), draw(b))),
      {seed: 5, numRuns: 100},
    );
  const unitsOf = (west: [number, number][], east: [number, number][]): Piece[] => [
    {code: 'w', multiPolygon: [[ring([-2000, 0], ...west, [-2000, 1000])]]},
    {code: 'z', multiPolygon: [[ring([2000, 1000], ...[...east].reverse(), [2000, 0])]]},
  ];

  it('has the gaps and overlaps that lie between the two lines', () => {
    twoHands((west, east) => {
      const {faults, pairs} = check(unitsOf(west, east), []);
      expect(pairs).toHaveLength(1);
      expect(Math.abs(pairs[0]!.sharedM - lengthOf(west))).toBeLessThan(5);
      const signed = faults.map(({kind, areaM2}) => (kind === 'gap' ? areaM2 : -areaM2));
      const net = signed.reduce((sum, areaM2) => sum + areaM2, 0);
      // shoelace of the strip: gaps count positive, overlaps negative
      const strip = [...east, ...[...west].reverse()];
      expect(Math.abs(net - areaOf(strip))).toBeLessThan(10 + 0.01 * Math.abs(areaOf(strip)));
      for (const {widthM} of faults) expect(widthM).toBeLessThanOrEqual(10);
    });
  });

  it('is no mismatch of red lines that reach the line of their own unit', () => {
    twoHands((west, east) => {
      const units = unitsOf(west, east);
      const {mismatches, totals} = check(
        units,
        units.map((unit) => ({...unit, class: 'water'})),
      );
      expect(mismatches).toEqual([]);
      expect(totals.matchedM).toBeCloseTo(totals.sharedM, 6);
    });
  });
});

function lengthOf(line: [number, number][]): number {
  return line
    .slice(1)
    .reduce((sum, [x, y], i) => sum + Math.hypot(x - line[i]![0], y - line[i]![1]), 0);
}

function areaOf(ringOf: [number, number][]): number {
  return (
    ringOf.reduce((sum, [x, y], i) => {
      const [u, v] = ringOf[(i + 1) % ringOf.length]!;
      return sum + x * v - y * u;
    }, 0) / 2
  );
}

/** Lengths differ in the last bits with the order they are summed in. */
function rounded({pairs, mismatches, totals}: Checked): unknown {
  const text = JSON.stringify({pairs, mismatches, totals}, (_, value: unknown) =>
    typeof value === 'number' ? Math.round(value * 1e6) / 1e6 : value,
  );
  return JSON.parse(text) as unknown;
}

function shortOf(
  {kind, lengthM, offM, sides, areaM2}: BorderMismatch,
  order: [0 | 1, 0 | 1],
  number: (unit: number) => number,
): string {
  const held = order.map((i) => {
    const {unit, classes, features} = sides[i]!;
    return `${number(unit)}: ${classes.join('+')} (${features.join(' ')})`;
  });
  const figures = [lengthM, offM ?? -1, areaM2 ?? -1].map((value) => value.toFixed(0));
  return [kind, ...figures, ...held].join(' ');
}
