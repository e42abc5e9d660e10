import {describe, expect, it} from 'vitest';
import fc from 'fast-check';
import {ServiceGrounds} from '../../../server/analysis/service-coverage/service-grounds.ts';
import {flatAreaM2} from '../../../server/kernel/area.ts';
import {dissolve} from '../../../server/kernel/cells/dissolve.ts';
import {toFlatRings, type FlatRings, type Polygon} from '../../../server/kernel/geometry.ts';
import {OverlapMeter} from '../../../server/kernel/overlap-area.ts';
import {seeded} from '../../layers/random.ts';
import {blob} from '../../layers/store-layer.ts';

function box(west: number, south: number, east: number, north: number): Polygon {
  return [
    [
      [west, south],
      [east, south],
      [east, north],
      [west, north],
    ],
  ];
}
const flat = (...polygons: Polygon[]) => toFlatRings(polygons);

describe('service areas on a ground', () => {
  //  100 ┌─────────────┐
  //      │   ┌─────┐   │     a: 20…60 × 20…60, b: 40…120 × 40…60 sticks out by 20
  //   60 │   │a ┌──┼───┼─┐   both hold 20 × 20, together they hold 40·40 + 60·20 − 20·20
  //      │   └──┴──┘───┴─┘
  //    0 └─────────────┘
  const ground = flat(box(0, 0, 100, 100));
  const a = flat(box(20, 20, 60, 60));
  const b = flat(box(40, 40, 120, 60));

  it('are measured once for what they hold together and once for what two hold', () => {
    const cover = new ServiceGrounds([a, b]).cover(ground, 'unserved');
    expect(cover).toMatchObject({areaM2: 10_000, servedM2: 2400, multipleM2: 400});
    expect(cover.owners).toEqual([0, 1]);
    expect(cover.ownerM2).toEqual([1600, 1200]);
    expect(flatAreaM2(cover.part!)).toBe(7600);
  });

  it('give the served part as outline when that is asked for', () => {
    const {part} = new ServiceGrounds([a, b]).cover(ground, 'served');
    expect(flatAreaM2(part!)).toBe(2400);
  });

  it('at one place count as one and as two', () => {
    const {servedM2, multipleM2, ownerM2} = new ServiceGrounds([a, a, a]).cover(ground, null);
    expect([servedM2, multipleM2]).toEqual([1600, 1600]);
    expect(ownerM2).toEqual([1600, 1600, 1600]);
  });

  it('that hold all of it leave nothing, whether they end at its border or beyond', () => {
    for (const area of [ground, flat(box(-5, -5, 105, 105))]) {
      const {servedM2, multipleM2, part} = new ServiceGrounds([area]).cover(ground, 'unserved');
      expect([servedM2, multipleM2]).toEqual([10_000, 0]);
      expect(part!.starts).toHaveLength(1);
    }
  });

  it('that only touch it hold nothing', () => {
    const {servedM2, owners, part} = new ServiceGrounds([flat(box(100, 0, 200, 100))]).cover(
      ground,
      'unserved',
    );
    expect([servedM2, owners, flatAreaM2(part!)]).toEqual([0, [], 10_000]);
  });

  it('share no ground along a common border', () => {
    const halves = [flat(box(0, 0, 50, 100)), flat(box(50, 0, 100, 100))];
    const {servedM2, multipleM2, part} = new ServiceGrounds(halves).cover(ground, 'unserved');
    expect([servedM2, multipleM2, part!.starts.length]).toEqual([10_000, 0, 1]);
  });

  it('are refused where they cross each other beyond a limit', () => {
    expect(() => new ServiceGrounds([a, b], {chainPairs: 9, crossings: 2})).toThrow(RangeError);
    expect(() => new ServiceGrounds([a, b], {chainPairs: 0, crossings: 9})).toThrow(RangeError);
    expect(() => new ServiceGrounds([a, b], {chainPairs: 9, crossings: 9})).not.toThrow();
  });

  it('leave their holes unserved', () => {
    const ring = flat([...box(20, 20, 60, 60), ...box(30, 30, 50, 50)]);
    const {servedM2, part} = new ServiceGrounds([ring]).cover(ground, 'unserved');
    expect([servedM2, flatAreaM2(part!)]).toEqual([1200, 8800]);
  });

  it('are measured in the hole of a ground as outside it', () => {
    const holed = flat([...box(0, 0, 100, 100), ...box(40, 40, 60, 60)]);
    const {areaM2, servedM2, multipleM2, part} = new ServiceGrounds([a, b]).cover(
      holed,
      'unserved',
    );
    expect([areaM2, servedM2, multipleM2]).toEqual([9600, 2000, 0]);
    expect(flatAreaM2(part!)).toBe(7600);
  });
});

describe('service areas of any shape', () => {
  // on a lattice of 5 m, so that edges coincide, touch and end on each other all the time
  const lattice = fc.integer({min: 0, max: 20}).map((i) => 5 * i);
  const rectangle = fc
    .tuple(lattice, lattice, fc.integer({min: 1, max: 10}), fc.integer({min: 1, max: 10}))
    .map(([x, y, w, h]) => flat(box(x, y, x + 5 * w, y + 5 * h)));

  it('on a lattice are measured as square by square', () => {
    fc.assert(
      fc.property(rectangle, fc.array(rectangle, {minLength: 1, maxLength: 8}), (ground, areas) => {
        const cover = new ServiceGrounds(areas).cover(ground, 'unserved');
        const depths = squaresOf(ground).map(
          (square) => areas.filter((a) => holds(a, square)).length,
        );
        expect(cover.servedM2).toBe(25 * depths.filter((depth) => depth >= 1).length);
        expect(cover.multipleM2).toBe(25 * depths.filter((depth) => depth >= 2).length);
        expect(flatAreaM2(cover.part!)).toBe(25 * depths.filter((depth) => depth === 0).length);
      }),
      {seed: 7, numRuns: 400},
    );
  });

  it('agree with taking them apart into faces, and each with its overlap', () => {
    const random = seeded(11);
    const meter = new OverlapMeter();
    for (let run = 0; run < 60; run++) {
      const some = (count: number, reach: number) =>
        Array.from({length: count}, () =>
          flat(blob(1e6 + 900 * random(), 4e6 + 900 * random(), reach, 40, random)),
        );
      const [ground] = some(1, 700);
      const areas = some(2 + (run % 7), 400);
      const cover = new ServiceGrounds(areas).cover(ground!, 'unserved');
      const faces = dissolve(
        areas.map((rings, i) => ({features: [i], rings})),
        meter,
      );
      const inGround = (rings: FlatRings) => meter.area(rings, ground!);
      const served = faces.reduce((sum, {rings}) => sum + inGround(rings), 0);
      const twice = faces
        .filter(({features}) => features.length > 1)
        .reduce((sum, {rings}) => sum + inGround(rings), 0);
      expect(cover.servedM2).toBeCloseTo(served, 3);
      expect(cover.multipleM2).toBeCloseTo(twice, 3);
      areas.forEach((rings, i) => {
        const at = cover.owners.indexOf(i);
        expect(at < 0 ? 0 : cover.ownerM2[at]).toBeCloseTo(inGround(rings), 2);
      });
      // rings below 1 m² are not drawn
      expect(Math.abs(flatAreaM2(cover.part!) - (cover.areaM2 - cover.servedM2))).toBeLessThan(5);
    }
  });
});

function squaresOf(ground: FlatRings): [number, number][] {
  const squares: [number, number][] = [];
  for (let x = 2.5; x < 250; x += 5) {
    for (let y = 2.5; y < 250; y += 5) if (holds(ground, [x, y])) squares.push([x, y]);
  }
  return squares;
}

function holds({xy}: FlatRings, [x, y]: [number, number]): boolean {
  return xy[0]! < x && x < xy[4]! && xy[1]! < y && y < xy[5]!;
}
