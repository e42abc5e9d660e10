import type {Position, Ring} from '../../../server/kernel/geometry.ts';
import type {ResolvedLayer} from '../../../server/layers/layer-store.ts';
import type {Measuring} from '../../../server/layers/measuring.ts';
import type {FeatureStream} from './region.ts';
import {Samples} from './timing.ts';
import type {BenchZone} from './zones.ts';

/** What the same zones cost on layers of half, all and twice the vertices. */
export interface Growth {
  vertexCount: number;
  half: Samples;
  full: Samples;
  fine: Samples;
}

/** Every second feature. */
export async function* everySecond(features: ReturnType<FeatureStream>) {
  let i = 0;
  for await (const feature of features) if (i++ % 2 === 0) yield feature;
}

/** The same shapes with a vertex in the middle of every edge. */
export async function* withMiddles(features: ReturnType<FeatureStream>) {
  for await (const feature of features)
    yield {
      ...feature,
      multiPolygon: feature.multiPolygon.map((polygon) => polygon.map(middlesIn)),
    };
}

export async function timeGrowth(
  measuring: Measuring,
  layers: {half: ResolvedLayer; full: ResolvedLayer; fine: ResolvedLayer},
  zones: BenchZone[],
  rounds: number,
): Promise<Growth[]> {
  const results = new Map<number, Growth>();
  for (let round = -1; round < rounds; round++) {
    for (const zone of zones) {
      const {vertexCount} = zone;
      const growth = results.get(vertexCount) ?? {
        vertexCount,
        half: new Samples(),
        full: new Samples(),
        fine: new Samples(),
      };
      results.set(vertexCount, growth);
      for (const size of ['half', 'full', 'fine'] as const) {
        const measure = () => measuring.measureZone(zone.lonLat, [layers[size]]);
        // the first round reads the cells
        await (round < 0 ? measure() : growth[size].time(measure));
      }
    }
  }
  return [...results.values()];
}

function middlesIn(ring: Ring): Ring {
  return ring.flatMap((position, i): Position[] => {
    const next = ring[i + 1];
    if (!next) return [position];
    return [position, [(position[0] + next[0]) / 2, (position[1] + next[1]) / 2]];
  });
}
