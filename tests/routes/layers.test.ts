import {existsSync, mkdtempSync, readdirSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {Value} from 'typebox/value';
import {FileInspection} from '../../contract/file-inspection.ts';
import {IssuePage} from '../../contract/issue.ts';
import {Job} from '../../contract/job.ts';
import {LayerList, Layer} from '../../contract/layer.ts';
import {buildApp, type BuiltApp} from '../../server/app.ts';
import {readConfig} from '../../server/config.ts';
import {collection, feature, square} from '../ingest/make-files.ts';
import {openTestDb} from '../setup/engines.ts';

const data = mkdtempSync(join(tmpdir(), 'liandong-test-data-'));
let built: BuiltApp;

beforeAll(async () => {
  const config = readConfig({
    LIANDONG_LOG: 'silent',
    LIANDONG_WORKERS: '1',
    LIANDONG_SAMPLE: 'false',
    LIANDONG_DATA: data,
    LIANDONG_UPLOAD_LIMIT: '200000',
  });
  built = await buildApp(config, await openTestDb('embedded'));
}, 60_000);
afterAll(async () => {
  await built.app.close();
  rmSync(data, {recursive: true, force: true});
});

type Parts = Record<string, string | {name: string; content: string | Uint8Array}>;

async function post(path: string, parts: Parts) {
  const form = new FormData();
  for (const [name, part] of Object.entries(parts)) {
    if (typeof part === 'string') form.append(name, part);
    else form.append(name, new File([part.content as BlobPart], part.name));
  }
  const encoded = new Response(form);
  const response = await built.app.inject({
    method: 'POST',
    url: path,
    headers: {'content-type': encoded.headers.get('content-type')!},
    payload: Buffer.from(await encoded.arrayBuffer()),
  });
  return {status: response.statusCode, headers: response.headers, body: response.json<never>()};
}

async function call(method: 'GET' | 'PUT' | 'DELETE', url: string, payload?: object) {
  const response = await built.app.inject({method, url, ...(payload ? {payload} : {})});
  const body = response.body === '' ? null : response.json<Record<string, unknown>>();
  return {status: response.statusCode, body};
}

/** The job when it is over. */
async function finished(jobId: string): Promise<Job> {
  const {jobs} = built.services;
  if (!jobs.isLive(jobId)) return jobs.read(jobId);
  return new Promise((resolve) => {
    jobs.watch(jobId, (job) => {
      if (job.finished !== null) resolve(job);
    });
  });
}

const uploads = () => {
  const folder = join(data, 'uploads');
  return existsSync(folder) ? readdirSync(folder) : [];
};

const units = collection([
  feature(square(116, 40), {code: '110101', name: '东城区'}),
  feature(square(117, 40), {code: '110102', name: '西城区'}),
]);
const good: Parts = {
  id: 'units',
  kind: 'unit',
  title: '行政区',
  map: JSON.stringify({code: 'code', name: 'name'}),
  file: {name: 'units.geojson', content: units},
};

describe('POST /api/layers', () => {
  it('answers a job, and the layer is there when it is done', async () => {
    const {status, headers, body} = await post('/api/layers', good);
    expect(status).toBe(201);
    const job = body as Job;
    expect(Value.Check(Job, job)).toBe(true);
    expect(headers.location).toBe(`/api/jobs/${job.jobID}`);
    expect(job).toMatchObject({processID: 'import-layer', subject: 'units'});

    expect(await finished(job.jobID)).toMatchObject({status: 'successful', problem: null});
    const results = await call('GET', `/api/jobs/${job.jobID}/results`);
    expect(results.body).toMatchObject({layer: 'units', version: 1, featureCount: 2});
    const layer = await call('GET', '/api/layers/units');
    expect(Value.Check(Layer, layer.body)).toBe(true);
    expect(layer.body).toMatchObject({
      kind: 'unit',
      title: {zh: '行政区', en: '行政区'},
      currentVersion: 1,
      versions: [{source: {fileName: 'units.geojson', format: 'GeoJSON'}, jobId: job.jobID}],
    });
    await expect.poll(uploads).toEqual([]);
  });

  it('takes the title in both languages, and fields after the file', async () => {
    const {file, ...fields} = good;
    const title = JSON.stringify({zh: '单元', en: 'Units'});
    const parts = {file: file!, ...fields, id: 'titled', title, isInvented: 'true'};
    const {body} = await post('/api/layers', parts);
    await finished((body as Job).jobID);
    const {body: layer} = await call('GET', '/api/layers/titled');
    expect(layer).toMatchObject({title: {zh: '单元', en: 'Units'}, versions: [{isInvented: true}]});
  });

  const withFile = (name: string, content: string | Uint8Array): Parts => ({
    ...good,
    file: {name, content},
  });
  const {file: _file, ...withoutFile} = good;
  const refused: [string, Parts, number, string, RegExp][] = [
    ['no file', withoutFile, 400, 'FILE_MISSING', /no part named "file"\. Send the file as one/],
    ['an empty file', withFile('a.geojson', ''), 400, 'FILE_EMPTY', /no bytes/],
    ['no known format', withFile('a.pdf', '%PDF'), 400, 'FILE_FORMAT_UNKNOWN', /GeoPackage/],
    ['not JSON', withFile('a.geojson', '{"type":'), 400, 'FILE_NOT_JSON', /line 1, column 9/],
    [
      'a file over the limit',
      withFile('a.geojson', ' '.repeat(200_001)),
      413,
      'FILE_TOO_LARGE',
      /200000/,
    ],
    ['an id with capitals', {...good, id: 'Units'}, 400, 'LAYER_ID_INVALID', /"Units"/],
    ['an unknown kind', {...good, kind: 'zone'}, 400, 'LAYER_KIND_UNKNOWN', /Known: redline, unit/],
    ['a map that is no JSON', {...good, map: 'code=GEOID'}, 400, 'ROLE_MAP_INVALID', /not JSON/],
    [
      'a map of no roles',
      {...good, map: '{"colour":"c"}'},
      400,
      'ROLE_MAP_INVALID',
      /"colour" is no role\. Roles of kind unit are code/,
    ],
    [
      'a role its kind does not have',
      {...good, map: '{"code":"code","downstream":"name"}'},
      400,
      'ROLE_MAP_INVALID',
      /kind unit has no role downstream\. Roles of kind unit are code, name, nameEn, class, parent, level/,
    ],
    [
      'an attribute the file lacks',
      {...good, map: '{"code":"GEOID"}'},
      400,
      'ATTRIBUTE_NOT_FOUND',
      /code, name/,
    ],
    [
      'a role left out',
      {...good, map: '{}'},
      400,
      'ROLE_MISSING',
      /needs an attribute for code.*--map code=ATTRIBUTE.*\{"code": "ATTRIBUTE"\}/,
    ],
    [
      'another kind under an id in use',
      {...good, kind: 'reference'},
      409,
      'LAYER_KIND_CHANGED',
      /of kind unit/,
    ],
    [
      'a form without id and kind',
      {file: good.file!},
      400,
      'INPUT_INVALID',
      /field "id" is missing: .*id=counties\. Form field "kind" is missing: .*one of redline, unit/,
    ],
    [
      'an encoding for GeoJSON',
      {...good, encoding: 'GBK'},
      400,
      'ENCODING_UNKNOWN',
      /"GBK" cannot be taken: GeoJSON is always UTF-8/,
    ],
    ['an unknown field', {...good, colour: 'red'}, 400, 'INPUT_INVALID', /"colour" is not known/],
    ['a CRS nobody knows', {...good, crs: 'EPSG:nonsense'}, 400, 'CRS_UNKNOWN', /EPSG:nonsense/],
    [
      'polygons as facilities',
      {...good, id: 'f', kind: 'facility'},
      400,
      'GEOMETRY_TYPE_WRONG',
      /Polygon/,
    ],
  ];
  it.each(refused)(
    'refuses %s at once, and keeps nothing of it',
    async (_, parts, status, code, sentence) => {
      const answer = await post('/api/layers', parts);
      expect(answer.body).toMatchObject({
        status,
        code,
        detail: expect.stringMatching(sentence) as string,
      });
      expect(answer.status).toBe(status);
      expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
      await expect.poll(uploads).toEqual([]);
    },
  );

  it('refuses two files in one form', async () => {
    const other = {name: 'b.geojson', content: units};
    const {status, body} = await post('/api/layers', {...good, second: other});
    expect(status).toBe(400);
    expect((body as {detail: string}).detail).toMatch(/more than one file; expected one, named/);
    await expect.poll(uploads).toEqual([]);
  });

  it('refuses a body that is no form', async () => {
    const response = await built.app.inject({
      method: 'POST',
      url: '/api/layers',
      payload: {id: 'a'},
    });
    expect(response.statusCode).toBe(415);
    expect(response.json()).toMatchObject({code: 'MEDIA_TYPE_UNSUPPORTED'});
  });

  it('fails the job, and leaves no layer, when no feature can be used', async () => {
    const flat = collection([
      feature(
        [
          [
            [116, 40],
            [117, 40],
            [116, 40],
          ],
        ],
        {code: 'a', name: 'b'},
      ),
    ]);
    const parts = {...good, id: 'flat', file: {name: 'flat.geojson', content: flat}};
    const {body} = await post('/api/layers', parts);
    const job = await finished((body as Job).jobID);
    expect(job).toMatchObject({status: 'failed', problem: {code: 'NOTHING_USABLE', status: 400}});
    expect((await call('GET', '/api/layers/flat')).status).toBe(404);
    await expect.poll(uploads).toEqual([]);
  });
});

describe('POST /api/layers/inspect', () => {
  it('says what a file holds and stores nothing', async () => {
    const {status, body} = await post('/api/layers/inspect', {file: good.file!});
    expect(status).toBe(200);
    expect(Value.Check(FileInspection, body)).toBe(true);
    expect(body).toMatchObject({
      format: 'GeoJSON',
      layers: [{name: 'units', geometry: 'Polygon', featureCount: 2, crs: 'OGC:CRS84'}],
    });
    await expect.poll(uploads).toEqual([]);
  });
});

describe('Versions of a layer', () => {
  const open = square(118, 40)[0]!.slice(0, 4);
  const second = collection([feature([open], {code: '110103', name: '海淀区'})]);

  it('are listed newest first; an older one can be made current again', async () => {
    const {body} = await post('/api/layers', {...good, file: {name: 'b.geojson', content: second}});
    await finished((body as Job).jobID);
    const list = await call('GET', '/api/layers/units/versions');
    expect((list.body!.versions as {version: number}[]).map(({version}) => version)).toEqual([
      2, 1,
    ]);
    expect(await call('GET', '/api/layers/units/versions/1')).toMatchObject({
      status: 200,
      body: {version: 1, featureCount: 2},
    });
    const chosen = await call('PUT', '/api/layers/units/current', {version: 1});
    expect(chosen.body).toMatchObject({currentVersion: 1});
    const missing = await call('PUT', '/api/layers/units/current', {version: 9});
    expect(missing).toMatchObject({status: 404, body: {code: 'LAYER_VERSION_NOT_FOUND'}});
    const all = await call('GET', '/api/layers');
    expect(Value.Check(LayerList, all.body)).toBe(true);
  });

  it('come with their issues, so many at a time', async () => {
    const path = '/api/layers/units/versions/2/issues';
    const page = await call('GET', path);
    expect(Value.Check(IssuePage, page.body)).toBe(true);
    expect(page.body).toMatchObject({
      numberMatched: 1,
      issues: [
        {
          rule: 'ring-not-closed',
          featureId: '110103',
          localDetail: {
            zh: expect.stringContaining('环止于'),
            en: expect.stringContaining('Ring ends'),
          },
          repair: {method: 'close-ring'},
        },
      ],
    });
    expect((await call('GET', `${path}?offset=1&limit=5000`)).body).toMatchObject({issues: []});
    expect(await call('GET', `${path}?limit=0`)).toMatchObject({status: 400});
    expect(await call('GET', `${path}?page=2`)).toMatchObject({
      status: 400,
      body: {code: 'PARAMETER_UNKNOWN'},
    });
    expect((await call('GET', '/api/layers/units/versions/7/issues')).status).toBe(404);
  });

  it('go one by one, and the layer with the last', async () => {
    expect((await call('DELETE', '/api/layers/units/versions/1')).status).toBe(204);
    expect((await call('GET', '/api/layers/units')).body).toMatchObject({currentVersion: 2});
    expect((await call('DELETE', '/api/layers/units/versions/1')).status).toBe(404);
    expect((await call('DELETE', '/api/layers/units')).status).toBe(204);
    expect((await call('GET', '/api/layers/units')).body).toMatchObject({code: 'LAYER_NOT_FOUND'});
    expect((await call('DELETE', '/api/layers/units')).status).toBe(404);
  });
});

describe('A layer that is being imported', () => {
  it('cannot be deleted under the import; when the job is dismissed nothing is left', async () => {
    const many = Array.from({length: 900}, (_, i) =>
      feature(square(100 + i / 100, 40, 0.005), {code: `u${i}`, name: 'x'}),
    );
    const {body} = await post('/api/layers', {
      ...good,
      id: 'busy',
      file: {name: 'busy.geojson', content: collection(many)},
    });
    const {jobID} = body as Job;
    expect(await call('DELETE', '/api/layers/busy')).toMatchObject({
      status: 409,
      body: {code: 'LAYER_IN_USE'},
    });
    await call('DELETE', `/api/jobs/${jobID}`);
    expect((await built.services.jobs.read(jobID)).status).toBe('dismissed');
    expect((await call('GET', '/api/layers/busy')).status).toBe(404);
    await expect.poll(uploads).toEqual([]);
  });
});

describe('GET /api/catalog/layer-kinds', () => {
  it('lists the kinds with their roles and colours', async () => {
    const {body} = await call('GET', '/api/catalog/layer-kinds');
    const kinds = body!.kinds as {id: string; requiredRoles: string[]; style: {outline: string}}[];
    expect(kinds.map(({id}) => id).sort()).toEqual(
      [
        ...[
          'basin',
          'facility',
          'farmland',
          'function-zone',
          'land-cover',
          'park',
          'protected-area',
        ],
        ...['redline', 'reference', 'river', 'section', 'town-boundary', 'unit'],
      ].sort(),
    );
    expect(kinds.find(({id}) => id === 'unit')!.requiredRoles).toEqual(['code']);
  });
});
