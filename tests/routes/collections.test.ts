import type {LocalText} from '../../contract/local-text.ts';
import type {Problem} from '../../contract/problem.ts';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import type {FeatureCollection, Polygon} from 'geojson';
import type {BuiltApp} from '../../server/app.ts';
import {toLegalPlane} from '../../server/kernel/legal-plane.ts';
import {engines, isMissing} from '../setup/engines.ts';
import {openApp, storeFeatures} from './ready-app.ts';
import {columns, squares, squaresLayer} from './squares.ts';

interface Page extends FeatureCollection {
  numberMatched: number;
  numberReturned: number;
  timeStamp: string;
  links: {rel: string; href: string; type: string}[];
}

const EPSG = 'http://www.opengis.net/def/crs/EPSG/0';

type Told = Pick<Problem, 'code' | 'detail'> & {localDetail: LocalText};

describe.each(engines)('collections on the %s engine', (engine) => {
  describe.skipIf(isMissing(engine))('asked as OGC API Features', () => {
    let built: BuiltApp;
    beforeAll(async () => {
      built = await openApp(engine);
      await storeFeatures(built, squaresLayer, squares);
    });
    afterAll(() => built.app.close());

    const ask = (path: string, headers: Record<string, string> = {}) =>
      built.app.inject({url: `/api${path}`, headers});
    const items = async (query: Record<string, string | number>): Promise<Page> => {
      const search = new URLSearchParams(
        Object.entries(query).map(([name, value]) => [name, String(value)]),
      );
      const answer = await ask(`/collections/squares/items?${search}`);
      expect(answer.statusCode, answer.body).toBe(200);
      return answer.json<Page>();
    };
    const ids = async (query: Record<string, string | number>) =>
      (await items({limit: 10_000, ...query})).features.map(({id}) => Number(String(id).slice(1)));
    const problem = async (query: string) => {
      const answer = await ask(`/collections/squares/items?${query}`);
      return {status: answer.statusCode, ...answer.json<Told>()};
    };
    const all = squares.map((_, i) => i);

    it('the landing page links everything a client needs', async () => {
      const {links} = (await ask('')).json<Page>();
      const of = (rel: string) => links.filter((link) => link.rel === rel);
      expect(of('service-desc').map(({type}) => type)).toContain(
        'application/vnd.oai.openapi+json;version=3.0',
      );
      for (const rel of ['self', 'service-doc', 'conformance', 'data']) {
        const {href} = of(rel)[0]!;
        expect((await built.app.inject(new URL(href).pathname)).statusCode, href).toBeLessThan(400);
      }
      const {conformsTo} = (await ask('/conformance')).json<{conformsTo: string[]}>();
      expect(conformsTo).toContain('http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core');
    });

    it('a collection says where it lies, in what CRS, and what it is called in both languages', async () => {
      const answer = await ask('/collections/squares?lang=en');
      const collection = answer.json<Record<string, unknown>>();
      expect(collection).toMatchObject({
        id: 'squares',
        title: 'Layer squares',
        kind: 'reference',
        version: 1,
        itemType: 'feature',
        extent: {spatial: {bbox: [[110, 30, 111.2, 31]]}},
        storageCrs: `${EPSG}/4490`,
      });
      expect(collection.crs).toEqual(
        expect.arrayContaining([`${EPSG}/4490`, `${EPSG}/4326`, `${EPSG}/3857`, `${EPSG}/6933`]),
      );
      const inChinese = await ask('/collections/squares', {'accept-language': 'zh-CN,en;q=0.5'});
      expect(inChinese.json<{title: string}>().title).toBe('图层 squares');
      const list = (await ask('/collections')).json<{collections: {id: string}[]}>();
      expect(list.collections.map(({id}) => id)).toEqual(['squares']);
    });

    it('features come with their id, attributes as imported, and area; counter-clockwise', async () => {
      const {features, ...page} = await items({limit: 1});
      expect(page).toMatchObject({
        type: 'FeatureCollection',
        numberMatched: 120,
        numberReturned: 1,
      });
      expect(Date.parse(page.timeStamp)).not.toBeNaN();
      expect(features).toEqual([
        {
          type: 'Feature',
          id: 's0',
          properties: {...squares[0]!.properties, areaM2: 1000},
          geometry: {
            type: 'Polygon',
            coordinates: [
              [
                [110, 30],
                [110.1, 30],
                [110.1, 30.1],
                [110, 30.1],
                [110, 30],
              ],
            ],
          },
        },
      ]);
    });

    it('coordinates are the stored ones to the last bit', async () => {
      const {features} = await items({limit: 120});
      features.forEach((feature, i) => {
        const [ring] = (feature.geometry as Polygon).coordinates;
        expect(ring![0]).toEqual([110 + (i % columns) / 10, 30 + Math.floor(i / columns) / 10]);
      });
    });

    it('paging by next links meets every feature once and ends', async () => {
      const seen: number[] = [];
      let path: string | null = '/collections/squares/items?limit=7&q=s';
      let pages = 0;
      while (path !== null) {
        const page: Page = (await ask(path)).json<Page>();
        seen.push(...page.features.map(({id}) => Number(String(id).slice(1))));
        pages++;
        const next = page.links.find(({rel}) => rel === 'next');
        expect(page.numberMatched).toBe(120);
        path = next ? next.href.replace(/^.*\/api/, '') : null;
        if (path) expect(path).toContain('limit=7');
      }
      expect(pages).toBe(18);
      expect(seen).toEqual(all);
    });

    it('paging goes on in the version it began in', async () => {
      const layer = {id: 'moving', bbox: [110, 30, 111.2, 31]};
      await storeFeatures(built, layer, squares.slice(0, 5));
      const first = (await ask('/collections/moving/items?limit=3')).json<Page>();
      await storeFeatures(built, layer, squares.slice(50));
      const next = first.links.find(({rel}) => rel === 'next')!.href.replace(/^.*\/api/, '');
      const second = (await ask(next)).json<Page>();
      expect(second.features.map(({id}) => id)).toEqual(['s3', 's4']);
      const current = (await ask('/collections/moving/items')).json<Page>();
      expect(current.numberMatched).toBe(70);
      const old = (await ask('/collections/moving/items?version=1')).json<Page>();
      expect(old.numberMatched).toBe(5);
      expect((await ask('/collections/moving/items?version=3')).json()).toMatchObject({
        code: 'LAYER_VERSION_NOT_FOUND',
      });
    });

    it('offset passes features over, and a limit too large is made smaller', async () => {
      expect(await ids({offset: 118})).toEqual([118, 119]);
      expect((await items({limit: 1_000_000})).numberReturned).toBe(120);
      expect((await items({})).numberReturned).toBe(100);
    });

    it('bbox finds what touches it, by shape and not only by box', async () => {
      expect(await ids({bbox: '110.21,30.01,110.29,30.09'})).toEqual([2]);
      // on a shared corner: all four
      expect(await ids({bbox: '110.1,30.1,110.1,30.1'})).toEqual([0, 1, 12, 13]);
      expect(await ids({bbox: '110.21,30.01,0,110.29,30.09,100'})).toEqual([2]);
      expect(await ids({bbox: '0,0,1,1'})).toEqual([]);
    });

    it('a bbox whose west lies east of its east crosses the antimeridian', async () => {
      expect((await ids({bbox: '111.15,30,-170,31'})).length).toBe(10);
      expect(await ids({bbox: '170,-90,-170,90'})).toEqual([]);
    });

    it.each([
      [`${EPSG}/4490`, '30.01,110.21,30.09,110.29'],
      [`${EPSG}/4326`, '30.01,110.21,30.09,110.29'],
      ['EPSG:4490', '30.01,110.21,30.09,110.29'],
      [`${EPSG}/3857`, '12268521,3504918,12277426,3515202'],
      // northing first: 3° zone 37, central meridian 111°
      [`${EPSG}/4547`, null],
    ])('bbox-crs %s follows the axis order of its authority', async (crs, bbox) => {
      if (bbox !== null) expect(await ids({bbox, 'bbox-crs': crs})).toEqual([2]);
      else {
        const answer = await problem(`bbox=1,2,3,4&bbox-crs=${encodeURIComponent(crs)}`);
        expect(answer).toMatchObject({status: 400, code: 'CRS_NOT_OFFERED'});
        const zone37 = `${EPSG}/4546`;
        const {features} = await items({limit: 1, offset: 2, crs: zone37});
        const [ring] = (features[0]!.geometry as Polygon).coordinates;
        const [north, east] = ring![0]!;
        expect(north).toBeGreaterThan(3_300_000);
        expect(east).toBeLessThan(500_000);
        const box = `${north! + 1000},${east! + 1000},${north! + 2000},${east! + 2000}`;
        expect(await ids({bbox: box, 'bbox-crs': zone37})).toEqual([2]);
      }
    });

    it.each([
      [null, 'http://www.opengis.net/def/crs/OGC/1.3/CRS84', [110.2, 30]],
      [`${EPSG}/4490`, `${EPSG}/4490`, [30, 110.2]],
      [`${EPSG}/4326`, `${EPSG}/4326`, [30, 110.2]],
      [`${EPSG}/3857`, `${EPSG}/3857`, [12_267_407.9, 3_503_549.8]],
      [`${EPSG}/6933`, `${EPSG}/6933`, toLegalPlane(110.2, 30)],
    ])('crs=%s answers in %s', async (crs, content, corner) => {
      const query = crs === null ? '' : `&crs=${encodeURIComponent(crs)}`;
      const answer = await ask(`/collections/squares/items?limit=1&offset=2${query}`);
      expect(answer.headers['content-crs']).toBe(`<${content}>`);
      const [ring] = (answer.json<Page>().features[0]!.geometry as Polygon).coordinates;
      expect(ring![0]![0]).toBeCloseTo(corner[0]!, 1);
      expect(ring![0]![1]).toBeCloseTo(corner[1]!, 1);
      const one = await ask(`/collections/squares/items/s2?${query.slice(1)}`);
      expect(one.headers['content-crs']).toBe(`<${content}>`);
    });

    it('any attribute is a parameter, and so are the roles', async () => {
      expect(await ids({代码: 's3'})).toEqual([3]);
      expect(await ids({number: '4'})).toEqual([4]);
      expect((await ids({isEven: 'true'})).length).toBe(60);
      expect(await ids({class: 'odd', number: '5'})).toEqual([5]);
      expect(await ids({code: 's9'})).toEqual([9]);
    });

    it('q finds by name in either language, and by the beginning of the id', async () => {
      expect(await ids({q: '七里'})).toEqual([7]);
      expect(await ids({q: 'square 11'})).toEqual([
        11, 110, 111, 112, 113, 114, 115, 116, 117, 118, 119,
      ]);
      expect(await ids({q: 's119'})).toEqual([119]);
      expect(await ids({q: '%'})).toEqual([]);
    });

    it.each([
      ['number = 3', [3]],
      ['number <> 3 and number < 5', [0, 1, 2, 4]],
      ['number <= 1 OR number >= 118', [0, 1, 118, 119]],
      ['not (number > 1)', [0, 1]],
      ['number between 10 and 12', [10, 11, 12]],
      ['number in (1, 2, 500)', [1, 2]],
      ['number not in (1,2) and number < 4', [0, 3]],
      ["代码 = 's8'", [8]],
      ['"代码" like \'s11_\'', [110, 111, 112, 113, 114, 115, 116, 117, 118, 119]],
      ["label like '50\\%\\_7'", [7]],
      ['label is null', [5]],
      ['label is not null and number < 7', [0, 1, 2, 3, 4, 6]],
      ["name = '七里''河'", [7]],
      ["casei(nameEn) = casei('SQUARE 12')", [12]],
      ["CASEI(nameEn) LIKE CASEI('sQuare 1_') and isEven", [10, 12, 14, 16, 18]],
      ['isEven = true and number < 3', [0, 2]],
      ['areaM2 > 1118', [119]],
      ["number = '17'", [17]],
      ['number < -1 or number = 1.6e1', [16]],
      ['S_INTERSECTS(geometry, BBOX(110.21,30.01,110.29,30.09))', [2]],
      ['s_intersects(geometry, POINT(110.15 30.15))', [13]],
      ['s_within(geometry, POLYGON((110 30, 110.25 30, 110.25 30.15, 110 30.15, 110 30)))', [0, 1]],
      ["id in ('s1', 's2')", [1, 2]],
    ])('filter %s', async (filter, expected) => {
      expect(await ids({filter})).toEqual(expected);
    });

    it('filter reads CQL2 JSON too, and geometries in another CRS', async () => {
      const json = JSON.stringify({
        op: 'and',
        args: [
          {
            op: 's_intersects',
            args: [{property: 'geometry'}, {bbox: [30.01, 110.21, 30.19, 110.29]}],
          },
          {op: '>', args: [{property: 'number'}, 5]},
        ],
      });
      const query = {filter: json, 'filter-lang': 'cql2-json', 'filter-crs': `${EPSG}/4490`};
      expect(await ids(query)).toEqual([14]);
      const point = {type: 'Point', coordinates: [110.15, 30.15]};
      const within = JSON.stringify({op: 's_contains', args: [{property: 'geometry'}, point]});
      expect(await ids({filter: within, 'filter-lang': 'cql2-json'})).toEqual([13]);
    });

    it('properties and skipGeometry leave things away', async () => {
      const page = await items({limit: 1, properties: 'number,areaM2', skipGeometry: 'true'});
      expect(page.features[0]).toEqual({
        type: 'Feature',
        id: 's0',
        properties: {number: 0, areaM2: 1000},
        geometry: null,
      });
    });

    it.each([
      ['unknown=1', 'PARAMETER_UNKNOWN', 'unknown'],
      ['limit=0', 'PARAMETER_INVALID', 'limit'],
      ['limit=ten', 'PARAMETER_INVALID', 'limit'],
      ['limit=1&limit=2', 'PARAMETER_INVALID', 'limit'],
      ['bbox=1,2,3', 'PARAMETER_INVALID', 'bbox'],
      ['bbox=1,2,3,x', 'PARAMETER_INVALID', 'bbox'],
      [
        'bbox=1,91,3,95',
        'PARAMETER_INVALID',
        '"bbox" is [1, 91, 3, 95], which lies outside its CRS; expected west, south, east, north ' +
          'within [-180, -90, 180, 90], in the CRS of bbox-crs, http',
      ],
      [
        'bbox=110,31,111,30',
        'PARAMETER_INVALID',
        '"bbox" is [110, 31, 111, 30], whose south 31 lies north of its north 30; expected west, south',
      ],
      ['datetime=yesterday', 'PARAMETER_INVALID', 'datetime'],
      ['datetime=2024-01-01/2023-01-01', 'PARAMETER_INVALID', 'datetime'],
      ['crs=EPSG:27700', 'CRS_NOT_OFFERED', '27700'],
      ['after=nonsense', 'PARAMETER_INVALID', 'after'],
      ['properties=number,colour', 'PARAMETER_INVALID', 'colour'],
      ['number=many', 'PARAMETER_INVALID', 'number'],
      ['filter-lang=cql', 'PARAMETER_INVALID', 'cql2-text'],
      ['filter=number', 'FILTER_INVALID', 'condition'],
      ['filter=number%20=', 'FILTER_INVALID', 'character 9'],
      ['filter=colour=1', 'FILTER_INVALID', 'colour'],
      ["filter=label='open", 'FILTER_INVALID', 'does not end'],
      ["filter=number='many'", 'FILTER_INVALID', 'number'],
      ['filter=pg_sleep(10)', 'FILTER_INVALID', 'pg_sleep'],
      ['filter=1=1;drop%20table%20features', 'FILTER_INVALID', 'character'],
      [
        'filter=s_intersects(geometry,POLYGON((0%200,2%202,2%200,0%202,0%200)))',
        'FILTER_INVALID',
        'Self-intersection',
      ],
      ['filter=s_intersects(geometry,POLYGON((0%200,2%202,2%200)))', 'FILTER_INVALID', 'ring'],
      ['filter=%5B1%5D&filter-lang=cql2-json', 'FILTER_INVALID', 'condition'],
      ['filter=%7B&filter-lang=cql2-json', 'FILTER_INVALID', 'JSON'],
      ['f=html', 'PARAMETER_INVALID', 'geojson'],
    ])('%s is refused with %s', async (query, code, mention) => {
      const seen = await problem(query);
      expect(seen).toMatchObject({status: 400, code});
      expect(seen.detail).toContain(mention);
      // only JSON.parse has words of its own
      if (mention !== 'JSON') {
        expect(seen.localDetail.zh).not.toMatch(/[a-z]{2,} [a-z]{2,} [a-z]{2,}/i);
      }
    });

    it.each(['datetime=2024-01-01T00:00:00Z', 'datetime=../2024-01-01', 'datetime=2020-01-01/..'])(
      '%s lets features without a time pass',
      async (query) => {
        const answer = await ask(`/collections/squares/items?${query}`);
        expect(answer.json<Page>().numberMatched).toBe(120);
      },
    );

    it('names that are no layer, feature or version are 404', async () => {
      expect((await ask('/collections/none/items')).json()).toMatchObject({
        code: 'LAYER_NOT_FOUND',
      });
      expect((await ask('/collections/none')).statusCode).toBe(404);
      expect((await ask('/collections/squares/items/none')).json()).toMatchObject({
        code: 'FEATURE_NOT_FOUND',
      });
    });

    it('queryables list attributes, roles and the geometry', async () => {
      const answer = await ask('/collections/squares/queryables');
      expect(answer.headers['content-type']).toContain('application/schema+json');
      const {properties} = answer.json<{properties: Record<string, {type?: string}>}>();
      expect(properties).toMatchObject({
        number: {type: 'number'},
        isEven: {type: 'boolean'},
        name: {type: 'string'},
        class: {type: 'string'},
        areaM2: {type: 'number'},
        geometry: {'x-ogc-role': 'primary-geometry'},
      });
    });

    it('what the client has already is not sent again', async () => {
      for (const path of ['/collections/squares/items?limit=3', '/collections/squares/items/s1']) {
        const first = await ask(path);
        expect(first.headers['cache-control']).toContain('no-cache');
        const again = await ask(path, {'if-none-match': String(first.headers.etag)});
        expect(again.statusCode).toBe(304);
        expect(again.body).toBe('');
      }
      const versioned = await ask('/collections/squares/items?version=1&limit=1');
      expect(versioned.headers['cache-control']).toContain('immutable');
    });

    it('answers HEAD, and tells browsers elsewhere what they may read', async () => {
      const head = await built.app.inject({method: 'HEAD', url: '/api/collections/squares/items'});
      expect(head.statusCode).toBe(200);
      expect(head.body).toBe('');
      const cross = await ask('/collections/squares/items?limit=1', {
        origin: 'http://elsewhere.test',
      });
      expect(cross.headers['access-control-allow-origin']).toBe('http://elsewhere.test');
      expect(cross.headers['access-control-expose-headers']).toContain('Content-Crs');
    });
  });
});
