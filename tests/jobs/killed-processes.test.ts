import {existsSync, mkdtempSync, readdirSync, rmSync} from 'node:fs';
import {writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import type {Job} from '../../contract/job.ts';
import type {LayerList} from '../../contract/layer.ts';
import type {ObservationRow} from '../../contract/observation.ts';
import {Client} from '../../server/cli/client.ts';
import {openServer} from '../../server/db/server-engine.ts';
import {ident, sql} from '../../server/db/sql.ts';
import {piecesOf} from '../bench/basin/mosaic.ts';
import {seeded} from '../layers/random.ts';
import {blob} from '../layers/store-layer.ts';
import {engines, isMissing, openTestDatabaseUrl} from '../setup/engines.ts';
import {startService, type RunningService} from '../setup/running-service.ts';

/** Starts and imports are slow on a busy machine. */
const PATIENTLY = {timeout: 300_000};

const UNITS_A_SIDE = 10;
const BASINS_A_SIDE = 16;

/** Units, basins that flow south to the edge, and red lines across borders: enough to be killed in. */
async function writeLayers(folder: string): Promise<[string, Record<string, string>][]> {
  const units = await mosaic({name: 'u', side: UNITS_A_SIDE, edgeVertices: 30, seed: 1});
  const basins = await mosaic({name: 'b', side: BASINS_A_SIDE, edgeVertices: 15, seed: 2});
  basins.forEach(({properties}, i) => {
    properties.down = i < BASINS_A_SIDE ? '0' : `b${i - BASINS_A_SIDE}`;
  });
  const random = seeded(3);
  const redlines = Array.from({length: 100}, (_, i) =>
    feature(`r${i}`, [blob(105.5 + 9 * random(), 25.5 + 9 * random(), 0.2, 60, random)]),
  );
  const write = async (id: string, features: object[], fields: Record<string, string>) => {
    const path = join(folder, `${id}.geojson`);
    await writeFile(path, JSON.stringify({type: 'FeatureCollection', features}));
    return [path, {id, ...fields}] as [string, Record<string, string>];
  };
  return [
    await write('units', units, {kind: 'unit', map: '{"code":"code"}'}),
    await write('basins', basins, {kind: 'basin', map: '{"code":"code","downstream":"down"}'}),
    await write('redlines', redlines, {kind: 'redline', map: '{"code":"code"}'}),
  ];
}

async function mosaic(of: Parameters<typeof piecesOf>[0]) {
  const features = [];
  for await (const {id, multiPolygon} of piecesOf(of)) features.push(feature(id, multiPolygon));
  return features;
}

function feature(code: string, coordinates: unknown) {
  const properties: Record<string, string> = {code};
  return {type: 'Feature', properties, geometry: {type: 'MultiPolygon', coordinates}};
}

/** A value for every day of two years and some for sections that the agreement does not know. */
function longTable(): ObservationRow[] {
  const indicators = ['permanganate-index', 'cod', 'bod5', 'ammonia-nitrogen', 'total-phosphorus'];
  const sections = ['刘庄', ...Array.from({length: 3}, (_, i) => `上游${i}`)];
  return sections.flatMap((section) =>
    indicators.flatMap((indicator) =>
      Array.from({length: 1096}, (_, day) => ({
        section,
        indicator,
        date: new Date(Date.UTC(2020, 0, 1 + day)).toISOString().slice(0, 10),
        value: 0.05 * (1 + 0.01 * (day % 7)),
        unit: 'mg/L',
      })),
    ),
  );
}

const UNITS_IN_ZONE = Array.from({length: 10}, (_, i) => `u${11 * i}`);

/** A job that is over before its service is killed says nothing. */
const ATTEMPTS = 5;

/** What runs side by side, as the service has two at once, and what waits behind them. */
const ROUNDS: {running: Run[]; waiting: Run[]}[] = [
  {
    running: [
      ['basin-cells', {units: 'units', basins: 'basins'}],
      ['basin-linkage', {units: 'units', basins: 'basins'}],
    ],
    waiting: [['border-match', {units: 'units', layer: 'redlines'}]],
  },
  {
    running: [
      ['border-match', {units: 'units', layer: 'redlines'}],
      [
        'member-summary',
        {zone: {members: {collection: 'units', ids: UNITS_IN_ZONE}}, basins: 'basins'},
      ],
    ],
    waiting: [],
  },
  {
    running: [
      ['agreement-settlement', {agreement: 'yellow-river-2021', observations: longTable()}],
    ],
    waiting: [],
  },
];
type Run = [process: string, inputs: object];

describe.each(engines)('a service killed in the middle, on the %s engine,', (engine) => {
  describe.skipIf(isMissing(engine))('starts again and', PATIENTLY, () => {
    const folder = mkdtempSync(join(tmpdir(), 'liandong-killed-'));
    const data = join(folder, 'data');
    let service: RunningService;
    let database: {url: string; drop: () => Promise<void>} | undefined;
    let client: Client;
    let before: Record<string, number>;

    const start = async () => {
      service = await startService({
        LIANDONG_DATA: data,
        LIANDONG_SAMPLE: 'false',
        DATABASE_URL: database?.url ?? '',
      });
      client = new Client({url: service.url});
    };

    beforeAll(async () => {
      if (engine === 'server') database = await openTestDatabaseUrl();
      await start();
      for (const [path, fields] of await writeLayers(folder)) {
        await client.follow(await client.upload(path, fields), () => {});
      }
      before = await rowCounts();
    }, PATIENTLY.timeout);
    afterAll(async () => {
      await service?.stop();
      await database?.drop();
      rmSync(folder, {recursive: true, force: true});
    });

    const named = ROUNDS.map((round) => ({
      ...round,
      names: round.running.map(([process]) => process).join(' and '),
    }));
    it.each(named)('says that $names failed, leaves nothing, and runs them', async (round) => {
      for (const job of await killInTheMiddle(round)) {
        expect(job).toMatchObject({status: 'failed', problem: {code: 'JOB_INTERRUPTED'}});
        expect(job.finished).not.toBeNull();
        expect(job.problem!.detail).toContain('has to be started again');
        expect(job.problem!.localDetail!.zh).toContain('须重新开始');
        const results = client.get(`/api/jobs/${job.jobID}/results`);
        await expect(results).rejects.toThrow('JOB_INTERRUPTED');
      }
      const {jobs: all} = await client.get<{jobs: Job[]}>('/api/jobs');
      expect(all.filter(({finished}) => finished === null)).toEqual([]);
      expect(await rowCounts()).toEqual(before);
      expect(filesIn(data)).toEqual([]);

      for (const [process, inputs] of round.running) {
        const again = await client.follow(await client.execute(process, inputs), () => {});
        expect(again).toMatchObject({status: 'successful', progress: 100});
        const result = await client.get<object>(`/api/jobs/${again.jobID}/results`);
        expect(Object.keys(result)).toContain(process === 'basin-cells' ? 'cells' : 'provenance');
      }
    });

    /** The jobs of a round after a kill and a start; tried again where one was over before the kill. */
    async function killInTheMiddle({running, waiting}: (typeof ROUNDS)[0]): Promise<Job[]> {
      const stateOf = ({jobID}: Job) => client.get<Job>(`/api/jobs/${jobID}`);
      for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
        const jobs: Job[] = [];
        for (const [process, inputs] of [...running, ...waiting]) {
          jobs.push(await client.execute(process, inputs));
        }
        const before = await Promise.all(jobs.map(stateOf));
        await service.kill();
        await start();
        const after = await Promise.all(jobs.map(stateOf));
        const wereRunning = before
          .slice(0, running.length)
          .every((job) => job.status === 'running');
        if (wereRunning && after.every((job) => job.status !== 'successful')) return after;
      }
      throw new Error(`Of ${ATTEMPTS} kills none came while all of the round ran`);
    }

    /** Rows of each table where a second connection can look; tiles go on being made after an import. */
    async function rowCounts(): Promise<Record<string, number>> {
      if (database === undefined) {
        const {layers} = await client.get<LayerList>('/api/layers');
        return Object.fromEntries(layers.map(({id, currentVersion}) => [id, currentVersion ?? 0]));
      }
      const db = await openServer(database.url);
      const tables = await db.query<{name: string}>(
        sql`select relname as name from pg_class
            where relkind = 'r' and relnamespace = 'public'::regnamespace and relname not like 'job%' and relname not like 'tile_%'
            order by relname`,
        'listing tables',
      );
      const counts: Record<string, number> = {};
      for (const {name} of tables) {
        const [row] = await db.query<{count: number}>(
          sql`select count(*)::integer as count from ${ident(name)}`,
          'counting rows',
        );
        counts[name] = row!.count;
      }
      await db.close();
      return counts;
    }
  });
});

/** What lies in the data folder but for the database's own files. */
function filesIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, {recursive: true, encoding: 'utf8'}).filter(
    (path) => !/^(database\b|uploads$)/.test(path),
  );
}
