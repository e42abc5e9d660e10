import {
  BORDER_SEVERITY_M,
  type BorderMatch,
  type MismatchKind,
  type MismatchSeverity,
} from '../../../contract/border-match.ts';
import type {Behind} from '../../kernel/behind-border.ts';
import type {Stretch} from './stretches.ts';

export type Limits = BorderMatch['limits'];

export interface Judgement {
  kind: MismatchKind;
  severity: MismatchSeverity;
  offM: number | null;
  direction: 'across' | 'along' | null;
  /** The strip in which the class is missing, where it resumes behind it. */
  strip: Behind | null;
}

/** The class must resume behind so much of a stretch for its width to say how far it is off. */
const RESUMED_SHARE = 0.9;

/**
 * Says what a mismatch is.
 * @param around the stretches before and after it
 * @param look finds where what one side lacks begins behind it; null where the side lacks nothing
 */
export function judge(
  stretch: Stretch,
  around: readonly (Stretch | undefined)[],
  look: (side: 0 | 1, lacking: number[]) => Behind,
  limits: Limits,
): Judgement {
  const [first, second] = stretch.classes;
  const lacking: [number[], number[]] = [minus(second, first), minus(first, second)];
  const along = endsApart(stretch, around, lacking, limits) ? stretch.lengthM : Infinity;
  let strip: Behind | null = null;
  for (const side of [0, 1] as const) {
    if (lacking[side].length === 0) continue;
    const behind = look(side, lacking[side]);
    if (behind.resumedM < RESUMED_SHARE * stretch.lengthM) continue;
    if (strip === null || behind.widthM < strip.widthM) strip = behind;
  }
  const across = strip?.widthM ?? Infinity;
  const offM = Math.min(along, across);
  const direction = offM === Infinity ? null : along < across ? 'along' : 'across';
  const real = first.length > 0 && second.length > 0 ? 'class-differs' : 'gap';
  const kind = scaleOf(offM, limits) ?? real;
  return {
    kind,
    severity: severityOf(kind, stretch.lengthM),
    offM: offM === Infinity ? null : offM,
    direction,
    strip,
  };
}

/** Names how far off two lines are; null beyond the tolerance. */
export function scaleOf(
  offM: number,
  {noiseM, sliverM, toleranceM}: Pick<Limits, 'noiseM' | 'sliverM' | 'toleranceM'>,
): 'noise' | 'sliver' | 'offset' | null {
  if (offM <= noiseM) return 'noise';
  if (offM <= sliverM) return 'sliver';
  return offM <= toleranceM ? 'offset' : null;
}

export function severityOf(kind: MismatchKind, lengthM: number): MismatchSeverity {
  if (kind === 'noise' || kind === 'sliver') return 'none';
  if (kind === 'offset') return 'low';
  if (lengthM >= BORDER_SEVERITY_M.high) return 'high';
  return lengthM >= BORDER_SEVERITY_M.medium ? 'medium' : 'low';
}

/**
 * Whether this short stretch is there because the same class ends a little earlier on one side: the
 * side that lacks it holds it right before or right after. What is as short as noise always is.
 */
function endsApart(
  {lengthM}: Stretch,
  around: readonly (Stretch | undefined)[],
  lacking: [number[], number[]],
  {toleranceM, noiseM}: Limits,
): boolean {
  if (lengthM <= noiseM) return true;
  if (lengthM > toleranceM) return false;
  return around.some((neighbour) =>
    lacking.some(
      (classes, side) =>
        classes.length > 0 &&
        neighbour !== undefined &&
        minus(classes, neighbour.classes[side]!).length === 0,
    ),
  );
}

function minus(list: readonly number[], taken: readonly number[]): number[] {
  return list.filter((one) => !taken.includes(one));
}
