import {figures, spaced, table, times} from './page.ts';
import type {Samples} from './timing.ts';
import type {BenchZone} from './zones.ts';

export interface RivalTimes {
  name: string;
  tolerance: number;
  prepareMs: number;
  /** By zone size. */
  zones: {
    vertexCount: number;
    heldM2: number;
    /** Largest relative difference from the first contender. */
    difference: number;
    /** Features it threw at. */
    failures: number;
    samples: Samples;
  }[];
  /** Of the first contender: what the others are compared with. */
  answers?: Map<BenchZone, number>;
}

export interface RivalResults {
  machine: string[];
  vertexCount: number;
  featureCount: number;
  results: RivalTimes[];
}

/** The section of docs/benchmarks.md about libraries in the same process. */
export function reportRivals({machine, vertexCount, featureCount, results}: RivalResults): string {
  const sizes = results[0]!.zones.map((zone) => zone.vertexCount);
  const head = ['', ...sizes.map((size) => `${spaced(size)} vertices`)];
  const ours = results[0]!;
  // sizes a contender was not asked about any more
  const padded = <T>(cells: T[], none: T) => sizes.map((_, i) => cells[i] ?? none);
  return `## Measuring: ours and other libraries in the same process

${machine.map((line) => `- ${line}`).join('\n')}
- the middle of the province region: ${spaced(vertexCount)} vertices in ${spaced(featureCount)} features, all in the legal plane

All contenders skip features whose box misses the zone's. geos-wasm prepares the zone and takes the
stored area of features it covers; clipper2-wasm gets all features near the zone in one sweep;
polygon-clipping and @turf/turf make the shared geometry feature by feature.

Median times, and how many times as long as ours on cells:

${table(
  head,
  results.map(({name, zones}) => [
    name,
    ...padded(
      zones.map(({samples}, i) => {
        const ratio = samples.medianMs / ours.zones[i]!.samples.medianMs;
        return `${figures(samples.medianMs)} (${times(ratio)})`;
      }),
      'not asked: too slow',
    ),
  ]),
)}

95th percentiles:

${table(
  head,
  results.map(({name, zones}) => [
    name,
    ...padded(
      zones.map(({samples}) => figures(samples.p95Ms)),
      '–',
    ),
  ]),
)}

Largest relative difference of the areas from ours, and features a library threw at:

${table(
  ['', 'expected', ...head.slice(1), 'made ready, ms'],
  results.map(({name, tolerance, prepareMs, zones}) => [
    name,
    tolerance.toExponential(0),
    ...padded(
      zones.map((zone) => outcome(zone, tolerance)),
      '–',
    ),
    figures(prepareMs),
  ]),
)}

Ours holds ${ours.zones.map(({vertexCount: size, heldM2}) => `${heldM2.toFixed(1)} m² in the zones of ${spaced(size)}`).join(', ')} vertices.
`;
}

/** In bold where it is farther off than expected. */
function outcome(
  {difference, failures}: {difference: number; failures: number},
  tolerance: number,
): string {
  const text = difference.toExponential(1);
  const threw = failures > 0 ? `, threw at ${failures}` : '';
  return `${difference > tolerance ? `**${text}**` : text}${threw}`;
}
