import {describe, expect, it} from 'vitest';
import {borderLines} from '../../../web/src/map/border-lines.ts';

const [PROVINCE, COUNTY] = [0, 2];

function outline(level: number, positions: [number, number][], tile = {z: 0, x: 0, y: 0}) {
  const rings = [[...positions, positions[0]!].map(([x, y]) => ({x, y}))];
  return {tile, extent: 100, level, rings};
}

describe('borders as lines', () => {
  //  (0,0)   (50,0)  (90,0)
  //    ┌───────┬───────┐
  //    │   A   │   B   │     A and B are counties of one province
  //    └───────┴───────┘
  //  (0,50)  (50,50) (90,50)
  const a = outline(COUNTY, [
    [1, 1],
    [50, 1],
    [50, 50],
    [1, 50],
  ]);
  const b = outline(COUNTY, [
    [50, 1],
    [90, 1],
    [90, 50],
    [50, 50],
  ]);
  const province = outline(PROVINCE, [
    [1, 1],
    [50, 1],
    [90, 1],
    [90, 50],
    [50, 50],
    [1, 50],
  ]);

  it('mark the highest level there is, whichever that is', () => {
    const isTop = (outlines: Parameters<typeof borderLines>[0]) =>
      new Map(
        borderLines(outlines).features.map(({properties}) => [
          properties!['level'] as number,
          properties!['isTop'] as boolean,
        ]),
      );
    expect(isTop([a, b])).toEqual(new Map([[COUNTY, true]]));
    expect(isTop([a, b, province])).toEqual(
      new Map([
        [PROVINCE, true],
        [COUNTY, false],
      ]),
    );
  });

  it('draw the border between neighbours once', () => {
    const {features} = borderLines([a, b]);
    // the shared side, and the two ways round
    expect(features).toHaveLength(3);
    const stretches = features.reduce(
      (sum, {geometry}) => sum + geometry.coordinates.length - 1,
      0,
    );
    expect(stretches).toBe(7);
  });

  it('give a stretch to the highest level that has it, and join it into one line', () => {
    const {features} = borderLines([a, b, province]);
    expect(
      features.map(({properties, geometry}) => [properties!['level'], geometry.coordinates.length]),
    ).toEqual(
      expect.arrayContaining([
        [COUNTY, 2],
        [PROVINCE, 7],
      ]),
    );
    expect(features).toHaveLength(2);
  });

  it('leave out the cuts where a tile clipped an area, and what lies beyond its edge', () => {
    // an area over two tiles, each holding five units more than its side
    const left = outline(
      COUNTY,
      [
        [80, 20],
        [105, 20],
        [105, 60],
        [80, 60],
      ],
      {z: 1, x: 0, y: 0},
    );
    const right = outline(
      COUNTY,
      [
        [-5, 20],
        [30, 20],
        [30, 60],
        [-5, 60],
      ],
      {z: 1, x: 1, y: 0},
    );
    const {features} = borderLines([left, right]);
    expect(features).toHaveLength(1);
    const lons = features[0]!.geometry.coordinates.map(([lon]) => lon!);
    // the whole outline runs through both tiles and closes, without a line along the tile edge at 0°
    expect(Math.min(...lons)).toBeCloseTo((80 / 200 - 0.5) * 360, 9);
    expect(Math.max(...lons)).toBeCloseTo((130 / 200 - 0.5) * 360, 9);
    expect(lons.filter((lon) => Math.abs(lon) < 1e-9)).toHaveLength(2);
  });

  it('forget tiles of a zoom that is left', () => {
    const old = outline(
      COUNTY,
      [
        [0, 0],
        [9, 0],
        [9, 9],
      ],
      {z: 3, x: 0, y: 0},
    );
    const now = outline(
      COUNTY,
      [
        [0, 0],
        [9, 0],
        [9, 9],
      ],
      {z: 4, x: 5, y: 5},
    );
    expect(borderLines([old, now])).toEqual(borderLines([now]));
    expect(borderLines([])).toEqual({type: 'FeatureCollection', features: []});
  });
});
