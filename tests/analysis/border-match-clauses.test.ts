import {describe, expect, it} from 'vitest';
import {BORDER_SEVERITY_M, BORDER_TOLERANCE_M} from '../../contract/border-match.ts';
import {box, check, inShort, type Piece} from './border-cases.ts';

// Two units side by side, the border x = 0 from y = 0 to 4000.
//
//   4000 ┌──────────┬──────────┐
//        │    w     │    z     │
//      0 └──────────┴──────────┘
//      −1000        0        1000
const WEST: Piece = {code: 'w', multiPolygon: [box(-1000, 0, 0, 4000)]};
const EAST: Piece = {code: 'z', multiPolygon: [box(0, 0, 1000, 4000)]};

const held = (
  code: string,
  name: string | null,
  ...multiPolygon: Piece['multiPolygon']
): Piece => ({
  code,
  class: name,
  multiPolygon,
});
const west = (from: number, to: number, name: string | null = 'water') =>
  held(`w${from}`, name, box(-300, from, 0, to));
const east = (from: number, to: number, name: string | null = 'water', off = 0) =>
  held(`z${from}${off === 0 ? '' : `+${off}`}`, name, box(off, from, 300, to));
const found = (...features: Piece[]) => check([WEST, EAST], features);

describe('what lies opposite a class that meets the border is', () => {
  it.each<[what: string, opposite: Piece[], expected: string[]]>([
    ['the same class: no mismatch', [east(1000, 1400)], []],
    ['nothing: a gap', [], ['gap 400 m: water | nothing']],
    ['another class', [east(1000, 1400, 'soil')], ['class-differs 400 m: water | soil']],
    [
      'a class without a name, which is another',
      [east(1000, 1400, null)],
      ['class-differs 400 m: water | nothing'],
    ],
    [
      'another class for half the way, nothing for the other',
      [east(1000, 1201, 'soil')],
      ['class-differs 201 m: water | soil', 'gap 199 m: water | nothing'],
    ],
    [
      'the same class a few metres off: an offset',
      [east(1000, 1400, 'water', 4)],
      ['offset 400 m off 4.0 m across: water | nothing'],
    ],
    [
      'a strip of another class before it: an offset, with that class',
      [held('strip', 'soil', box(0, 1000, 4, 1400)), east(1000, 1400, 'water', 4)],
      ['offset 400 m off 4.0 m across: water | soil'],
    ],
    [
      'a sliver of another class before it',
      [held('strip', 'soil', box(0, 1000, 0.5, 1400)), east(1000, 1400, 'water', 0.5)],
      ['sliver 400 m off 0.5 m across: water | soil'],
    ],
    [
      'noise of another class before it',
      [held('strip', 'soil', box(0, 1000, 0.06, 1400)), east(1000, 1400, 'water', 0.06)],
      ['noise 400 m off 0.1 m across: water | soil'],
    ],
  ])('%s', (what, opposite, expected) => {
    const {mismatches, pairs} = found(west(1000, 1400), ...opposite);
    expect(mismatches.map(inShort)).toEqual(expected);
    expect(pairs[0]!.mismatchedM + pairs[0]!.matchedM).toBeCloseTo(400, 1);
    // what has no name is a class all the same, and no gap
    if (what.startsWith('a class without')) expect(mismatches[0]!.sides[1].classes).toEqual([null]);
  });

  it.each([
    [0.06, 'noise', 'none'],
    [0.5, 'sliver', 'none'],
    [5, 'offset', 'low'],
  ])('%f m shorter along the border', (by, kind, severity) => {
    const {mismatches} = found(west(1000, 1400), east(1000 + by, 1400));
    expect(mismatches).toHaveLength(1);
    const [{kind: told, direction, offM, severity: judged}] = mismatches as [
      (typeof mismatches)[0],
    ];
    expect([told, direction, judged]).toEqual([kind, 'along', severity]);
    expect(Math.abs(offM! - by)).toBeLessThan(0.011);
  });

  it('an offset up to the tolerance and a gap beyond it', () => {
    const at = (off: number) => found(west(1000, 1400), east(1000, 1400, 'water', off)).mismatches;
    expect(at(BORDER_TOLERANCE_M - 0.1)[0]).toMatchObject({kind: 'offset', severity: 'low'});
    const [beyond] = at(BORDER_TOLERANCE_M + 0.1);
    expect(beyond).toMatchObject({kind: 'gap', severity: 'medium'});
    // and it still says how far the class is
    expect(beyond!.offM).toBeCloseTo(BORDER_TOLERANCE_M + 0.1, 1);
  });

  it('a gap where the class resumes behind a part of the way only', () => {
    const {mismatches} = found(west(1000, 1400), east(1000, 1200, 'water', 4));
    expect(mismatches.map(inShort)).toEqual(['gap 400 m: water | nothing']);
  });
});

describe('a real mismatch', () => {
  const {high, medium} = BORDER_SEVERITY_M;
  it.each([
    [high + 1, 'high'],
    [high - 1, 'medium'],
    [medium + 1, 'medium'],
    [medium - 1, 'low'],
  ])('of %d m of border is %s', (lengthM, severity) => {
    for (const opposite of [[], [east(1000, 1000 + lengthM, 'soil')]]) {
      const {mismatches} = found(west(1000, 1000 + lengthM), ...opposite);
      expect(mismatches.map((each) => each.severity)).toEqual([severity]);
    }
  });

  it('stands before slivers and noise, which are shown and counted apart', () => {
    const {mismatches, totals} = found(
      ...[west(100, 201), west(400, 800), west(1000, 1500), west(2000, 3900)],
      east(100, 201, 'soil'),
      east(400, 800, 'water', 0.06),
      east(1000, 1500, 'water', 0.6),
      east(2000, 3900, 'water', 3),
    );
    expect(mismatches.map(({kind, severity}) => [kind, severity])).toEqual([
      ['class-differs', 'medium'],
      ['offset', 'low'],
      ['sliver', 'none'],
      ['noise', 'none'],
    ]);
    const sums = Object.fromEntries(totals.byKind.map((each) => [each.kind, each]));
    expect(sums['class-differs']).toMatchObject({count: 1});
    expect(sums.offset!.lengthM).toBeCloseTo(1900, 1);
    expect(sums.sliver!.lengthM).toBeCloseTo(500, 1);
    expect(sums.noise!.lengthM).toBeCloseTo(400, 1);
  });

  it('names both parties, their features, its length and its place', () => {
    const {mismatches, units} = found(west(1000, 1400), east(1000, 1400, 'soil'));
    const [{sides, lengthM, line, at, id}] = mismatches as [(typeof mismatches)[0]];
    expect(sides.map(({unit, features}) => [units[unit]!.code, ...features])).toEqual([
      ['w', 'w1000'],
      ['z', 'z1000'],
    ]);
    expect(lengthM).toBeCloseTo(400, 1);
    expect(line.coordinates).toHaveLength(2);
    expect(at[1]).toBeCloseTo((line.coordinates[0]![1] + line.coordinates[1]![1]) / 2, 7);
    expect(id).toMatch(/^w~z:class-differs@/);
  });
});

describe('neighbours that draw their border apart', () => {
  const shifted = (by: number): Piece => ({code: 'z', multiPolygon: [box(by, 0, 1000, 4000)]});

  it.each([
    [4, 'gap'],
    [-4, 'overlap'],
  ])('by %d m have that %s, beside mismatches of what they hold', (by, kind) => {
    const {faults, mismatches} = check([WEST, shifted(by)], [west(1000, 1400)]);
    expect(faults.map((fault) => [fault.kind, fault.scale])).toEqual([[kind, 'offset']]);
    expect(faults[0]!.areaM2).toBeCloseTo(16_000, -2);
    expect(mismatches.map(inShort)).toEqual(['gap 400 m: water | nothing']);
  });

  it('by a part of the way have a fault there and nowhere else', () => {
    // east leaves out 3 m from y = 1000 to 2000
    const notched: Piece = {
      code: 'z',
      multiPolygon: [box(0, 0, 1000, 1000), box(3, 1000, 1000, 2000), box(0, 2000, 1000, 4000)],
    };
    const {faults} = check([WEST, notched], []);
    expect(faults.map(({kind}) => kind)).toEqual(['gap']);
    expect(faults[0]!.lengthM).toBeCloseTo(1000, 0);
    expect(faults[0]!.areaM2).toBeCloseTo(3000, -2);
    expect(faults[0]!.widthM).toBeCloseTo(3, 1);
  });
});
