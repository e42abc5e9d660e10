import {accumulate, floodFromOutlets, followSlopes, type Flow} from './flow.ts';
import {isRim, latticePoint, neighbour, type Mesh} from './mesh.ts';
import {chance, fractalNoise, noise, ridgedNoise, smoothStep} from './random.ts';

export type Terrain = {
  isLand: Uint8Array;
  /** Metres above the sea. */
  height: Float64Array;
  /** Mean height difference to the neighbours in metres: what the map shades. */
  relief: Float32Array;
  /** Yearly rain in millimetres. */
  rain: Float32Array;
  flow: Flow;
  /** Land drained by a cell, itself included, in km². */
  drainedKm2: Float64Array;
  outlets: number[];
  landCells: number;
};

/**
 * Raises mountains and lets rivers cut them until both are in balance: the slope of each cell is
 * its uplift over the root of what it drains (stream-power law, m/n = 0.45 in nature, 0.5 here for
 * the square root). Water then re-routes itself down the new slopes, and so on, ten times over.
 */
export function makeTerrain(mesh: Mesh, outletCount: number, topM: number): Terrain {
  const isLand = makeLand(mesh);
  const uplift = makeUplift(mesh, isLand);
  const outlets = chooseOutlets(mesh, isLand, uplift, outletCount);
  const height = new Float64Array(mesh.cellCount);
  for (let cell = 0; cell < mesh.cellCount; cell++) {
    // rough ground to begin with makes the first rivers wind; later rounds keep their courses
    const [x, y] = latticePoint(mesh, cell);
    const hills = noise(mesh.seed + 24, x / 5, y / 5);
    height[cell] = uplift[cell]! + 0.3 * hills + 0.4 * chance(mesh.seed + 21, cell);
  }
  let flow = floodFromOutlets(mesh, isLand, height, outlets);
  const cellKm2 = mesh.cellAreaM2 / 1e6;
  for (let round = 0; round < 10; round++) {
    const drained = accumulate(flow, () => 1, mesh.cellCount);
    for (const cell of flow.order) {
      const to = flow.receiver[cell]!;
      const rock = 0.6 + 0.8 * chance(mesh.seed + 22, cell);
      const slope = (uplift[cell]! * rock) / Math.sqrt(drained[cell]!);
      height[cell] = to < 0 ? 0 : height[to]! + slope;
    }
    flow = followSlopes(mesh, flow, height);
  }
  scaleHeights(height, flow, topM);
  const rain = new Float32Array(mesh.cellCount);
  for (const cell of flow.order) rain[cell] = rainAt(mesh, cell, height[cell]!);
  return {
    isLand,
    height,
    relief: makeRelief(mesh, isLand, height),
    rain,
    flow,
    drainedKm2: accumulate(flow, () => cellKm2, mesh.cellCount),
    outlets,
    landCells: flow.order.length,
  };
}

/** A rounded, ragged piece of land in the middle of the lattice, all of one piece. */
function makeLand(mesh: Mesh): Uint8Array {
  const isLand = new Uint8Array(mesh.cellCount);
  for (let cell = 0; cell < mesh.cellCount; cell++) {
    if (isRim(mesh, cell)) continue;
    const [u, v] = position(mesh, cell);
    // between a circle and a rounded square, so that little of the lattice is left unused
    const radius =
      0.5 * Math.hypot(u, v) + 0.5 * Math.sqrt(Math.sqrt(u * u * u * u + v * v * v * v));
    const ragged = 0.42 * fractalNoise(mesh.seed + 31, u * 1.4 + 3, v * 1.4, 7);
    // the lattice's sides would cut straight through what sticks out
    const side =
      Math.max(Math.abs(u), Math.abs(v)) + 0.045 * fractalNoise(mesh.seed + 32, u * 7, v * 7, 6);
    if (radius + ragged < 0.83 && side < 0.93) isLand[cell] = 1;
  }
  const middle = Math.floor(mesh.rows / 2) * mesh.columns + Math.floor(mesh.columns / 2);
  keepConnected(mesh, isLand, middle);
  fillHoles(mesh, isLand);
  return isLand;
}

/** Ranges in the west and south, one across the middle, a plain in the east. */
function makeUplift(mesh: Mesh, isLand: Uint8Array): Float32Array {
  const uplift = new Float32Array(mesh.cellCount);
  const {seed} = mesh;
  const grain = mesh.columns / 90;
  for (let cell = 0; cell < mesh.cellCount; cell++) {
    if (!isLand[cell]) continue;
    const [u, v] = position(mesh, cell);
    const bend = 0.35 * fractalNoise(seed + 41, u * 1.3, v * 1.3, 3);
    const rim = smoothStep(0.35, 0.95, Math.max(-u + bend, -v + bend, (v - 0.1 + bend) * 0.9));
    // ranges run south-west to north-east, as most in southern China do
    const along = (u + v) * 0.7071;
    const across = (v - u) * 0.7071;
    const ranges = ridgedNoise(seed + 42, along * 1.5, across * 2.3, 4);
    const broad = smoothStep(0.45, 0.85, ranges + 0.25 * rim - 0.25 * smoothStep(0.1, 0.9, u));
    const rough =
      0.5 + 0.5 * fractalNoise(seed + 43, u * 6 * Math.sqrt(grain), v * 6 * Math.sqrt(grain), 4);
    uplift[cell] = 0.03 + (0.75 * rim + 0.7 * broad) * (0.45 + 0.75 * rough);
  }
  return uplift;
}

/** Gaps in the rim of hills, far from each other: where the great rivers leave the land. */
function chooseOutlets(mesh: Mesh, isLand: Uint8Array, uplift: Float32Array, count: number) {
  const coast: number[] = [];
  for (let cell = 0; cell < mesh.cellCount; cell++) {
    if (!isLand[cell]) continue;
    for (let k = 0; k < 6; k++) {
      if (isLand[neighbour(mesh, cell, k)]) continue;
      coast.push(cell);
      break;
    }
  }
  const chosen: number[] = [];
  while (chosen.length < count) {
    let best = -1;
    let bestScore = -Infinity;
    for (const cell of coast) {
      const [u, v] = position(mesh, cell);
      // the first, and greatest, leaves eastwards
      let score = chosen.length === 0 ? 3 * u : 0;
      score -= 2 * uplift[cell]!;
      for (const other of chosen) {
        const [ou, ov] = position(mesh, other);
        const apart = Math.hypot(u - ou, v - ov);
        if (apart < 0.6) score = -Infinity;
        else score += 0.5 * Math.min(apart, 1.2);
      }
      if (score > bestScore) [best, bestScore] = [cell, score];
    }
    chosen.push(best);
  }
  return chosen;
}

function scaleHeights(height: Float64Array, flow: Flow, topM: number): void {
  let top = 0;
  for (const cell of flow.order) top = Math.max(top, height[cell]!);
  for (const cell of flow.order) height[cell] = 12 + (height[cell]! / top) * (topM - 12);
}

/** Wet in the south-east and on the heights, dry in the north-west. */
function rainAt(mesh: Mesh, cell: number, heightM: number): number {
  const [u, v] = position(mesh, cell);
  const belt = 990 + 480 * (u - v) * 0.7071 + 220 * fractalNoise(mesh.seed + 51, u * 2, v * 2, 3);
  return Math.max(280, belt + 0.12 * heightM);
}

function makeRelief(mesh: Mesh, isLand: Uint8Array, height: Float64Array): Float32Array {
  const relief = new Float32Array(mesh.cellCount);
  for (let cell = 0; cell < mesh.cellCount; cell++) {
    if (!isLand[cell]) continue;
    let sum = 0;
    let count = 0;
    for (let k = 0; k < 6; k++) {
      const other = neighbour(mesh, cell, k);
      if (!isLand[other]) continue;
      sum += Math.abs(height[other]! - height[cell]!);
      count++;
    }
    relief[cell] = count ? sum / count : 0;
  }
  return relief;
}

/** A cell's place from −1 to 1 in both directions. */
export function position(mesh: Mesh, cell: number): [u: number, v: number] {
  const [x, y] = latticePoint(mesh, cell);
  return [(2 * x) / mesh.columns - 1, (2 * y) / (mesh.rows * 0.8660254037844386) - 1];
}

function keepConnected(mesh: Mesh, isLand: Uint8Array, from: number): void {
  const reached = flood(mesh, from, (cell) => isLand[cell] === 1);
  isLand.set(reached);
}

function fillHoles(mesh: Mesh, isLand: Uint8Array): void {
  const outside = flood(mesh, 0, (cell) => cell < mesh.cellCount && isLand[cell] === 0);
  for (let cell = 0; cell < mesh.cellCount; cell++) {
    if (!outside[cell] && !isRim(mesh, cell)) isLand[cell] = 1;
  }
}

function flood(mesh: Mesh, from: number, isOpen: (cell: number) => boolean): Uint8Array {
  const reached = new Uint8Array(mesh.cellCount);
  const queue = [from];
  reached[from] = 1;
  while (queue.length > 0) {
    const cell = queue.pop()!;
    for (let k = 0; k < 6; k++) {
      const other = neighbour(mesh, cell, k);
      if (other < 0 || other >= mesh.cellCount || reached[other] || !isOpen(other)) continue;
      reached[other] = 1;
      queue.push(other);
    }
  }
  return reached;
}
