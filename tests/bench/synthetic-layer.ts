import type {FlatRings} from '../../server/kernel/geometry.ts';

/** A reproducible stream of numbers in [0, 1) (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Lower left corner of the synthetic region in the legal plane: about 108° E, 27° N. */
export const REGION_X = 10_420_000;
export const REGION_Y = 3_320_000;

export interface SyntheticFeature {
  classIndex: number;
  rings: FlatRings;
}

/**
 * Ragged blobs that do not overlap, over a square: the square is halved at random into as many
 * squares as there are polygons, each holds one blob of as many vertices as its share of the total.
 */
export function* syntheticLayer(options: {
  polygons: number;
  vertices: number;
  sizeM: number;
  classes: number;
  seed: number;
}): Generator<SyntheticFeature> {
  const random = seededRandom(options.seed);
  const squares: {x: number; y: number; size: number}[] = [
    {x: REGION_X, y: REGION_Y, size: options.sizeM},
  ];
  // always quarters the largest of a few random squares: sizes spread over two orders
  while (squares.length < options.polygons) {
    let chosen = 0;
    for (let tries = 0; tries < 4; tries++) {
      const candidate = Math.floor(random() * squares.length);
      if (squares[candidate]!.size > squares[chosen]!.size || tries === 0) chosen = candidate;
    }
    const {x, y, size} = squares[chosen]!;
    const half = size / 2;
    squares[chosen] = {x, y, size: half};
    squares.push(
      {x: x + half, y, size: half},
      {x, y: y + half, size: half},
      {x: x + half, y: y + half, size: half},
    );
  }
  squares.length = options.polygons;
  const totalSize = squares.reduce((sum, square) => sum + square.size, 0);
  for (const square of squares) {
    const vertexCount = Math.max(8, Math.round((options.vertices * square.size) / totalSize));
    yield {
      classIndex: Math.floor(random() * options.classes),
      rings: blob(
        square.x + square.size / 2,
        square.y + square.size / 2,
        square.size / 2,
        vertexCount,
        random,
      ),
    };
  }
}

/** A ragged star-shaped outline within a radius: harmonics whose amplitudes fall like k^-1.1. */
export function blob(
  x: number,
  y: number,
  radiusM: number,
  vertexCount: number,
  random: () => number,
): FlatRings {
  const radii = new Float64Array(vertexCount).fill(1);
  for (let k = 2; k < vertexCount / 2; k = Math.ceil(k * 1.35)) {
    const amplitude = (0.25 * (random() - 0.5)) / (k / 2) ** 0.8;
    const phase = random() * 2 * Math.PI;
    for (let i = 0; i < vertexCount; i++)
      radii[i]! += amplitude * Math.cos((k * i * 2 * Math.PI) / vertexCount + phase);
  }
  for (let i = 0; i < vertexCount; i++)
    radii[i]! *= 1 + (8 * (random() - 0.5)) / Math.max(vertexCount, 40);
  const largest = radii.reduce((a, b) => Math.max(a, b), 0);
  const xy = new Float64Array(2 * vertexCount);
  for (let i = 0; i < vertexCount; i++) {
    const angle = (i * 2 * Math.PI) / vertexCount;
    const r = (radiusM * radii[i]!) / largest;
    xy[2 * i] = x + r * Math.cos(angle);
    xy[2 * i + 1] = y + r * Math.sin(angle);
  }
  return {xy, starts: Uint32Array.of(0, vertexCount)};
}

/**
 * Units that lie side by side without gaps: a grid of moved corners whose sides are ragged lines, the
 * same to the last bit for both neighbours.
 */
export function syntheticUnits(options: {
  perSide: number;
  verticesPerSide: number;
  sizeM: number;
  seed: number;
}): SyntheticFeature[] {
  const {perSide, verticesPerSide, sizeM, seed} = options;
  const random = seededRandom(seed);
  const step = sizeM / perSide;
  const corners = Array.from({length: (perSide + 1) ** 2}, (_, i) => {
    const column = i % (perSide + 1);
    const row = Math.floor(i / (perSide + 1));
    const moved = (k: number) => (k === 0 || k === perSide ? 0 : 0.5 * step * (random() - 0.5));
    return [REGION_X + column * step + moved(column), REGION_Y + row * step + moved(row)] as const;
  });
  const sides = new Map<string, number[]>();
  // the inner positions from the corner with the lower index to the other
  const side = (from: number, to: number): number[] => {
    const [low, high] = from < to ? [from, to] : [to, from];
    const key = `${low} ${high}`;
    const known =
      sides.get(key) ?? raggedLine(corners[low]!, corners[high]!, verticesPerSide, random);
    sides.set(key, known);
    if (from < to) return known;
    const turned: number[] = [];
    for (let i = known.length - 2; i >= 0; i -= 2) turned.push(known[i]!, known[i + 1]!);
    return turned;
  };
  return Array.from({length: perSide ** 2}, (_, i) => {
    const lowerLeft = (i % perSide) + Math.floor(i / perSide) * (perSide + 1);
    const round = [lowerLeft, lowerLeft + 1, lowerLeft + perSide + 2, lowerLeft + perSide + 1];
    const xy = round.flatMap((corner, k) => [
      ...corners[corner]!,
      ...side(corner, round[(k + 1) % 4]!),
    ]);
    return {
      classIndex: 0,
      rings: {xy: Float64Array.from(xy), starts: Uint32Array.of(0, xy.length / 2)},
    };
  });
}

// moves every position off the straight line by a few sines that vanish at both ends
function raggedLine(
  [x0, y0]: readonly [number, number],
  [x1, y1]: readonly [number, number],
  count: number,
  random: () => number,
): number[] {
  const waves = Array.from({length: 8}, (_, k) => (0.1 * (random() - 0.5)) / 1.7 ** k);
  const line: number[] = [];
  for (let i = 1; i <= count; i++) {
    const t = i / (count + 1);
    let off = (0.3 * (random() - 0.5)) / count;
    waves.forEach((amplitude, k) => (off += amplitude * Math.sin(2 ** k * Math.PI * t)));
    line.push(x0 + (x1 - x0) * t - (y1 - y0) * off, y0 + (y1 - y0) * t + (x1 - x0) * off);
  }
  return line;
}
