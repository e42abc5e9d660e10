/**
 * Run by the bench in a process of its own: opens every cell of a layer through the service and says
 * how much memory is resident before and after.
 *
 *   node --import tsx --expose-gc tests/bench/measure/resident.ts <layer id>   (DATABASE_URL is set)
 */
import {openServer} from '../../../server/db/server-engine.ts';
import {resolveLayer} from '../../../server/layers/layer-store.ts';
import {Measuring} from '../../../server/layers/measuring.ts';
import {THREADS} from './our-layer.ts';

export interface Resident {
  idleBytes: number;
  loadedBytes: number;
  cacheBytes: number;
}

const db = await openServer(process.env.DATABASE_URL!);
const measuring = new Measuring(db, {threads: THREADS, cacheBytes: 512 * 1024 ** 2});
const layer = await resolveLayer(db, process.argv[2]!);
const spark = await resolveLayer(db, process.argv[3]!);
const work = {progress() {}, signal: new AbortController().signal};
await measuring.measureLayers(spark, spark, false, work);
collectGarbage();
const idleBytes = process.memoryUsage.rss();
// a layer against itself opens all of its leaves
await measuring.measureLayers(layer, layer, false, work);
collectGarbage();
const resident: Resident = {
  idleBytes,
  loadedBytes: process.memoryUsage.rss(),
  cacheBytes: measuring.counts().cacheBytes,
};
process.stdout.write(JSON.stringify(resident));
await measuring.close();
await db.close();

function collectGarbage(): void {
  (globalThis as {gc?: () => void}).gc?.();
}
