import {describe, expect, it} from 'vitest';
import {LINE, MAX_ZOOM, POLYGON, type GridGeometry} from '../../server/tiles/grid.ts';
import {Junctions} from '../../server/tiles/junctions.ts';
import {minimumZooms} from '../../server/tiles/minimum-zooms.ts';

/** One step of a tile at zoom 10, on the grid. */
const UNIT = 2 ** 8;

function ring(...xy: number[]): GridGeometry {
  return {
    kind: POLYGON,
    xy: Int32Array.from(xy, (value) => value * UNIT),
    starts: Uint32Array.of(0, xy.length / 2),
    shells: Uint8Array.of(1),
  };
}

function zoomsOf(...geometries: GridGeometry[]): number[][] {
  const junctions = new Junctions(100);
  for (const geometry of geometries) junctions.add(geometry);
  return geometries.map((geometry) => [...minimumZooms(geometry, junctions)]);
}

describe('the lowest zoom that shows a vertex', () => {
  //  0,100 ──── 100,100 ──── 200,100
  //    │           │            │
  //    │  left    104,50  right │      the border bends by 4 at its middle
  //    │           │            │
  //  0,0 ────── 100,0 ─────  200,0
  const left = ring(0, 0, 100, 0, 104, 50, 100, 100, 0, 100);
  const right = ring(100, 0, 200, 0, 200, 100, 100, 100, 104, 50);

  it('is 0 where borders meet, and the same for both neighbours in between', () => {
    const [ofLeft, ofRight] = zoomsOf(left, right);
    expect(ofLeft![1]).toBe(0);
    expect(ofLeft![3]).toBe(0);
    // the triangle at the bend is 4 × 100 / 2 = 200 units at zoom 10: 12.5 at zoom 8, 50 at zoom 9
    expect(ofLeft![2]).toBe(9);
    expect(ofRight![4]).toBe(9);
  });

  it('of a ring by itself depends on its size: four corners, all at once', () => {
    // 3 × 3 = 9 units at zoom 10, 2.25 at zoom 9: shown from 4 units on
    expect(zoomsOf(ring(0, 0, 3, 0, 3, 3, 0, 3))[0]!.slice(1)).toEqual([10, 10, 10]);
  });

  it('is never beyond the deepest zoom: there every vertex is shown', () => {
    const [zooms] = zoomsOf(ring(0, 0, 0.5, 1 / 256, 1, 0, 100, 100, 0, 100));
    expect(zooms![1]).toBe(MAX_ZOOM);
  });

  it('does not depend on where a ring begins, on its direction, or on who else has it', () => {
    // a saw of equal teeth: every triangle ties with its neighbours
    const teeth = Array.from({length: 41}, (_, i): [number, number] => [i * 10, (i % 2) * 10]);
    const shell = [...teeth, [400, 300], [0, 300]] as [number, number][];
    const ofVertex = (points: [number, number][]) => {
      const [zooms] = zoomsOf(ring(...points.flat()), below);
      return new Map(points.map((point, i) => [point.join(), zooms![i]]));
    };
    const below = ring(...[...teeth.toReversed(), [0, -300], [400, -300]].flat());
    const expected = ofVertex(shell);
    const rotated = [...shell.slice(17), ...shell.slice(0, 17)];
    expect(ofVertex(rotated)).toEqual(expected);
    expect(ofVertex(shell.toReversed() as [number, number][])).toEqual(expected);
    const [, zoomsBelow] = zoomsOf(ring(...shell.flat()), below);
    const saw = teeth.toReversed();
    saw.forEach((point, i) => expect(zoomsBelow![i]).toBe(expected.get(point.join())));
  });

  it('of the ends of a line is 0', () => {
    const line: GridGeometry = {
      kind: LINE,
      xy: Int32Array.of(0, 0, 10, 1, 20, 0),
      starts: Uint32Array.of(0, 3),
      shells: Uint8Array.of(0),
    };
    expect(zoomsOf(line)[0]).toEqual([0, MAX_ZOOM, 0]);
  });
});
