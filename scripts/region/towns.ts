import {Heap} from './flow.ts';
import {neighbour, type Mesh} from './mesh.ts';
import {chance} from './random.ts';
import type {Terrain} from './terrain.ts';
import type {UnitRegister} from './unit-register.ts';
import type {Units} from './units.ts';

/** County whose town covers the cell; −1 elsewhere. */
export type Towns = Int32Array;

/** Square metres of town per townsperson, streets and works included. */
const M2_PER_PERSON = 130;

/** A town spreads from its county's seat over flat land, never into a lake or over the border. */
export function makeTowns(
  mesh: Mesh,
  terrain: Terrain,
  units: Units,
  register: UnitRegister,
  isLake: Uint8Array,
): Towns {
  const town = new Int32Array(mesh.cellCount).fill(-1);
  units.seat.forEach((seat, county) => {
    const people = register.counties[county]!.urbanPopulation;
    const wanted = Math.max(1, Math.round((people * M2_PER_PERSON) / mesh.cellAreaM2));
    spread(
      mesh,
      terrain,
      seat,
      wanted,
      (cell) => units.countyOf[cell] === county && !isLake[cell],
      (cell) => {
        town[cell] = county;
      },
    );
  });
  return town;
}

/** Takes cells outwards from a first one, the flattest and nearest before others. */
export function spread(
  mesh: Mesh,
  terrain: Terrain,
  from: number,
  wanted: number,
  isFree: (cell: number) => boolean,
  take: (cell: number) => void,
): void {
  if (!isFree(from)) return;
  const heap = new Heap(64);
  const reached = new Set([from]);
  heap.push(from, 0);
  for (let taken = 0; taken < wanted && heap.size > 0; taken++) {
    const cost = heap.topKey();
    const at = heap.pop();
    take(at);
    for (let k = 0; k < 6; k++) {
      const other = neighbour(mesh, at, k);
      if (reached.has(other) || !isFree(other)) continue;
      reached.add(other);
      heap.push(other, cost + 1 + terrain.relief[other]! / 25 + chance(mesh.seed + 83, other));
    }
  }
}
