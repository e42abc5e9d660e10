/**
 * Service coverage of 5 000 facilities over 2 916 units: `npm run bench -- coverage`; --quick takes a
 * twentieth and is printed only. What is served is compared with PostGIS for some units before any time is taken.
 */
import {monitorEventLoopDelay} from 'node:perf_hooks';
import {parseArgs} from 'node:util';
import type {ServiceCoverage, ServiceCoverageInputs} from '../../../contract/service-coverage.ts';
import type {AnalysisContext} from '../../../server/analysis/process.ts';
import {geodesicCircle} from '../../../server/analysis/service-coverage/geodesic-circle.ts';
import {serviceCoverage} from '../../../server/analysis/service-coverage/service-coverage.ts';
import {readCatalog} from '../../../server/catalog.ts';
import type {Db} from '../../../server/db/db.ts';
import {openEmbedded} from '../../../server/db/embedded-engine.ts';
import {migrate} from '../../../server/db/migrate.ts';
import {openServer} from '../../../server/db/server-engine.ts';
import {sql} from '../../../server/db/sql.ts';
import {startPostgisServer} from '../../../scripts/test/postgis-server.ts';
import {postgis} from '../../../scripts/test/tools.ts';
import {embeddedTemplate} from '../../setup/engines.ts';
import {describeMachine} from '../measure/machine.ts';
import {list, spaced, table, writeSection} from '../measure/page.ts';
import {relativeDifference, Samples} from '../measure/timing.ts';
import {storeMadeRegion, type MadeRegion} from './made-region.ts';

const {values} = parseArgs({options: {quick: {type: 'boolean', default: false}}});
const say = (line: string) => void process.stderr.write(`${line}\n`);
const SIZE = values.quick
  ? {columns: 12, rows: 12, borderVertices: 100, facilityCount: 250, seed: 7}
  : {columns: 54, rows: 54, borderVertices: 100, facilityCount: 5000, seed: 7};
const ROUNDS = values.quick ? 1 : 3;
const RADIUS_M = 20_000;
const catalog = readCatalog();
/** Degrees are densified to 1 cm in one and to 0.001° in the other, and 20 units are summed. */
const AGREEMENT = 1e-6;
const CHECKED_UNITS = 20;

const binFolder = postgis.find();
if (!binFolder) throw new Error('PostgreSQL with PostGIS is not installed; npm test installs it.');
const server = await startPostgisServer(binFolder);
process.once('SIGINT', () => void server.stop().then(() => process.exit(130)));
try {
  const db = await openServer(server.url);
  await migrate(db);
  const region = await storeMadeRegion(db, SIZE);
  const rows = await bench(db, 'PostgreSQL', true);
  const versions = {
    PostgreSQL: db.capabilities.postgresVersion,
    PostGIS: db.capabilities.postgisVersion,
  };
  await db.close();
  say('the same on the embedded engine');
  const embedded = await openEmbedded({folder: null, template: await embeddedTemplate()});
  await storeMadeRegion(embedded, SIZE);
  rows.push(...(await bench(embedded, 'embedded', false)));
  await embedded.close();
  report(region, rows, versions);
} catch (error) {
  say(String((error as Error).stack));
  process.exitCode = 1;
} finally {
  await server.stop();
  process.exit();
}

async function bench(db: Db, engine: string, isCompared: boolean): Promise<string[][]> {
  const rules: [string, ServiceCoverageInputs['service'], boolean][] = [
    [`distance ${RADIUS_M / 1000} km`, {rule: 'distance', distanceM: RADIUS_M}, false],
    ['the same, with outlines', {rule: 'distance', distanceM: RADIUS_M}, true],
    ['unit it stands in', {rule: 'host'}, false],
  ];
  const rows: string[][] = [];
  for (const [title, service, geometry] of rules) {
    const times = new Samples();
    const delay = monitorEventLoopDelay({resolution: 5});
    const reports: number[] = [];
    const cpuBefore = process.cpuUsage();
    let answer: ServiceCoverage | null = null;
    delay.enable();
    for (let round = 0; round < ROUNDS; round++) {
      say(`${engine}, ${title}, round ${round + 1} of ${ROUNDS}`);
      answer = await times.time(() => run(db, {service, geometry}, (share) => reports.push(share)));
    }
    delay.disable();
    const {user, system} = process.cpuUsage(cpuBefore);
    if (isCompared && service?.rule === 'distance' && !geometry) await compare(db, answer!);
    rows.push([
      engine,
      title,
      spaced(answer!.flows.length),
      (100 * answer!.zone.servedShare).toFixed(4),
      (100 * answer!.zone.multipleShare).toFixed(4),
      answer!.totals.crossBorderLoad.toFixed(0),
      (times.medianMs / 1000).toFixed(1),
      ((user + system) / 1e6 / ROUNDS).toFixed(1),
      (delay.max / 1e6).toFixed(0),
      spaced(reports.length / ROUNDS),
    ]);
  }
  return rows;
}

function report(region: MadeRegion, rows: string[][], versions: Record<string, string>): void {
  const size = `${spaced(region.facilityCount)} facilities, ${spaced(region.unitCount)} units of ${spaced(region.vertexCount)} vertices; seed ${SIZE.seed}`;
  const text = [
    '## Service coverage',
    '',
    list([size, ...describeMachine(versions)]),
    '',
    `To be reached: under 10 s. What is served of ${CHECKED_UNITS} units agrees with PostGIS to ${AGREEMENT}.`,
    '',
    table(
      [
        'engine',
        'service',
        'flows',
        'served %',
        'by two or more %',
        'load over borders m³/d',
        'median s',
        'processor time s',
        'main thread held, ms at most',
        'progress reports',
      ],
      rows,
    ),
  ].join('\n');
  process.stdout.write(`\n${text}\n`);
  if (!values.quick) writeSection('coverage', text);
}

async function compare(db: Db, {units, facilities}: ServiceCoverage): Promise<void> {
  say('comparing with PostGIS');
  const step = Math.floor(units.length / CHECKED_UNITS);
  let [ours, theirs] = [0, 0];
  for (let i = 0; i < CHECKED_UNITS; i++) {
    const unit = units[i * step]!;
    const circles = unit.facilities.map((facility) => {
      const [lon, lat] = facilities[facility]!.position;
      const ring = geodesicCircle(lon, lat, RADIUS_M);
      const corners = Array.from(
        {length: ring.length / 2},
        (_, k) => `${ring[2 * k]} ${ring[2 * k + 1]}`,
      );
      return `POLYGON((${[...corners, corners[0]].join(',')}))`;
    });
    const [row] = await db.query<{areaM2: number | null}>(
      sql`select st_area(st_intersection(
                   (select st_transform(st_segmentize(f.geom, 0.001), 6933) from features f
                    join layer_versions v using (version_id)
                    where v.layer_id = 'units' and f.feature_id = ${unit.code}),
                   st_union(st_transform(st_segmentize(c::geometry, 0.001), 6933)))) as "areaM2"
          from unnest(${circles.map((wkt) => `SRID=4490;${wkt}`)}::text[]) as t (c)`,
    );
    ours += unit.servedM2;
    theirs += row!.areaM2 ?? 0;
  }
  const difference = relativeDifference(ours, theirs);
  say(
    `ours ${ours.toFixed(1)} m², PostGIS ${theirs.toFixed(1)} m², ${difference.toExponential(1)}`,
  );
  if (difference > AGREEMENT) throw new Error(`The areas differ by ${difference}.`);
}

function run(
  db: Db,
  inputs: Partial<ServiceCoverageInputs>,
  progress: (share: number) => void,
): Promise<ServiceCoverage> {
  const context = {
    db,
    catalog,
    progress,
    signal: new AbortController().signal,
  } as unknown as AnalysisContext;
  const all = {units: 'units', facilities: 'facilities', year: 2025, ...inputs};
  return serviceCoverage.run(all as never, context) as Promise<ServiceCoverage>;
}
