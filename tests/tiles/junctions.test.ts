import {describe, expect, it} from 'vitest';
import {LINE, POLYGON, type GeometryKind, type GridGeometry} from '../../server/tiles/grid.ts';
import {Junctions} from '../../server/tiles/junctions.ts';
import {crookedMosaic, seeded, toWkb} from './mosaic.ts';
import {readWkb} from '../../server/tiles/read-wkb.ts';

function shape(kind: GeometryKind, ...xy: number[]): GridGeometry {
  return {
    kind,
    xy: Int32Array.from(xy),
    starts: Uint32Array.of(0, xy.length / 2),
    shells: Uint8Array.of(1),
  };
}

function junctionsOf(...geometries: GridGeometry[]): string[][] {
  const junctions = new Junctions(100);
  for (const geometry of geometries) junctions.add(geometry);
  return geometries.map(({xy}) =>
    Array.from({length: xy.length / 2}, (_, v) => v)
      .filter((v) => junctions.isJunction(xy, v))
      .map((v) => `${xy[2 * v]},${xy[2 * v + 1]}`),
  );
}

describe('junctions', () => {
  //  0,4 ── 4,4 ── 8,4
  //   │      │      │
  //  0,0 ── 4,0 ── 8,0
  const west = shape(POLYGON, 0, 0, 4, 0, 4, 2, 4, 4, 0, 4);
  const east = shape(POLYGON, 4, 0, 8, 0, 8, 4, 4, 4, 4, 2);

  it('are where the border of two neighbours begins and ends', () => {
    expect(junctionsOf(west, east)).toEqual([
      ['4,0', '4,4'],
      ['4,0', '4,4'],
    ]);
  });

  it('are not where an island fills a hole: all of its border is shared', () => {
    const island = shape(POLYGON, 0, 0, 4, 0, 4, 4, 0, 4);
    const hole = shape(POLYGON, 0, 4, 4, 4, 4, 0, 0, 0);
    expect(junctionsOf(island, hole)).toEqual([[], []]);
  });

  it('are where two rings touch, and at the ends of lines', () => {
    const touching = shape(POLYGON, 4, 4, 8, 8, 4, 8);
    expect(junctionsOf(shape(POLYGON, 0, 0, 4, 0, 4, 4), touching)).toEqual([['4,4'], ['4,4']]);
    const line = shape(LINE, 0, 0, 1, 1, 2, 0);
    expect(junctionsOf(line)).toEqual([['0,0', '2,0']]);
  });

  it('of a mosaic of many vertices are its corners and no others', () => {
    const mosaic = crookedMosaic({
      columns: 8,
      rows: 8,
      at: [100, 20],
      sizeDeg: 5,
      depth: 8,
      random: seeded(1),
    });
    const cells = Array.from({length: 64}, (_, i) => mosaic.cell(i % 8, Math.floor(i / 8)));
    const geometries = cells.flatMap((ring) => readWkb(toWkb([ring])));
    const junctions = new Junctions(64 * 1024);
    for (const geometry of geometries) junctions.add(geometry);
    const found = new Set<string>();
    for (const {xy} of geometries) {
      for (let v = 0; v < xy.length / 2; v++) {
        if (junctions.isJunction(xy, v)) found.add(`${xy[2 * v]},${xy[2 * v + 1]}`);
      }
    }
    // of 81 corners the four of the whole have one cell each
    expect(found.size).toBe(77);
  });

  it('say so when a layer has more vertices than it was said to have', () => {
    const junctions = new Junctions(4);
    const ring = shape(POLYGON, ...Array.from({length: 60}, (_, i) => i * i));
    expect(() => junctions.add(ring)).toThrow('more vertices');
  });
});
