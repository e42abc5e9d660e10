import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import type {Zone, ZoneList} from '../../contract/zone.ts';
import type {BuiltApp} from '../../server/app.ts';
import {square, storeLayer} from '../layers/store-layer.ts';
import {openTestApp} from '../setup/app.ts';
import {engines, isMissing} from '../setup/engines.ts';

const DRAWN = {type: 'Polygon', coordinates: square(116.4, 29, 0.2)};

describe.each(engines)('zones on the %s engine', (engine) => {
  describe.skipIf(isMissing(engine))('are kept in versions:', () => {
    let app: BuiltApp['app'];
    beforeAll(async () => {
      const built = await openTestApp(engine);
      app = built.app;
      await storeLayer(built.services.db, 'units', 'unit', [
        {id: 'west', class: null, multiPolygon: [square(115, 29, 0.5)]},
        {id: 'east', class: null, multiPolygon: [square(115.5, 29, 0.5)]},
      ]);
    });
    afterAll(() => app?.close());

    const save = async (body: object) =>
      app.inject({method: 'POST', url: '/api/zones', payload: body});

    it('a composed zone is the union of its members and what was drawn', async () => {
      const members = {collection: 'units', ids: ['west', 'east']};
      const response = await save({name: '联动区', members, drawn: DRAWN});
      expect(response.statusCode).toBe(201);
      const zone = response.json<Zone>();
      expect(response.headers.etag).toBe('"1"');
      expect(response.headers.location).toBe(`/api/zones/${zone.id}`);
      expect(zone.members).toEqual({...members, version: 1});
      expect(zone.geometry.type).toBe('MultiPolygon');
      const parts = await save({name: 'parts', drawn: DRAWN});
      const west = await save({name: 'w', members: {collection: 'units', ids: ['west']}});
      const sum = parts.json<Zone>().areaM2 + 2 * west.json<Zone>().areaM2;
      expect(zone.areaM2 / sum).toBeCloseTo(1, 9);
    });

    it('an edit makes the next version and leaves the last as it was', async () => {
      const first = (await save({name: 'before', drawn: DRAWN})).json<Zone>();
      const url = `/api/zones/${first.id}`;
      const payload = {name: 'after', drawn: {type: 'Polygon', coordinates: square(116, 29, 0.1)}};
      const asked = await app.inject(`${url}/versions/1`);
      const saved = await app.inject({method: 'PUT', url, headers: {'if-match': '"1"'}, payload});
      expect(saved.statusCode).toBe(200);
      expect(saved.headers.etag).toBe('"2"');
      const old = await app.inject(`${url}/versions/1`);
      expect(old.json<Zone>()).toEqual({...first, latestVersion: 2});
      // nobody who kept the first answer takes it for the latest
      expect(old.headers.etag).not.toBe(asked.headers.etag);
      expect(old.headers['cache-control'] ?? '').not.toContain('immutable');
      const list = (await app.inject(`${url}/versions`)).json<ZoneList>();
      expect(list.zones.map((zone) => [zone.version, zone.name])).toEqual([
        [2, 'after'],
        [1, 'before'],
      ]);
    });

    it('a change on top of an older version is refused and changes nothing', async () => {
      const zone = (await save({name: 'mine', drawn: DRAWN})).json<Zone>();
      const url = `/api/zones/${zone.id}`;
      const put = (headers: Record<string, string>) =>
        app.inject({method: 'PUT', url, headers, payload: {name: 'theirs', drawn: DRAWN}});
      expect((await put({})).statusCode).toBe(428);
      expect((await put({'if-match': '"7"'})).json().code).toBe('PRECONDITION_FAILED');
      await put({'if-match': '"1"'});
      expect((await put({'if-match': '"1"'})).statusCode).toBe(412);
      expect((await app.inject(url)).json<Zone>().version).toBe(2);
    });

    it('a zone is exported as GeoJSON and measured by its id', async () => {
      const zone = (await save({name: 'out', drawn: DRAWN})).json<Zone>();
      const response = await app.inject(`/api/zones/${zone.id}?f=geojson`);
      expect(response.headers['content-type']).toContain('application/geo+json');
      expect(response.headers['content-disposition']).toContain('.geojson');
      expect(response.json()).toMatchObject({type: 'Feature', id: zone.id});
      expect(response.json().geometry.coordinates).toEqual([DRAWN.coordinates]);
      const overlap = await app.inject({
        method: 'POST',
        url: '/api/processes/zone-overlap/execution',
        payload: {inputs: {place: {zone: zone.id}, layer: 'units'}},
      });
      expect(overlap.json().areaM2 / zone.areaM2).toBeCloseTo(1, 12);
    });

    it('a deleted zone is gone with its versions', async () => {
      const zone = (await save({name: 'gone', drawn: DRAWN})).json<Zone>();
      const url = `/api/zones/${zone.id}`;
      expect((await app.inject({method: 'DELETE', url})).statusCode).toBe(428);
      const headers = {'if-match': '"1"'};
      expect((await app.inject({method: 'DELETE', url, headers})).statusCode).toBe(204);
      expect((await app.inject(url)).json().code).toBe('ZONE_NOT_FOUND');
      expect((await app.inject(`${url}/versions/1`)).statusCode).toBe(404);
    });

    it.each([
      ['nothing in it', {name: 'empty'}, 'ZONE_EMPTY'],
      ['no name', {drawn: DRAWN}, 'INPUT_INVALID'],
      [
        'a member that does not exist',
        {name: 'x', members: {collection: 'units', ids: ['north']}},
        'FEATURE_NOT_FOUND',
      ],
      [
        'a crossing outline',
        {
          name: 'x',
          drawn: {
            type: 'Polygon',
            coordinates: [
              [
                [115, 29],
                [116, 30],
                [116, 29],
                [115, 30],
                [115, 29],
              ],
            ],
          },
        },
        'GEOMETRY_INVALID',
      ],
    ])('a draft with %s is refused by name', async (_what, draft, code) => {
      const before = (await app.inject('/api/zones')).json<ZoneList>().zones.length;
      const response = await save(draft);
      expect(response.json().code).toBe(code);
      expect((await app.inject('/api/zones')).json<ZoneList>().zones).toHaveLength(before);
    });
  });
});
