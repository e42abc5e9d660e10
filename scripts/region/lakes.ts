import {Heap} from './flow.ts';
import {neighbour, type Mesh} from './mesh.ts';
import {chance} from './random.ts';
import type {Terrain} from './terrain.ts';

/** Lakes lie along the great rivers where the land is low and flat; 1 for a cell under water. */
export function makeLakes(mesh: Mesh, terrain: Terrain, count: number): Uint8Array {
  const isLake = new Uint8Array(mesh.cellCount);
  const {flow, drainedKm2, relief, height, isLand} = terrain;
  const total = terrain.landCells * (mesh.cellAreaM2 / 1e6);
  const sites = Array.from(flow.order)
    .filter((cell) => drainedKm2[cell]! > total / (40 * count) && relief[cell]! < 60)
    .sort((a, b) => score(b) - score(a) || a - b);
  // one large lake takes about one and a half hundredths of the land it stands for
  const size = Math.max(3, Math.round((terrain.landCells / count) * 0.015));
  const apart = Math.sqrt(terrain.landCells / count) * 0.8;
  const chosen: number[] = [];
  for (const cell of sites) {
    if (chosen.length === count) break;
    if (chosen.some((other) => distance(mesh, cell, other) < apart)) continue;
    chosen.push(cell);
    const wanted = Math.round(size * (chosen.length === 1 ? 1.4 : 0.5 + chance(mesh.seed, cell)));
    const heap = new Heap(64);
    heap.push(cell, 0);
    const reached = new Set([cell]);
    for (let taken = 0; taken < wanted && heap.size > 0; taken++) {
      const at = heap.pop();
      isLake[at] = 1;
      for (let k = 0; k < 6; k++) {
        const other = neighbour(mesh, at, k);
        if (!isLand[other] || reached.has(other) || flow.receiver[other] === -1) continue;
        reached.add(other);
        heap.push(
          other,
          height[other]! + 0.6 * relief[other]! + 30 * chance(mesh.seed + 71, other),
        );
      }
    }
  }
  return isLake;

  function score(cell: number): number {
    return Math.log10(drainedKm2[cell]!) - relief[cell]! / 40 - height[cell]! / 300;
  }
}

export function distance(mesh: Mesh, a: number, b: number): number {
  const rowA = Math.floor(a / mesh.columns);
  const rowB = Math.floor(b / mesh.columns);
  const dx = (a % mesh.columns) + 0.5 * (rowA & 1) - (b % mesh.columns) - 0.5 * (rowB & 1);
  return Math.hypot(dx, (rowA - rowB) * 0.8660254037844386);
}
