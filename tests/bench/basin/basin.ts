/**
 * Watershed cells and linkage at the size of a nation: the graph of 2 916 units and 29 929 basins, the
 * matrix of both, and the matrix against PostGIS at a ninth of the units and basins, answers compared
 * first. `npm run bench -- basin`; `-- basin graph` leaves the database out, `-- basin matrix` PostGIS,
 * and both are printed only.
 */
import type {Db} from '../../../server/db/db.ts';
import {migrate} from '../../../server/db/migrate.ts';
import {openServer} from '../../../server/db/server-engine.ts';
import {toLegalMultiPolygon} from '../../../server/kernel/densify.ts';
import {Measuring} from '../../../server/layers/measuring.ts';
import {startPostgisServer} from '../../../scripts/test/postgis-server.ts';
import {postgis} from '../../../scripts/test/tools.ts';
import {timeBatch} from '../measure/batch.ts';
import {describeMachine} from '../measure/machine.ts';
import {list, writeSection} from '../measure/page.ts';
import {storeLayer, THREADS, type OurLayer} from '../measure/our-layer.ts';
import type {BenchFeature} from '../measure/region.ts';
import {Rivals} from '../measure/rival-tables.ts';
import {Samples} from '../measure/timing.ts';
import {makeGraph, timeGraph} from './graph.ts';
import {piecesOf, type Mosaic} from './mosaic.ts';

const UNITS: Mosaic = {name: 'u', side: 54, edgeVertices: 40, seed: 1};
const BASINS: Mosaic = {name: 'b', side: 173, edgeVertices: 20, seed: 2};
/** A ninth of each for PostGIS, whose join of the whole would take most of an hour. */
const PART = 3;
const ROUNDS = 2;

const say = (line: string) => void process.stderr.write(`${line}\n`);
const lines: string[] = [];
const print = (line: string) => {
  lines.push(line);
  process.stdout.write(`${line}\n`);
};
const only = process.argv[2];

printGraph();
if (only !== 'graph') await benchMatrix();
const machine = describeMachine({});
process.stdout.write(`${machine.join('\n')}\n`);
if (only === undefined) {
  const text = ['## Basins and units', '', list(machine), '', '```text', ...lines, '```'];
  writeSection('basin', text.join('\n'));
}
process.exit();

function printGraph(): void {
  const graph = makeGraph(UNITS.side, BASINS.side, 3);
  const {unitAreasM2, cells, downstream} = graph;
  timeGraph(graph);
  const before = process.cpuUsage();
  const {steps, checksum} = timeGraph(graph);
  const {user, system} = process.cpuUsage(before);
  print(`graph: ${unitAreasM2.length} units × ${downstream.length} basins, ${cells.length} cells`);
  for (const [name, elapsedMs] of steps) print(`  ${name.padEnd(24)}${elapsedMs.toFixed(1)} ms`);
  const sumMs = steps.reduce((sum, [, elapsedMs]) => sum + elapsedMs, 0);
  print(
    `  ${'together'.padEnd(24)}${sumMs.toFixed(1)} ms, processor time ${((user + system) / 1000).toFixed(0)} ms`,
  );
  print(`  checksum ${checksum}`);
}

async function benchMatrix(): Promise<void> {
  const binFolder = postgis.find();
  if (!binFolder)
    throw new Error('PostgreSQL with PostGIS is not installed; npm test installs it.');
  const server = await startPostgisServer(binFolder);
  process.once('SIGINT', () => void server.stop().then(() => process.exit(130)));
  const db = await openServer(server.url);
  const measuring = new Measuring(db, {threads: THREADS, cacheBytes: 256 * 1024 ** 2});
  const rivals = await Rivals.open(server.url);
  try {
    await migrate(db);
    if (only !== 'matrix') await againstPostgis(db, measuring, rivals);
    const units = await storeLayer(db, 'units', 'unit', piecesOf(UNITS));
    const basins = await storeLayer(db, 'basins', 'basin', piecesOf(BASINS));
    say('measuring');
    const ours = new Samples();
    let cells = 0;
    let sumM2 = 0;
    let cpuMs = Infinity;
    for (let round = 0; round < ROUNDS; round++) {
      const before = process.cpuUsage();
      const {matrix} = await ours.time(() =>
        measuring.measureLayers(units.layer, basins.layer, true, {
          progress() {},
          signal: new AbortController().signal,
        }),
      );
      const {user, system} = process.cpuUsage(before);
      cpuMs = Math.min(cpuMs, (user + system) / 1000);
      const {areasM2} = matrix.pack(1);
      cells = areasM2.length;
      sumM2 = areasM2.reduce((sum, areaM2) => sum + areaM2, 0);
    }
    print(sizeOf('matrix', units, basins));
    printRate(units, basins, ours.medianMs);
    print(
      `  each round ${ours.timesMs.map((ms) => ms.toFixed(0)).join(', ')} ms; processor time of the best ${cpuMs.toFixed(0)} ms`,
    );
    // both mosaics cover one square, so nothing is left over
    const apart = Math.abs(sumM2 / units.layer.areaM2 - 1);
    print(
      `  cells above 1 m² ${cells}, sum off the area of the units by ${apart.toExponential(1)}`,
    );
    print(`  checksum ${cells} ${(sumM2 / 1e6).toFixed(3)} km²`);
  } finally {
    await rivals.close();
    await measuring.close();
    await db.close();
    await server.stop();
  }
}

/** A ninth of both layers, here and in PostGIS. */
async function againstPostgis(db: Db, measuring: Measuring, rivals: Rivals): Promise<void> {
  const part = (mosaic: Mosaic): Mosaic => {
    return {...mosaic, side: Math.round(mosaic.side / PART), name: `${mosaic.name}p`};
  };
  const toRival = (table: 'rival_redlines' | 'rival_counties') => (batch: BenchFeature[]) =>
    rivals.load(
      table,
      batch.map(({id, multiPolygon}) => ({id, plane: toLegalMultiPolygon(multiPolygon)})),
    );
  say('storing a ninth, here and there');
  const units = await storeLayer(
    db,
    'units-part',
    'unit',
    piecesOf(part(UNITS)),
    toRival('rival_counties'),
  );
  const basins = await storeLayer(
    db,
    'basins-part',
    'basin',
    piecesOf(part(BASINS)),
    toRival('rival_redlines'),
  );
  await rivals.indexTables();
  await rivals.prepare(rivals.serial);
  say('comparing and timing');
  const batch = await timeBatch(measuring, rivals, units, basins, ROUNDS);
  print(sizeOf('matrix against PostGIS B1', units, basins));
  print(`  answers: ${batch.pairs} cells, worst off by ${batch.worstPairM2.toExponential(1)} m²`);
  print(`  sums differ by ${batch.sumDifference.toExponential(1)}`);
  printRate(units, basins, batch.ours.medianMs);
  print(
    `  B1 ${batch.b1.medianMs.toFixed(0)} ms, in parallel ${batch.b1Parallel.medianMs.toFixed(0)} ms`,
  );
  print(
    `  ratio ${(batch.b1.medianMs / batch.ours.medianMs).toFixed(1)}×, in parallel ${(batch.b1Parallel.medianMs / batch.ours.medianMs).toFixed(1)}×`,
  );
}

function sizeOf(what: string, units: OurLayer, basins: OurLayer): string {
  const count = (value: number) => value.toLocaleString('en').replaceAll(',', ' ');
  return `${what}: ${count(units.featureIds.length)} units of ${count(units.vertexCount)} vertices × ${count(basins.featureIds.length)} basins of ${count(basins.vertexCount)}`;
}

function printRate(units: OurLayer, basins: OurLayer, elapsedMs: number): void {
  const perSecond = ((units.vertexCount + basins.vertexCount) / elapsedMs) * 1000;
  print(
    `  ours ${elapsedMs.toFixed(0)} ms, ${(perSecond / 1e6).toFixed(2)} million vertices a second`,
  );
}
