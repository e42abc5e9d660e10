import {Measuring} from '../../../server/layers/measuring.ts';
import type {Db} from '../../../server/db/db.ts';
import {toLegalMultiPolygon} from '../../../server/kernel/densify.ts';
import {storeLayer, THREADS, type OurLayer} from '../measure/our-layer.ts';
import type {BenchFeature} from '../measure/region.ts';
import type {PairAreas, Rivals} from '../measure/rival-tables.ts';
import {Samples} from '../measure/timing.ts';
import {piecesOf, type Mosaic} from './mosaic.ts';

const CACHE_BYTES = 256 * 1024 ** 2;
/** A join of PostGIS that took this long is not run again. */
const ONCE_MS = 60_000;

export interface MatrixTimes {
  units: OurLayer;
  basins: OurLayer;
  /** With nothing in memory: threads start, code is compiled, cells are read from the database. */
  cold: Samples;
  /** The same question again; cells are in memory. */
  warm: Samples;
  /** Processor time of all threads in the quickest warm round. */
  warmCpuMs: number;
  /** Null where PostGIS is left out. */
  b1: {serial: Samples; parallel: Samples; prepareMs: number} | null;
  /** Pairs that share more than 1 m². */
  cellCount: number;
  sumM2: number;
  /** Sum of the cells off the area of the units, relative: both mosaics cover one square. */
  apart: number;
  /** Against B1, of all pairs. */
  worstPairM2: number;
  sumDifference: number;
}

/** Both mosaics as layers and in PostGIS, answers compared, then times taken. */
export async function timeMatrix(
  db: Db,
  rivals: Rivals | null,
  mosaics: {units: Mosaic; basins: Mosaic},
  rounds: {cold: number; warm: number},
  say: (line: string) => void,
): Promise<MatrixTimes> {
  const toRival = (table: 'rival_redlines' | 'rival_counties') => async (batch: BenchFeature[]) => {
    const features = batch.map(({id, multiPolygon}) => ({
      id,
      plane: toLegalMultiPolygon(multiPolygon),
    }));
    await rivals?.load(table, features);
  };
  say('storing units and basins');
  const units = await storeLayer(
    db,
    'units',
    'unit',
    piecesOf(mosaics.units),
    toRival('rival_counties'),
  );
  const basins = await storeLayer(
    db,
    'basins',
    'basin',
    piecesOf(mosaics.basins),
    toRival('rival_redlines'),
  );
  await rivals?.indexTables();
  const prepareMs = (await rivals?.prepare(rivals.serial)) ?? 0;

  const cold = new Samples();
  let measuring = new Measuring(db, {threads: THREADS, cacheBytes: CACHE_BYTES});
  for (let round = 0; round < rounds.cold; round++) {
    say(`cold, round ${round + 1}`);
    if (round > 0) {
      await measuring.close();
      measuring = new Measuring(db, {threads: THREADS, cacheBytes: CACHE_BYTES});
    }
    await cold.time(() => measure(measuring, units, basins));
  }
  const warm = new Samples();
  let warmCpuMs = Infinity;
  let answer = new Map() as PairAreas;
  for (let round = 0; round < rounds.warm; round++) {
    say(`warm, round ${round + 1}`);
    const before = process.cpuUsage();
    const matrix = await warm.time(() => measure(measuring, units, basins));
    const {user, system} = process.cpuUsage(before);
    warmCpuMs = Math.min(warmCpuMs, (user + system) / 1000);
    answer = pairsOf(matrix, units, basins);
  }
  await measuring.close();
  const against = rivals === null ? null : await timeRivals(rivals, say);
  const areasM2 = [...answer.values()];
  const sumM2 = areasM2.reduce((sum, areaM2) => sum + areaM2, 0);
  return {
    ...{units, basins, cold, warm, warmCpuMs, sumM2},
    b1: against && {serial: against.serial, parallel: against.parallel, prepareMs},
    cellCount: areasM2.filter((areaM2) => areaM2 > 1).length,
    apart: Math.abs(sumM2 / units.layer.areaM2 - 1),
    ...compare(answer, sumM2, against?.answer),
  };
}

async function measure(measuring: Measuring, units: OurLayer, basins: OurLayer) {
  const {matrix} = await measuring.measureLayers(units.layer, basins.layer, true, {
    progress() {},
    signal: new AbortController().signal,
  });
  return matrix.pack();
}

function pairsOf(
  {rows, columns, areasM2}: Awaited<ReturnType<typeof measure>>,
  units: OurLayer,
  basins: OurLayer,
): PairAreas {
  return new Map(
    Array.from(areasM2, (areaM2, i) => [
      `${units.featureIds[rows[i]!]} ${basins.featureIds[columns[i]!]}`,
      areaM2,
    ]),
  );
}

/** B1 over the whole, once where that takes minutes, and three times where it does not. */
async function timeRivals(rivals: Rivals, say: (line: string) => void) {
  const [serial, parallel] = [new Samples(), new Samples()];
  let answer = new Map() as PairAreas;
  for (let round = 0; round < 3; round++) {
    say(`PostGIS B1, round ${round + 1}`);
    answer = await serial.time(() => rivals.b1Join(rivals.serial));
    await parallel.time(() => rivals.b1Join(rivals.parallel));
    if (serial.timesMs[0]! > ONCE_MS) break;
  }
  return {serial, parallel, answer};
}

function compare(ours: PairAreas, sumM2: number, theirs: PairAreas = ours) {
  let worstPairM2 = 0;
  for (const pair of new Set([...ours.keys(), ...theirs.keys()])) {
    worstPairM2 = Math.max(worstPairM2, Math.abs((ours.get(pair) ?? 0) - (theirs.get(pair) ?? 0)));
  }
  const theirSumM2 = [...theirs.values()].reduce((sum, areaM2) => sum + areaM2, 0);
  return {worstPairM2, sumDifference: Math.abs(sumM2 - theirSumM2) / sumM2};
}
