/**
 * Watershed cells and linkage at the size of a nation: the graph of 2 916 units and 29 929 basins, and
 * the matrix of both, cold and warm, against PostGIS at the same size, answers compared.
 * `npm run bench -- basin`; --quick takes a ninth of each; cases: graph leaves the database out, matrix
 * PostGIS. Only the whole is written.
 */
import {parseArgs} from 'node:util';
import {migrate} from '../../../server/db/migrate.ts';
import {openServer} from '../../../server/db/server-engine.ts';
import {startPostgisServer} from '../../../scripts/test/postgis-server.ts';
import {postgis} from '../../../scripts/test/tools.ts';
import {describeMachine} from '../measure/machine.ts';
import {figures, list, spaced, table, times, writeSection} from '../measure/page.ts';
import {Rivals} from '../measure/rival-tables.ts';
import type {Samples} from '../measure/timing.ts';
import {makeGraph, timeGraph} from './graph.ts';
import {timeMatrix, type MatrixTimes} from './matrix.ts';
import type {Mosaic} from './mosaic.ts';

const {values, positionals} = parseArgs({
  options: {quick: {type: 'boolean', default: false}},
  allowPositionals: true,
});
const [only] = positionals;
const known = ['graph', 'matrix'];
if (only !== undefined && !known.includes(only)) {
  throw new Error(`No case "${only}" of basin; there are ${known.join(', ')}.`);
}
const PART = values.quick ? 3 : 1;
const ROUNDS = values.quick ? {cold: 2, warm: 3} : {cold: 3, warm: 9};
const UNITS: Mosaic = {name: 'u', side: 54 / PART, edgeVertices: 40, seed: 1};
const BASINS: Mosaic = {name: 'b', side: Math.round(173 / PART), edgeVertices: 20, seed: 2};
/** Two implementations, each with rounding of its own, on pieces of some 100 km². */
const AGREEMENT = 1e-9;

const say = (line: string) => void process.stderr.write(`${line}\n`);

const sections = [reportGraph()];
let versions = {};
if (only !== 'graph') sections.push(await benchMatrix());
const head = ['## Basins and units', list(describeMachine(versions))];
const text = [...head, ...sections].join('\n\n');
process.stdout.write(`\n${text}\n`);
if (only === undefined && !values.quick) writeSection('basin', text);
process.exit();

function reportGraph(): string {
  const graph = makeGraph(UNITS.side, BASINS.side, 3);
  const {unitAreasM2, cells, downstream} = graph;
  timeGraph(graph);
  const before = process.cpuUsage();
  const {steps, checksum} = timeGraph(graph);
  const {user, system} = process.cpuUsage(before);
  const sumMs = steps.reduce((sum, [, elapsedMs]) => sum + elapsedMs, 0);
  const rows = [...steps, ['together', sumMs] as const].map(([name, ms]) => [name, ms.toFixed(1)]);
  const processorS = ((user + system) / 1e6).toFixed(2);
  return [
    `Steps on the graph of ${spaced(unitAreasM2.length)} units × ${spaced(downstream.length)} basins with ${spaced(cells.length)} cells, once warm. To be reached: under 2 s.`,
    table(['step', 'ms'], rows),
    `Processor time ${processorS} s; checksum ${checksum}.`,
  ].join('\n\n');
}

async function benchMatrix(): Promise<string> {
  const binFolder = postgis.find();
  if (!binFolder)
    throw new Error('PostgreSQL with PostGIS is not installed; npm test installs it.');
  const server = await startPostgisServer(binFolder);
  process.once('SIGINT', () => void server.stop().then(() => process.exit(130)));
  const db = await openServer(server.url);
  const rivals = only === 'matrix' ? null : await Rivals.open(server.url);
  try {
    await migrate(db);
    const {postgresVersion: PostgreSQL, postgisVersion: PostGIS} = db.capabilities;
    versions = {PostgreSQL, PostGIS};
    return reportMatrix(await timeMatrix(db, rivals, {units: UNITS, basins: BASINS}, ROUNDS, say));
  } finally {
    await rivals?.close();
    await db.close();
    await server.stop();
  }
}

function reportMatrix(found: MatrixTimes): string {
  const {units, basins, cold, warm, b1} = found;
  if (found.sumDifference > AGREEMENT) {
    throw new Error(`The sums differ from PostGIS by ${found.sumDifference.toExponential(1)}.`);
  }
  const vertices = units.vertexCount + basins.vertexCount;
  const row = (name: string, {count, medianMs, p95Ms}: Samples, ours: Samples[]) => [
    name,
    figures(medianMs),
    figures(p95Ms),
    String(count),
    (vertices / medianMs / 1000).toFixed(2),
    ...ours.map((each) => (name.startsWith('B1') ? times(medianMs / each.medianMs) : '')),
  ];
  const rows = [row('ours, cold', cold, [cold, warm]), row('ours, warm', warm, [cold, warm])];
  if (b1) {
    rows.push(row('B1', b1.serial, [cold, warm]), row('B1 parallel', b1.parallel, [cold, warm]));
  }
  return [
    `Matrix of ${spaced(units.featureIds.length)} units of ${spaced(units.vertexCount)} vertices × ${spaced(basins.featureIds.length)} basins of ${spaced(basins.vertexCount)}, both mosaics over one square. *Cold*: threads start and cells come from the database; *warm*: cells are in memory. *B1*: basins subdivided to 256 vertices beforehand.`,
    table(
      [
        '',
        'median ms',
        '95 % ms',
        'rounds',
        'million vertices a second',
        'ours cold faster by',
        'ours warm faster by',
      ],
      rows,
    ),
    [
      `Made ready beforehand: ours ${spaced(units.indexMs + basins.indexMs)} ms for both layers`,
      b1 ? `, B1 ${spaced(b1.prepareMs)} ms for the basins` : '',
      `. Processor time of the quickest warm round ${(found.warmCpuMs / 1000).toFixed(2)} s.`,
    ].join(''),
    [
      `${spaced(found.cellCount)} cells above 1 m², ${(found.sumM2 / 1e6).toFixed(3)} km² together, off the area of the units by ${found.apart.toExponential(1)}.`,
      b1
        ? ` Against B1 the sums differ by ${found.sumDifference.toExponential(1)}, no cell by more than ${found.worstPairM2.toExponential(1)} m².`
        : '',
    ].join(''),
  ].join('\n\n');
}
