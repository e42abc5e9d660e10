import type {Mesh} from './mesh.ts';
import type {Terrain} from './terrain.ts';

/** Basins of one level, numbered from 0. */
export type BasinLevel = {
  /** 1 is a whole river system. */
  level: number;
  code: string[];
  /** The basin of the level above; −1 at level 1. */
  parent: Int32Array;
  /** The basin of this level that the water flows to next; −1 where it leaves the region. */
  downstream: Int32Array;
  /** The cell through which all of the basin's water leaves it. */
  mouth: Int32Array;
  /** Own area in km², what lies upstream not counted. */
  areaKm2: Float64Array;
};

export type Basins = {
  /** Level 1 first, the finest last. */
  levels: BasinLevel[];
  /** The finest basin of every cell; −1 off the land. */
  of: Int32Array;
};

/** Length of the codes by level: as in China's water-resource zones, where the fourth is 6 or 7. */
const CODE_LENGTHS = [1, 3, 5, 7];
const CODE_DIGITS = '0123456789ABCDEFGHJKLMNPQRSTUVWXYZ';
// A–H, J and K are taken by China's ten first-level zones
const SYSTEM_LETTERS = 'XYZUVWTSRQ';

/**
 * Cuts the flow tree into basins, finest first: walking from the sources down, whenever more than
 * the wanted area has gathered at a confluence, the largest tributary is cut off as a basin of its
 * own. A basin is thus a connected piece of the tree with one mouth, so its downstream is one basin
 * and no links run in a circle. Coarser levels are made the same way from the tree of basins.
 */
export function makeBasins(mesh: Mesh, terrain: Terrain, targetKm2: number[]): Basins {
  const {flow} = terrain;
  const cellKm2 = mesh.cellAreaM2 / 1e6;
  const finest = cutTree(
    flow.order,
    flow.receiver,
    () => cellKm2,
    targetKm2.at(-1)!,
    mesh.cellCount,
  );
  const trees = [finest];
  for (let level = targetKm2.length - 2; level >= 1; level--) {
    const below = trees[0]!;
    const area = below.area;
    trees.unshift(
      cutTree(
        below.order,
        below.downstream,
        (basin) => area[basin]!,
        targetKm2[level]!,
        below.count,
      ),
    );
  }
  // level 1: everything that shares an outlet
  const top = trees[0]!;
  trees.unshift(cutTree(top.order, top.downstream, (b) => top.area[b]!, Infinity, top.count));
  const levels = trees.map((tree, index): BasinLevel => {
    const above = trees[index - 1];
    const parent = new Int32Array(tree.count).fill(-1);
    if (above) for (let basin = 0; basin < tree.count; basin++) parent[basin] = above.of[basin]!;
    const mouth = tree.root.slice();
    for (let finer = index + 1; finer < trees.length; finer++) {
      for (let basin = 0; basin < mouth.length; basin++) {
        mouth[basin] = trees[finer]!.root[mouth[basin]!]!;
      }
    }
    const {downstream, area: areaKm2} = tree;
    return {level: index + 1, code: [], parent, downstream, mouth, areaKm2};
  });
  levels.forEach((level, index) => giveCodes(level, levels[index - 1], trees[index]!.order));
  return {levels, of: finest.of};
}

type CutTree = {
  count: number;
  of: Int32Array;
  root: Int32Array;
  downstream: Int32Array;
  area: Float64Array;
  /** Pieces from the mouth up. */
  order: Int32Array;
};

function cutTree(
  order: Int32Array,
  receiver: Int32Array,
  weight: (node: number) => number,
  target: number,
  nodeCount: number,
): CutTree {
  const isCut = new Uint8Array(nodeCount);
  const gathered = new Float64Array(nodeCount);
  // donors as linked lists: millions of small arrays would cost a gigabyte
  const firstDonor = new Int32Array(nodeCount).fill(-1);
  const nextDonor = new Int32Array(nodeCount).fill(-1);
  const donors: number[] = [];
  for (let i = order.length - 1; i >= 0; i--) {
    const node = order[i]!;
    donors.length = 0;
    let sum = weight(node);
    for (let donor = firstDonor[node]!; donor >= 0; donor = nextDonor[donor]!) {
      donors.push(donor);
      sum += gathered[donor]!;
    }
    donors.sort((a, b) => gathered[b]! - gathered[a]! || a - b);
    for (const donor of donors) {
      if (sum <= target) break;
      isCut[donor] = 1;
      sum -= gathered[donor]!;
    }
    // a sliver at the mouth of a system is better left with the tributary above it
    const largest = donors[0];
    if (receiver[node]! < 0 && sum < target / 5 && largest !== undefined && isCut[largest]) {
      isCut[largest] = 0;
      sum += gathered[largest]!;
    }
    gathered[node] = sum;
    const to = receiver[node]!;
    if (to < 0) continue;
    nextDonor[node] = firstDonor[to]!;
    firstDonor[to] = node;
  }
  const of = new Int32Array(nodeCount).fill(-1);
  const roots: number[] = [];
  const downstream: number[] = [];
  for (const node of order) {
    const to = receiver[node]!;
    if (to >= 0 && !isCut[node]) {
      of[node] = of[to]!;
      continue;
    }
    of[node] = roots.length;
    roots.push(node);
    downstream.push(to >= 0 ? of[to]! : -1);
  }
  const area = new Float64Array(roots.length);
  for (const node of order) area[of[node]!]! += weight(node);
  return {
    count: roots.length,
    of,
    root: Int32Array.from(roots),
    downstream: Int32Array.from(downstream),
    area,
    order: Int32Array.from(roots, (_, index) => index),
  };
}

/** Codes extend the parent's; among siblings they count from the mouth up. */
function giveCodes(level: BasinLevel, above: BasinLevel | undefined, order: Int32Array): void {
  const next = new Map<number, number>();
  const length = CODE_LENGTHS[level.level - 1]!;
  for (const basin of order) {
    const parent = level.parent[basin]!;
    const serial = next.get(parent) ?? (above ? 1 : 0);
    next.set(parent, serial + 1);
    if (!above) {
      level.code[basin] = SYSTEM_LETTERS[serial]!;
      continue;
    }
    const prefix = above.code[parent]!;
    level.code[basin] = prefix + serialCode(serial, length - prefix.length);
  }
}

/** 01 … 99, then A0 … ZZ, so that more than 99 siblings still fit two places. */
function serialCode(serial: number, length: number): string {
  if (serial < 100) return String(serial).padStart(length, '0');
  const rest = serial - 100;
  const first = CODE_DIGITS[10 + Math.floor(rest / CODE_DIGITS.length)];
  if (first === undefined) throw new Error(`Serial ${serial} does not fit a basin code`);
  return first + CODE_DIGITS[rest % CODE_DIGITS.length]!;
}
