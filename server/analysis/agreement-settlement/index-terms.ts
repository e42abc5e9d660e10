import type {IndexTerm} from '../../../contract/agreement-settlement.ts';

export interface WeightedIndex {
  terms: IndexTerm[];
  /** Σ weight · C / C0, or null where a term is missing. */
  sum: number | null;
}

/** An index of concentrations against their baselines, with every intermediate number. */
export function indexTerms(
  weights: readonly {indicator: string; weight: number}[],
  valueOf: (indicator: string) => number | null,
  baselineOf: (indicator: string) => number | null,
): WeightedIndex {
  const terms = weights.map(({indicator, weight}): IndexTerm => {
    const valueMgPerL = valueOf(indicator);
    const baselineMgPerL = baselineOf(indicator);
    // a baseline of nothing leaves no ratio to be formed
    const ratio =
      valueMgPerL === null || baselineMgPerL === null || baselineMgPerL === 0
        ? null
        : valueMgPerL / baselineMgPerL;
    const term = ratio === null ? null : weight * ratio;
    return {indicator, weight, valueMgPerL, baselineMgPerL, ratio, term};
  });
  const sum = terms.reduce<number | null>(
    (total, {term}) => (total === null || term === null ? null : total + term),
    0,
  );
  return {terms, sum};
}
