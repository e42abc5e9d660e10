import {makeBasins, type Basins} from './basins.ts';
import {breakBorders, type Mismatch} from './border-mismatches.ts';
import {makeTracer, type Tracer} from './edges.ts';
import {makeLakes} from './lakes.ts';
import {makeLandCover} from './land-cover.ts';
import {makeLandUse, type LandUse} from './land-use.ts';
import {cellsOfCorner, makeMesh, type Mesh} from './mesh.ts';
import {Names} from './names.ts';
import {makeProtectedAreas, type ProtectedArea} from './protected-areas.ts';
import type {NameStock, SizeRecipe} from './recipe.ts';
import {makeRedlineFeatures, type Redlines} from './redline-features.ts';
import {chooseRedlineCorners, redlineLabels} from './redlines.ts';
import {makeRivers, type Rivers} from './rivers.ts';
import {makeTerrain, type Terrain} from './terrain.ts';
import {makeTowns, type Towns} from './towns.ts';
import {registerUnits, type UnitRegister} from './unit-register.ts';
import {makeUnits, type Units} from './units.ts';

/** Everything known about a region before its layers are written. */
export type World = {
  recipe: SizeRecipe;
  mesh: Mesh;
  tracer: Tracer;
  terrain: Terrain;
  isLake: Uint8Array;
  units: Units;
  register: UnitRegister;
  basins: Basins;
  rivers: Rivers;
  towns: Towns;
  landCover: Int8Array;
  redlineCorners: Int8Array;
  redlineLabel: Int32Array;
  redlines: Redlines;
  mismatches: Mismatch[];
  protectedAreas: ProtectedArea[];
  landUse: LandUse;
};

/** Called between the steps: what comes next and how far the work is, 0 to 1. Throws to give up. */
export type Step = (name: string, share: number) => Promise<void>;

export async function makeWorld(
  recipe: SizeRecipe,
  stock: NameStock,
  seed: number,
  step: Step,
): Promise<World> {
  await step('terrain', 0);
  const mesh = makeMesh(recipe, seed);
  const tracer = makeTracer(mesh, recipe.edgeDetail, recipe.spokeDetail);
  const names = new Names(stock, seed);
  const terrain = makeTerrain(mesh, recipe.outlets, recipe.topM);
  const isLake = makeLakes(mesh, terrain, recipe.lakes);
  await step('units', 0.3);
  const units = makeUnits(mesh, terrain, isLake, recipe);
  const register = registerUnits(mesh, terrain, units, names, stock.provincePrefixes);
  await step('basins', 0.5);
  const basins = makeBasins(mesh, terrain, recipe.basinKm2);
  const rivers = makeRivers(mesh, terrain, basins, names, recipe.riverKm2);
  await step('land cover', 0.6);
  const towns = makeTowns(mesh, terrain, units, register, isLake);
  const landCover = makeLandCover(mesh, terrain, isLake, towns);
  await step('red lines', 0.7);
  const redlineCorners = chooseRedlineCorners(mesh, terrain, towns, isLake, recipe);
  const redlineLabel = redlineLabels(mesh, units, redlineCorners);
  const mismatches = recipe.isDeliberate
    ? breakBorders(mesh, tracer, units, redlineLabel, redlineCorners)
    : [];
  const redlines = makeRedlineFeatures(
    mesh,
    units,
    register,
    names,
    redlineLabel,
    redlineCorners,
    recipe.isDeliberate,
  );
  await step('land use', 0.9);
  const isLandCorner = (corner: number) =>
    cellsOfCorner(mesh, corner).every((cell) => terrain.isLand[cell] === 1);
  const protectedAreas = makeProtectedAreas(mesh, redlineCorners, isLandCorner, recipe);
  const landUse = makeLandUse({
    mesh,
    terrain,
    units,
    towns,
    isLake,
    landCover,
    redlineCorners,
    recipe,
  });
  return {
    recipe,
    mesh,
    tracer,
    terrain,
    isLake,
    units,
    register,
    basins,
    rivers,
    towns,
    landCover,
    redlineCorners,
    redlineLabel,
    redlines,
    mismatches,
    protectedAreas,
    landUse,
  };
}
