import type {
  BasinGroups,
  GroupBreakpoint,
  GroupMove,
  GroupRule,
} from '../../../contract/basin-linkage.ts';
import type {MeasuredCell} from '../basin-matrix.ts';
import type {GroundLink} from './unit-links.ts';

export const GROUP_RULES: Record<GroupRule, string> = {
  'same-basin':
    'Two units belong together when both have at least the threshold of their area in one basin; groups are what such pairs connect.',
  connected:
    'Two units belong together when at least the threshold of the area of one drains straight into the other; groups are what such pairs connect.',
  both: 'Two units belong together when both have at least the threshold of their area in one basin and at least the threshold of the area of one drains straight into the other; groups are what such pairs connect.',
};

/** Two units and the highest threshold at which the rule still holds for them. */
interface Bond {
  a: number;
  b: number;
  strength: number;
}

/** Where groups change, by position of units; names come with group-changes.ts. */
export type Change = Pick<GroupBreakpoint, 'threshold' | 'groups' | 'moves'>;
export type FoundGroups = Omit<BasinGroups, 'joins' | 'splits'> & {
  joins: Change[];
  splits: Change[];
};

/** Breakpoints told on either side of the threshold. */
const BREAKPOINTS = 10;
/** Strengths nearer than this are one breakpoint, and meet a threshold they are short of by less. */
const SAME_STRENGTH = 1e-9;

/**
 * Units that belong together by a rule at a threshold. The strongest bonds that connect everything are
 * kept as a tree (Kruskal): cutting it at any threshold gives the groups there, so the thresholds at
 * which groups join or fall apart can be read off.
 */
export function groupUnits(
  areasM2: readonly number[],
  cells: readonly MeasuredCell[],
  links: readonly GroundLink[],
  rule: GroupRule,
  threshold: number,
): FoundGroups {
  const count = areasM2.length;
  const tree = strongestTree(count, bondsOf(areasM2, cells, links, rule));
  const holds = (bond: Bond) => bond.strength >= threshold - SAME_STRENGTH && bond.strength > 0;
  const kept = tree.filter(holds);
  const sets = setsOf(count, kept);
  const groups = sets.filter((units) => units.length > 1);
  return {
    rule,
    threshold,
    groups: groups
      .map((units) => ({
        units,
        basins: basinsOf(units, areasM2, cells, threshold),
        areaM2: units.reduce((sum, unit) => sum + areasM2[unit]!, 0),
      }))
      .sort((a, b) => b.areaM2 - a.areaM2 || a.units[0]! - b.units[0]!),
    alone: sets.filter((units) => units.length === 1).flat(),
    joins: joinsBelow(count, tree, kept),
    splits: splitsAbove(count, kept),
  };
}

function bondsOf(
  areasM2: readonly number[],
  cells: readonly MeasuredCell[],
  links: readonly GroundLink[],
  rule: GroupRule,
): Bond[] {
  if (rule === 'same-basin') return sameBasin(areasM2, cells);
  const connected = new Map<string, Bond>();
  for (const {from, to, shareOfFrom} of links) {
    const [a, b] = from < to ? [from, to] : [to, from];
    const known = connected.get(`${a} ${b}`);
    if (!known) connected.set(`${a} ${b}`, {a, b, strength: shareOfFrom});
    else known.strength = Math.max(known.strength, shareOfFrom);
  }
  const bonds = [...connected.values()];
  if (rule === 'connected') return bonds;
  const shares = sharesByUnit(areasM2, cells);
  return bonds.map(({a, b, strength}) => {
    return {a, b, strength: Math.min(strength, commonShare(shares[a]!, shares[b]!))};
  });
}

/**
 * Of the pairs in a basin only those with its strongest unit: they connect the same units at every
 * threshold as all pairs do.
 */
function sameBasin(areasM2: readonly number[], cells: readonly MeasuredCell[]): Bond[] {
  const strongest = new Map<number, MeasuredCell>();
  const share = ({unit, areaM2}: MeasuredCell) => areaM2 / areasM2[unit]!;
  for (const cell of cells) {
    const known = strongest.get(cell.basin);
    if (!known || share(cell) > share(known)) strongest.set(cell.basin, cell);
  }
  return cells
    .filter((cell) => strongest.get(cell.basin) !== cell)
    .map((cell) => ({
      a: cell.unit,
      b: strongest.get(cell.basin)!.unit,
      strength: share(cell),
    }));
}

function sharesByUnit(
  areasM2: readonly number[],
  cells: readonly MeasuredCell[],
): Map<number, number>[] {
  const shares = areasM2.map(() => new Map<number, number>());
  for (const {unit, basin, areaM2} of cells) shares[unit]!.set(basin, areaM2 / areasM2[unit]!);
  return shares;
}

function commonShare(a: Map<number, number>, b: Map<number, number>): number {
  const [few, many] = a.size < b.size ? [a, b] : [b, a];
  let best = 0;
  for (const [basin, share] of few) best = Math.max(best, Math.min(share, many.get(basin) ?? 0));
  return best;
}

/** Kruskal, strongest first; of equal ones in the order of their units. */
function strongestTree(count: number, bonds: readonly Bond[]): Bond[] {
  const sets = new DisjointSets(count);
  return bonds
    .toSorted((x, y) => y.strength - x.strength || x.a - y.a || x.b - y.b)
    .filter(({a, b}) => sets.join(a, b));
}

function joinsBelow(count: number, tree: readonly Bond[], kept: readonly Bond[]): Change[] {
  const sets = new DisjointSets(count);
  for (const {a, b} of kept) sets.join(a, b);
  const weaker = tree.slice(kept.length).filter(({strength}) => strength > 0);
  return runsOf(weaker)
    .slice(0, BREAKPOINTS)
    .map((run) => {
      const before = sets.list();
      for (const {a, b} of run) sets.join(a, b);
      const joined = new Set(run.map(({a}) => sets.find(a)));
      const groups = sets.list().filter((units) => joined.has(sets.find(units[0]!)));
      const parts = before.filter((units) => joined.has(sets.find(units[0]!)));
      return {threshold: run[0]!.strength, groups, moves: movesBetween(parts, groups)};
    });
}

function splitsAbove(count: number, kept: readonly Bond[]): Change[] {
  return runsOf(kept.toReversed())
    .slice(0, BREAKPOINTS)
    .map((run) => {
      const weakest = run.at(-1)!.strength;
      const left = kept.filter(({strength}) => strength > weakest + SAME_STRENGTH);
      const sets = new DisjointSets(count);
      for (const {a, b} of left) sets.join(a, b);
      const parts = new Set(run.flatMap(({a, b}) => [sets.find(a), sets.find(b)]));
      const groups = sets.list().filter((units) => parts.has(sets.find(units[0]!)));
      for (const {a, b} of run) sets.join(a, b);
      const wholes = sets.list().filter((units) => units.length > 1);
      return {threshold: weakest, groups, moves: movesBetween(groups, wholes)};
    });
}

/** Of the parts of each whole the one with most units stays, the first of equals; the others move. */
function movesBetween(parts: readonly number[][], wholes: readonly number[][]): GroupMove[] {
  return wholes.flatMap((whole) => {
    const members = new Set(whole);
    const own = parts
      .filter(([first]) => members.has(first!))
      .toSorted((x, y) => y.length - x.length || x[0]! - y[0]!);
    const [group, ...others] = own;
    return others.map((units) => ({units, group: group!}));
  });
}

/** Bonds in the order given, those of one strength together. */
function runsOf(bonds: readonly Bond[]): Bond[][] {
  const runs: Bond[][] = [];
  for (const bond of bonds) {
    const last = runs.at(-1);
    if (last && Math.abs(last[0]!.strength - bond.strength) <= SAME_STRENGTH) last.push(bond);
    else runs.push([bond]);
  }
  return runs;
}

function basinsOf(
  units: readonly number[],
  areasM2: readonly number[],
  cells: readonly MeasuredCell[],
  threshold: number,
): number[] {
  const members = new Set(units);
  const basins = new Set<number>();
  for (const {unit, basin, areaM2} of cells) {
    if (members.has(unit) && areaM2 >= (threshold - SAME_STRENGTH) * areasM2[unit]!)
      basins.add(basin);
  }
  return [...basins].sort((a, b) => a - b);
}

function setsOf(count: number, bonds: readonly Bond[]): number[][] {
  const sets = new DisjointSets(count);
  for (const {a, b} of bonds) sets.join(a, b);
  return sets.list();
}

class DisjointSets {
  private readonly parent: Int32Array;

  constructor(count: number) {
    this.parent = Int32Array.from({length: count}, (_, i) => i);
  }

  find(node: number): number {
    let root = node;
    while (this.parent[root] !== root) root = this.parent[root]!;
    while (this.parent[node] !== root) {
      const next = this.parent[node]!;
      this.parent[node] = root;
      node = next;
    }
    return root;
  }

  /** Whether they were apart before. */
  join(a: number, b: number): boolean {
    const [x, y] = [this.find(a), this.find(b)];
    if (x === y) return false;
    this.parent[Math.max(x, y)] = Math.min(x, y);
    return true;
  }

  list(): number[][] {
    const sets = new Map<number, number[]>();
    this.parent.forEach((_, i) => {
      const root = this.find(i);
      const set = sets.get(root);
      if (set) set.push(i);
      else sets.set(root, [i]);
    });
    return [...sets.values()];
  }
}
