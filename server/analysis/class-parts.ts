import type {ClassPart} from '../../contract/redline-coverage.ts';
import type {LayerMeasurement} from '../layers/measuring.ts';

/**
 * What touching borders leave behind where nothing is shared: coordinates of 1e7 m hold 2e-9 m, which
 * along a border of 1000 km comes to less than this.
 */
const ROUNDING_M2 = 0.01;

/** Classes that hold something of a zone, largest first. */
export function classParts({areaM2, byClassM2, classes}: LayerMeasurement): ClassPart[] {
  return classes
    .map((name, i) => ({class: name, ...partOf(areaM2, byClassM2[i]!)}))
    .filter((part) => part.areaM2 > 0)
    .sort((a, b) => b.areaM2 - a.areaM2);
}

/** A part between nothing and the whole: rounding is neither a part nor a remainder. */
export function partOf(wholeM2: number, areaM2: number): {areaM2: number; share: number} {
  const rounding = Math.min(ROUNDING_M2, wholeM2 * 1e-9);
  const isWhole = Math.abs(wholeM2 - areaM2) <= rounding;
  const exact = isWhole ? wholeM2 : areaM2 <= rounding ? 0 : areaM2;
  return {areaM2: exact, share: wholeM2 === 0 ? 0 : exact / wholeM2};
}
