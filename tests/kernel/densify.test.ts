import {describe, expect, test} from 'vitest';
import {
  densifyRing,
  EDGE_TOLERANCE_M,
  edgeParts,
  toLegalMultiPolygon,
} from '../../server/kernel/densify.ts';
import {toFlatRings, type Position} from '../../server/kernel/geometry.ts';
import {toLegalPlane} from '../../server/kernel/legal-plane.ts';
import {layOutLonLat} from '../../server/kernel/lon-lat-rings.ts';
import {projectRings} from '../../server/kernel/project-rings.ts';
import {seededRandom} from '../bench/synthetic-layer.ts';
import {between, box, rewrite, shrink, star, type Random} from './shapes.ts';

/** How far the edge, straight in lon/lat, strays from the straight line between its projected ends. */
function strayM(from: Position, to: Position): number {
  const [ax, ay] = toLegalPlane(...from);
  const [bx, by] = toLegalPlane(...to);
  const lengthM = Math.hypot(bx - ax, by - ay);
  let strayM = 0;
  for (let i = 1; i < 64; i++) {
    const share = i / 64;
    const [x, y] = toLegalPlane(
      from[0] + share * (to[0] - from[0]),
      from[1] + share * (to[1] - from[1]),
    );
    const across = ((bx - ax) * (y - ay) - (by - ay) * (x - ax)) / lengthM;
    strayM = Math.max(strayM, Math.abs(across));
  }
  return strayM;
}

/** Edges of 10 m to 3 000 km in any direction, anywhere on the globe. */
function randomEdge(random: Random): [Position, Position] {
  const from: Position = [between(random, -150, 150), between(random, -88, 88)];
  const degrees = 10 ** between(random, -4, 1.4);
  const angle = between(random, 0, 2 * Math.PI);
  const lat = Math.min(89.9, Math.max(-89.9, from[1] + degrees * Math.sin(angle)));
  return [from, [from[0] + degrees * Math.cos(angle), lat]];
}

describe('the edge rule', () => {
  test('leaves a survey edge of 100 m alone', () => {
    expect(edgeParts([118.1, 29.6], [118.101, 29.6005])).toBe(1);
  });

  test('never splits along a meridian or a parallel', () => {
    expect(edgeParts([118, -60], [118, 70])).toBe(1);
    expect(edgeParts([-120, 50], [120, 50])).toBe(1);
  });

  test('splits the long edge of a rough boundary', () => {
    // the chord of 1° × 1° strays by 110 m
    expect(edgeParts([118, 30], [119, 31])).toBeGreaterThan(90);
  });

  test('keeps every part within 1 cm, and does not split much finer than that takes', () => {
    const random = seededRandom(1);
    let splitCount = 0;
    let coarserWouldDo = 0;
    for (let i = 0; i < 5_000; i++) {
      const [from, to] = randomEdge(random);
      const dense = densifyRing([from, to]);
      const parts = edgeParts(from, to);
      expect(dense.length).toBe(1 + 2 * parts);
      const at = (n: number): number => Math.floor((n * parts) / 7);
      for (const n of [...Array.from({length: 7}, (_, k) => at(k)), parts - 1]) {
        expect(strayM(dense[n]!, dense[n + 1]!)).toBeLessThan(EDGE_TOLERANCE_M + 1e-7);
      }
      if (parts === 1) continue;
      splitCount++;
      // with 60 % of the parts some part would stray too far
      const fewer = Math.max(1, Math.floor(0.6 * parts));
      const part = (n: number): Position => [
        from[0] + (n / fewer) * (to[0] - from[0]),
        from[1] + (n / fewer) * (to[1] - from[1]),
      ];
      const worst = Math.max(strayM(part(0), part(1)), strayM(part(fewer - 1), part(fewer)));
      if (worst < EDGE_TOLERANCE_M) coarserWouldDo++;
    }
    expect(splitCount).toBeGreaterThan(2_000);
    expect(coarserWouldDo / splitCount).toBeLessThan(0.1);
  });

  test('gives two polygons the same positions on the edge they share, to the last bit', () => {
    const random = seededRandom(2);
    for (let i = 0; i < 500; i++) {
      const [from, to] = randomEdge(random);
      const there = densifyRing([from, to]).slice(0, edgeParts(from, to) + 1);
      const back = densifyRing([to, from]).slice(0, edgeParts(from, to) + 1);
      expect(back.reverse()).toEqual(there);
    }
  });

  test('also cuts the edge that closes an open ring', () => {
    const triangle: Position[] = [
      [118, 30],
      [119, 30],
      [119, 31],
    ];
    expect(densifyRing(triangle)).toEqual(densifyRing([...triangle, triangle[0]!]));
  });

  test('brings rings into the plane closed, and holes with them', () => {
    const legal = toLegalMultiPolygon([[box(118, 30, 119, 31), box(118.2, 30.2, 118.4, 30.4)]]);
    expect(legal[0]!.map((ring) => ring.length)).toEqual([5, 5]);
    for (const ring of legal[0]!) expect(ring.at(-1)).toEqual(ring[0]);
    expect(legal[0]![0]![2]).toEqual(toLegalPlane(119, 31));
  });

  test('brings rings into the plane flat, to the same bits', () => {
    const random = seededRandom(3);
    for (let i = 0; i < 300; i++) {
      const centre: Position = [between(random, 75, 130), between(random, 20, 50)];
      const shell = star(random, 30, centre, 10 ** between(random, -3, 0.7));
      const shape = rewrite(random, [[shell, shrink(shell, centre, 0.5)], [shell]]);
      expect(projectRings(layOutLonLat(shape))).toEqual(toFlatRings(toLegalMultiPolygon(shape)));
    }
    expect(projectRings(layOutLonLat([]))).toEqual(toFlatRings([]));
    expect(projectRings(layOutLonLat([[[]]]))).toEqual(toFlatRings([[[]]]));
  });

  test('makes nothing of nothing', () => {
    expect(toLegalMultiPolygon([])).toEqual([]);
    expect(densifyRing([])).toEqual([]);
  });
});
