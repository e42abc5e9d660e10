import type {ClassPart} from '../../contract/redline-coverage.ts';
import type {LayerMeasurement} from '../layers/measuring.ts';

/** Classes that hold something of a zone, largest first. */
export function classParts({areaM2, byClassM2, classes}: LayerMeasurement): ClassPart[] {
  return classes
    .map((name, i) => ({class: name, areaM2: byClassM2[i]!, share: byClassM2[i]! / areaM2}))
    .filter((part) => part.areaM2 > 0)
    .sort((a, b) => b.areaM2 - a.areaM2);
}
