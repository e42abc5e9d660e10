import type {ObservationIssue} from '../../contract/observation.ts';
import type {WaterQualityStandard} from '../../contract/water-quality.ts';
import {issueOf, normalised, type Observation} from './observation.ts';

// A slip between µg/L and mg/L is a factor of 1000. Values of one section and indicator stay within
// some tens of each other, so a factor of 300 (1000 less a natural spread of 3) is no water.
const SLIP_FACTOR = 300;
/** Fewer other values say nothing of what is usual. */
const MEDIAN_NEEDS = 4;
/** Raw sewage holds some tens of times the limit of class V: beyond this no river is. */
const MOST_OF_CLASS_V = 100;

/**
 * Leaves out values that look a thousand times too large or too small for their unit: against the
 * median of the other values at the section, or against the limits where there are too few.
 */
export function findImplausible(
  observations: readonly Observation[],
  {indicators}: WaterQualityStandard,
  issues: ObservationIssue[],
): Observation[] {
  const limits = new Map(indicators.map(({id, limitsMgPerL}) => [id, limitsMgPerL]));
  const groups = new Map<string, number[]>();
  const keyOf = ({section, indicator}: Observation) =>
    JSON.stringify([normalised(section), indicator]);
  for (const observation of observations) {
    // half a detection limit says how fine the method is, not how clean the water
    if (observation.isBelowLimit) continue;
    const values = groups.get(keyOf(observation));
    if (values) values.push(observation.valueMgPerL);
    else groups.set(keyOf(observation), [observation.valueMgPerL]);
  }
  for (const values of groups.values()) values.sort((a, b) => a - b);

  return observations.filter((observation) => {
    const {row, section, indicator, month, valueMgPerL, isBelowLimit} = observation;
    if (isBelowLimit || valueMgPerL === 0) return true;
    const values = groups.get(keyOf(observation))!;
    const usual =
      values.length >= MEDIAN_NEEDS ? values[Math.floor((values.length - 1) / 2)]! : null;
    const most = Math.max(...limits.get(indicator)!) * MOST_OF_CLASS_V;
    const isTooLarge =
      valueMgPerL > most || (usual !== null && usual > 0 && valueMgPerL > usual * SLIP_FACTOR);
    const isTooSmall = usual !== null && valueMgPerL < usual / SLIP_FACTOR;
    if (!isTooLarge && !isTooSmall) return true;
    const expected = usual === null ? `< ${most}` : `≈ ${usual}`;
    const slip = isTooLarge
      ? {zh: '可能是以 mg/L 标注的 µg/L', en: 'µg/L labelled as mg/L?'}
      : {zh: '可能是以 µg/L 标注的 mg/L', en: 'mg/L labelled as µg/L?'};
    issues.push(
      issueOf(
        'unit-implausible',
        'error',
        {row, section, indicator, month, column: 'unit'},
        `第 ${row} 行的 ${valueMgPerL} mg/L 与其他值（${expected} mg/L）相差约千倍：${slip.zh}。该行未使用，请核对单位。`,
        `Row ${row}: ${valueMgPerL} mg/L is about a thousand times off (others ${expected} mg/L): ${slip.en} The row is not used; check its unit.`,
      ),
    );
    return false;
  });
}
