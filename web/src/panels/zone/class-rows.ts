import type {AreaBounds} from '../../../../contract/bounds.ts';
import type {LocalText} from '../../../../contract/local-text.ts';
import {areaIn, type AreaUnit} from '../../../../contract/format-area.ts';
import {levelRounding} from '../../../../contract/level-rounding.ts';
import type {ClassPart} from '../../../../contract/redline-coverage.ts';
import {NO_CLASS_COLOUR, type ClassLook} from '../../state/class-looks.ts';
import {AREA_DIGITS, type AreaLimits} from '../../state/use-format.ts';

export interface ClassRow {
  id: string;
  title: LocalText | null;
  colour: string;
  areaM2: number;
  share: number;
  /** Area in the display unit, levelled so that the rows add up to the whole shown. */
  shown: number;
  beforeM2: number | null;
  /** Where the exact area is not known yet, between which it lies. */
  limits: AreaLimits | null;
}

/** Class of no class: ours to name, the data has none. */
export const NO_CLASS = '';
/** Below a square millimetre it is the rounding of sums, not land. */
const LEAST_M2 = 1e-6;

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
      colour: look?.colour ?? NO_CLASS_COLOUR,
      areaM2: part.areaM2,
      share: part.share,
      shown: shown[index]!,
      beforeM2: before === null ? null : (old?.areaM2 ?? 0),
      limits: null,
    };
  });
  return {rows, remainderShown: shown.at(-1)!};
}

/**
 * Rows of what is known early: classes that had an area before in the order they had, then by size.
 * `areaM2` is what the class holds for certain.
 */
export function boundRows(
  {areaM2, byClass}: AreaBounds,
  known: readonly ClassPart[],
  looks: readonly ClassLook[],
): ClassRow[] {
  const places = new Map(known.map((part, index) => [part.class, index]));
  const place = (name: string | null) => places.get(name) ?? known.length;
  return byClass
    .toSorted(
      (a, b) => place(a.class) - place(b.class) || b.lowerM2 + b.upperM2 - (a.lowerM2 + a.upperM2),
    )
    .map((limits) => {
      const look = looks.find((each) => each.class === limits.class);
      return {
        id: limits.class ?? NO_CLASS,
        title: look?.title ?? null,
        colour: look?.colour ?? NO_CLASS_COLOUR,
        areaM2: limits.lowerM2,
        share: areaM2 > 0 ? limits.lowerM2 / areaM2 : 0,
        shown: 0,
        beforeM2: null,
        limits,
      };
    });
}

/** Classes that might have been there and turned out not to be stay as rows of nothing: no row jumps. */
export function withRuledOut(parts: readonly ClassPart[], early: AreaBounds | null): ClassPart[] {
  const found = new Set(parts.map((part) => part.class));
  const ruledOut = (early?.byClass ?? []).filter((limits) => !found.has(limits.class));
  return [...parts, ...ruledOut.map((limits) => ({class: limits.class, areaM2: 0, share: 0}))];
}
