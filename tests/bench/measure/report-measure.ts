import type {BatchTimes} from './batch.ts';
import type {Growth} from './growth.ts';
import type {OurLayer} from './our-layer.ts';
import {figures, spaced, table, times} from './page.ts';
import type {Resident} from './resident.ts';
import {quantile, type Samples} from './timing.ts';
import {AGREEMENT, type ZoneTimes} from './zone-times.ts';

export interface MeasureResults {
  machine: string[];
  seed: number;
  sha256: string;
  redlines: OurLayer;
  counties: OurLayer;
  half: OurLayer;
  fine: OurLayer;
  prepare: {ours: Samples; b1: Samples; b1Parallel: Samples; b1FromStored: Samples};
  size: {
    ours: {cells: number; cellBytes: number; pyramidBytes: number};
    b1: {pieces: number; bytes: number};
  };
  zones: ZoneTimes[];
  batch: BatchTimes;
  growth: Growth[];
  resident: Resident;
}

const MB = 1024 ** 2;

/** The section of docs/benchmarks.md: targets first, then every figure they come from. */
export function reportMeasure(results: MeasureResults): string {
  const {machine, seed, sha256, redlines, counties} = results;
  return `## Measuring: ours and PostGIS

${machine.map((line) => `- ${line}`).join('\n')}
- province region, seed ${seed}, red lines ${sha256.slice(0, 12)}…: ${spaced(redlines.vertexCount)} vertices in ${spaced(redlines.featureIds.length)} features; ${spaced(counties.vertexCount)} vertices in ${counties.featureIds.length} counties

${targets(results)}

Where a target is missed, [ADR 10](adr/0010-service-path.md) says where the time goes.

### Zones

*Naive*: the sum of \`ST_Area(ST_Intersection(zone, geom))\`. *B1*: the layer subdivided to 256 vertices,
stored areas for pieces the zone covers, clipped intersections for the rest; without and with
parallel workers. *Ours* through the service, small zones on the thread that asks and others by message to
another: *cold* with nothing read and nothing compiled, *warm* as a zone never seen before, *dragged*
after one vertex of a drawing moved.
*Kernel*: the same without service round it.

${zoneTable(results.zones)}

95th percentiles:

${percentileTable(results.zones)}

Every zone was measured by all first. What the zones of a size hold together, and the largest
relative differences from ours (at most ${AGREEMENT}) and between a dragged and a fresh measure:

${checkTable(results.zones)}

### All counties against all red lines

In this one B1 clips to a box a metre wider than the piece's: red lines follow county borders, where
\`ST_ClipByBox2D\` would leave rings that \`ST_Intersection\` refuses.

${batchTable(results.batch)}

${spaced(results.batch.pairs)} pairs share more than 1 m², ${results.batch.sumM2.toFixed(0)} m² together; the sums differ by ${results.batch.sumDifference.toExponential(1)}, no pair by more than ${results.batch.worstPairM2.toExponential(1)} m².

### Preparing, storing, keeping

Ours starts from stored longitudes and latitudes and so densifies and projects; B1 is given the legal
plane, and in the last column starts where ours does.

${keepingTable(results)}

### Growth

The same zones, warm, on every second feature, on all, and on all with a vertex in the middle of each edge.

${growthTable(results)}
`;
}

function targets({
  zones,
  batch,
  prepare,
  size,
  redlines,
  resident,
  growth,
}: MeasureResults): string {
  const of = (vertexCount: number) => zones.find((zone) => zone.vertexCount === vertexCount)!;
  const large = of(20_000);
  const faster = (name: string, least: number, ratio: number) => [
    name,
    `≥ ${least}×`,
    times(ratio),
    ratio >= least ? 'yes' : '**no**',
  ];
  const atMost = (name: string, most: string, seen: string, isMet: boolean) => [
    name,
    most,
    seen,
    isMet ? 'yes' : '**no**',
  ];
  const bytesPerVertex = (size.ours.cellBytes + size.ours.pyramidBytes) / redlines.vertexCount;
  const growths = growth.map(({half, full}) => full.medianMs / half.medianMs);
  const fines = growth.map(({full, fine}) => fine.medianMs / full.medianMs);
  const worst = Math.max(quantile(growths, 0.5), quantile(fines, 0.5));
  return table(
    ['Must reach (medians)', 'target', 'reached', 'met'],
    [
      faster(
        '2 000-vertex zone, warm, against B1',
        15,
        of(2_000).b1.medianMs / of(2_000).warm.medianMs,
      ),
      faster('20 000-vertex zone, warm, against B1', 30, large.b1.medianMs / large.warm.medianMs),
      faster(
        '20 000-vertex zone, one vertex dragged, against warm',
        5,
        large.warm.medianMs / large.dragged.medianMs,
      ),
      faster('counties × red lines, against B1', 5, batch.b1.medianMs / batch.ours.medianMs),
      faster('preparing the layer, against B1', 3, prepare.b1.medianMs / prepare.ours.medianMs),
      atMost(
        'bytes in the database per vertex',
        '≤ 60',
        bytesPerVertex.toFixed(1),
        bytesPerVertex <= 60,
      ),
      atMost(
        'resident with all cells loaded',
        '≤ 400 MB',
        `${Math.round(resident.loadedBytes / MB)} MB`,
        resident.loadedBytes <= 400 * MB,
      ),
      atMost('twice the vertices, same zone', '< 1.5×', `${worst.toFixed(2)}×`, worst < 1.5),
    ],
  );
}

function zoneTable(zones: ZoneTimes[]): string {
  return table(
    [
      'vertices',
      'naive',
      'B1',
      'B1 parallel',
      'ours cold',
      'ours warm',
      'ours dragged',
      'kernel',
      'kernel dragged',
      'B1 / warm',
      'warm / dragged',
    ],
    zones.map((zone) => [
      spaced(zone.vertexCount),
      ...contenders(zone).map((samples) => figures(samples.medianMs)),
      times(zone.b1.medianMs / zone.warm.medianMs),
      times(zone.warm.medianMs / zone.dragged.medianMs),
    ]),
  );
}

function percentileTable(zones: ZoneTimes[]): string {
  return table(
    [
      'vertices',
      'naive',
      'B1',
      'B1 parallel',
      'ours cold',
      'ours warm',
      'ours dragged',
      'kernel',
      'kernel dragged',
      'runs of B1',
      'runs of ours',
    ],
    zones.map((zone) => [
      spaced(zone.vertexCount),
      ...contenders(zone).map((samples) => figures(samples.p95Ms)),
      String(zone.b1.count),
      String(zone.warm.count),
    ]),
  );
}

function contenders(zone: ZoneTimes): Samples[] {
  return [
    zone.naive,
    zone.b1,
    zone.b1Parallel,
    zone.cold,
    zone.warm,
    zone.dragged,
    zone.kernel,
    zone.kernelDragged,
  ];
}

function checkTable(zones: ZoneTimes[]): string {
  return table(
    ['vertices', 'zones', 'their area km²', 'held m²', 'B1', 'naive', 'dragged'],
    zones.map(({vertexCount, zones: count, areaM2, heldM2, differences}) => [
      spaced(vertexCount),
      String(count),
      spaced(areaM2 / 1e6),
      heldM2.toFixed(1),
      differences.b1.toExponential(1),
      differences.naive.toExponential(1),
      differences.dragged.toExponential(1),
    ]),
  );
}

function batchTable({ours, b1, b1Parallel}: BatchTimes): string {
  return table(
    ['', 'median', '95 %', 'runs', 'ours faster by'],
    (
      [
        ['ours', ours],
        ['B1', b1],
        ['B1 parallel', b1Parallel],
      ] as const
    ).map(([name, samples]) => [
      name,
      figures(samples.medianMs),
      figures(samples.p95Ms),
      String(samples.count),
      samples === ours ? '' : times(samples.medianMs / ours.medianMs),
    ]),
  );
}

function keepingTable({prepare, size, redlines, resident}: MeasureResults): string {
  const {cells, cellBytes, pyramidBytes} = size.ours;
  const perVertex = (bytes: number) => (bytes / redlines.vertexCount).toFixed(1);
  return table(
    ['', 'ours', 'B1', 'B1 parallel', 'B1 from lon/lat'],
    [
      [
        'preparing, ms',
        figures(prepare.ours.medianMs),
        figures(prepare.b1.medianMs),
        figures(prepare.b1Parallel.medianMs),
        figures(prepare.b1FromStored.medianMs),
      ],
      [
        'ours faster by',
        '',
        ...[prepare.b1, prepare.b1Parallel, prepare.b1FromStored].map(({medianMs}) =>
          times(medianMs / prepare.ours.medianMs),
        ),
      ],
      ['cells or pieces', spaced(cells), spaced(size.b1.pieces), '', ''],
      [
        'bytes in the database per vertex',
        `${perVertex(cellBytes + pyramidBytes)} (pyramid ${perVertex(pyramidBytes)})`,
        perVertex(size.b1.bytes),
        '',
        '',
      ],
      ['resident, service started, MB', String(Math.round(resident.idleBytes / MB)), '', '', ''],
      ['resident, all cells loaded, MB', String(Math.round(resident.loadedBytes / MB)), '', '', ''],
      ['of which cells, MB', String(Math.round(resident.cacheBytes / MB)), '', '', ''],
    ],
  );
}

function growthTable({growth, half, redlines, fine}: MeasureResults): string {
  const head = [half, redlines, fine].map((layer) => `${spaced(layer.vertexCount)} vertices`);
  return table(
    ['zone', ...head, 'all / half', 'finer / all'],
    growth.map(({vertexCount, half: h, full, fine: f}) => [
      spaced(vertexCount),
      figures(h.medianMs),
      figures(full.medianMs),
      figures(f.medianMs),
      (full.medianMs / h.medianMs).toFixed(2),
      (f.medianMs / full.medianMs).toFixed(2),
    ]),
  );
}
