import {describe, expect, it} from 'vitest';
import {at, box, check, inShort, ring, type Piece} from './border-cases.ts';

// Two squares of a kilometre side by side; the border is x = 0.
//
//   1000 ┌──────────┬──────────┐
//        │    w     │    e     │
//      0 └──────────┴──────────┘
//      −1000        0        1000
const WEST: Piece = {code: 'w', multiPolygon: [box(-1000, 0, 0, 1000)]};
const EAST: Piece = {code: 'z', multiPolygon: [box(0, 0, 1000, 1000)]};
const UNITS = [WEST, EAST];
const RED = 'water';

const red = (code: string, ...multiPolygon: Piece['multiPolygon']): Piece => ({
  code,
  class: RED,
  multiPolygon,
});
const westRed = red('left', box(-300, 200, 0, 600));

describe('a red line that meets the border from the west, 400 m long', () => {
  const against = (...east: Piece[]) => check(UNITS, [westRed, ...east]);

  it('is matched by one of the same class that meets it from the east', () => {
    const {mismatches, pairs} = against(red('right', box(0, 200, 300, 600)));
    expect(mismatches).toEqual([]);
    const [pair] = pairs;
    expect(pair!.sharedM).toBeCloseTo(1000, 1);
    expect(pair!.matchedM).toBeCloseTo(400, 1);
    expect(pair!.nothingM).toBeCloseTo(600, 1);
    expect(pair!.byClass).toEqual([{class: RED, matchedM: pair!.matchedM, onlyM: [0, 0]}]);
  });

  it('differs from another class opposite', () => {
    const {mismatches} = against({...red('right', box(0, 200, 300, 600)), class: 'soil'});
    expect(mismatches.map(inShort)).toEqual(['class-differs 400 m: water | soil']);
    expect(mismatches[0]!.severity).toBe('medium');
    expect(mismatches[0]!.sides.map(({features}) => features)).toEqual([['left'], ['right']]);
  });

  it('faces a gap where there is nothing opposite', () => {
    const {mismatches} = against();
    expect(mismatches.map(inShort)).toEqual(['gap 400 m: water | nothing']);
    const [{line, at: middle, widthM, areaM2, resumesIn}] = mismatches as [(typeof mismatches)[0]];
    expect(line.coordinates).toEqual([at(0, 200), at(0, 600)]);
    expect(middle[1]).toBeCloseTo(at(0, 400)[1], 7);
    expect([widthM, areaM2, resumesIn]).toEqual([null, null, []]);
  });

  it.each([
    [25, 'gap 400 m off 25.0 m across: water | nothing', 'medium'],
    [3, 'offset 400 m off 3.0 m across: water | nothing', 'low'],
    [0.5, 'sliver 400 m off 0.5 m across: water | nothing', 'none'],
    [0.06, 'noise 400 m off 0.1 m across: water | nothing', 'none'],
  ])('resumes %f m behind the border', (off, expected, severity) => {
    const {mismatches} = against(red('right', box(off, 200, 300, 600)));
    expect(mismatches.map(inShort)).toEqual([expected]);
    const [{widthM, areaM2, resumesIn, severity: judged}] = mismatches as [(typeof mismatches)[0]];
    // coordinates of 1e-7 degrees are off by half a centimetre
    expect(Math.abs(widthM! - off)).toBeLessThan(0.006);
    expect(Math.abs(areaM2! - off * 400)).toBeLessThan(0.006 * 400);
    expect(resumesIn).toEqual(['right']);
    expect(judged).toBe(severity);
  });

  it('is matched where rounding alone keeps them apart', () => {
    expect(against(red('right', box(0.01, 200, 300, 600))).mismatches).toEqual([]);
  });

  it('ends 3 m before the other, along the border', () => {
    const {mismatches, pairs} = against(red('right', box(0, 203, 300, 600)));
    expect(mismatches.map(inShort)).toEqual(['offset 3 m off 3.0 m along: water | nothing']);
    expect(pairs[0]!.matchedM).toBeCloseTo(397, 1);
  });

  it('is no offset of a line that only begins where it ends', () => {
    const {mismatches} = against(red('right', box(0, 603, 300, 900)));
    expect(mismatches.map(inShort)).toEqual([
      'gap 400 m: water | nothing',
      'gap 297 m: nothing | water',
    ]);
  });

  it('is off by a strip of another class 2 m wide', () => {
    const strip = {...red('strip', box(0, 200, 2, 600)), class: 'soil'};
    const {mismatches} = against(strip, red('right', box(2, 200, 300, 600)));
    expect(mismatches.map(inShort)).toEqual(['offset 400 m off 2.0 m across: water | soil']);
  });

  it('lacks one of two classes that overlap opposite', () => {
    const {mismatches, pairs} = against(red('right', box(0, 200, 300, 600)), {
      ...red('over', box(0, 300, 200, 400)),
      class: 'soil',
    });
    expect(mismatches.map(inShort)).toEqual(['class-differs 100 m: water | soil+water']);
    expect(
      pairs[0]!.byClass.map(({class: name, matchedM}) => [name, Math.round(matchedM)]),
    ).toEqual([
      ['soil', 0],
      ['water', 400],
    ]);
  });

  it('is matched by several features of its class, parts and overlaps alike', () => {
    const {mismatches} = against(
      red('right', box(0, 200, 300, 350), box(0, 450, 300, 600)),
      red('more', box(0, 340, 100, 460)),
    );
    expect(mismatches).toEqual([]);
  });
});

describe('a red line', () => {
  it('that touches the border with a corner does not meet it', () => {
    const corner = red('corner', [ring([-300, 300], [0, 500], [-300, 700])]);
    const {mismatches, totals} = check(UNITS, [corner]);
    expect(mismatches).toEqual([]);
    expect(totals.nothingM).toBe(totals.sharedM);
  });

  it('that runs across the border is held on both sides', () => {
    const {mismatches, pairs} = check(UNITS, [red('across', box(-300, 200, 300, 600))]);
    expect(mismatches).toEqual([]);
    expect(pairs[0]!.matchedM).toBeCloseTo(400, 1);
  });

  it('that holds both units whole matches the whole border', () => {
    const {totals} = check(UNITS, [red('all', box(-2000, -2000, 2000, 2000))]);
    expect(totals.matchedM).toBeCloseTo(totals.sharedM, 9);
  });

  it('with a hole along the border lacks it on that side', () => {
    const holed = red('holed', [...box(-500, 100, 500, 900), ...box(-60, 400, 0, 600)]);
    const {mismatches} = check(UNITS, [holed]);
    expect(mismatches.map(inShort)).toEqual(['gap 200 m off 60.0 m across: nothing | water']);
    expect(mismatches[0]!.areaM2).toBeCloseTo(60 * 200, -2);
  });

  it('that leaves the border at a slant on both sides ends in the same place', () => {
    const left = red('left', [ring([0, 200], [0, 600], [-300, 1000 - 390], [-300, 200])]);
    const right = red('right', [ring([0, 200], [300, 200], [300, 640], [0, 600])]);
    expect(check(UNITS, [left, right]).mismatches).toEqual([]);
  });

  it('with vertices of its own along the border is no mismatch', () => {
    const dense = Array.from({length: 99}, (_, i): [number, number] => [0, 600 - 4 * (i + 1)]);
    const left = red('left', [
      ring([-300, 200], [0, 200], ...dense.reverse(), [0, 600], [-300, 600]),
    ]);
    expect(check(UNITS, [left, red('right', box(0, 200, 300, 600))]).mismatches).toEqual([]);
  });
});

describe('borders', () => {
  it('of three units that meet in a point are three', () => {
    //   ┌───┬───┐
    //   │   │ n │   red: w from 300 to 700, s from 300 up to the point at 500
    //   │ w ├───┤
    //   │   │ s │
    //   └───┴───┘
    const units = [
      WEST,
      {code: 'n', multiPolygon: [box(0, 500, 1000, 1000)]},
      {code: 's', multiPolygon: [box(0, 0, 1000, 500)]},
    ];
    const features = [red('left', box(-300, 300, 0, 700)), red('right', box(0, 300, 300, 500))];
    const {pairs, mismatches, units: named} = check(units, features);
    expect(pairs.map(({units: [a, b]}) => [named[a]!.code, named[b]!.code].join(' '))).toEqual([
      'n s',
      'n w',
      's w',
    ]);
    expect(mismatches.map(inShort)).toEqual([
      // the red line of s ends at n
      'gap 300 m: nothing | water',
      'gap 200 m: nothing | water',
    ]);
    expect(pairs[2]!.matchedM).toBeCloseTo(200, 1);
  });

  it('go all round an island unit, where a mismatch runs over the start of the ring', () => {
    const outer = {
      code: 'o',
      multiPolygon: [[...box(-1000, -1000, 1000, 1000), ...box(-200, -200, 200, 200)]],
    };
    const island = {code: 'i', multiPolygon: [box(-200, -200, 200, 200)]};
    const whole = check([outer, island], [red('inside', box(-200, -200, 200, 200))]);
    expect(whole.mismatches.map(inShort)).toEqual(['gap 1600 m: water | nothing']);
    expect(whole.mismatches[0]!.severity).toBe('high');
    // round the south-western corner, where the ring begins
    const part = check([outer, island], [red('corner', box(-200, -200, -100, -100))]);
    expect(part.mismatches.map(inShort)).toEqual(['gap 200 m: water | nothing']);
  });

  it('of units in parts count together', () => {
    const parts = {code: 'p', multiPolygon: [box(0, 0, 500, 300), box(0, 700, 500, 1000)]};
    const {pairs, mismatches} = check([WEST, parts], [red('left', box(-300, 200, 0, 800))]);
    expect(pairs).toHaveLength(1);
    expect(pairs[0]!.sharedM).toBeCloseTo(600, 1);
    expect(mismatches.map(inShort)).toEqual([
      'gap 100 m: nothing | water',
      'gap 100 m: nothing | water',
    ]);
  });

  it('whose vertices stand on one side only are the same border', () => {
    const dense = Array.from({length: 9}, (_, i): [number, number] => [0, 1000 - 100 * (i + 1)]);
    const east = {
      code: 'z',
      multiPolygon: [[ring([0, 0], [1000, 0], [1000, 1000], [0, 1000], ...dense)]],
    };
    const {pairs, faults, mismatches} = check([WEST, east], [westRed]);
    expect(pairs[0]!.sharedM).toBeCloseTo(1000, 1);
    expect(faults).toEqual([]);
    expect(mismatches.map(inShort)).toEqual(['gap 400 m: water | nothing']);
  });

  it('do not exist between units that touch in a point or lie apart', () => {
    const diagonal = {code: 'd', multiPolygon: [box(0, 1000, 500, 1500)]};
    const far = {code: 'f', multiPolygon: [box(1020, 0, 1500, 1000)]};
    expect(check([WEST, diagonal, far], []).pairs).toEqual([]);
  });
});

describe('a border drawn twice', () => {
  const shifted = (by: number) => ({code: 'z', multiPolygon: [box(by, 0, 1000, 1000)]});

  it.each([
    [4, 'gap', 'offset'],
    [-4, 'overlap', 'offset'],
    [0.5, 'gap', 'sliver'],
    [-0.05, 'overlap', 'noise'],
  ])('%f m apart has a fault of that width and area', (by, kind, scale) => {
    const {faults, pairs} = check([WEST, shifted(by)], []);
    expect(faults.map((fault) => [fault.kind, fault.scale])).toEqual([[kind, scale]]);
    expect(Math.abs(faults[0]!.widthM - Math.abs(by))).toBeLessThan(0.006);
    expect(Math.abs(faults[0]!.areaM2 - Math.abs(by) * 1000)).toBeLessThan(6);
    expect(pairs[0]!.sharedM).toBeCloseTo(1000, 0);
  });

  it('does not keep red lines that end at either line from matching', () => {
    const features = [westRed, red('right', box(4, 200, 300, 600))];
    const {mismatches, pairs} = check([WEST, shifted(4)], features);
    expect(mismatches).toEqual([]);
    expect(pairs[0]!.matchedM).toBeCloseTo(400, 1);
  });

  it('with an overlap is judged beyond the ground that both hold', () => {
    const units = [WEST, shifted(-4)];
    const right = red('right', box(-4, 200, 300, 600));
    expect(check(units, [westRed, right]).mismatches).toEqual([]);
    expect(check(units, [westRed]).mismatches.map(inShort)).toEqual(['gap 400 m: water | nothing']);
    expect(check(units, [right]).mismatches.map(inShort)).toEqual(['gap 400 m: nothing | water']);
  });

  it('that crosses itself has a gap and an overlap', () => {
    const slanting = {
      code: 'z',
      multiPolygon: [[ring([-5, 0], [1000, 0], [1000, 1000], [5, 1000])]],
    };
    const {faults} = check([WEST, slanting], []);
    expect(faults.map(({kind}) => kind).sort()).toEqual(['gap', 'overlap']);
    // two triangles of 500 m by 5 m
    for (const {areaM2, widthM} of faults) {
      expect(areaM2).toBeCloseTo(1250, -1);
      expect(widthM).toBeCloseTo(5, 1);
    }
  });

  it('farther apart than the tolerance is none, and an overlap of units is told', () => {
    expect(check([WEST, shifted(20)], []).pairs).toEqual([]);
    expect(check([WEST, shifted(20)], []).overlaps).toEqual([]);
    expect(check([WEST, shifted(-20)], []).overlaps).toEqual(['w z']);
    expect(check([WEST, shifted(20)], [], {toleranceM: 30}).pairs).toHaveLength(1);
  });

  it('by units one of which is there twice is an overlap', () => {
    expect(check([WEST, {...WEST, code: 'x'}, EAST], []).overlaps).toEqual(['w x']);
  });

  it('that opens to the sea has no fault at its mouth', () => {
    //   ╲   ╱    the coast runs into the border at (0, 1000) from either side
    const west = {code: 'w', multiPolygon: [[ring([-1000, 0], [0, 0], [0, 1000], [-300, 1500])]]};
    const east = {code: 'z', multiPolygon: [[ring([0, 0], [1000, 0], [300, 1500], [0, 1000])]]};
    const {faults, pairs} = check([west, east], []);
    expect(faults).toEqual([]);
    expect(pairs[0]!.sharedM).toBeCloseTo(1000, 1);
  });
});

describe('a strip along a bent border', () => {
  //  the border goes round corners to either side; the strip keeps 20 m from it
  const bends: [number, number][] = [
    [0, 0],
    [0, 300],
    [200, 300],
    [200, 600],
    [50, 800],
    [50, 1000],
  ];
  const west = {code: 'w', multiPolygon: [[ring([-1000, 0], ...bends, [-1000, 1000])]]};
  const east = {
    code: 'z',
    multiPolygon: [[ring([1000, 1000], ...[...bends].reverse(), [1000, 0])]],
  };

  it('has the area of the polygon between', () => {
    const inner = mitred(bends, 20);
    const features = [
      red('left', [ring([-1000, 0], ...bends, [-1000, 1000])]),
      red('right', [ring([1000, 1000], ...[...inner].reverse(), [1000, 0])]),
    ];
    const {mismatches} = check([west, east], features);
    expect(mismatches).toHaveLength(1);
    const strip = [...bends, ...[...inner].reverse()];
    expect(mismatches[0]!.areaM2! / Math.abs(shoelace(strip))).toBeCloseTo(1, 3);
    expect(mismatches[0]!.widthM!).toBeCloseTo(20, 1);
  });
});

/** The line so many metres to the right of a line, its corners mitred. */
function mitred(line: [number, number][], by: number): [number, number][] {
  const normal = (i: number) => {
    const [[x0, y0], [x1, y1]] = [line[i]!, line[i + 1]!];
    const length = Math.hypot(x1 - x0, y1 - y0);
    return [(y1 - y0) / length, (x0 - x1) / length] as const;
  };
  return line.map(([x, y], i) => {
    const a = normal(Math.max(0, i - 1));
    const b = normal(Math.min(line.length - 2, i));
    const scale = by / (1 + a[0] * b[0] + a[1] * b[1]);
    return [x + (a[0] + b[0]) * scale, y + (a[1] + b[1]) * scale];
  });
}

function shoelace(points: [number, number][]): number {
  return (
    points.reduce((sum, [x, y], i) => {
      const [u, v] = points[(i + 1) % points.length]!;
      return sum + x * v - y * u;
    }, 0) / 2
  );
}
