import type {MultiPolygon, Position, Ring} from '../../server/kernel/geometry.ts';
import {
  between,
  box,
  integer,
  latticeStar,
  mapRings,
  moveRing,
  pick,
  rewrite,
  shrink,
  skyline,
  star,
  wavyLine,
  type Random,
} from './shapes.ts';

export interface Pair {
  kind: string;
  a: MultiPolygon;
  b: MultiPolygon;
}

type MakePair = (random: Random) => [a: MultiPolygon, b: MultiPolygon];

const centreNear = (random: Random, reach: number): Position => [
  between(random, -reach, reach),
  between(random, -reach, reach),
];

/** Two shapes in general position. */
const plain: Record<string, MakePair> = {
  'two stars': (random) => [
    [[star(random, integer(random, 3, 30), centreNear(random, 3), 10)]],
    [[star(random, integer(random, 3, 30), centreNear(random, 12), 10)]],
  ],
  'a small star and a large one': (random) => [
    [[star(random, integer(random, 3, 12), centreNear(random, 10), 0.5)]],
    [[star(random, integer(random, 20, 60), [0, 0], 10)]],
  ],
  'stars with holes': (random) => {
    const withHole = (centre: Position): MultiPolygon => {
      const shell = star(random, integer(random, 5, 20), centre, 10);
      return [[shell, shrink(shell, centre, between(random, 0.2, 0.9))]];
    };
    return [withHole([0, 0]), withHole(centreNear(random, 6))];
  },
  'many parts': (random) => {
    // one star in each square of a chessboard, so parts never meet
    const parts = (side: number): MultiPolygon =>
      Array.from({length: 9}, (_, i): Ring[] => [
        star(
          random,
          integer(random, 3, 8),
          [(i % 3) * side, Math.floor(i / 3) * side],
          side * 0.45,
        ),
      ]);
    return [parts(between(random, 3, 5)), mapRings(parts(4), (r) => moveRing(r, 1.3, 0.7))];
  },
  'two bands along one wavy border': (random) => {
    const border = wavyLine(random, [0, 0], [20, 0], 12);
    const other = border.map(([x, y]): Position => [x, y + between(random, -0.1, 0.1)]);
    const above: Ring = [...border, [20, 5], [0, 5]];
    const below: Ring = [...other, [20, -5], [0, -5]];
    return [[[above]], [[below]]];
  },
};

/** Two shapes that touch, share or fall together in some way. */
const degenerate: Record<string, MakePair> = {
  'stars on the lattice': (random) => [
    [[latticeStar(random, integer(random, 4, 14), 8)]],
    [[latticeStar(random, integer(random, 4, 14), 8)]],
  ],
  'skylines on the lattice': (random) => [
    [[skyline(random, integer(random, 2, 8), 6, integer(random, 0, 4), integer(random, 0, 3))]],
    [[skyline(random, integer(random, 2, 8), 6, integer(random, 0, 4), integer(random, 0, 3))]],
  ],
  'a shared wavy border': (random) => {
    const border = wavyLine(random, [0, 0], [between(random, 5, 20), between(random, -3, 3)], 10);
    const above: Ring = [...border, [border[10]![0], 9], [0, 9]];
    // on the other side of the border, or on the same side and lower
    const far = pick(random, [-9, between(random, 4, 8)]);
    return [[[above]], [[[...border, [border[10]![0], far], [0, far]]]]];
  },
  'a partly shared border': (random) => {
    const border = wavyLine(random, [0, 0], [20, 0], 14);
    const from = integer(random, 1, 5);
    const to = integer(random, 8, 13);
    const part = border.slice(from, to + 1);
    const height = pick(random, [6, -6]);
    const whole: Ring = [...border, [20, 5], [0, 5]];
    const trapezoid: Ring = [...part, [part.at(-1)![0], height], [part[0]![0], height]];
    return [[[whole]], [[trapezoid]]];
  },
  'collinear edges that overlap in part': (random) => {
    // eighths are exact, so the two sloping sides lie on one line to the last bit
    const at = (t: number): Position => [t, t / 4];
    const [s, t, u, v] = Array.from({length: 4}, () => integer(random, 0, 80) / 8);
    const wedge = (from: number, to: number, apex: Position): Ring => [at(from), at(to), apex];
    const apexes: Position[] = [
      [4, 9],
      [6, -7],
    ];
    return [
      [[wedge(s!, t! === s! ? s! + 1 : t!, pick(random, apexes))]],
      [[wedge(u!, v! === u! ? u! + 1 : v!, pick(random, apexes))]],
    ];
  },
  'vertices on edges': (random) => {
    const side = integer(random, 4, 10);
    const on = (): number => integer(random, 1, side * 4 - 1) / 4;
    const inscribed: Ring = [
      [on(), 0],
      [side, on()],
      [on(), side],
      [0, on()],
    ];
    return [[[box(0, 0, side, side)]], [[inscribed]]];
  },
  'vertices on vertices': (random) => {
    const first = star(random, integer(random, 4, 16), [0, 0], 10);
    const second = star(random, first.length, [0, 0], 10);
    const angle = ([x, y]: Position): number => Math.atan2(y, x);
    const common = first.filter(() => random() < 0.4);
    const rest = second.filter((p) => common.every((q) => Math.abs(angle(p) - angle(q)) > 1e-3));
    const mixed = [...common, ...rest].sort((p, q) => angle(p) - angle(q));
    return [[[first]], [[holdsCentre(mixed.map(angle)) ? mixed : first]]];
  },
  identical: (random) => {
    const shell = star(random, integer(random, 3, 30), [0, 0], 10);
    const shape: MultiPolygon = [[shell, ...(random() < 0.4 ? [shrink(shell, [0, 0], 0.5)] : [])]];
    return [shape, shape];
  },
  'nested with a common part of the ring': (random) => {
    const outer = star(random, integer(random, 5, 24), [0, 0], 10);
    return [
      [[outer]],
      [[outer.map((p): Position => (random() < 0.5 ? p : shrink([p], [0, 0], 0.6)[0]!))]],
    ];
  },
  'one fills the hole of the other': (random) => {
    const shell = star(random, integer(random, 4, 20), [0, 0], 10);
    const hole = shrink(shell, [0, 0], between(random, 0.2, 0.9));
    return [[[shell, hole]], [[hole]]];
  },
  'a hole that touches its shell': (random) => {
    const shell = star(random, integer(random, 5, 16), [0, 0], 10);
    const touching = integer(random, 0, shell.length - 1);
    const hole = shrink(shell, [0, 0], 0.7);
    hole[touching] = shell[touching]!;
    const other = pick(random, [hole, shell, star(random, 9, [0, 0], 9)]);
    return [[[shell, hole]], [[other]]];
  },
  'slivers a millionth wide': (random) => {
    const border = wavyLine(random, [0, 0], [10, 0], integer(random, 1, 8));
    const upper = border.map(([x, y]): Position => [x, y + 1e-6]).reverse();
    const cut = between(random, 1, 9);
    return [
      [[[...border, ...upper]]],
      [[pick(random, [box(cut, -4, cut + 3, 4), [...border, [10, 3], [0, 3]] as Ring])]],
    ];
  },
  needles: (random) => {
    const needle = (): Ring => {
      const angle = between(random, 0, Math.PI);
      const tip: Position = [10 * Math.cos(angle), 10 * Math.sin(angle)];
      return [[-tip[0], -tip[1]], tip, [tip[0] - 1e-3 * tip[1], tip[1] + 1e-3 * tip[0]]];
    };
    return [[[needle()]], [[pick(random, [needle(), star(random, 12, [0, 0], 6)])]]];
  },
};

function holdsCentre(angles: number[]): boolean {
  const sorted = [...angles].sort((s, t) => s - t);
  return (
    sorted.length > 2 &&
    sorted.every((s, i) => (sorted[i + 1] ?? sorted[0]! + 2 * Math.PI) - s < Math.PI - 1e-6)
  );
}

// the eastern edge of the legal plane; the y of 45° N
const FAR_X = 17_367_530;
const FAR_Y = 5_200_000;

/** Pairs of every kind in turn, every second one degenerate, every fourth one far from the origin. */
export function* randomPairs(random: Random, count: number): Generator<Pair> {
  const plainKinds = Object.entries(plain);
  const degenerateKinds = Object.entries(degenerate);
  for (let i = 0; i < count; i++) {
    const kinds = i % 2 === 0 ? plainKinds : degenerateKinds;
    const [kind, make] = kinds[(i >> 1) % kinds.length]!;
    const isFar = random() < 0.25;
    let [a, b] = make(random);
    if (random() < 0.5) [a, b] = [b, a];
    if (isFar) [a, b] = [moveFar(a), moveFar(b)];
    yield {
      kind: isFar ? `${kind}, far out` : kind,
      a: rewrite(random, a),
      b: rewrite(random, b),
    };
  }
}

function moveFar(shape: MultiPolygon): MultiPolygon {
  return mapRings(shape, (ring) => moveRing(ring, FAR_X, FAR_Y));
}
