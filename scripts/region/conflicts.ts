import {cornerOf, neighbour, type Mesh} from './mesh.ts';

/** How many of a cell's six corners lie in a red line. */
export function redCorners(mesh: Mesh, corners: Int8Array, cell: number): number {
  let count = 0;
  for (let k = 0; k < 6; k++) if (corners[cornerOf(mesh, cell, k)]! >= 0) count++;
  return count;
}

/**
 * The shortest way over free cells from an area to a cell deep in a red line, at most `farthest`
 * cells long: how a town or park that ignores the red line would have grown. Null when too far.
 */
export function wayToRedline(
  mesh: Mesh,
  corners: Int8Array,
  area: Iterable<number>,
  isFree: (cell: number) => boolean,
  farthest: number,
): number[] | null {
  const from = new Map<number, number>();
  let front: number[] = [];
  for (const cell of area) {
    from.set(cell, -1);
    front.push(cell);
  }
  for (let step = 0; step < farthest; step++) {
    const next: number[] = [];
    for (const cell of front) {
      for (let k = 0; k < 6; k++) {
        const other = neighbour(mesh, cell, k);
        if (from.has(other) || !isFree(other)) continue;
        from.set(other, cell);
        next.push(other);
        if (redCorners(mesh, corners, other) >= 4) return trail(from, other);
      }
    }
    front = next;
  }
  return null;
}

function trail(from: Map<number, number>, end: number): number[] {
  const way: number[] = [];
  for (let cell = end; from.get(cell)! >= 0; cell = from.get(cell)!) way.push(cell);
  return way;
}
