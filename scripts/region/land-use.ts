import {mergeSmallCellPatches} from './components.ts';
import {redCorners, wayToRedline} from './conflicts.ts';
import {distance} from './lakes.ts';
import {latticePoint, neighbour, type Mesh} from './mesh.ts';
import {chance, fractalNoise} from './random.ts';
import type {SizeRecipe} from './recipe.ts';
import type {Terrain} from './terrain.ts';
import {spread, type Towns} from './towns.ts';
import type {Units} from './units.ts';

/** What people have drawn on the land, in whole cells, so that it never overlaps itself. */
export type LandUse = {
  /** County whose town boundary holds the cell; −1 elsewhere. */
  townBoundary: Int32Array;
  parks: {county: number; cells: number[]; isConflict: boolean}[];
  parkOf: Int32Array;
  /** 1 for permanent farmland. */
  farmland: Int8Array;
  /** Counties whose town boundary was pushed into a red line, and farmland cells ploughed in one. */
  conflictTowns: number[];
  conflictFields: number[];
};

export type Ground = {
  mesh: Mesh;
  terrain: Terrain;
  units: Units;
  towns: Towns;
  isLake: Uint8Array;
  landCover: Int8Array;
  redlineCorners: Int8Array;
  recipe: SizeRecipe;
};

export function makeLandUse(ground: Ground): LandUse {
  const {mesh} = ground;
  const use: LandUse = {
    townBoundary: new Int32Array(mesh.cellCount).fill(-1),
    parks: [],
    parkOf: new Int32Array(mesh.cellCount).fill(-1),
    farmland: new Int8Array(mesh.cellCount).fill(-1),
    conflictTowns: [],
    conflictFields: [],
  };
  drawTowns(ground, use);
  drawParks(ground, use);
  drawFarmland(ground, use);
  return use;
}

/** The town and half as much room to grow, kept clear of red lines but in a few towns. */
function drawTowns(ground: Ground, use: LandUse): void {
  const {mesh, terrain, units, towns, isLake, redlineCorners, recipe} = ground;
  const {townBoundary} = use;
  const size = new Int32Array(units.countyCount);
  for (const cell of terrain.flow.order) if (towns[cell]! >= 0) size[towns[cell]!]!++;
  units.seat.forEach((seat, county) => {
    const wanted = size[county]! + Math.max(1, Math.round(size[county]! * 0.5));
    const isFree = (cell: number) =>
      units.countyOf[cell] === county && !isLake[cell] && !redCorners(mesh, redlineCorners, cell);
    spread(mesh, terrain, seat, wanted, isFree, (cell) => (townBoundary[cell] = county));
  });
  if (!recipe.isDeliberate) return;
  const cells = cellsOf(townBoundary, units.countyCount);
  for (let farthest = 2; farthest <= 5 && use.conflictTowns.length < 4; farthest++) {
    for (let county = 0; county < units.countyCount && use.conflictTowns.length < 4; county++) {
      if (use.conflictTowns.includes(county)) continue;
      const isFree = (cell: number) => units.countyOf[cell] === county && !isLake[cell];
      const way = wayToRedline(mesh, redlineCorners, cells[county]!, isFree, farthest);
      if (!way) continue;
      for (const cell of way) townBoundary[cell] = county;
      use.conflictTowns.push(county);
    }
  }
}

/** Parks of two to four cells beside the towns; every eighth or so lies partly in a red line. */
function drawParks(ground: Ground, use: LandUse): void {
  const {mesh, terrain, units, isLake, redlineCorners, recipe} = ground;
  const cells = cellsOf(use.townBoundary, units.countyCount);
  const order = Array.from(cells.keys()).sort(
    (a, b) => cells[b]!.length - cells[a]!.length || a - b,
  );
  let conflicts = 0;
  for (let round = 0; use.parks.length < recipe.industrialParks && round < 4; round++) {
    for (const county of order) {
      if (use.parks.length >= recipe.industrialParks) break;
      const isFree = (cell: number) =>
        units.countyOf[cell] === county &&
        !isLake[cell] &&
        use.townBoundary[cell]! < 0 &&
        use.parkOf[cell]! < 0;
      const isClear = (cell: number) => isFree(cell) && !redCorners(mesh, redlineCorners, cell);
      const near = ring(mesh, cells[county]!, 3).filter(isClear);
      if (near.length === 0) continue;
      const pick = near.sort((a, b) => terrain.relief[a]! - terrain.relief[b]! || a - b)[
        Math.floor(near.length * 0.4 * chance(mesh.seed + 111, county, round))
      ]!;
      const park = {county, cells: [] as number[], isConflict: false};
      const wanted = 2 + Math.floor(3 * chance(mesh.seed + 112, county, round));
      spread(mesh, terrain, pick, wanted, isClear, (cell) => park.cells.push(cell));
      if (recipe.isDeliberate && conflicts < 3) {
        const way = wayToRedline(mesh, redlineCorners, park.cells, isFree, 4);
        if (way) {
          park.cells.push(...way);
          park.isConflict = true;
          conflicts++;
        }
      }
      for (const cell of park.cells) use.parkOf[cell] = use.parks.length;
      use.parks.push(park);
    }
  }
}

/** Most cropland outside towns, parks and red lines, in patches of some cells. */
function drawFarmland(ground: Ground, use: LandUse): void {
  const {mesh, landCover, redlineCorners, recipe, terrain} = ground;
  const {farmland, townBoundary, parkOf} = use;
  const CROP = 2;
  const isOpen = (cell: number) =>
    landCover[cell] === CROP && townBoundary[cell]! < 0 && parkOf[cell]! < 0;
  for (const cell of terrain.flow.order) {
    const [x, y] = latticePoint(mesh, cell);
    farmland[cell] = 0;
    if (!isOpen(cell) || redCorners(mesh, redlineCorners, cell)) continue;
    if (fractalNoise(mesh.seed + 113, x / 5, y / 5, 3) < 0.22) farmland[cell] = 1;
  }
  mergeSmallCellPatches(mesh, farmland, 3);
  for (const cell of terrain.flow.order) {
    if (farmland[cell] && (!isOpen(cell) || redCorners(mesh, redlineCorners, cell)))
      farmland[cell] = 0;
  }
  if (!recipe.isDeliberate) return;
  const apart = mesh.columns / 8;
  for (const cell of terrain.flow.order) {
    if (use.conflictFields.length === 5) break;
    const red = redCorners(mesh, redlineCorners, cell);
    if (red < 3 || red > 5 || !isOpen(cell)) continue;
    if (use.conflictFields.some((other) => distance(mesh, cell, other) < apart)) continue;
    let touches = false;
    for (let k = 0; k < 6; k++) touches ||= farmland[neighbour(mesh, cell, k)] === 1;
    if (!touches) continue;
    farmland[cell] = 1;
    use.conflictFields.push(cell);
  }
}

export function cellsOf(label: Int32Array, count: number): number[][] {
  const cells: number[][] = Array.from({length: count}, () => []);
  for (let cell = 0; cell < label.length; cell++)
    if (label[cell]! >= 0) cells[label[cell]!]!.push(cell);
  return cells;
}

/** Cells up to a number of steps from an area, the area itself left out. */
function ring(mesh: Mesh, area: number[], steps: number): number[] {
  const seen = new Set(area);
  let front = area;
  const found: number[] = [];
  for (let step = 0; step < steps; step++) {
    const next: number[] = [];
    for (const cell of front) {
      for (let k = 0; k < 6; k++) {
        const other = neighbour(mesh, cell, k);
        if (seen.has(other)) continue;
        seen.add(other);
        next.push(other);
      }
    }
    found.push(...next);
    front = next;
  }
  return found;
}
