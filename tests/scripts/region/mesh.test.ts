import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {makeTracer, traceSide} from '../../../scripts/region/edges.ts';
import {
  cellsOfCorner,
  cornerOf,
  cornerPoint,
  cornersOfCorner,
  kitesOfCorner,
  makeMesh,
  neighbour,
} from '../../../scripts/region/mesh.ts';
import {planCells, planKites} from '../../../scripts/region/plan.ts';
import {findRings, followRing, twinOf} from '../../../scripts/region/rings.ts';

const mesh = makeMesh({columns: 20, rows: 20, spacingM: 1000, west: 113, south: 28}, 5);
const MIDDLE = 9 * 20 + 9;
const inner = fc
  .integer({min: 0, max: 13 * 14 - 1})
  .map((n) => 3 + (n % 13) + (3 + Math.floor(n / 13)) * 20);
const k = fc.integer({min: 0, max: 5});

describe('the lattice', () => {
  it('has neighbours that are neighbours of each other, over opposite edges', () => {
    fc.assert(
      fc.property(inner, k, (cell, edge) => {
        expect(neighbour(mesh, neighbour(mesh, cell, edge), (edge + 3) % 6)).toBe(cell);
      }),
      {seed: 1},
    );
  });

  it('gives a corner one number from each of its three cells', () => {
    fc.assert(
      fc.property(inner, k, (cell, at) => {
        const corner = cornerOf(mesh, cell, at);
        expect(cellsOfCorner(mesh, corner)).toContain(cell);
        expect(kitesOfCorner(mesh, corner)).toContain(cell * 6 + at);
        for (const kite of kitesOfCorner(mesh, corner)) {
          expect(cornerOf(mesh, Math.floor(kite / 6), kite % 6)).toBe(corner);
        }
      }),
      {seed: 2},
    );
  });

  it('joins corners along edges: neighbours of each other and less than an edge and a half away', () => {
    fc.assert(
      fc.property(inner, k, (cell, at) => {
        const corner = cornerOf(mesh, cell, at);
        const [x, y] = cornerPoint(mesh, corner);
        for (const other of cornersOfCorner(mesh, corner)) {
          expect(cornersOfCorner(mesh, other)).toContain(corner);
          const [ox, oy] = cornerPoint(mesh, other);
          expect(Math.hypot(ox - x, oy - y)).toBeLessThan(1.5 * 577);
        }
      }),
      {seed: 3},
    );
  });

  it('has a twin for every side, and the side is its twin’s twin', () => {
    fc.assert(
      fc.property(inner, k, fc.integer({min: 0, max: 3}), (cell, at, side) => {
        const own = (cell * 6 + at) * 4 + side;
        expect(twinOf(mesh, own)).not.toBe(own);
        expect(twinOf(mesh, twinOf(mesh, own))).toBe(own);
      }),
      {seed: 4},
    );
  });
});

describe('a line of the lattice', () => {
  it('has the same points from both sides, in reverse', () => {
    const tracer = makeTracer(mesh, 2.5, 3);
    fc.assert(
      fc.property(inner, k, fc.integer({min: 0, max: 3}), (cell, at, side) => {
        const own = (cell * 6 + at) * 4 + side;
        const there = points(own);
        expect(points(twinOf(mesh, own))).toEqual(there.toReversed());
        expect(there.length).toBeGreaterThan(4);
      }),
      {seed: 5},
    );

    function points(side: number): string[] {
      traceSide(tracer, Math.floor(side / 24), Math.floor(side / 4) % 6, side & 3);
      const list: string[] = [];
      // one past the length: the last point, which rings leave to the next side
      for (let i = 0; i <= tracer.length; i += 2)
        list.push(`${tracer.line[i]},${tracer.line[i + 1]}`);
      return list;
    }
  });
});

describe('the outline', () => {
  it('of one cell is one shell of twelve half edges', () => {
    const [rings, sides] = ringsOf([MIDDLE]);
    expect(rings.isHole).toEqual([false]);
    expect(sides).toEqual([12]);
  });

  //   __
  //  /  \__      six cells round a seventh
  //  \__/  \
  it('of six cells round a seventh is a shell and a hole, the hole as long as the cell’s outline', () => {
    const around = [0, 1, 2, 3, 4, 5].map((edge) => neighbour(mesh, MIDDLE, edge));
    const [rings, sides] = ringsOf(around);
    expect(rings.isHole.toSorted()).toEqual([false, true]);
    expect(sides[rings.isHole.indexOf(true)]).toBe(12);
    expect(sides[rings.isHole.indexOf(false)]).toBe(36);
  });

  it('of kites opposite each other in a cell is two polygons that touch in the centre', () => {
    expect(planKites(mesh, [MIDDLE * 6, MIDDLE * 6 + 3])).toHaveLength(2);
  });

  it('of a patch that meets itself in a centre is a shell and a hole, not a ring that touches itself', () => {
    // everything within two cells but two kites that face each other across the centre
    const open = new Set([MIDDLE * 6, MIDDLE * 6 + 3]);
    const cells = new Set([MIDDLE]);
    for (let round = 0; round < 2; round++) {
      for (const cell of Array.from(cells))
        for (let e = 0; e < 6; e++) cells.add(neighbour(mesh, cell, e));
    }
    const kites = [...cells].flatMap((cell) => [0, 1, 2, 3, 4, 5].map((at) => cell * 6 + at));
    const [polygon, ...others] = planKites(
      mesh,
      kites.filter((kite) => !open.has(kite)),
    );
    expect(others).toEqual([]);
    expect(polygon).toHaveLength(3);
  });

  it('of patches is planned patch by patch', () => {
    const patch = new Int32Array(mesh.cellCount).fill(-1);
    patch[MIDDLE] = 0;
    patch[neighbour(mesh, MIDDLE, 0)] = 1;
    expect(planCells(mesh, patch).map((polygon) => polygon.length)).toEqual([1, 1]);
  });
});

function ringsOf(cells: number[]) {
  const set = new Set(cells);
  const patchOf = (kite: number) => (set.has(Math.floor(kite / 6)) ? 0 : -1);
  const rings = findRings(mesh, patchOf);
  const sides = rings.start.map((start) => {
    let count = 0;
    followRing(mesh, patchOf, start, 0, () => count++);
    return count;
  });
  return [rings, sides] as const;
}
