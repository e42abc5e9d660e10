import {patchesOfCorners} from './components.ts';
import {
  cellsOfCorner,
  cornerOf,
  cornersOfCorner,
  latticePoint,
  neighbour,
  type Mesh,
} from './mesh.ts';
import {fractalNoise, smoothStep} from './random.ts';
import type {SizeRecipe} from './recipe.ts';
import type {Terrain} from './terrain.ts';
import type {Towns} from './towns.ts';
import type {Units} from './units.ts';

/** The four functions red lines are drawn for, with the two digits they have in codes. */
export const FUNCTIONS = [
  {class: 'water-conservation', zh: '水源涵养', en: 'Water conservation', digits: '11'},
  {class: 'biodiversity', zh: '生物多样性维护', en: 'Biodiversity', digits: '12'},
  {class: 'soil-conservation', zh: '水土保持', en: 'Soil conservation', digits: '13'},
  {class: 'sand-fixation', zh: '防风固沙', en: 'Windbreak and sand fixation', digits: '14'},
] as const;

/**
 * Decides for every corner of the lattice which function its surroundings are kept for; −1 for none.
 * A corner stands for the triangle between the three centres around it: its sides cross county
 * borders squarely, so a red line that runs on over a border meets itself there point by point.
 */
export function chooseRedlineCorners(
  mesh: Mesh,
  terrain: Terrain,
  towns: Towns,
  isLake: Uint8Array,
  recipe: SizeRecipe,
): Int8Array {
  const count = mesh.cellCount * 2;
  const best = new Int8Array(count).fill(-1);
  const score = new Float32Array(count).fill(-1);
  const fields = makeFields(mesh, terrain, isLake);
  const grain = recipe.redlineGrainCells;
  for (let corner = 0; corner < count; corner++) {
    const cells = landCells(mesh, terrain, corner);
    if (!cells) continue;
    const [x, y] = latticePoint(mesh, corner >> 1);
    const up = corner & 1 ? 0.577 : 0.289;
    const right = corner & 1 ? 0 : 0.5;
    let isTown = false;
    for (const cell of cells) isTown ||= towns[cell]! >= 0;
    if (isTown) continue;
    const patchy =
      recipe.redlineUnevenness *
      fractalNoise(mesh.seed + 101, (x + right) / grain, (y + up) / grain, 4);
    for (let kind = 0; kind < 4; kind++) {
      const field = fields[kind]!;
      const own = (field[cells[0]]! + field[cells[1]]! + field[cells[2]]!) / 3;
      const taste =
        0.12 * fractalNoise(mesh.seed + 102 + kind, x / (3 * grain), y / (3 * grain), 3);
      const value = own + patchy + taste;
      if (value > score[corner]!) {
        score[corner] = value;
        best[corner] = kind;
      }
    }
  }
  const limit = quantile(score, terrain.landCells * 2, recipe.redlineShare);
  for (let corner = 0; corner < count; corner++) if (score[corner]! < limit) best[corner] = -1;
  tidy(mesh, terrain, towns, best, recipe);
  return best;
}

/** Patches of one function in one county, found on kites; label = county × 4 + function. */
export function redlineLabels(mesh: Mesh, units: Units, corners: Int8Array): Int32Array {
  const label = new Int32Array(mesh.cellCount * 6).fill(-1);
  for (let cell = 0; cell < mesh.cellCount; cell++) {
    const county = units.countyOf[cell]!;
    if (county < 0) continue;
    for (let k = 0; k < 6; k++) {
      const kind = corners[cornerOf(mesh, cell, k)]!;
      if (kind >= 0) label[cell * 6 + k] = county * 4 + kind;
    }
  }
  return label;
}

/** How much each cell matters for each function, about 0 to 1. */
function makeFields(mesh: Mesh, terrain: Terrain, isLake: Uint8Array): Float32Array[] {
  const fields = FUNCTIONS.map(() => new Float32Array(mesh.cellCount));
  const {flow, height, relief, rain, drainedKm2} = terrain;
  let top = 0;
  for (const cell of flow.order) top = Math.max(top, height[cell]!);
  for (const cell of flow.order) {
    const high = height[cell]! / top;
    const steep = smoothStep(0.01, 0.09, relief[cell]! / top);
    const wet = smoothStep(600, 1200, rain[cell]!);
    const headwater = 1 - smoothStep(1.8, 3.6, Math.log10(drainedKm2[cell]! + 1));
    const shore = nearLake(mesh, isLake, cell);
    fields[0]![cell] = wet * headwater * (0.25 + 0.9 * Math.sqrt(high));
    fields[1]![cell] = Math.max(0.5 * steep + 0.75 * high, 0.85 * shore);
    fields[2]![cell] = steep * (1.05 - 0.55 * high);
    fields[3]![cell] = 1.3 * (1 - smoothStep(520, 860, rain[cell]!)) * (1 - 0.4 * steep);
  }
  return fields;
}

function nearLake(mesh: Mesh, isLake: Uint8Array, cell: number): number {
  if (isLake[cell]) return 1;
  for (let k = 0; k < 6; k++) if (isLake[neighbour(mesh, cell, k)]) return 0.7;
  return 0;
}

/** Drops patches that are too small, whatever their functions, and fills small holes in the rest. */
function tidy(
  mesh: Mesh,
  terrain: Terrain,
  towns: Towns,
  best: Int8Array,
  {redlineFewestCorners: fewest, redlineSmoothing: smoothing}: SizeRecipe,
): void {
  const filled = new Int8Array(best.length);
  for (let round = 0; round < smoothing; round++) smooth(mesh, terrain, towns, best);
  for (let round = 0; round < 2; round++) {
    for (let i = 0; i < best.length; i++) filled[i] = best[i]! >= 0 ? 1 : -1;
    const red = patchesOfCorners(mesh, filled);
    for (let i = 0; i < best.length; i++) {
      if (red.of[i]! >= 0 && red.size[red.of[i]!]! < fewest) best[i] = -1;
    }
    for (let i = 0; i < best.length; i++) filled[i] = best[i]! >= 0 ? -1 : 1;
    const open = patchesOfCorners(mesh, filled);
    for (let i = 0; i < best.length; i++) {
      if (open.of[i]! < 0 || open.size[open.of[i]!]! >= fewest / 2) continue;
      const cells = landCells(mesh, terrain, i);
      if (!cells || cells.some((cell) => towns[cell]! >= 0)) continue;
      for (const other of cornersOfCorner(mesh, i)) if (best[other]! >= 0) best[i] = best[other]!;
    }
  }
  // a function that holds only a few corners inside another becomes that other
  const kinds = patchesOfCorners(mesh, best);
  for (let i = 0; i < best.length; i++) {
    if (kinds.of[i]! < 0 || kinds.size[kinds.of[i]!]! >= fewest) continue;
    for (const other of cornersOfCorner(mesh, i)) {
      if (kinds.of[other]! >= 0 && kinds.size[kinds.of[other]!]! >= fewest) best[i] = best[other]!;
    }
  }
}

/** Cuts off spikes and fills notches: each corner sides with the majority of its three neighbours. */
function smooth(mesh: Mesh, terrain: Terrain, towns: Towns, best: Int8Array): void {
  for (let i = 0; i < best.length; i++) {
    const cells = landCells(mesh, terrain, i);
    if (!cells || cells.some((cell) => towns[cell]! >= 0)) continue;
    const [a, b, c] = cornersOfCorner(mesh, i).map((other) => best[other]!) as [
      number,
      number,
      number,
    ];
    const red = (a >= 0 ? 1 : 0) + (b >= 0 ? 1 : 0) + (c >= 0 ? 1 : 0);
    if (red < 2) best[i] = -1;
    else best[i] = a >= 0 && (a === b || a === c) ? a : b >= 0 ? b : a >= 0 ? a : c;
  }
}

/** The three cells around a corner when all of them are land. */
function landCells(mesh: Mesh, terrain: Terrain, corner: number) {
  const cell = corner >> 1;
  if (!terrain.isLand[cell]) return null;
  const cells = cellsOfCorner(mesh, corner);
  return terrain.isLand[cells[1]] && terrain.isLand[cells[2]] ? cells : null;
}

function quantile(score: Float32Array, total: number, share: number): number {
  const values = Float32Array.from(score.filter((value) => value >= 0)).sort();
  const at = values.length - Math.round(total * share);
  return values[Math.max(0, Math.min(values.length - 1, at))]!;
}
