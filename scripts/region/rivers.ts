import type {Basins} from './basins.ts';
import {edgeMiddle, traceSide, type Tracer} from './edges.ts';
import {accumulate} from './flow.ts';
import {neighbour, type Mesh} from './mesh.ts';
import type {Name, Names} from './names.ts';
import {smoothStep} from './random.ts';
import type {Terrain} from './terrain.ts';

/** A piece of river between confluences, within one basin of the finest level. */
export type Reach = {
  cells: number[];
  /** The cell it comes over from, when it starts on a basin's border; −1 when in a cell's centre. */
  from: number;
  /** It ends on a basin's border or the land's edge rather than in a cell's centre. */
  endsAtBorder: boolean;
  stem: number;
  downstream: number;
};

export type Rivers = {
  reaches: Reach[];
  /** River each cell belongs to (−1: none) and each river's name, from its mouth to its source. */
  stemOf: Int32Array;
  stems: {name: Name; mouth: number; cells: number}[];
  /** Strahler order and mean flow in m³/s by cell. */
  order: Uint8Array;
  flowM3s: Float64Array;
};

/** Rivers begin where enough land drains to one cell and run down to the outlet. */
export function makeRivers(
  mesh: Mesh,
  terrain: Terrain,
  basins: Basins,
  names: Names,
  riverKm2: number,
): Rivers {
  const {flow, drainedKm2} = terrain;
  const isRiver = (cell: number) => drainedKm2[cell]! >= riverKm2;
  const flowM3s = accumulate(flow, (cell) => runoff(mesh, terrain, cell), mesh.cellCount);
  const {mainDonor, donorCount, order} = countDonors(mesh, terrain, isRiver);
  const stemOf = new Int32Array(mesh.cellCount).fill(-1);
  const stems: Rivers['stems'] = [];
  for (const cell of flow.order) {
    if (!isRiver(cell)) continue;
    const to = flow.receiver[cell]!;
    if (to >= 0 && mainDonor[to] === cell) stemOf[cell] = stemOf[to]!;
    else {
      stemOf[cell] = stems.length;
      stems.push({name: {zh: '', en: ''}, mouth: cell, cells: 0});
    }
    stems[stemOf[cell]!]!.cells++;
  }
  nameStems(stems, drainedKm2, names);
  const reaches = cutReaches(terrain, basins, isRiver, donorCount, stemOf);
  return {reaches, stemOf, stems, order, flowM3s};
}

/** The reach's points, source to mouth, in grid units lon, lat … */
export function reachLine(tracer: Tracer, terrain: Terrain, reach: Reach): number[] {
  const {mesh} = tracer;
  const points: number[] = [];
  reach.cells.forEach((cell, index) => {
    const from = index > 0 ? reach.cells[index - 1]! : reach.from;
    if (from >= 0) appendSpoke(tracer, points, cell, edgeTowards(mesh, cell, from), 3);
    if (index === reach.cells.length - 1 && !reach.endsAtBorder) {
      points.push(...centreOf(tracer, cell));
      return;
    }
    const edge = edgeBelow(mesh, terrain, cell);
    appendSpoke(tracer, points, cell, edge, 0);
    if (index === reach.cells.length - 1) points.push(...edgeMiddle(tracer, cell, edge));
  });
  return points;
}

/** The edge over which a cell's water leaves it; at an outlet, one that faces off the land. */
export function edgeBelow(mesh: Mesh, terrain: Terrain, cell: number): number {
  const to = terrain.flow.receiver[cell]!;
  if (to >= 0) return edgeTowards(mesh, cell, to);
  for (let k = 0; k < 6; k++) if (!terrain.isLand[neighbour(mesh, cell, k)]) return k;
  throw new Error(`Outlet ${cell} does not lie on the land's edge`);
}

function edgeTowards(mesh: Mesh, cell: number, other: number): number {
  for (let k = 0; k < 6; k++) if (neighbour(mesh, cell, k) === other) return k;
  throw new Error(`Cells ${cell} and ${other} are not neighbours`);
}

/** Side 0 of a kite runs from the centre to the edge before its corner, side 3 back from the edge after. */
function appendSpoke(
  tracer: Tracer,
  points: number[],
  cell: number,
  edge: number,
  side: 0 | 3,
): void {
  traceSide(tracer, cell, side === 0 ? (edge + 1) % 6 : edge, side);
  for (let i = 0; i < tracer.length; i++) points.push(tracer.line[i]!);
}

function centreOf(tracer: Tracer, cell: number): [number, number] {
  traceSide(tracer, cell, 0, 0);
  return [tracer.line[0]!, tracer.line[1]!];
}

function countDonors(mesh: Mesh, terrain: Terrain, isRiver: (cell: number) => boolean) {
  const {flow, drainedKm2} = terrain;
  const mainDonor = new Int32Array(mesh.cellCount).fill(-1);
  const donorCount = new Uint8Array(mesh.cellCount);
  const order = new Uint8Array(mesh.cellCount);
  const sameOrder = new Uint8Array(mesh.cellCount);
  for (let i = flow.order.length - 1; i >= 0; i--) {
    const cell = flow.order[i]!;
    if (!isRiver(cell)) continue;
    // Strahler: two of one order make the next
    order[cell] = Math.max(1, order[cell]! + (sameOrder[cell]! > 1 ? 1 : 0));
    const to = flow.receiver[cell]!;
    if (to < 0) continue;
    donorCount[to]!++;
    if (order[cell]! > order[to]!) [order[to], sameOrder[to]] = [order[cell]!, 1];
    else if (order[cell] === order[to]) sameOrder[to]!++;
    const main = mainDonor[to]!;
    if (main < 0 || drainedKm2[cell]! > drainedKm2[main]!) mainDonor[to] = cell;
  }
  return {mainDonor, donorCount, order};
}

function nameStems(stems: Rivers['stems'], drainedKm2: Float64Array, names: Names): void {
  const bySize = stems
    .slice()
    .sort((a, b) => drainedKm2[b.mouth]! - drainedKm2[a.mouth]! || a.mouth - b.mouth);
  for (const stem of bySize) {
    const km2 = drainedKm2[stem.mouth]!;
    const [zh, en] = km2 > 8000 ? ['江', 'River'] : km2 > 1200 ? ['河', 'River'] : ['溪', 'Creek'];
    const root = names.river();
    stem.name = {zh: root.zh + zh, en: `${root.en} ${en}`};
  }
}

function cutReaches(
  terrain: Terrain,
  basins: Basins,
  isRiver: (cell: number) => boolean,
  donorCount: Uint8Array,
  stemOf: Int32Array,
): Reach[] {
  const {flow} = terrain;
  const reaches: Reach[] = [];
  const startingAt = new Map<number, number>();
  // mouths first, so that the reach downstream is known when one is made
  const heads: {cell: number; from: number}[] = [];
  for (const cell of flow.order) {
    if (!isRiver(cell)) continue;
    if (donorCount[cell] !== 1) heads.push({cell, from: -1});
  }
  for (const cell of flow.order) {
    const to = flow.receiver[cell]!;
    if (!isRiver(cell) || to < 0 || basins.of[cell] === basins.of[to]) continue;
    // the last stretch before a confluence belongs to the confluence's basin: from border to centre
    heads.push({cell: to, from: cell});
  }
  for (const {cell, from} of heads) {
    const cells: number[] = [];
    let at = cell;
    let endsAtBorder = false;
    for (;;) {
      cells.push(at);
      if (from >= 0 && cells.length === 1 && donorCount[at] !== 1) break;
      const to = flow.receiver[at]!;
      if (to < 0 || basins.of[to] !== basins.of[at]) {
        endsAtBorder = true;
        break;
      }
      at = to;
      if (donorCount[at] !== 1) {
        cells.push(at);
        break;
      }
    }
    const key = from >= 0 ? -from - 2 : cell;
    startingAt.set(key, reaches.length);
    reaches.push({
      cells,
      from,
      endsAtBorder,
      stem: stemOf[from >= 0 ? from : cell]!,
      downstream: -1,
    });
  }
  for (const reach of reaches) {
    const last = reach.cells.at(-1)!;
    if (reach.endsAtBorder) reach.downstream = startingAt.get(-last - 2) ?? -1;
    else reach.downstream = startingAt.get(last) ?? -1;
  }
  return reaches;
}

/** Mean flow a cell adds, m³/s: of the rain a quarter runs off where it is dry, over half where wet. */
function runoff(mesh: Mesh, terrain: Terrain, cell: number): number {
  const rain = terrain.rain[cell]!;
  const share = 0.22 + 0.36 * smoothStep(400, 1500, rain);
  return (mesh.cellAreaM2 * (rain / 1000) * share) / 31_557_600;
}
