import type {Position} from 'geojson';
import {describe, expect, it} from 'vitest';
import {featureMarks, marksDifference} from '../../../web/src/map/feature-marks.ts';
import {labelPoints, roomiestPoint} from '../../../web/src/map/label-points.ts';
import {pickMembers, pickOrder} from '../../../web/src/map/pick.ts';
import {sampleLayers} from './sample-layers.ts';

describe('what a click picks', () => {
  const layers = sampleLayers();
  const found = (source: string, id: string, areaM2 = 1, level: string | null = null) => ({
    source,
    id,
    areaM2,
    level,
  });

  it('goes from points to filled areas to units, the county before its province', () => {
    const names = pickOrder(
      [
        found('units@1', '91', 9e9, 'province'),
        found('units@1', '910101', 1e9, 'county'),
        found('environment-zones@1', 'z'),
        found('redlines@1', 'r'),
        found('facilities@1', 'f'),
      ],
      layers,
    );
    expect(names.map(({id}) => id)).toEqual(['f', 'r', 'z', '910101', '91']);
  });

  it('names a feature once, however many map layers and tiles it was found in', () => {
    const twice = [found('redlines@1', 'r'), found('redlines@1', 'r'), found('gone@1', 'x')];
    expect(pickOrder(twice, layers)).toEqual([{collection: 'redlines', id: 'r'}]);
  });

  it('takes as members only units of the wanted level', () => {
    const units = [found('units@1', '91', 9, 'province'), found('units@1', '910101', 1, 'county')];
    const members = {collection: 'units', ids: [], level: 'province'};
    expect(pickMembers(units, layers, members)).toEqual([{collection: 'units', id: '91'}]);
    expect(pickMembers(units, layers, {...members, level: null})).toHaveLength(2);
    expect(pickMembers(units, layers, {...members, collection: 'redlines'})).toEqual([]);
  });
});

describe('marks on features', () => {
  const redline = {collection: 'redlines', id: 'a/1'};
  const empty = {selection: [], hovered: null, members: null};

  it('tell only of features whose marks changed', () => {
    const before = featureMarks({...empty, selection: [redline], hovered: redline});
    const after = featureMarks({
      ...empty,
      selection: [redline],
      members: {collection: 'units', ids: ['91'], level: null},
    });
    expect(marksDifference(before, after)).toEqual([
      {name: redline, marks: {selected: true, hovered: false, member: false}},
      {
        name: {collection: 'units', id: '91'},
        marks: {selected: false, hovered: false, member: true},
      },
    ]);
    expect(marksDifference(after, after)).toEqual([]);
  });
});

describe('names of areas', () => {
  const ring = (west: number, south: number, east: number, north: number): Position[] => [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
    [west, south],
  ];
  const piece = (id: string, coordinates: Position[]) => ({
    source: 'units@1',
    id,
    properties: {name: id},
    geometry: {type: 'Polygon' as const, coordinates: [coordinates]},
  });

  it('are written once for an area in several tiles, in its largest piece', () => {
    const points = labelPoints([
      piece('a', ring(0, 0, 1, 1)),
      piece('a', ring(1, 0, 5, 1)),
      piece('b', ring(9, 9, 10, 10)),
    ]);
    expect(points.features.map(({properties}) => properties!['name'])).toEqual(['a', 'b']);
    expect(points.features[0]!.geometry.coordinates).toEqual([3, 0.5]);
    expect(points.features[0]!.properties!['size_deg']).toBeCloseTo(Math.sqrt(5), 12);
  });

  it('stand inside a horseshoe, not in its middle', () => {
    //  ┌──┐    ┌──┐
    //  │  │    │  │
    //  │  └────┘  │
    //  └──────────┘
    const horseshoe: Position[] = [
      [0, 0],
      [10, 0],
      [10, 10],
      [8, 10],
      [8, 2.9],
      [2, 2.9],
      [2, 10],
      [0, 10],
      [0, 0],
    ];
    const [lon, lat] = roomiestPoint(horseshoe) as [number, number];
    expect(lat < 2.9 || lon < 2 || lon > 8).toBe(true);
  });
});
