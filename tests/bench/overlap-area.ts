/**
 * Seeded micro-benchmark of the kernel: microseconds per call and a checksum of the areas, which has
 * to stay what it is when the code gets faster.
 *
 *   node --import tsx tests/bench/overlap-area.ts [case …]
 */
import {toFlatRings, type FlatRings, type Ring} from '../../server/kernel/geometry.ts';
import {LeafOverlap} from '../../server/kernel/leaf-overlap.ts';
import {OverlapMeter} from '../../server/kernel/overlap-area.ts';
import {windingOfShiftedRing} from '../../server/kernel/winding.ts';
import {seededRandom} from './synthetic-layer.ts';

const LEAF_M = 8192;
const LEAF_X = 10_420_224;
const LEAF_Y = 3_321_856;

interface Case {
  /** Runs once over all prepared inputs and returns the sum of the areas. */
  run: () => number;
  calls: number;
}

const cases: Record<string, () => Case> = {
  'leaf: 1 piece of 200 vertices, 32 zone edges': () => leafCase(1, 200, 250),
  'leaf: 1 piece of 60 vertices, 32 zone edges': () => leafCase(1, 60, 250),
  'leaf: 16 pieces of 12 vertices, 32 zone edges': () => leafCase(16, 12, 250),
  'leaf: 1 piece of 200 vertices, 4 zone edges': () => leafCase(1, 200, 2000),
  'pair: 20 × 20 vertices': () => pairCase(20, 20, 500),
  'pair: 200 × 200 vertices': () => pairCase(200, 200, 100),
  'pair: 2 000 × 2 000 vertices': () => pairCase(2_000, 2_000, 10),
  'pair: 50 000 × 50 000 vertices': () => pairCase(50_000, 50_000, 1),
  'pair: 200 × 20 000 vertices': () => pairCase(200, 20_000, 10),
};

const wanted = process.argv.slice(2);
for (const [name, prepare] of Object.entries(cases)) {
  if (wanted.length > 0 && !wanted.some((word) => name.includes(word))) continue;
  const {run, calls} = prepare();
  const checksum = run();
  // Warm until the compiler has settled, then the best of forty short rounds: on a machine that does
  // other work too, the least disturbed one repeats best.
  const started = performance.now();
  let warmRounds = 0;
  while (performance.now() - started < 300) {
    run();
    warmRounds++;
  }
  const repeats = Math.max(1, Math.round(warmRounds / 100));
  const times = Array.from({length: 40}, () => {
    const roundStarted = performance.now();
    for (let i = 0; i < repeats; i++) run();
    return ((performance.now() - roundStarted) * 1000) / repeats / calls;
  });
  process.stdout.write(
    `${name.padEnd(50)} ${Math.min(...times)
      .toFixed(2)
      .padStart(10)} µs  checksum ${checksum.toPrecision(12)}\n`,
  );
}

function leafCase(pieceCount: number, verticesPerPiece: number, zoneEdgeM: number): Case {
  const random = seededRandom(7);
  const leaves = Array.from({length: 64}, () => {
    const side = Math.ceil(Math.sqrt(pieceCount));
    const step = LEAF_M / side;
    const pieces = toFlatRings(
      Array.from({length: pieceCount}, (_, i) => [
        blob(
          random,
          verticesPerPiece,
          LEAF_X + ((i % side) + 0.5) * step,
          LEAF_Y + (Math.floor(i / side) + 0.5) * step,
          step * 0.49,
        ),
      ]),
    );
    const zone = strip(random, zoneEdgeM);
    return {pieces, ...zone};
  });
  const overlap = new LeafOverlap();
  const run = (): number => {
    let sum = 0;
    for (const {pieces, edges, edgeCount, cornerWinding} of leaves) {
      overlap.open(
        edges,
        edgeCount,
        LEAF_X,
        LEAF_Y,
        LEAF_X + LEAF_M,
        LEAF_Y + LEAF_M,
        cornerWinding,
      );
      sum += overlap.areaM2(pieces.xy, pieces.starts, 0, pieces.starts.length - 1);
    }
    return sum;
  };
  return {run, calls: leaves.length};
}

function pairCase(aVertices: number, bVertices: number, count: number): Case {
  const random = seededRandom(11);
  const make = (vertices: number): FlatRings =>
    toFlatRings([
      [blob(random, vertices, LEAF_X + random() * 5000, LEAF_Y + random() * 5000, 20_000)],
    ]);
  const pairs = Array.from({length: count}, () => [make(aVertices), make(bVertices)] as const);
  const meter = new OverlapMeter();
  const run = (): number => pairs.reduce((sum, [a, b]) => sum + meter.area(a, b), 0);
  return {run, calls: count};
}

/** A ragged blob: a star whose radius wanders, its edges not much steeper when there are more of them. */
function blob(random: () => number, vertices: number, x: number, y: number, radius: number): Ring {
  let share = 0.8;
  return Array.from({length: vertices}, (_, i) => {
    share += (random() - 0.5) * Math.min(0.12, 24 / vertices) + (0.75 - share) * 0.1;
    const r = radius * Math.min(1, Math.max(0.4, share));
    const angle = ((i + random() * 0.9) / vertices) * 2 * Math.PI;
    return [x + r * Math.cos(angle), y + r * Math.sin(angle)];
  });
}

/** Edges of a zone that crosses the leaf from west to east on its way round the country. */
function strip(random: () => number, edgeM: number) {
  const top: Ring = [];
  let y = LEAF_Y + LEAF_M * (0.25 + 0.5 * random());
  for (let x = LEAF_X + LEAF_M + edgeM; x > LEAF_X - 2 * edgeM; x -= edgeM * (0.5 + random())) {
    top.push([x, (y += (random() - 0.5) * edgeM * 1.5)]);
  }
  const ring: Ring = [
    ...top,
    [LEAF_X - 50_000, LEAF_Y - 50_000],
    [LEAF_X + 50_000, LEAF_Y - 50_000],
  ];
  const {xy} = toFlatRings([[ring]]);
  const cornerWinding = windingOfShiftedRing(xy, 0, xy.length / 2, LEAF_X, LEAF_Y);
  const near: number[] = [];
  for (let i = 0; i + 3 < 2 * top.length; i += 2) {
    near.push(xy[i]!, xy[i + 1]!, xy[i + 2]!, xy[i + 3]!);
  }
  return {edges: Float64Array.from(near), edgeCount: near.length / 4, cornerWinding};
}
