/**
 * The border check over all counties of the province region: `npm run bench -- borders`; --quick takes
 * a small part of the region and is printed only. Lengths of shared borders are compared with PostGIS before any time is
 * taken.
 */
import {monitorEventLoopDelay} from 'node:perf_hooks';
import {parseArgs} from 'node:util';
import type {BorderMatch, BorderMatchInputs} from '../../../contract/border-match.ts';
import {borderMatch} from '../../../server/analysis/border-match/border-match.ts';
import type {AnalysisContext} from '../../../server/analysis/process.ts';
import type {Db} from '../../../server/db/db.ts';
import {migrate} from '../../../server/db/migrate.ts';
import {openServer} from '../../../server/db/server-engine.ts';
import {sql} from '../../../server/db/sql.ts';
import {startPostgisServer} from '../../../scripts/test/postgis-server.ts';
import {postgis} from '../../../scripts/test/tools.ts';
import {describeMachine} from '../measure/machine.ts';
import {list, spaced, table, writeSection} from '../measure/page.ts';
import {cutOut, openRegion, type BenchFeature} from '../measure/region.ts';
import {relativeDifference, Samples} from '../measure/timing.ts';
import {CENTRE} from '../measure/zones.ts';
import {storePlain} from './store-plain.ts';

const {values} = parseArgs({options: {quick: {type: 'boolean', default: false}}});
const say = (line: string) => void process.stderr.write(`${line}\n`);
const QUICK_VERTICES = 200_000;
const ROUNDS = values.quick ? 1 : 3;
/** Both follow edges of some ten metres; PostGIS takes geodesics, which differ there by 1e-12. */
const AGREEMENT = 1e-9;

const binFolder = postgis.find();
if (!binFolder) throw new Error('PostgreSQL with PostGIS is not installed; npm test installs it.');
const whole = await openRegion(say);
const region = values.quick ? await cutOut(whole, CENTRE, QUICK_VERTICES) : whole;
const server = await startPostgisServer(binFolder);
process.once('SIGINT', () => void server.stop().then(() => process.exit(130)));
try {
  const db = await openServer(server.url);
  await migrate(db);
  await bench(db);
  await db.close();
} catch (error) {
  say(String((error as Error).stack));
  process.exitCode = 1;
} finally {
  await server.stop();
  process.exit();
}

async function bench(db: Db): Promise<void> {
  say('storing counties and red lines');
  const counties = await storePlain(db, 'counties', 'unit', region.counties());
  const redlines = await storePlain(db, 'redlines', 'redline', region.redlines());
  await storePlain(db, 'thinned', 'redline', thinned(region.redlines()));

  say('comparing the shared borders with PostGIS');
  const checked = await run(db, {units: 'counties', layer: 'redlines'});
  const theirs = new Samples();
  const theirM = await theirs.time(() => sharedInPostgis(db));
  const difference = relativeDifference(checked.totals.sharedM, theirM);
  say(`ours ${checked.totals.sharedM.toFixed(3)} m, PostGIS ${theirM.toFixed(3)} m`);
  if (difference > AGREEMENT) throw new Error(`The lengths differ by ${difference}.`);

  const rows: string[][] = [];
  for (const layer of ['redlines', 'thinned']) {
    const times = new Samples();
    const delay = monitorEventLoopDelay({resolution: 5});
    let answer = checked;
    let reports = 0;
    const cpuBefore = process.cpuUsage();
    delay.enable();
    for (let round = 0; round < ROUNDS; round++) {
      say(`${layer}, round ${round + 1} of ${ROUNDS}`);
      answer = await times.time(() => run(db, {units: 'counties', layer}, () => reports++));
    }
    delay.disable();
    const {user, system} = process.cpuUsage(cpuBefore);
    const {totals, mismatchCount} = answer;
    rows.push([
      layer,
      spaced(totals.pairCount),
      spaced(totals.sharedM / 1000),
      spaced(totals.matchedM / 1000),
      spaced(mismatchCount),
      (times.medianMs / 1000).toFixed(1),
      ((user + system) / 1e6 / ROUNDS).toFixed(1),
      (delay.max / 1e6).toFixed(0),
      spaced(reports / ROUNDS),
    ]);
  }
  const sizes = `${spaced(counties.featureCount)} counties of ${spaced(counties.vertexCount)} vertices, ${spaced(redlines.featureCount)} red lines of ${spaced(redlines.vertexCount)}; seed ${region.seed}`;
  const versions = {
    PostgreSQL: db.capabilities.postgresVersion,
    PostGIS: db.capabilities.postgisVersion,
  };
  const text = [
    '## Red lines along shared borders',
    '',
    list([sizes, ...describeMachine(versions)]),
    '',
    `PostGIS takes ${(theirs.medianMs / 1000).toFixed(1)} s for the lengths of the shared borders alone; they differ by ${difference.toExponential(1)}.`,
    '',
    table(
      [
        'layer',
        'borders',
        'shared km',
        'matched km',
        'mismatches',
        'median s',
        'processor time s',
        'main thread held, ms at most',
        'progress reports',
      ],
      rows,
    ),
    '',
    'Thinned: every seventh red line left out, so that its neighbours over the border face nothing.',
  ].join('\n');
  process.stdout.write(`\n${text}\n`);
  if (!values.quick) writeSection('borders', text);
}

function run(db: Db, inputs: BorderMatchInputs, onProgress = () => {}): Promise<BorderMatch> {
  const context = {
    db,
    progress: onProgress,
    signal: new AbortController().signal,
  } as unknown as AnalysisContext;
  return borderMatch.run(inputs as never, context) as Promise<BorderMatch>;
}

/** Length on the spheroid of what the boundaries of each two counties have in common. */
async function sharedInPostgis(db: Db): Promise<number> {
  const [row] = await db.query<{length: number}>(
    sql`with boundaries as (
          select ordinal, st_boundary(geom) as line from features f
          join layer_versions v using (version_id) where v.layer_id = 'counties'
        )
        select sum(st_length(st_intersection(a.line, b.line)::geography)) as length
        from boundaries a join boundaries b on a.ordinal < b.ordinal and a.line && b.line`,
    'measuring shared borders',
  );
  return row!.length;
}

async function* thinned(features: AsyncIterable<BenchFeature>): AsyncGenerator<BenchFeature> {
  let i = 0;
  for await (const feature of features) if (i++ % 7 !== 0) yield feature;
}
