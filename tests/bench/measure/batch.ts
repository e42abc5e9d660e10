import type {Measuring} from '../../../server/layers/measuring.ts';
import type {OurLayer} from './our-layer.ts';
import type {PairAreas, Rivals} from './rival-tables.ts';
import {Samples} from './timing.ts';

export interface BatchTimes {
  ours: Samples;
  b1: Samples;
  b1Parallel: Samples;
  pairs: number;
  sumM2: number;
  /** Largest difference of a pair, and that of the sums, relative. */
  worstPairM2: number;
  sumDifference: number;
}

/** Every county against every red line: an entry for each pair that shares ground. */
export async function timeBatch(
  measuring: Measuring,
  rivals: Rivals,
  counties: OurLayer,
  redlines: OurLayer,
  rounds: number,
): Promise<BatchTimes> {
  const run = async (): Promise<PairAreas> => {
    const {matrix} = await measuring.measureLayers(counties.layer, redlines.layer, true, {
      progress() {},
      signal: new AbortController().signal,
    });
    const {rows, columns, areasM2} = matrix.pack();
    return new Map(
      Array.from(areasM2, (areaM2, i) => [
        `${counties.featureIds[rows[i]!]} ${redlines.featureIds[columns[i]!]}`,
        areaM2,
      ]),
    );
  };
  const times: BatchTimes = {
    ours: new Samples(),
    b1: new Samples(),
    b1Parallel: new Samples(),
    ...compare(await run(), await rivals.b1Join(rivals.serial)),
  };
  for (let round = 0; round < rounds; round++) {
    await times.ours.time(run);
    await times.b1.time(() => rivals.b1Join(rivals.serial));
    await times.ours.time(run);
    await times.b1Parallel.time(() => rivals.b1Join(rivals.parallel));
  }
  return times;
}

function compare(ours: PairAreas, theirs: PairAreas) {
  let worstPairM2 = 0;
  let sumM2 = 0;
  let theirSumM2 = 0;
  let pairs = 0;
  for (const pair of new Set([...ours.keys(), ...theirs.keys()])) {
    const areaM2 = ours.get(pair) ?? 0;
    const theirAreaM2 = theirs.get(pair) ?? 0;
    sumM2 += areaM2;
    theirSumM2 += theirAreaM2;
    if (areaM2 > 1) pairs++;
    worstPairM2 = Math.max(worstPairM2, Math.abs(areaM2 - theirAreaM2));
  }
  return {pairs, sumM2, worstPairM2, sumDifference: Math.abs(sumM2 - theirSumM2) / sumM2};
}
