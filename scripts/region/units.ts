import {Heap} from './flow.ts';
import {neighbour, type Mesh} from './mesh.ts';
import {chance, smoothStep} from './random.ts';
import {position, type Terrain} from './terrain.ts';

export type Units = {
  /** County of every cell; −1 off the land. */
  countyOf: Int32Array;
  countyCount: number;
  /** Prefecture of every county, province of every prefecture. */
  prefectureOf: Int32Array;
  provinceOf: Int32Array;
  /** The cell of each county's seat: the town its government sits in. */
  seat: Int32Array;
};

/**
 * Counties grow from their seats over the land, slowly across heights, steep slopes and large
 * rivers, so their borders come to lie on ridges and beside rivers. Neighbouring counties are then
 * gathered into prefectures, and prefectures into provinces.
 */
export function makeUnits(
  mesh: Mesh,
  terrain: Terrain,
  isLake: Uint8Array,
  counts: {counties: number; prefectures: number; provinces: number},
): Units {
  const seats = chooseSeats(mesh, terrain, isLake, counts.counties);
  const countyOf = growFrom(mesh, terrain, seats);
  const touching = neighboursOf(mesh, countyOf, seats.length);
  const place = seats.map((cell) => position(mesh, cell));
  const prefectureOf = gather(touching, place, counts.prefectures);
  const prefectures = Math.max(...prefectureOf) + 1;
  const above = merge(touching, place, prefectureOf, prefectures);
  const provinceOf = gather(above.touching, above.place, counts.provinces);
  return {
    countyOf,
    countyCount: seats.length,
    prefectureOf,
    provinceOf,
    seat: Int32Array.from(seats),
  };
}

/** Low, well-watered cells, never two too close; nearer to each other in the plains. */
function chooseSeats(mesh: Mesh, terrain: Terrain, isLake: Uint8Array, count: number) {
  const {flow, height, relief, drainedKm2} = terrain;
  let top = 0;
  for (const cell of flow.order) top = Math.max(top, height[cell]!);
  const appeal = new Float64Array(mesh.cellCount);
  for (const cell of flow.order) {
    const low = 1 - height[cell]! / top;
    const river = smoothStep(0, 4, Math.log10(drainedKm2[cell]! + 1));
    const rim = nearRim(mesh, terrain, cell) ? 0.6 : 0;
    appeal[cell] =
      0.8 * low + 0.7 * river - relief[cell]! / 400 + 0.5 * chance(mesh.seed + 61, cell) - rim;
  }
  const ranked = Array.from(flow.order)
    .filter((cell) => !isLake[cell])
    .sort((a, b) => appeal[b]! - appeal[a]! || a - b);
  // distance in cells that just lets the wanted number in: shrink from too far until it does
  let apart = 1.05 * Math.sqrt(flow.order.length / count);
  for (;;) {
    const seats = pickApart(mesh, terrain, ranked, apart, count);
    if (seats.length === count) return seats;
    apart *= 0.97;
  }
}

/** No government builds its town at the very edge: two cells from what is not land. */
function nearRim(mesh: Mesh, {isLand}: Terrain, cell: number): boolean {
  for (let k = 0; k < 6; k++) {
    const other = neighbour(mesh, cell, k);
    if (!isLand[other] || !isLand[neighbour(mesh, other, k)]) return true;
  }
  return false;
}

function pickApart(mesh: Mesh, terrain: Terrain, ranked: number[], apart: number, count: number) {
  const buckets = new Map<number, number[]>();
  const size = apart * 1.25;
  const wide = Math.ceil(mesh.columns / size) + 2;
  const chosen: number[] = [];
  for (const cell of ranked) {
    if (chosen.length === count) break;
    const x = (cell % mesh.columns) + 0.5 * (Math.floor(cell / mesh.columns) & 1);
    const y = Math.floor(cell / mesh.columns) * 0.8660254037844386;
    const bx = Math.floor(x / size) + 1;
    const by = Math.floor(y / size) + 1;
    const reach = apart * (1 + 0.25 * smoothStep(10, 60, terrain.relief[cell]!));
    let isFree = true;
    for (let i = -1; i <= 1 && isFree; i++) {
      for (let j = -1; j <= 1 && isFree; j++) {
        for (const other of buckets.get((by + j) * wide + bx + i) ?? []) {
          const dx = (other % mesh.columns) + 0.5 * (Math.floor(other / mesh.columns) & 1) - x;
          const dy = Math.floor(other / mesh.columns) * 0.8660254037844386 - y;
          if (dx * dx + dy * dy < reach * reach) isFree = false;
        }
      }
    }
    if (!isFree) continue;
    chosen.push(cell);
    const key = by * wide + bx;
    const bucket = buckets.get(key);
    if (bucket) bucket.push(cell);
    else buckets.set(key, [cell]);
  }
  return chosen;
}

function growFrom(mesh: Mesh, terrain: Terrain, seats: number[]): Int32Array {
  const {isLand, height, relief, drainedKm2} = terrain;
  const owner = new Int32Array(mesh.cellCount).fill(-1);
  const from = new Int32Array(mesh.cellCount).fill(-1);
  const cost = new Float64Array(mesh.cellCount).fill(Infinity);
  const heap = new Heap(4096);
  seats.forEach((cell, county) => {
    cost[cell] = 0;
    from[cell] = county;
    heap.push(cell, 0);
  });
  while (heap.size > 0) {
    const reached = heap.topKey();
    const cell = heap.pop();
    if (owner[cell]! >= 0 || reached > cost[cell]!) continue;
    owner[cell] = from[cell]!;
    for (let k = 0; k < 6; k++) {
      const other = neighbour(mesh, cell, k);
      if (!isLand[other] || owner[other]! >= 0) continue;
      const climb = Math.abs(height[other]! - height[cell]!);
      // crossing a watershed: going down into land that does not drain this way
      const overRidge =
        terrain.flow.receiver[other] !== cell && terrain.flow.receiver[cell] !== other ? 0.8 : 0;
      const overRiver = drainedKm2[other]! > 4000 ? 1.5 : 0;
      const step =
        1 +
        climb / 60 +
        relief[other]! / 120 +
        overRidge +
        overRiver +
        0.6 * chance(mesh.seed + 62, other);
      if (reached + step >= cost[other]!) continue;
      cost[other] = reached + step;
      from[other] = from[cell]!;
      heap.push(other, cost[other]!);
    }
  }
  return owner;
}

type Touching = Map<number, number>[];

/** For every county its neighbours with the number of edges they share. */
function neighboursOf(mesh: Mesh, countyOf: Int32Array, count: number): Touching {
  const touching: Touching = Array.from({length: count}, () => new Map<number, number>());
  for (let cell = 0; cell < countyOf.length; cell++) {
    const own = countyOf[cell]!;
    if (own < 0) continue;
    for (let k = 0; k < 6; k++) {
      const other = countyOf[neighbour(mesh, cell, k)]!;
      if (other < 0 || other === own) continue;
      touching[own]!.set(other, (touching[own]!.get(other) ?? 0) + 1);
    }
  }
  return touching;
}

/** Gathers neighbours into groups of like size: the smallest group that can grow takes its nearest. */
function gather(touching: Touching, place: [number, number][], groups: number): Int32Array {
  const of = new Int32Array(place.length).fill(-1);
  const centres = spread(place, groups);
  const members = centres.map((centre) => [centre]);
  centres.forEach((centre, group) => (of[centre] = group));
  for (let left = place.length - groups; left > 0; left--) {
    let best: {group: number; item: number; score: number} | null = null;
    for (let group = 0; group < groups; group++) {
      const [cx, cy] = place[centres[group]!]!;
      for (const member of members[group]!) {
        for (const [item, edges] of touching[member]!) {
          if (of[item]! >= 0) continue;
          const distance = Math.hypot(place[item]![0] - cx, place[item]![1] - cy);
          const size = members[group]!.length * Math.sqrt(groups / place.length);
          const score = distance + 0.12 * size - 0.002 * edges;
          if (!best || score < best.score) best = {group, item, score};
        }
      }
    }
    if (!best) throw new Error('The counties do not hang together');
    of[best.item] = best.group;
    members[best.group]!.push(best.item);
  }
  return of;
}

/** Members far from each other and from all chosen before. */
function spread(place: [number, number][], count: number): number[] {
  const chosen: number[] = [];
  while (chosen.length < count) {
    let best = 0;
    let bestDistance = -1;
    place.forEach(([x, y], item) => {
      // the first is the one farthest south-west
      let distance = chosen.length === 0 ? 4 - x - y : Infinity;
      for (const other of chosen) {
        distance = Math.min(distance, Math.hypot(place[other]![0] - x, place[other]![1] - y));
      }
      if (distance > bestDistance) [best, bestDistance] = [item, distance];
    });
    chosen.push(best);
  }
  return chosen;
}

function merge(touching: Touching, place: [number, number][], of: Int32Array, count: number) {
  const merged: Touching = Array.from({length: count}, () => new Map<number, number>());
  const sum = Array.from({length: count}, () => [0, 0, 0] as [number, number, number]);
  touching.forEach((others, item) => {
    const own = of[item]!;
    sum[own]![0] += place[item]![0];
    sum[own]![1] += place[item]![1];
    sum[own]![2] += 1;
    for (const [other, edges] of others) {
      const group = of[other]!;
      if (group !== own) merged[own]!.set(group, (merged[own]!.get(group) ?? 0) + edges);
    }
  });
  return {
    touching: merged,
    place: sum.map(([x, y, n]) => [x / n, y / n] as [number, number]),
  };
}
