/**
 * Measures zones, a batch, the preparation, memory and growth on the province region: PostGIS two
 * ways against the service. `npm run bench -- measure`; --quick takes a small part of the region and
 * writes nothing.
 */
import {execFileSync} from 'node:child_process';
import {parseArgs} from 'node:util';
import {migrate} from '../../../server/db/migrate.ts';
import {openServer} from '../../../server/db/server-engine.ts';
import {toLegalMultiPolygon} from '../../../server/kernel/densify.ts';
import {Measuring} from '../../../server/layers/measuring.ts';
import {startPostgisServer} from '../../../scripts/test/postgis-server.ts';
import {postgis} from '../../../scripts/test/tools.ts';
import {BareKernel} from './bare-kernel.ts';
import {timeBatch} from './batch.ts';
import {everySecond, timeGrowth, withMiddles} from './growth.ts';
import {describeMachine} from './machine.ts';
import {indexAgain, storedSize, storeLayer, THREADS} from './our-layer.ts';
import {writeSection} from './page.ts';
import {cutOut, openRegion, type BenchFeature} from './region.ts';
import {reportMeasure} from './report-measure.ts';
import type {Resident} from './resident.ts';
import {Rivals} from './rival-tables.ts';
import {Samples} from './timing.ts';
import {timeZones} from './zone-times.ts';
import {CENTRE, makeZones} from './zones.ts';

const QUICK_VERTICES = 200_000;
/** 200 000 of 7 million vertices lie within a sixth of the radius. */
const QUICK_SCALE = 1 / 6;
const PREPARE_ROUNDS = 3;

const {values} = parseArgs({options: {quick: {type: 'boolean', default: false}}});
const say = (line: string) => void process.stderr.write(`${line}\n`);

const binFolder = postgis.find();
if (!binFolder) throw new Error('PostgreSQL with PostGIS is not installed; npm test installs it.');
const whole = await openRegion(say);
const region = values.quick ? await cutOut(whole, CENTRE, QUICK_VERTICES) : whole;
const server = await startPostgisServer(binFolder);
process.once('SIGINT', () => void server.stop().then(() => process.exit(130)));
try {
  await bench(server.url);
} catch (error) {
  // said before the server goes, whose end breaks the connections that are left
  say(String((error as Error).stack));
  process.exitCode = 1;
} finally {
  await server.stop();
  process.exit();
}

async function bench(url: string): Promise<void> {
  const db = await openServer(url);
  await migrate(db);
  const rivals = await Rivals.open(url);
  const toRival = (table: 'rival_redlines' | 'rival_counties') => (batch: BenchFeature[]) =>
    rivals.load(
      table,
      batch.map(({id, multiPolygon}) => ({id, plane: toLegalMultiPolygon(multiPolygon)})),
    );
  say('storing the red lines, here and there');
  const redlines = await storeLayer(
    db,
    'redlines',
    'redline',
    region.redlines(),
    toRival('rival_redlines'),
  );
  const counties = await storeLayer(
    db,
    'counties',
    'unit',
    region.counties(),
    toRival('rival_counties'),
  );
  const half = await storeLayer(db, 'half', 'redline', everySecond(region.redlines()));
  const spark = await storeLayer(db, 'spark', 'unit', firstOf(region.counties()));
  await rivals.indexTables();

  const prepare = {
    ours: new Samples(),
    b1: new Samples(),
    b1Parallel: new Samples(),
    b1FromStored: new Samples(),
  };
  for (let round = 0; round < (values.quick ? 1 : PREPARE_ROUNDS); round++) {
    say(`preparing the layer, round ${round + 1}`);
    const {versionId} = redlines.layer;
    prepare.b1Parallel.timesMs.push(await rivals.prepare(rivals.parallel));
    prepare.ours.timesMs.push(await indexAgain(db, versionId));
    prepare.b1FromStored.timesMs.push(await rivals.prepareFromStored(rivals.serial, versionId));
    // the serial one last: the pieces stay as it made them
    prepare.b1.timesMs.push(await rivals.prepare(rivals.serial));
  }
  const size = {
    ours: await storedSize(db, redlines.layer.versionId),
    b1: await rivals.size(),
  };

  const openMeasuring = () => new Measuring(db, {threads: THREADS, cacheBytes: 512 * 1024 ** 2});
  const measuring = openMeasuring();
  const kernel = await BareKernel.open(db, redlines.layer.versionId);
  const zones = makeZones(CENTRE, values.quick ? QUICK_SCALE : 1);
  const zoneTimes = await timeZones(
    {
      db,
      rivals,
      layer: redlines.layer,
      spark: spark.layer,
      kernel,
      measuring,
      openMeasuring,
      rounds: values.quick ? 2 : 4,
      say,
    },
    zones,
  );
  say('counties against red lines');
  const batch = await timeBatch(measuring, rivals, counties, redlines, values.quick ? 1 : 3);
  say('growth');
  const fine = await storeLayer(db, 'fine', 'redline', withMiddles(region.redlines()));
  const growth = await timeGrowth(
    measuring,
    {half: half.layer, full: redlines.layer, fine: fine.layer},
    zones,
    values.quick ? 3 : 12,
  );
  await measuring.close();
  const resident = measureResident(url);

  const {postgresVersion, postgisVersion, geosVersion} = db.capabilities;
  const text = reportMeasure({
    machine: describeMachine({
      PostgreSQL: postgresVersion,
      PostGIS: postgisVersion,
      GEOS: geosVersion.split('-')[0]!,
    }),
    seed: region.seed,
    sha256: region.sha256,
    redlines,
    counties,
    half,
    fine,
    prepare,
    size,
    zones: zoneTimes,
    batch,
    growth,
    resident,
  });
  process.stdout.write(`\n${text}\n`);
  if (!values.quick) writeSection('measure', text);
  await rivals.close();
  await db.close();
}

function measureResident(url: string): Resident {
  const file = 'tests/bench/measure/resident.ts';
  const words = ['--import', 'tsx', '--expose-gc', file, 'redlines', 'spark'];
  const printed = execFileSync(process.execPath, words, {
    encoding: 'utf8',
    env: {...process.env, DATABASE_URL: url},
  });
  return JSON.parse(printed) as Resident;
}

async function* firstOf(features: AsyncIterable<BenchFeature>): AsyncGenerator<BenchFeature> {
  for await (const feature of features) {
    yield feature;
    return;
  }
}
