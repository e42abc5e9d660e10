import {mergeSmallCellPatches} from './components.ts';
import {latticePoint, neighbour, type Mesh} from './mesh.ts';
import {fractalNoise, smoothStep} from './random.ts';
import type {Terrain} from './terrain.ts';
import type {Towns} from './towns.ts';

export const LAND_COVERS = [
  {class: 'forest', zh: '林地', en: 'Forest'},
  {class: 'grass', zh: '草地', en: 'Grassland'},
  {class: 'crop', zh: '耕地', en: 'Cropland'},
  {class: 'water', zh: '水域', en: 'Water'},
  {class: 'built', zh: '建设用地', en: 'Built-up'},
  {class: 'bare', zh: '未利用地', en: 'Bare land'},
] as const;

const [FOREST, GRASS, CROP, WATER, BUILT, BARE] = [0, 1, 2, 3, 4, 5];

/** What covers each cell (index into LAND_COVERS); −1 off the land. Patches have at least 4 cells. */
export function makeLandCover(mesh: Mesh, terrain: Terrain, isLake: Uint8Array, towns: Towns) {
  const cover = new Int8Array(mesh.cellCount).fill(-1);
  const {flow, height, relief, rain} = terrain;
  let top = 0;
  for (const cell of flow.order) top = Math.max(top, height[cell]!);
  for (const cell of flow.order) {
    const [x, y] = latticePoint(mesh, cell);
    const patchy = fractalNoise(mesh.seed + 91, x / 14, y / 14, 4);
    const high = height[cell]! / top;
    const steep = smoothStep(0.01, 0.06, mean(mesh, relief, cell) / top);
    if (isLake[cell]) cover[cell] = WATER;
    else if (towns[cell]! >= 0) cover[cell] = BUILT;
    else if (rain[cell]! < 620 + 160 * patchy && high < 0.6) cover[cell] = BARE;
    else if (rain[cell]! < 690 + 240 * patchy || high > 0.82 + 0.1 * patchy) cover[cell] = GRASS;
    else cover[cell] = steep + 0.9 * high + 0.5 * patchy > 0.52 ? FOREST : CROP;
  }
  mergeSmallCellPatches(mesh, cover, 4, (label) => label === BUILT || label === WATER);
  return cover;
}

function mean(mesh: Mesh, relief: Float32Array, cell: number): number {
  let sum = 2 * relief[cell]!;
  for (let k = 0; k < 6; k++) sum += relief[neighbour(mesh, cell, k)]!;
  return sum / 8;
}
