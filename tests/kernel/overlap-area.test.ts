import {existsSync, readFileSync} from 'node:fs';
import {resolve} from 'node:path';
import {describe, expect, test} from 'vitest';
import {multiPolygonAreaM2} from '../../server/kernel/area.ts';
import {
  toFlatRings,
  type MultiPolygon,
  type Position,
  type Ring,
} from '../../server/kernel/geometry.ts';
import {overlapArea, OverlapMeter} from '../../server/kernel/overlap-area.ts';
import {seededRandom} from '../bench/synthetic-layer.ts';
import {exactOverlapArea} from './exact-overlap.ts';
import {randomPairs, type Pair} from './pairs.ts';
import {box, integer, mapRings, moveRing, rewrite, star} from './shapes.ts';

// the 600 pairs that lie beside the project where it is developed; a dozen of them are in fixtures
const allSharedPairs = resolve(import.meta.dirname, '../../../shared/overlap-pairs.ndjson');
const somePairs = resolve(import.meta.dirname, '../fixtures/overlap-pairs.ndjson');

const square = (x: number, y: number, side: number): MultiPolygon => [
  [box(x, y, x + side, y + side)],
];

describe('overlapArea of squares', () => {
  //   +-------+
  //   |   +---|---+
  //   |   | 1 |   |
  //   +---|---+   |
  //       +-------+
  test.each<[name: string, a: MultiPolygon, b: MultiPolygon, area: number]>([
    ['that overlap at a corner', square(0, 1, 2), square(1, 0, 2), 1],
    ['that are the same', square(0, 0, 2), square(0, 0, 2), 4],
    ['that share an edge', square(0, 0, 2), square(2, 0, 2), 0],
    ['that share a part of an edge', square(0, 0, 2), square(2, 1, 2), 0],
    ['that touch at a corner', square(0, 0, 2), square(2, 2, 2), 0],
    ['that lie apart', square(0, 0, 2), square(5, 5, 2), 0],
    ['inside one another', square(0, 0, 8), square(2, 3, 2), 4],
    ['inside one another on a common edge', square(0, 0, 8), square(0, 3, 2), 4],
    ['inside one another in a common corner', square(0, 0, 8), square(6, 6, 2), 4],
    [
      'one of which has a hole over the other',
      [[box(0, 0, 8, 8), box(2, 2, 4, 4)]],
      square(1, 1, 3),
      5,
    ],
    [
      'one of which fills the hole of the other',
      [[box(0, 0, 8, 8), box(2, 2, 4, 4)]],
      square(2, 2, 2),
      0,
    ],
    ['one of which is empty', square(0, 0, 2), [], 0],
    ['both of which are empty', [], [], 0],
  ])('%s', (_name, a, b, area) => {
    for (const turn of [0, 1, 2, 3]) {
      expect(overlapArea(turned(a, turn), turned(b, turn))).toBe(area);
      expect(overlapArea(turned(b, turn), turned(a, turn))).toBe(area);
    }
  });

  test('counts a part and the part that fills its hole as one whole', () => {
    const whole: MultiPolygon = [[box(0, 0, 8, 8), box(2, 2, 4, 4)], [box(2, 2, 4, 4)]];
    expect(overlapArea(whole, square(1, 1, 4))).toBe(16);
  });

  test('takes rings of too few positions for nothing', () => {
    const a: MultiPolygon = [
      [[]],
      [[[1, 1]]],
      [
        [
          [1, 1],
          [2, 2],
        ],
      ],
      [
        [
          [0, 0],
          [0, 0],
          [0, 0],
        ],
      ],
      ...square(0, 0, 2),
    ];
    expect(overlapArea(a, square(1, 1, 4))).toBe(1);
  });
});

describe('overlapArea of squares of the lattice', () => {
  // shapes of unit squares that share edges, corners and positions in every combination
  test('is the number of squares in both, whatever squares there are', () => {
    const random = seededRandom(5);
    for (let round = 0; round < 400; round++) {
      const size = integer(random, 2, 7);
      const choose = (share: number): [number, number][] =>
        Array.from({length: size * size}, (_, i): [number, number] => [
          i % size,
          Math.floor(i / size),
        ]).filter(() => random() < share);
      const inA = choose(random());
      const inB = choose(random());
      const common = inA.filter(([x, y]) => inB.some(([u, v]) => u === x && v === y)).length;
      const shapeOf = (squares: [number, number][]): MultiPolygon =>
        rewrite(
          random,
          squares.map(([x, y]) => [box(x, y, x + 1, y + 1)]),
        );
      expect(overlapArea(shapeOf(inA), shapeOf(inB))).toBe(common);
    }
  });
});

describe('overlapArea of random pairs', () => {
  const pairs = [...randomPairs(seededRandom(2), 2_000)];

  /** The pairs for which two values part by more than the tolerance allows. */
  function parting(some: Pair[], parts: number, difference: (pair: Pair) => number): Pair[] {
    return some.filter((pair) => {
      const smaller = Math.min(multiPolygonAreaM2(pair.a), multiPolygonAreaM2(pair.b));
      // slivers a millionth wide and ten long: the last bit of a crossing is worth 2e-10 of their area
      const tolerance = pair.kind.startsWith('slivers') ? 5e-10 : 2e-12;
      return !(Math.abs(difference(pair)) <= parts * tolerance * smaller);
    });
  }

  test('is what the exact reckoning says', {timeout: 60_000}, () => {
    const wrong = parting(pairs, 1, ({a, b}) => overlapArea(a, b) - exactOverlapArea(a, b));
    expect(wrong).toEqual([]);
  });

  test('does not depend on the order of the two', () => {
    const wrong = parting(pairs, 2, ({a, b}) => overlapArea(a, b) - overlapArea(b, a));
    expect(wrong).toEqual([]);
  });

  test('does not depend on first vertices, directions and closing positions', () => {
    const random = seededRandom(3);
    const wrong = parting(
      pairs,
      2,
      ({a, b}) => overlapArea(a, b) - overlapArea(rewrite(random, a), rewrite(random, b)),
    );
    expect(wrong).toEqual([]);
  });

  test.each([1, 2, 3])('does not change by %i quarter turns', (turn) => {
    const wrong = parting(
      pairs.slice(0, 1_000),
      2,
      ({a, b}) => overlapArea(a, b) - overlapArea(turned(a, turn), turned(b, turn)),
    );
    expect(wrong).toEqual([]);
  });

  test('does not change when both are moved', () => {
    const random = seededRandom(4);
    // 1/1024 m is a whole number of last bits everywhere in the plane, so moving rounds nothing
    const onGrid = (shape: MultiPolygon): MultiPolygon =>
      mapRings(shape, (ring) => ring.map(([x, y]) => [roundTo(x), roundTo(y)]));
    const near = pairs
      .filter(({kind}) => !kind.endsWith('far out') && !kind.startsWith('slivers'))
      .map(({kind, a, b}): Pair => ({kind, a: onGrid(a), b: onGrid(b)}));
    const wrong = parting(near, 2, ({a, b}) => {
      const dx = integer(random, -17_000_000, 17_000_000);
      const dy = integer(random, -7_000_000, 7_000_000);
      const move = (shape: MultiPolygon): MultiPolygon =>
        mapRings(shape, (ring) => moveRing(ring, dx, dy));
      return overlapArea(a, b) - overlapArea(move(a), move(b));
    });
    expect(wrong).toEqual([]);
  });

  test('is the same for one meter that measures them all', () => {
    const meter = new OverlapMeter();
    for (const {a, b} of pairs) {
      expect(meter.area(toFlatRings(a), toFlatRings(b))).toBe(overlapArea(a, b));
    }
  });
});

describe('overlapArea of many rings', () => {
  // 40 × 40 islands in each, more than enough for the grids to be used in both directions
  test('is the sum over the pairs of rings', () => {
    const random = seededRandom(8);
    const islands = (shift: number): Ring[] =>
      Array.from({length: 1_600}, (_, i) =>
        star(random, 7, [(i % 40) + shift, Math.floor(i / 40) + shift], 0.45),
      );
    const a = islands(0);
    const b = islands(0.4);
    let sum = 0;
    for (const [i, ring] of a.entries()) {
      const near = [i, i - 1, i - 40, i - 41].flatMap((k) => (b[k] ? [b[k]] : []));
      for (const other of near) sum += overlapArea([[ring]], [[other]]);
    }
    const whole = overlapArea(
      a.map((ring) => [ring]),
      b.map((ring) => [ring]),
    );
    expect(Math.abs(whole - sum) / sum).toBeLessThan(1e-12);
  });

  test('finds rings that lie wholly inside others without a crossing', () => {
    const islands = (radius: number): MultiPolygon =>
      Array.from({length: 900}, (_, i): Ring[] => {
        const [x, y] = [i % 30, Math.floor(i / 30)];
        return [box(x - radius, y - radius, x + radius, y + radius)];
      });
    expect(overlapArea(islands(0.375), islands(0.125))).toBeCloseTo(900 / 16, 9);
    expect(overlapArea(islands(0.125), islands(0.375))).toBeCloseTo(900 / 16, 9);
  });
});

describe('overlapArea of input that is not valid', () => {
  //   1 +--+     the two loops of a bow tie run against each other:
  //     |\/|     one counts, the other counts negatively
  //     |/\|
  //   0 +--+
  const bowTie: MultiPolygon = [
    [
      [
        [0, 0],
        [4, 2],
        [4, 0],
        [0, 2],
      ],
    ],
  ];

  test('counts the loops of a bow tie against each other', () => {
    const right = overlapArea(bowTie, square(2, 0, 2));
    const left = overlapArea(bowTie, square(0, 0, 2));
    expect([left, right].sort()).toEqual([0, 2]);
    expect(overlapArea(bowTie, square(0, 0, 4))).toBe(0);
  });

  test('counts parts that overlap twice', () => {
    expect(overlapArea([...square(0, 0, 2), ...square(1, 0, 2)], square(0, 0, 4))).toBe(8);
  });

  test('comes to an end with a number, whatever crosses whatever', () => {
    const random = seededRandom(9);
    for (let i = 0; i < 3_000; i++) {
      const tangle = (): MultiPolygon => [
        [
          Array.from({length: integer(random, 0, 24)}, (): Position => [
            integer(random, 0, 6),
            random() < 0.5 ? integer(random, 0, 6) : 6 * random(),
          ]),
        ],
      ];
      const area = overlapArea(tangle(), tangle());
      expect(area).toBeGreaterThanOrEqual(0);
      expect(area).toBeLessThan(1e4);
    }
  });

  test('comes to an end with coordinates that are no numbers', () => {
    const broken: MultiPolygon = [
      [
        [
          [0, 0],
          [NaN, 1],
          [Infinity, 3],
          [-1, -Infinity],
        ],
      ],
    ];
    expect(typeof overlapArea(broken, square(0, 0, 1))).toBe('number');
    expect(typeof overlapArea(square(0, 0, 1), broken)).toBe('number');
  });
});

interface RecordedPair {
  kind: string;
  a: MultiPolygon;
  b: MultiPolygon;
  area: number;
  min: number;
}

describe.each([
  ['a dozen recorded pairs', somePairs],
  ['all recorded pairs', allSharedPairs],
])('overlapArea of %s', (_name, path) => {
  test.skipIf(!existsSync(path))('is the recorded one to 1e-12 of the smaller area', () => {
    const pairs = readFileSync(path, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as RecordedPair);
    expect(pairs.length).toBeGreaterThan(10);
    const wrong = pairs.filter(
      ({a, b, area, min}) =>
        !(Math.abs(overlapArea(a, b) - area) <= 1e-12 * min) ||
        !(Math.abs(overlapArea(b, a) - area) <= 1e-12 * min),
    );
    expect(wrong).toEqual([]);
  });
});

/** Turned by quarters about the origin; exact, for it only swaps and negates. */
function turned(shape: MultiPolygon, quarters: number): MultiPolygon {
  let result = shape;
  for (let i = 0; i < quarters; i++) {
    result = mapRings(result, (ring) => ring.map(([x, y]): Position => [-y, x]));
  }
  return result;
}

const roundTo = (value: number): number => Math.round(value * 1024) / 1024;
