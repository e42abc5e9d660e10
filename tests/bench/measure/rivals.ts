/**
 * The measuring kernel against libraries that run in the same JavaScript process, on a small part of
 * the province region. `npm run bench -- rivals`; --quick takes a smaller one and writes nothing.
 */
import {parseArgs} from 'node:util';
import {multiPolygonAreaM2} from '../../../server/kernel/area.ts';
import {toLegalMultiPolygon} from '../../../server/kernel/densify.ts';
import {boxOf, CONTENDERS, type Contender, type PlaneFeature} from './contenders.ts';
import {describeMachine} from './machine.ts';
import {writeSection} from './page.ts';
import {cutOut, openRegion} from './region.ts';
import {reportRivals, type RivalTimes} from './report-rivals.ts';
import {relativeDifference, Samples} from './timing.ts';
import {CENTRE, dragVertex, makeZones, type BenchZone} from './zones.ts';

const {values} = parseArgs({options: {quick: {type: 'boolean', default: false}}});
const say = (line: string) => void process.stderr.write(`${line}\n`);
const VERTICES = values.quick ? 50_000 : 200_000;
/** 200 000 of 7 million vertices lie within a sixth of the radius. */
const SCALE = Math.sqrt(VERTICES / 7_000_000);
/** A contender is not asked again about a zone once it has had this long, nor if the first answer took so long. */
const PATIENCE_MS = 2_000;
/** Nor about larger zones once an answer took this long: the largest would take it half an hour. */
const TOO_LONG_MS = 10_000;

const region = await cutOut(await openRegion(say), CENTRE, VERTICES);
const features: PlaneFeature[] = [];
let vertexCount = 0;
for await (const {multiPolygon} of region.redlines()) {
  const plane = toLegalMultiPolygon(multiPolygon);
  features.push({plane, areaM2: multiPolygonAreaM2(plane), box: boxOf(plane)});
  for (const polygon of plane) for (const ring of polygon) vertexCount += ring.length;
}
// one place for each of the large ones: some of the libraries need minutes for it
const zones = makeZones(CENTRE, SCALE, {zones: 9, ofLarge: 1});

const results: RivalTimes[] = [];
for (const make of CONTENDERS) {
  const started = performance.now();
  const contender = await make(features);
  const prepareMs = performance.now() - started;
  say(`${contender.name} made ready in ${prepareMs.toFixed(0)} ms`);
  results.push({name: contender.name, tolerance: contender.tolerance, prepareMs, zones: []});
  for (const zone of zones) {
    const isTooSlow = results.at(-1)!.zones.some(({samples}) => samples.p95Ms > TOO_LONG_MS);
    if (!isTooSlow) compare(contender, zone, results.at(-1)!);
  }
}
// answers are in; now the times, each contender after the other so that none is cold for long
for (const [c, make] of CONTENDERS.entries()) {
  const contender = await make(features);
  say(`timing ${contender.name}`);
  for (const zone of zones) timeContender(contender, zone, results[c]!);
}
const text = reportRivals({
  machine: describeMachine({}),
  vertexCount,
  featureCount: features.length,
  results,
});
process.stdout.write(`\n${text}\n`);
if (!values.quick) writeSection('rivals', text);

function compare(contender: Contender, zone: BenchZone, times: RivalTimes): void {
  const ours = results[0]!;
  const started = performance.now();
  const areaM2 = contender.measure(zone.plane);
  const elapsedMs = performance.now() - started;
  const row = times.zones.find((one) => one.vertexCount === zone.vertexCount) ?? {
    vertexCount: zone.vertexCount,
    heldM2: 0,
    difference: 0,
    failures: 0,
    samples: new Samples(),
  };
  if (!times.zones.includes(row)) times.zones.push(row);
  ours.answers ??= new Map();
  const expected = ours.answers.get(zone) ?? areaM2;
  ours.answers.set(zone, expected);
  row.heldM2 += areaM2;
  if (elapsedMs > PATIENCE_MS) row.samples.timesMs.push(elapsedMs);
  row.failures += contender.failures();
  row.difference = Math.max(row.difference, relativeDifference(areaM2, expected));
}

function timeContender(contender: Contender, zone: BenchZone, times: RivalTimes): void {
  const samples = times.zones.find((one) => one.vertexCount === zone.vertexCount)?.samples;
  if (!samples || samples.timesMs.some((ms) => ms > PATIENCE_MS)) return;
  contender.measure(zone.plane);
  const deadline = performance.now() + PATIENCE_MS;
  for (let turn = 0; turn < 20; turn++) {
    const dragged = toLegalMultiPolygon(dragVertex(zone, 37 * (turn + 1), 0.4));
    const started = performance.now();
    contender.measure(dragged);
    samples.timesMs.push(performance.now() - started);
    if (performance.now() > deadline) break;
  }
}
