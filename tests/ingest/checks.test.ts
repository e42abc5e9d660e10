import {describe, expect, it} from 'vitest';
import type {RoleMap} from '../../contract/layer-kind.ts';
import {FeatureIds} from '../../server/ingest/feature-ids.ts';
import {prepareFeature} from '../../server/ingest/prepare-feature.ts';
import {square} from './make-files.ts';
import {kindOf} from './read-all.ts';

const METRE = 1 / 111_320;

function prepare(
  geometry: unknown,
  kind = 'redline',
  {properties = {}, map = {}}: {properties?: Record<string, unknown>; map?: RoleMap} = {},
) {
  const plan = {kind: kindOf(kind), map, ids: new FeatureIds(), transform: null};
  return prepareFeature({position: 17, geometry, properties, endByte: 0}, plan);
}

const polygon = (coordinates: unknown) => ({type: 'Polygon', coordinates});
const point = (coordinates: unknown) => ({type: 'Point', coordinates});

/** [what it is, geometry, rule, sentence] of features that are left out */
const REJECTED: [string, unknown, string, string | RegExp][] = [
  ['no geometry', null, 'empty-geometry', 'It has no geometry (feature 17).'],
  ['an empty polygon', polygon([]), 'empty-geometry', 'Its geometry is empty (feature 17).'],
  ['an empty ring', polygon([[]]), 'empty-geometry', 'Its geometry is empty (feature 17).'],
  [
    'an empty collection',
    {type: 'GeometryCollection', geometries: []},
    'empty-geometry',
    'The collection is empty (feature 17).',
  ],
  [
    'a type nobody knows',
    {type: 'Circle', coordinates: [1, 2]},
    'unknown-geometry',
    'Geometry type "Circle" is not known (feature 17).',
  ],
  [
    'a ring of three positions',
    polygon([
      [
        [116, 40],
        [117, 40],
        [116, 40],
      ],
    ]),
    'ring-too-short',
    'Ring has 3 positions, needs at least 4 (feature 17).',
  ],
  [
    'a line there and back',
    polygon([
      [
        [116, 40],
        [117, 41],
        [118, 40],
        [117, 41],
        [116, 40],
      ],
    ]),
    'no-area',
    'Its outline encloses no area: it runs along a line and back (feature 17).',
  ],
  [
    'a null among the coordinates',
    polygon([
      [
        [116, 40],
        [117, null],
        [117, 41],
        [116, 40],
      ],
    ]),
    'not-a-number',
    'coordinates[0][1] is [117,null], expected two finite numbers (feature 17).',
  ],
  [
    'a text among the coordinates',
    polygon([
      [
        [116, 40],
        ['117', 40],
        [117, 41],
        [116, 40],
      ],
    ]),
    'not-a-number',
    /\["117",40\], expected two finite numbers/,
  ],
  [
    'NaN, which GeoPackage can hold',
    polygon([
      [
        [116, 40],
        [Number.NaN, 40],
        [117, 41],
        [116, 40],
      ],
    ]),
    'not-a-number',
    /\["NaN",40\], expected two finite numbers/,
  ],
  [
    'a position that is a number',
    polygon([[116, 40, 117, 40]]),
    'not-a-position',
    'coordinates[0][0] is 116, expected [longitude, latitude] (feature 17).',
  ],
  [
    'rings that are missing',
    polygon(null),
    'not-a-position',
    /coordinates is null, expected an array/,
  ],
  [
    'a latitude beyond the pole',
    polygon([
      [
        [10, 89],
        [11, 89],
        [11, -90.5],
        [10, 89],
      ],
    ]),
    'swapped-coordinates',
    /Position \[11, -90.5\] has a latitude beyond 90/,
  ],
  [
    'latitude before longitude',
    polygon(square(40, 116)),
    'swapped-coordinates',
    /Position \[40, 116\] .* it looks like latitude, longitude; longitude comes first: swap them/,
  ],
  [
    'a longitude beyond 180',
    polygon(square(200, 40)),
    'out-of-range',
    'Longitude 200 is outside −180…180 (feature 17).',
  ],
  [
    'metres of Gauss-Krüger',
    polygon(square(39_500_000, 3_500_000, 100)),
    'out-of-range',
    /looks projected: give its CRS \(crs=EPSG:…\)/,
  ],
  [
    'a point among red lines',
    point([116, 40]),
    'wrong-geometry-type',
    /is a Point; a layer of kind redline needs Polygon/,
  ],
];

describe('A feature that cannot be used is left out by name', () => {
  it.each(REJECTED)('%s', (_, geometry, rule, sentence) => {
    const {feature, issues} = prepare(geometry);
    expect(feature).toBeNull();
    expect(issues).toHaveLength(1);
    expect(issues[0]).toMatchObject({rule, severity: 'error', featureId: '17'});
    expect(issues[0]!.detail).toMatch(sentence);
  });
});

describe('A feature that can be used is stored as it was received', () => {
  it('to the last bit, heights dropped', () => {
    const ring = [
      [116.123456789012345, 40.1],
      [116.2, 40.1],
      [116.2, 40.2],
      [116.123456789012345, 40.1],
    ];
    const {feature, issues} = prepare(polygon([ring.map((each) => [...each, 1234.5])]));
    expect(issues).toEqual([]);
    const bytes = Buffer.from(feature!.wkbHex, 'hex');
    expect(bytes.readUInt32LE(1)).toBe(3);
    const read = ring.map((_, i) => [
      bytes.readDoubleLE(13 + 16 * i),
      bytes.readDoubleLE(21 + 16 * i),
    ]);
    expect(read).toEqual(ring);
    expect(feature).toMatchObject({vertexCount: 4, bbox: [116.123456789012345, 40.1, 116.2, 40.2]});
  });

  it('with the area of a square of a degree at the equator, 12 308.5 km²', () => {
    // a² (1 − e²) / 2 · Δλ · (sin φ / (1 − e² sin² φ) + atanh(e sin φ) / e), from the equator to 1°
    const e2 = (2 - 1 / 298.257223563) / 298.257223563;
    const sine = Math.sin(Math.PI / 180);
    const e = Math.sqrt(e2);
    const q = sine / (1 - e2 * sine * sine) + Math.atanh(e * sine) / e;
    const areaM2 = ((6_378_137 ** 2 * (1 - e2)) / 2) * (Math.PI / 180) * q;
    expect(areaM2 / 1e6).toBeCloseTo(12_308.46, 2);
    const {feature} = prepare(polygon(square(100, 0, 1)));
    expect(feature!.areaM2 / areaM2).toBeCloseTo(1, 12);
  });

  it('with a repeated position told but kept', () => {
    const ring = square(116, 40)[0]!;
    const {feature, issues} = prepare(polygon([[ring[0], ...ring]]));
    expect(feature!.vertexCount).toBe(6);
    expect(issues).toMatchObject([{rule: 'repeated-points', severity: 'info', at: [116, 40]}]);
  });

  it('with an open ring closed, and the repair told', () => {
    const {feature, issues} = prepare(polygon([square(116, 40)[0]!.slice(0, 4)]));
    expect(feature!.vertexCount).toBe(5);
    expect(issues).toMatchObject([
      {
        rule: 'ring-not-closed',
        severity: 'warning',
        repair: {method: 'close-ring', areaChangeM2: 0},
      },
    ]);
    expect(feature!.areaM2).toBe(prepare(polygon(square(116, 40))).feature!.areaM2);
  });

  it('with a collection taken apart, what is of another type dropped', () => {
    const geometries = [polygon(square(116, 40)), point([1, 2]), polygon(square(117, 40))];
    const {feature, issues} = prepare({type: 'GeometryCollection', geometries});
    expect(feature).toMatchObject({family: 'polygon', vertexCount: 10});
    expect(issues).toMatchObject([{rule: 'geometry-collection', severity: 'warning'}]);
    expect(issues[0]!.detail).toMatch(/2 polygon members kept, 1 of other types dropped/);
  });

  it('with a sliver 1 m wide and 1 km long warned of, one of 3 m not', () => {
    const strip = (widthM: number) => {
      const north = 30 + widthM * METRE;
      const east = 110 + 1000 * METRE;
      return polygon([
        [
          [110, 30],
          [east, 30],
          [east, north],
          [110, north],
          [110, 30],
        ],
      ]);
    };
    expect(prepare(strip(1)).issues).toMatchObject([{rule: 'sliver', severity: 'warning'}]);
    expect(prepare(strip(3)).issues).toEqual([]);
  });

  it('with a class missing warned of where the kind needs one', () => {
    const given = {properties: {type: ' '}, map: {class: 'type'}};
    expect(prepare(polygon(square(116, 40)), 'function-zone', given).issues).toMatchObject([
      {rule: 'missing-role', severity: 'warning', detail: /has no class, .*function-zone/},
    ]);
    expect(prepare(polygon(square(116, 40)), 'redline', given).issues).toEqual([]);
  });

  it('with roles as trimmed text, numbers too', () => {
    const given = {properties: {CODE: 110101, NAME: ' 东城区 '}, map: {code: 'CODE', name: 'NAME'}};
    const {feature} = prepare(polygon(square(116, 40)), 'unit', given);
    expect(feature).toMatchObject({featureId: '110101', name: '东城区', class: null});
    expect(feature!.properties).toEqual({CODE: 110101, NAME: ' 东城区 '});
  });

  it('with a line break behind its code told of, as a repair that changes no area', () => {
    const given = {
      properties: {CODE: '110101\r\n', NAME: '东城区', LEVEL: '  '},
      map: {code: 'CODE', name: 'NAME', level: 'LEVEL'},
    };
    const {feature, issues} = prepare(polygon(square(116, 40)), 'unit', given);
    expect(feature).toMatchObject({featureId: '110101', level: null});
    expect(issues.filter(({rule}) => rule === 'blanks-around-value')).toMatchObject([
      {
        severity: 'info',
        featureId: '110101',
        detail: expect.stringMatching(/^The code "110101\\r\\n" has blanks .* read as "110101"/),
        repair: {method: 'trim-blanks', areaChangeM2: 0},
      },
    ]);
  });
});

describe('Ids of features', () => {
  function idsOf(codes: (string | null)[]) {
    const ids = new FeatureIds();
    codes.forEach((code, index) => ids.note(code, index + 1));
    return codes.map((code, index) => ids.idOf(code, index + 1));
  }

  it('are the codes where each is there once', () => {
    expect(idsOf(['b', 'a']).map(({id}) => id)).toEqual(['b', 'a']);
  });

  it('are the numbers in the file where a code is shared or missing, which is told', () => {
    const given = idsOf(['a', 'b', 'a', null]);
    expect(given.map(({id}) => id)).toEqual(['1', 'b', '3', '4']);
    expect(given[2]!.findings).toMatchObject([
      {
        rule: 'duplicate-code',
        detail: {
          zh: '代码 a 为 2 个要素共有，首见于第 1 个要素；此要素的标识为 3',
          en: 'Code a belongs to 2 features, first feature 1; this one is called 3',
        },
      },
    ]);
    expect(given[3]!.findings).toMatchObject([{rule: 'no-code'}]);
  });

  it('are never those of another feature, even when its code is a number', () => {
    expect(idsOf(['x', 'x', '1', '2']).map(({id}) => id)).toEqual(['1-2', '2-2', '1', '2']);
  });

  it('give the same issue the same id each time, and different places different ids', () => {
    const open = polygon([square(116, 40)[0]!.slice(0, 4)]);
    const first = prepare(open).issues[0]!.id;
    expect(prepare(open).issues[0]!.id).toBe(first);
    expect(prepare(polygon([square(116, 41)[0]!.slice(0, 4)])).issues[0]!.id).not.toBe(first);
  });
});
