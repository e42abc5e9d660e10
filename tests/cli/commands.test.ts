import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, beforeAll, describe, expect, it, vi} from 'vitest';
import type {JobList} from '../../contract/job.ts';
import type {ImportResult} from '../../contract/layer.ts';
import type {RedlineCoverage} from '../../contract/redline-coverage.ts';
import {seeded} from '../layers/random.ts';
import {blob, square} from '../layers/store-layer.ts';
import {runLiandong, startService, type RunningService} from '../setup/running-service.ts';

/** Each command is a process of its own, which takes seconds to start on a busy machine. */
const PATIENTLY = {timeout: 240_000};

describe('the command line', PATIENTLY, () => {
  const folder = mkdtempSync(join(tmpdir(), 'liandong-cli-'));
  let service: RunningService;
  const settings = {LIANDONG_DATA: join(folder, 'data'), LIANDONG_SAMPLE: 'false'};
  const liandong = (...args: string[]) => runLiandong(...args, '--url', service.url);

  function write(name: string, features: object[]): string {
    const path = join(folder, name);
    writeFileSync(path, JSON.stringify({type: 'FeatureCollection', features}));
    return path;
  }
  const feature = (properties: object, coordinates: unknown) => ({
    type: 'Feature',
    properties,
    geometry: {type: 'Polygon', coordinates},
  });
  const units = [
    feature({GEOID: '10001', NAME: '甲县'}, square(115, 29, 0.5)),
    feature({GEOID: '10003', NAME: '乙县'}, square(115.5, 29, 0.5)),
  ];

  beforeAll(async () => {
    service = await startService(settings);
  }, PATIENTLY.timeout);
  afterAll(async () => {
    await service?.stop();
    rmSync(folder, {recursive: true, force: true});
  });

  it('imports a file, runs a process on it and exports it again', async () => {
    const file = write('counties.geojson', units);
    const imported = await liandong(
      ...['import', file, '--id', 'counties', '--kind', 'unit'],
      ...['--map', 'code=GEOID', '--map', 'name=NAME'],
    );
    expect(imported).toMatchObject({status: 0, stdout: 'counties@1: 2 features\n'});
    const focus = write('focus.geojson', [feature({strategy: 'a'}, square(115.25, 29, 0.5))]);
    await liandong(
      'import',
      focus,
      '--id',
      'focus',
      '--kind',
      'redline',
      '--map',
      'class=strategy',
    );

    const inputs = JSON.stringify({place: {collection: 'counties'}, redlines: 'focus'});
    const out = join(folder, 'coverage.json');
    const run = await liandong('run', 'redline-coverage', '--inputs', inputs, '--out', out);
    expect(run.status).toBe(0);
    const {places} = JSON.parse(readFileSync(out, 'utf8')) as RedlineCoverage;
    expect(places.map(({id, name, share}) => [id, name, Math.round(share * 1e6) / 1e6])).toEqual([
      ['10001', '甲县', 0.5],
      ['10003', '乙县', 0.5],
    ]);

    const copy = join(folder, 'copy.geojson');
    const exported = await liandong('export', 'counties', copy);
    expect(exported).toMatchObject({status: 0, stdout: `${copy}: 2 features of counties\n`});
    const {features} = JSON.parse(readFileSync(copy, 'utf8')) as {features: typeof units};
    expect(features.map((each) => each.geometry)).toEqual(units.map((each) => each.geometry));
  });

  it('lists jobs and the version it made', async () => {
    const {stdout} = await liandong('jobs');
    expect(stdout).toContain('successful');
    expect(stdout).toContain('counties');
    const layer = await (await fetch(`${service.url}/api/layers/counties`)).json();
    expect(layer).toMatchObject({currentVersion: 1, kind: 'unit'});
  });

  it.each([
    ['an unknown kind', ['--kind', 'planet'], /planet.*redline.*unit|planet.*unit.*redline/],
    ['an attribute that is not there', ['--kind', 'unit', '--map', 'code=CODE'], /CODE.*GEOID/],
    ['another kind than before', ['--kind', 'redline'], /counties.*unit/],
  ])('fails with the sentence of the problem for %s', async (_what, options, sentence) => {
    const file = write('again.geojson', units);
    const outcome = await liandong('import', file, '--id', 'counties', ...options);
    expect(outcome.status).not.toBe(0);
    expect(outcome.stderr).toMatch(sentence);
    expect(outcome.stdout).toBe('');
  });

  it('fails for a file that is not there, inputs that are not JSON, and no service', async () => {
    expect((await liandong('import', 'none.zip', '--id', 'x', '--kind', 'unit')).stderr).toContain(
      'no file none.zip',
    );
    expect((await liandong('run', 'zone-overlap', '--inputs', '{place')).stderr).toContain(
      'not JSON',
    );
    const alone = await runLiandong('jobs', '--url', 'http://127.0.0.1:9');
    expect(alone).toMatchObject({status: 1});
    expect(alone.stderr).toContain('npm start');
  });

  it('refuses to listen beyond this machine without an access token', async () => {
    const open = startService({...settings, HOST: '0.0.0.0', LIANDONG_DATA: join(folder, 'open')});
    await expect(open).rejects.toThrow('LIANDONG_ACCESS_TOKEN');
  });

  it('shows nothing half-imported after a kill, and the job says interrupted', async () => {
    const random = seeded(5);
    // several batches of features, so that there is a middle to be killed in
    const many = Array.from({length: 3000}, (_, i) =>
      feature({n: i}, blob(105 + 10 * random(), 25 + 10 * random(), 0.02, 60, random)),
    );
    const file = write('many.geojson', many);
    const importing = liandong('import', file, '--id', 'many', '--kind', 'redline');
    const job = await someJob('many');
    await service.kill();
    const {status, stderr} = await importing;
    expect(status).not.toBe(0);
    expect(stderr).toContain(`liandong jobs says what became of ${job}`);

    service = await startService(settings);
    const after = await (await fetch(`${service.url}/api/jobs/${job}`)).json();
    expect(after).toMatchObject({status: 'failed', problem: {code: 'JOB_INTERRUPTED'}});
    // stopped while features came in: gone; while cells were cut: finished by the next start
    const items = await fetch(`${service.url}/api/collections/many/items?limit=1`);
    if (items.status === 200) expect((await items.json()).numberMatched).toBe(3000);
    else expect(items.status).toBe(404);
    const counties = await (await fetch(`${service.url}/api/collections/counties/items`)).json();
    expect(counties.numberMatched).toBe(2);

    const again = await liandong('import', file, '--id', 'many', '--kind', 'redline');
    expect(again.stdout).toMatch(/many@[12]: 3000 features/);
    const results = await fetch(`${service.url}/api/jobs/${await someJob('many')}/results`);
    expect(((await results.json()) as ImportResult).featureCount).toBe(3000);
  });

  /** Id of the newest job that works on a layer, once it is past reading. */
  async function someJob(subject: string): Promise<string> {
    return vi.waitFor(
      async () => {
        const {jobs} = (await (await fetch(`${service.url}/api/jobs`)).json()) as JobList;
        const job = jobs.find((each) => each.subject === subject);
        if (job && (job.finished !== null || job.progress >= 12)) return job.jobID;
        throw new Error(`no job has come past reading ${subject}`);
      },
      {timeout: 120_000, interval: 20},
    );
  }
});
