import type {
  BorderFault,
  BorderMismatch,
  BorderPair,
  BorderTotals,
  MismatchKind,
} from '../../../contract/border-match.ts';
import {byName} from './describe.ts';
import type {MatchedChain} from './match-borders.ts';

const KINDS: MismatchKind[] = ['class-differs', 'gap', 'offset', 'sliver', 'noise'];

/** Sums the chains of each two neighbours, in the order of their codes. */
export function sumPairs(
  chains: readonly MatchedChain[],
  classes: readonly (string | null)[],
): BorderPair[] {
  const pairs = new Map<string, MatchedChain[]>();
  for (const chain of chains) {
    const key = `${chain.first} ${chain.second}`;
    const own = pairs.get(key);
    if (own) own.push(chain);
    else pairs.set(key, [chain]);
  }
  return [...pairs.values()]
    .map((own) => sumPair(own, classes))
    .sort((a, b) => a.units[0] - b.units[0] || a.units[1] - b.units[1]);
}

function sumPair(chains: MatchedChain[], classes: readonly (string | null)[]): BorderPair {
  const {first, second} = chains[0]!;
  const byClass = new Map<number, [number, number, number]>();
  for (const chain of chains) {
    for (const [one, lengths] of chain.byClass) {
      const sums = byClass.get(one) ?? [0, 0, 0];
      lengths.forEach((lengthM, i) => (sums[i]! += lengthM));
      byClass.set(one, sums);
    }
  }
  const mismatches = chains.flatMap((chain) => chain.mismatches);
  const byKind = KINDS.map((kind) => ({
    kind,
    lengthM: sum(mismatches.filter((one) => one.kind === kind).map((one) => one.lengthM)),
  })).filter(({lengthM}) => lengthM > 0);
  return {
    units: [first, second],
    sharedM: sum(chains.map((chain) => chain.sharedM)),
    matchedM: sum(chains.map((chain) => chain.matchedM)),
    mismatchedM: sum(byKind.map(({lengthM}) => lengthM)),
    nothingM: sum(chains.map((chain) => chain.nothingM)),
    byKind,
    byClass: [...byClass]
      .map(([one, [matchedM, firstM, secondM]]) => ({
        class: classes[one]!,
        matchedM,
        onlyM: [firstM, secondM] as [number, number],
      }))
      .sort((a, b) => byName(a.class, b.class)),
    mismatchCount: mismatches.length,
  };
}

/** Sums over all pairs, and over all mismatches and faults before any list is cut. */
export function sumTotals(
  pairs: readonly BorderPair[],
  mismatches: readonly BorderMismatch[],
  faults: readonly BorderFault[],
): BorderTotals {
  const over = (of: (pair: BorderPair) => number) => sum(pairs.map(of));
  return {
    pairCount: pairs.length,
    sharedM: over((pair) => pair.sharedM),
    matchedM: over((pair) => pair.matchedM),
    mismatchedM: over((pair) => pair.mismatchedM),
    nothingM: over((pair) => pair.nothingM),
    byKind: KINDS.map((kind) => {
      const own = mismatches.filter((one) => one.kind === kind);
      return {kind, count: own.length, lengthM: sum(own.map(({lengthM}) => lengthM))};
    }),
    faults: (['gap', 'overlap'] as const).map((kind) => {
      const own = faults.filter((one) => one.kind === kind);
      return {
        kind,
        count: own.length,
        lengthM: sum(own.map(({lengthM}) => lengthM)),
        areaM2: sum(own.map(({areaM2}) => areaM2)),
      };
    }),
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
