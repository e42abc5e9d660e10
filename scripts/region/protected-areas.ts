import {cornersOfCorner, kitesOfCorner, type Mesh} from './mesh.ts';
import {chance} from './random.ts';
import type {SizeRecipe} from './recipe.ts';

export const PROTECTED_CLASSES = [
  {class: 'nature-reserve', zh: '自然保护区', en: 'Nature reserve', size: 70},
  {class: 'forest-park', zh: '森林公园', en: 'Forest park', size: 34},
  {class: 'scenic-area', zh: '风景名胜区', en: 'Scenic area', size: 40},
  {class: 'wetland-park', zh: '湿地公园', en: 'Wetland park', size: 26},
  {class: 'geopark', zh: '地质公园', en: 'Geopark', size: 24},
  {class: 'water-source', zh: '饮用水水源保护区', en: 'Drinking-water source', size: 16},
] as const;

export type ProtectedArea = {kind: number; isNational: boolean; corners: number[]; kites: number[]};

/**
 * Protected areas grow inside the red lines, corner by corner, and reach a little beyond. In the
 * sample two of them are laid over another one: their union is less than their sum.
 */
export function makeProtectedAreas(
  mesh: Mesh,
  redlineCorners: Int8Array,
  isLandCorner: (corner: number) => boolean,
  recipe: SizeRecipe,
): ProtectedArea[] {
  const seeds: number[] = [];
  for (let corner = 0; corner < redlineCorners.length; corner++) {
    if (redlineCorners[corner]! >= 0 && isInside(mesh, redlineCorners, corner)) seeds.push(corner);
  }
  const taken = new Set<number>();
  const areas: ProtectedArea[] = [];
  for (let attempt = 0; attempt < recipe.protectedAreas * 6; attempt++) {
    if (areas.length >= recipe.protectedAreas || seeds.length === 0) break;
    const seed = seeds[Math.floor(seeds.length * chance(mesh.seed + 121, attempt))]!;
    const overlaps = recipe.isDeliberate && (areas.length === 5 || areas.length === 9);
    const from = overlaps ? areas[areas.length - 3]!.corners.at(-1)! : seed;
    if (!overlaps && taken.has(from)) continue;
    const kind = areas.length % PROTECTED_CLASSES.length;
    const wanted = Math.round(
      PROTECTED_CLASSES[kind]!.size * (0.6 + 0.8 * chance(mesh.seed + 122, attempt)),
    );
    const corners = grow(mesh, from, wanted, (corner) => {
      if (!isLandCorner(corner) || (!overlaps && taken.has(corner))) return Infinity;
      return (redlineCorners[corner]! >= 0 ? 1 : 9) + chance(mesh.seed + 123, corner);
    });
    if (corners.length < wanted / 2) continue;
    for (const corner of corners) {
      taken.add(corner);
      // keep a corner's width between neighbours, so that only the deliberate two overlap
      for (const other of cornersOfCorner(mesh, corner)) taken.add(other);
    }
    const isNational = kind === 0 || chance(mesh.seed + 124, attempt) < 0.35;
    const kites = corners.flatMap((corner) => kitesOfCorner(mesh, corner));
    areas.push({kind, isNational, corners, kites});
  }
  return areas;
}

function grow(
  mesh: Mesh,
  from: number,
  wanted: number,
  cost: (corner: number) => number,
): number[] {
  const chosen: number[] = [];
  const reached = new Map([[from, 0]]);
  const open = [from];
  while (chosen.length < wanted && open.length > 0) {
    let at = 0;
    for (let i = 1; i < open.length; i++)
      if (reached.get(open[i]!)! < reached.get(open[at]!)!) at = i;
    const corner = open.splice(at, 1)[0]!;
    chosen.push(corner);
    for (const other of cornersOfCorner(mesh, corner)) {
      const step = cost(other);
      if (reached.has(other) || step === Infinity) continue;
      reached.set(other, reached.get(corner)! + step);
      open.push(other);
    }
  }
  return round(mesh, chosen, cost);
}

/** Fills notches and cuts off spikes, so that the outline looks drawn rather than grown. */
function round(mesh: Mesh, corners: number[], cost: (corner: number) => number): number[] {
  const kept = new Set(corners);
  const within = (corner: number) =>
    cornersOfCorner(mesh, corner).filter((other) => kept.has(other)).length;
  for (let pass = 0; pass < 3; pass++) {
    for (const corner of Array.from(kept)) {
      for (const other of cornersOfCorner(mesh, corner)) {
        if (!kept.has(other) && cost(other) < Infinity && within(other) > 1) kept.add(other);
      }
    }
    for (const corner of Array.from(kept)) if (within(corner) < 2) kept.delete(corner);
  }
  return [...kept];
}

function isInside(mesh: Mesh, redlineCorners: Int8Array, corner: number): boolean {
  return cornersOfCorner(mesh, corner).every((other) => redlineCorners[other]! >= 0);
}
