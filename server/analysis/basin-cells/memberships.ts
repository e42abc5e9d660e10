import type {BasinCell, BasinMembership} from '../../../contract/basin-cells.ts';

export const TIE_RULE =
  'The main basin is the one with the largest area of the unit; of equal areas (to 1e-9 of the unit) the one with the lower code.';

/** Shares nearer than this are equal: also to the threshold, which a half that is one bit short meets. */
const TIE_SHARE = 1e-9;

/**
 * The basins of each unit. `cells` come by unit and then basin, basins in the order of their codes.
 */
export function findMemberships(
  unitCount: number,
  cells: readonly BasinCell[],
  threshold: number,
): BasinMembership[] {
  const byUnit = Array.from({length: unitCount}, (): BasinCell[] => []);
  for (const cell of cells) byUnit[cell.unit]!.push(cell);
  return byUnit.map((own, unit) => {
    const largest = Math.max(...own.map((cell) => cell.shareOfUnit));
    const first = own.filter((cell) => largest - cell.shareOfUnit <= TIE_SHARE);
    return {
      unit,
      mainBasin: first[0]?.basin ?? null,
      isTie: first.length > 1,
      basins: own
        .filter((cell) => cell.shareOfUnit >= threshold - TIE_SHARE)
        .sort((a, b) => b.shareOfUnit - a.shareOfUnit || a.basin - b.basin)
        .map(({basin, shareOfUnit, weight}) => ({basin, share: shareOfUnit, weight})),
    };
  });
}
