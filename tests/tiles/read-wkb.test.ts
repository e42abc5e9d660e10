import {describe, expect, it} from 'vitest';
import {doubleArea, GRID_BITS, LINE, POINT, POLYGON} from '../../server/tiles/grid.ts';
import {readWkb} from '../../server/tiles/read-wkb.ts';
import {toWkb} from './mosaic.ts';

const HALF = 2 ** (GRID_BITS - 1);

/** Bytes from hexadecimal, as PostGIS writes WKB. */
const hex = (text: string) => new Uint8Array(Buffer.from(text, 'hex'));

describe('reading WKB onto the grid', () => {
  it('puts 0, 0 in the middle of the world and the corners at its ends', () => {
    const [point] = readWkb(hex('010100000000000000000000000000000000000000'));
    expect(point).toMatchObject({kind: POINT, xy: Int32Array.of(HALF, HALF)});
    const box = [
      [-180, -85.0511287798066],
      [180, -85.0511287798066],
      [180, 85.0511287798066],
      [-180, 85.0511287798066],
      [-180, -85.0511287798066],
    ] as [number, number][];
    const [polygon] = readWkb(toWkb([box]));
    expect(new Set(polygon!.xy)).toEqual(new Set([0, 2 * HALF]));
    expect(Math.abs(doubleArea(polygon!.xy, 0, 4))).toBe(2 * (2 * HALF) ** 2);
  });

  it('turns shells one way and holes the other, whatever they came as', () => {
    const square = (size: number): [number, number][] => [
      [-size, -size],
      [size, -size],
      [size, size],
      [-size, size],
      [-size, -size],
    ];
    const rings = [
      [square(2), square(1)],
      [square(2).toReversed(), square(1)],
    ];
    for (const polygon of rings) {
      const [{xy, starts, shells}] = readWkb(toWkb(polygon)) as [ReturnType<typeof readWkb>[0]];
      expect([...shells]).toEqual([1, 0]);
      expect(doubleArea(xy, starts[0]!, starts[1]!)).toBeGreaterThan(0);
      expect(doubleArea(xy, starts[1]!, starts[2]!)).toBeLessThan(0);
    }
  });

  it('reads heights past, either byte order, and collections', () => {
    // geometrycollection(linestring z (0 0 5, 90 0 5), point(0 0)), the line in big-endian EWKB
    const point = '010100000000000000000000000000000000000000';
    const line =
      '00' +
      '80000002' +
      '00000002' +
      '0000000000000000' +
      '0000000000000000' +
      '4014000000000000' +
      '4056800000000000' +
      '0000000000000000' +
      '4014000000000000';
    const parts = readWkb(hex(`010700000002000000${line}${point}`));
    expect(parts.map(({kind}) => kind)).toEqual([LINE, POINT]);
    expect([...parts[0]!.xy]).toEqual([HALF, HALF, HALF * 1.5, HALF]);
  });

  it('joins vertices closer than the grid, and leaves out what then has no extent', () => {
    const tiny = 1e-9;
    const ring = (size: number): [number, number][] => [
      [10, 10],
      [10 + size, 10],
      [10 + size, 10 + tiny],
      [10 + size, 10 + size],
      [10, 10],
    ];
    expect(readWkb(toWkb([ring(1)]))[0]!.xy.length).toBe(6);
    expect(readWkb(toWkb([ring(tiny)]))[0]?.starts.length ?? 1).toBe(1);
    expect(readWkb(toWkb([[ring(1)], [ring(2)]]))[0]).toMatchObject({kind: POLYGON});
  });
});
