import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import type {MeasurementBounds} from '../../contract/bounds.ts';
import type {OverlayMatrix} from '../../contract/overlay-matrix.ts';
import type {RedlineCoverage} from '../../contract/redline-coverage.ts';
import type {ZoneOverlap} from '../../contract/zone-overlap.ts';
import type {BuiltApp} from '../../server/app.ts';
import {engines, isMissing} from '../setup/engines.ts';
import {openTestApp} from '../setup/app.ts';
import {measureInPostgis} from '../oracle/postgis-measure.ts';
import {seeded} from '../layers/random.ts';
import {blob, square, storeLayer} from '../layers/store-layer.ts';

//   30.0 ┌───────┬───────┐   u0 … u3 are the four quarters of a square of 1°,
//        │  u2   │  u3   │   the red line "left" is its left half and "wide" a band over
//   29.5 ├───────┼───────┤   the lower quarter of its height, of another class.
//        │  u0   │  u1   │
//   29.0 └───────┴───────┘
//      115     115.5    116
const UNITS = [
  [115, 29],
  [115.5, 29],
  [115, 29.5],
  [115.5, 29.5],
].map(([lon, lat], i) => ({
  id: `u${i}`,
  class: null,
  multiPolygon: [square(lon!, lat!, 0.5)],
}));
const REDLINES = [
  {id: 'left', class: '水源涵养', multiPolygon: [box(115, 29, 115.5, 30)]},
  {id: 'wide', class: '水土保持', multiPolygon: [box(115, 29, 116, 29.25)]},
  // the same ground again: must not count twice
  {id: 'again', class: '水源涵养', multiPolygon: [box(115, 29.5, 115.5, 30)]},
];

function box(west: number, south: number, east: number, north: number) {
  return [
    [
      [west, south],
      [east, south],
      [east, north],
      [west, north],
      [west, south],
    ] as [number, number][],
  ];
}

describe.each(engines)('on the %s engine', (engine) => {
  describe.skipIf(isMissing(engine))('the measuring processes', () => {
    let built: BuiltApp;
    const blobs = (() => {
      const random = seeded(3);
      return Array.from({length: 40}, (_, i) => ({
        id: `b${i}`,
        class: `class ${i % 2}`,
        multiPolygon: [blob(115.1 + random(), 29.1 + random(), 0.1, 80, random)],
      }));
    })();

    beforeAll(async () => {
      built = await openTestApp(engine);
      const {db} = built.services;
      await storeLayer(db, 'units', 'unit', UNITS);
      await storeLayer(db, 'redlines', 'redline', REDLINES);
      await storeLayer(db, 'blobs', 'basin', blobs);
    });
    afterAll(() => built?.app.close());

    async function execute<T>(process: string, inputs: unknown, status = 200): Promise<T> {
      const response = await built.app.inject({
        method: 'POST',
        url: `/api/processes/${process}/execution`,
        payload: {inputs} as object,
      });
      expect(response.statusCode, response.body).toBe(status);
      return response.json<T>();
    }

    it('count ground once that several red lines hold', async () => {
      const {places, union} = await execute<RedlineCoverage>('redline-coverage', {
        place: {collection: 'units', id: 'u0'},
      });
      const [place] = places;
      expect(place!.share).toBeCloseTo(1, 12);
      expect(place!.remainderM2 / place!.areaM2).toBeCloseTo(0, 12);
      // y is not linear in latitude: the lower half of the quarter is a little more than half
      expect(place!.multipleM2 / place!.areaM2).toBeCloseTo(0.5, 2);
      expect(place!.byClass.map((part) => part.class)).toEqual(['水源涵养', '水土保持']);
      expect(union).toBeNull();
    });

    it('give each unit of a layer and all of them dissolved', async () => {
      const all = await execute<RedlineCoverage>('redline-coverage', {
        place: {collection: 'units'},
      });
      expect(all.places.map((place) => place.id)).toEqual(['u0', 'u1', 'u2', 'u3']);
      for (const place of all.places) {
        const [alone] = (
          await execute<RedlineCoverage>('redline-coverage', {
            place: {collection: 'units', id: place.id},
          })
        ).places;
        expect(Math.abs(alone!.coveredM2 - place.coveredM2)).toBeLessThan(1e-9 * place.areaM2);
        expect(place.coveredM2 + place.remainderM2).toBeCloseTo(place.areaM2, 3);
      }
      const sum = all.places.reduce((total, place) => total + place.coveredM2, 0);
      expect(all.union!.coveredM2 / sum).toBeCloseTo(1, 12);
      expect(all.places[3]!.coveredM2).toBe(0);
    });

    it('break covered ground down by layer when asked', async () => {
      const {places} = await execute<RedlineCoverage>('redline-coverage', {
        place: {collection: 'units', id: 'u0'},
        by: 'layer',
      });
      expect(places[0]!.byClass).toHaveLength(1);
      expect(places[0]!.byClass[0]!.class).toBe('redlines@1');
    });

    it('agree with PostGIS to 1e-9 for a drawn zone', async () => {
      const zone = [blob(115.5, 29.5, 0.4, 300, seeded(11))];
      const place = {type: 'MultiPolygon', coordinates: zone};
      const overlap = await execute<ZoneOverlap>('zone-overlap', {place, layer: 'blobs'});
      const expected = await measureInPostgis(built.services.db, zone, blobs);
      expect(overlap.areaM2 / expected.areaM2).toBeCloseTo(1, 9);
      expect((overlap.areaM2 - overlap.remainderM2) / expected.totalM2).toBeCloseTo(1, 9);
      for (const part of overlap.parts) {
        expect(part.areaM2 / expected.byClassM2.get(part.class)!).toBeCloseTo(1, 9);
      }
      const parts = overlap.parts.reduce((sum, part) => sum + part.areaM2, 0);
      const held = overlap.areaM2 - overlap.remainderM2;
      expect((parts - held) / overlap.multipleM2).toBeCloseTo(1, 6);
    });

    it('make a matrix whose rows add up where columns do not overlap', async () => {
      const matrix = await execute<OverlayMatrix>('overlay-matrix', {
        rows: 'blobs',
        columns: 'units',
      });
      matrix.rows.forEach((row, i) => {
        const cells = matrix.cells.filter((cell) => cell.row === i);
        const held = cells.reduce((sum, cell) => sum + cell.areaM2, 0);
        expect((held + row.remainderM2) / row.areaM2).toBeCloseTo(1, 9);
      });
      expect(matrix.columns.map((column) => column.id)).toEqual(['u0', 'u1', 'u2', 'u3']);
    });

    it('name the layer versions, the edge rule and the units', async () => {
      const {provenance} = await execute<RedlineCoverage>('redline-coverage', {
        place: {collection: 'units', id: 'u1'},
      });
      expect(provenance.layers).toEqual([
        {id: 'units', version: 1},
        {id: 'redlines', version: 1},
      ]);
      expect(provenance.areaCrs).toBe('EPSG:6933');
      expect(provenance.edgeRule).toContain('straight in longitude/latitude');
      expect(provenance.units).toEqual({area: 'm2', share: '1'});
    });

    it('bound what they will answer when bounds are asked for first', async () => {
      const place = {type: 'MultiPolygon', coordinates: [blob(115.5, 29.5, 0.4, 300, seeded(12))]};
      const {bounds} = await execute<MeasurementBounds>('redline-coverage', {
        place,
        precision: 'bounds',
      });
      const {places} = await execute<RedlineCoverage>('redline-coverage', {place});
      const {coveredM2, areaM2} = places[0]!;
      expect(bounds[0]!.areaM2).toBe(areaM2);
      expect(bounds[0]!.held.lowerM2).toBeLessThanOrEqual(coveredM2);
      expect(bounds[0]!.held.upperM2).toBeGreaterThanOrEqual(coveredM2);
      expect(bounds[0]!.held.upperM2).toBeLessThanOrEqual(areaM2);
    });

    it('bound the union of several places, which share ground', async () => {
      const place = {
        type: 'FeatureCollection',
        features: [115.4, 115.6].map((x, i) => ({
          type: 'Feature',
          id: `zone-${i}`,
          properties: {},
          geometry: {type: 'Polygon', coordinates: blob(x, 29.5, 0.4, 300, seeded(12))},
        })),
      };
      const early = await execute<MeasurementBounds>('redline-coverage', {
        place,
        precision: 'bounds',
      });
      const {union} = await execute<RedlineCoverage>('redline-coverage', {place});
      expect(early.bounds.map(({id}) => id)).toEqual(['zone-0', 'zone-1']);
      expect(early.union!.areaM2).toBe(union!.areaM2);
      expect(early.union!.areaM2).toBeLessThan(early.bounds[0]!.areaM2 + early.bounds[1]!.areaM2);
      expect(early.union!.held.lowerM2).toBeLessThanOrEqual(union!.coveredM2);
      expect(early.union!.held.upperM2).toBeGreaterThanOrEqual(union!.coveredM2);
    });

    it('run as a job when asked, and keep the result as it is answered at once', async () => {
      const request = {
        method: 'POST',
        url: '/api/processes/overlay-matrix/execution',
        payload: {inputs: {rows: 'units', columns: 'redlines'}},
      } as const;
      const response = await built.app.inject({...request, headers: {prefer: 'respond-async'}});
      expect(response.statusCode).toBe(201);
      const {location} = response.headers;
      expect(location).toBe(`/api/jobs/${response.json().jobID}`);
      await expect
        .poll(async () => (await built.app.inject(location!)).json().status, {timeout: 20_000})
        .toBe('successful');
      const result = await built.app.inject(`${location}/results`);
      expect(result.json().rows).toHaveLength(4);
      expect(result.body).toBe((await built.app.inject(request)).body);
    });

    const ring = (...positions: number[][]) => ({type: 'Polygon', coordinates: [positions]});
    const closed = [
      [115, 29],
      [116, 29],
      [116, 30],
      [115, 29],
    ];
    it.each([
      [
        'a ring of three positions',
        ring([115, 29], [116, 29], [115, 29]),
        'GEOMETRY_INVALID',
        /has 3 positions, needs at least 4/,
      ],
      [
        'a ring that is not closed',
        ring([115, 29], [116, 29], [116, 30], [115, 30]),
        'GEOMETRY_INVALID',
        /not closed/,
      ],
      [
        'a zone that crosses itself',
        ring([115, 29], [116, 30], [116, 29], [115, 30], [115, 29]),
        'GEOMETRY_INVALID',
        /Self-intersection at longitude 115\.5/,
      ],
      [
        'a line there and back',
        ring([115, 29], [116, 30], [115, 29], [115, 29]),
        'GEOMETRY_INVALID',
        /encloses no area.*three corners/,
      ],
      [
        'swapped coordinates',
        ring([29, 115], [29, 116], [30, 116], [29, 115]),
        'COORDINATE_INVALID',
        /look swapped/,
      ],
      [
        'projected coordinates',
        ring([500000, 3200000], [500100, 3200000], [500100, 3200100], [500000, 3200000]),
        'COORDINATE_INVALID',
        /CRS/,
      ],
      [
        'a coordinate that is no number',
        {type: 'Polygon', coordinates: [[...closed.slice(0, 2), [null, 30], closed[3]]]},
        'COORDINATE_INVALID',
        /finite numbers/,
      ],
      ['a point', {type: 'Point', coordinates: [115, 29]}, 'GEOMETRY_NOT_AREAL', /a Point/],
      [
        'an empty collection',
        {type: 'FeatureCollection', features: []},
        'GEOMETRY_EMPTY',
        /at least one/,
      ],
      ['what is not GeoJSON', {type: 'Circle', radius: 5}, 'GEOJSON_INVALID', /"Circle"/],
      ['an unknown layer', {collection: 'nowhere'}, 'LAYER_NOT_FOUND', /GET \/api\/layers/],
      ['an unknown feature', {collection: 'units', id: 'u9'}, 'FEATURE_NOT_FOUND', /u9/],
      ['an unknown zone', {zone: 'none'}, 'ZONE_NOT_FOUND', /none/],
    ])('answer %s with a problem that says what to do', async (_what, place, code, sentence) => {
      const status = /NOT_FOUND/.test(code) ? 404 : 400;
      const problem = await execute<{code: string; detail: string}>(
        'redline-coverage',
        {place},
        status,
      );
      expect(problem.code).toBe(code);
      expect(problem.detail).toMatch(sentence);
    });

    it('answer an unknown process, input and layer version with a problem', async () => {
      const problem = (process: string, inputs: unknown, status: number) =>
        execute<{code: string; detail: string}>(process, inputs, status);
      expect((await problem('nothing', {}, 404)).code).toBe('PROCESS_NOT_FOUND');
      expect((await problem('zone-overlap', {layer: 'units'}, 400)).detail).toContain('"place"');
      const extra = await problem('zone-overlap', {place: {}, layer: 'units', buffer: 3}, 400);
      expect(extra.detail).toContain('"buffer"');
      const version = {place: {collection: 'units'}, layer: 'units@7'};
      expect((await problem('zone-overlap', version, 404)).code).toBe('LAYER_VERSION_NOT_FOUND');
    });

    it('answer a body that is not JSON with a problem', async () => {
      const response = await built.app.inject({
        method: 'POST',
        url: '/api/processes/zone-overlap/execution',
        headers: {'content-type': 'application/json'},
        payload: '{"inputs": ',
      });
      expect(response.statusCode).toBe(400);
      expect(response.headers['content-type']).toContain('application/problem+json');
      expect(response.json().code).toBe('BODY_NOT_JSON');
      expect(response.json().detail).toContain('line 1, column 12: seen the end, expected a value');
    });

    it('name what a body lacks', async () => {
      const response = await built.app.inject({
        method: 'POST',
        url: '/api/processes/zone-overlap/execution',
        payload: {},
      });
      expect(response.json().detail).toBe('The body does not fit: it has no "inputs".');
    });

    it('answer a body of another media type with what they take', async () => {
      const response = await built.app.inject({
        method: 'POST',
        url: '/api/processes/zone-overlap/execution',
        headers: {'content-type': 'text/plain'},
        payload: '{"inputs": {}}',
      });
      expect(response.statusCode).toBe(415);
      expect(response.json().code).toBe('MEDIA_TYPE_UNSUPPORTED');
      expect(response.json().detail).toContain('expected application/json');
    });
  });
});
