import {
  BORDER_NOISE_M,
  BORDER_SEARCH_TOLERANCES,
  BORDER_SLIVER_M,
  BORDER_TOLERANCE_M,
  type BorderMatchInputs,
} from '../../../contract/border-match.ts';
import {fail} from '../../errors.ts';
import {TOUCH_M} from '../../kernel/border-holders.ts';
import type {Limits} from './judge.ts';

/**
 * The limits of a check; what is left out follows a smaller limit that is given.
 * @throws INPUT_INVALID when they are not in order
 */
export function chooseLimits(inputs: BorderMatchInputs): Limits {
  const toleranceM = inputs.toleranceM ?? BORDER_TOLERANCE_M;
  const sliverM = inputs.sliverM ?? Math.min(BORDER_SLIVER_M, toleranceM);
  const noiseM = inputs.noiseM ?? Math.min(BORDER_NOISE_M, sliverM);
  if (toleranceM <= TOUCH_M) {
    throw fail('INPUT_INVALID', {
      reason: {
        zh: `输入“toleranceM”为 ${toleranceM} m；应大于 ${TOUCH_M} m，即坐标交换的分辨率。`,
        en: `Input "toleranceM" is ${toleranceM} m; expected more than ${TOUCH_M} m, the resolution in which coordinates are delivered.`,
      },
    });
  }
  if (sliverM > toleranceM || noiseM > sliverM) {
    throw fail('INPUT_INVALID', {
      reason: {
        zh: `noiseM 为 ${noiseM}，sliverM 为 ${sliverM}，toleranceM 为 ${toleranceM}；应为 noiseM ≤ sliverM ≤ toleranceM。`,
        en: `Seen noiseM ${noiseM}, sliverM ${sliverM} and toleranceM ${toleranceM}; expected noiseM ≤ sliverM ≤ toleranceM.`,
      },
    });
  }
  const searchM = toleranceM * BORDER_SEARCH_TOLERANCES;
  return {toleranceM, sliverM, noiseM, searchM, touchM: TOUCH_M};
}
