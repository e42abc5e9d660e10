import type {PolygonPlan} from './layer-file.ts';
import type {Mesh} from './mesh.ts';
import {findRings, twinOf, type PatchOf} from './rings.ts';

/** The polygon of every patch: its shell, then its holes. */
export function planPolygons(mesh: Mesh, patchOf: PatchOf, kites?: Int32Array): PolygonPlan[] {
  const rings = findRings(mesh, patchOf, kites);
  const polygons: PolygonPlan[] = [];
  rings.patch.forEach((patch, index) => {
    const ring = {patchOf, start: rings.start[index]!, patch};
    const polygon = (polygons[patch] ??= []);
    if (rings.isHole[index]) polygon.push(ring);
    else polygon.unshift(ring);
  });
  return polygons;
}

/** Plans by what each cell belongs to. */
export function planCells(mesh: Mesh, patchOfCell: Int32Array): PolygonPlan[] {
  return planPolygons(mesh, (kite) => patchOfCell[Math.floor(kite / 6)] ?? -1);
}

/** Plans for one area given as a set of kites: one polygon for each of its pieces. */
export function planKites(mesh: Mesh, kites: Iterable<number>): PolygonPlan[] {
  const piece = new Map<number, number>();
  for (const kite of kites) piece.set(kite, -1);
  const list = Int32Array.from(piece.keys()).sort();
  let count = 0;
  for (const from of list) {
    if (piece.get(from)! >= 0) continue;
    const stack = [from];
    piece.set(from, count);
    while (stack.length > 0) {
      const kite = stack.pop()!;
      for (let side = 0; side < 4; side++) {
        const other = twinOf(mesh, kite * 4 + side) >> 2;
        if (piece.get(other) !== -1) continue;
        piece.set(other, count);
        stack.push(other);
      }
    }
    count++;
  }
  return planPolygons(mesh, (kite) => piece.get(kite) ?? -1, list);
}

/** All six kites of each cell. */
export function kitesOfCells(cells: Iterable<number>): number[] {
  const kites: number[] = [];
  for (const cell of cells) for (let k = 0; k < 6; k++) kites.push(cell * 6 + k);
  return kites;
}
