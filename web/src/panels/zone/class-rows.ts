import type {LocalText} from '../../../../contract/local-text.ts';
import {areaIn, type AreaUnit} from '../../../../contract/format-area.ts';
import {levelRounding} from '../../../../contract/level-rounding.ts';
import type {ClassPart} from '../../../../contract/redline-coverage.ts';
import {AREA_DIGITS} from '../../state/use-format.ts';

export interface ClassLook {
  class: string;
  title: LocalText;
  colour: string;
}

export interface ClassRow {
  id: string;
  title: LocalText | null;
  colour: string;
  areaM2: number;
  share: number;
  /** Area in the display unit, levelled so that the rows add up to the whole shown. */
  shown: number;
  beforeM2: number | null;
}

/** Class of no class: ours to name, the data has none. */
export const NO_CLASS = '';
/** Below a square millimetre it is the rounding of sums, not land. */
const LEAST_M2 = 1e-6;
const UNKNOWN_COLOUR = '#9aa3a6';

/**
 * Rows of a table of classes, levelled to the displayed whole. Where classes overlap each other the
 * parts add up to more than the whole, and levelling would falsify them: then each is just rounded.
 */
export function classRows(
  parts: readonly ClassPart[],
  whole: {areaM2: number; remainderM2: number; multipleM2: number},
  before: readonly ClassPart[] | null,
  looks: readonly ClassLook[],
  unit: AreaUnit,
): {rows: ClassRow[]; remainderShown: number} {
  const digits = AREA_DIGITS[unit];
  const sizes = [...parts.map(({areaM2}) => areaM2), whole.remainderM2].map((m2) =>
    areaIn(unit, m2),
  );
  const isPartition = whole.multipleM2 < LEAST_M2;
  const shown = isPartition
    ? levelRounding(sizes, areaIn(unit, whole.areaM2), digits)
    : sizes.map((size) => Math.round(size * 10 ** digits) / 10 ** digits);
  const rows = parts.map((part, index) => {
    const look = looks.find((each) => each.class === part.class);
    const old = before?.find((each) => each.class === part.class);
    return {
      id: part.class ?? NO_CLASS,
      title: look?.title ?? null,
      colour: look?.colour ?? UNKNOWN_COLOUR,
      areaM2: part.areaM2,
      share: part.share,
      shown: shown[index]!,
      beforeM2: before === null ? null : (old?.areaM2 ?? 0),
    };
  });
  return {rows, remainderShown: shown.at(-1)!};
}
