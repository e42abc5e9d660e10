import type {Db} from '../../../server/db/db.ts';
import type {ResolvedLayer} from '../../../server/layers/layer-store.ts';
import type {Measuring} from '../../../server/layers/measuring.ts';
import {flatZone, type BareKernel} from './bare-kernel.ts';
import type {Rivals} from './rival-tables.ts';
import {relativeDifference, Samples} from './timing.ts';
import {dragVertex, ZONE_SIZES, type BenchZone} from './zones.ts';

/** All areas must agree to this, and did before any time was taken. */
export const AGREEMENT = 1e-9;

/** What everyone was asked, over the zones of one size. */
export interface ZoneTimes {
  vertexCount: number;
  zones: number;
  /** What the zones hold together, m²: the checksum. */
  heldM2: number;
  areaM2: number;
  /** Largest relative differences met. */
  differences: {b1: number; naive: number; dragged: number};
  naive: Samples;
  b1: Samples;
  b1Parallel: Samples;
  cold: Samples;
  warm: Samples;
  dragged: Samples;
  kernel: Samples;
  kernelDragged: Samples;
}

export interface ZoneBench {
  db: Db;
  rivals: Rivals;
  layer: ResolvedLayer;
  /** A layer of next to nothing, to have threads running before a cold measure. */
  spark: ResolvedLayer;
  kernel: BareKernel;
  measuring: Measuring;
  openMeasuring: () => Measuring;
  rounds: number;
  say: (line: string) => void;
}

/** Compares the answers for every zone first, then times all contenders by turns. */
export async function timeZones(bench: ZoneBench, zones: BenchZone[]): Promise<ZoneTimes[]> {
  const results = new Map<number, ZoneTimes>();
  for (const zone of zones) {
    const times = results.get(zone.vertexCount) ?? noTimes(zone.vertexCount);
    results.set(zone.vertexCount, times);
    await compare(bench, zone, times);
  }
  for (let round = 0; round < bench.rounds; round++) {
    bench.say(`zones, round ${round + 1} of ${bench.rounds}`);
    for (const [i, zone] of zones.entries()) {
      await timeRound(bench, zone, `zone ${i}`, round, results.get(zone.vertexCount)!);
    }
  }
  return ZONE_SIZES.flatMap(({vertexCount}) => results.get(vertexCount) ?? []);
}

async function compare(bench: ZoneBench, zone: BenchZone, times: ZoneTimes): Promise<void> {
  const {rivals, measuring, layer, say} = bench;
  if (!(await rivals.isValid(zone.planeWkb))) throw new Error('A zone of the bench is not valid.');
  const [ours] = await measuring.measureZone(zone.lonLat, [layer]);
  if (relativeDifference(ours!.areaM2, zone.areaM2) > AGREEMENT)
    throw new Error(`The zone has ${ours!.areaM2} m² here and ${zone.areaM2} m² there.`);
  const b1 = await rivals.b1(rivals.serial, zone.planeWkb);
  // the slowest by far, so the run that is compared counts as the first one timed
  const naive = await times.naive.time(() => rivals.naive(zone.planeWkb));
  const {differences} = times;
  differences.b1 = Math.max(differences.b1, relativeDifference(ours!.totalM2, b1));
  differences.naive = Math.max(differences.naive, relativeDifference(ours!.totalM2, naive));
  say(
    `${zone.vertexCount} vertices: ours ${ours!.totalM2.toFixed(3)} m², B1 ${b1.toFixed(3)}, naive ${naive.toFixed(3)}`,
  );
  if (Math.max(differences.b1, differences.naive) > AGREEMENT)
    throw new Error(`The areas differ by more than ${AGREEMENT}.`);
  times.zones++;
  times.heldM2 += ours!.totalM2;
  times.areaM2 += ours!.areaM2;
}

async function timeRound(
  bench: ZoneBench,
  zone: BenchZone,
  drawing: string,
  round: number,
  times: ZoneTimes,
): Promise<void> {
  const {rivals, measuring, layer, kernel} = bench;
  const ours = [layer];
  const plane = flatZone(zone.lonLat);
  const draw = kernel.draw();
  draw(plane);
  await measuring.measureZone(zone.lonLat, ours, {drawing});
  for (let turn = 0; turn < OUR_TURNS; turn++) {
    await times.warm.time(() => measuring.measureZone(zone.lonLat, ours));
    if (turn === 0) await times.b1.time(() => rivals.b1(rivals.serial, zone.planeWkb));

    const vertex = Math.floor(
      ((round * OUR_TURNS + turn + 0.5) * 0.618_034 * zone.vertexCount) % zone.vertexCount,
    );
    const dragged = dragVertex(zone, vertex, 0.4);
    const [answer] = await times.dragged.time(() =>
      measuring.measureZone(dragged, ours, {drawing}),
    );
    if (turn === 0) {
      await times.b1Parallel.time(() => rivals.b1(rivals.parallel, zone.planeWkb));
      const [fresh] = await measuring.measureZone(dragged, ours);
      times.differences.dragged = Math.max(
        times.differences.dragged,
        relativeDifference(answer!.totalM2, fresh!.totalM2),
      );
    }
    await times.kernel.time(() => kernel.measure(plane));
    const draggedPlane = flatZone(dragged);
    await times.kernelDragged.time(() => draw(draggedPlane));
  }
  if (times.cold.count < COLD_RUNS) await times.cold.time(await coldMeasure(bench, zone));
  if (round === 0 && zone.vertexCount < 20_000)
    await times.naive.time(() => rivals.naive(zone.planeWkb));
}

/** Ours is too quick to be timed only as often as the rivals are. */
const OUR_TURNS = 4;
/** Of each size: starting the threads takes longer than all the rest. */
const COLD_RUNS = 3;

/** Threads that run but have seen nothing of the layer; the compiler has not warmed to it either. */
async function coldMeasure(bench: ZoneBench, zone: BenchZone): Promise<() => Promise<void>> {
  const cold = bench.openMeasuring();
  await Promise.all(Array.from({length: 4}, () => cold.measureZone(zone.lonLat, [bench.spark])));
  return async () => {
    await cold.measureZone(zone.lonLat, [bench.layer]);
    void cold.close();
  };
}

function noTimes(vertexCount: number): ZoneTimes {
  return {
    vertexCount,
    zones: 0,
    heldM2: 0,
    areaM2: 0,
    differences: {b1: 0, naive: 0, dragged: 0},
    naive: new Samples(),
    b1: new Samples(),
    b1Parallel: new Samples(),
    cold: new Samples(),
    warm: new Samples(),
    dragged: new Samples(),
    kernel: new Samples(),
    kernelDragged: new Samples(),
  };
}
