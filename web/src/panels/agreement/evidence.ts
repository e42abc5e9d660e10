import type {AgreementEvidence} from '../../../../contract/agreement.ts';

/**
 * What is known of a figure: of all paths that stand for it, or that lie below it, the most exact
 * one, and of equal ones the least sure.
 */
export function evidenceOf(
  evidence: readonly AgreementEvidence[],
  path: string,
): AgreementEvidence | null {
  const above = (figure: string) => path === figure || path.startsWith(`${figure}.`);
  const below = (figure: string) => figure.startsWith(`${path}.`);
  const fitting = evidence.flatMap((each) =>
    each.figures
      .filter((figure) => above(figure) || below(figure))
      .map((figure) => ({each, depth: above(figure) ? figure.length : path.length})),
  );
  fitting.sort((a, b) => b.depth - a.depth || a.each.confidence - b.each.confidence);
  return fitting[0]?.each ?? null;
}
