import type {LocalText} from '../../contract/local-text.ts';
import type {WaterQualityStandard} from '../../contract/water-quality.ts';
import type {Findings} from './findings.ts';
import {indicatorNames, normalised, sayMgPerL, type Observation} from './observation.ts';

// A slip between µg/L and mg/L is a factor of 1000. Values of one section and indicator stay within
// some tens of each other, so a factor of 300 (1000 less a natural spread of 3) is no water.
const SLIP_FACTOR = 300;
/** Fewer other values say nothing of what is usual. */
const MEDIAN_NEEDS = 4;
/** Raw sewage holds some tens of times the limit of class V: beyond this no river is. */
const MOST_OF_CLASS_V = 100;
/**
 * Clean water holds a tenth of the limit of class I. A hundredth is below what most methods detect, but
 * not below all, for metals: it is asked about, not left out.
 */
const LEAST_OF_CLASS_I = 0.01;

/**
 * Leaves out values that look a thousand times too large or too small for their unit: against the
 * median of the other values at the section, or against the limits where there are too few.
 */
export function findImplausible(
  observations: readonly Observation[],
  standard: WaterQualityStandard,
  findings: Findings,
): Observation[] {
  const limits = new Map(standard.indicators.map(({id, limitsMgPerL}) => [id, limitsMgPerL]));
  const mostOf = (indicator: string) => Math.max(...limits.get(indicator)!) * MOST_OF_CLASS_V;
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
  const nameOf = indicatorNames(standard);
  reportAllSmall(observations, groups, keyOf, limits, nameOf, findings);

  return observations.filter((observation) => {
    const {row, section, indicator, month, valueMgPerL, isBelowLimit} = observation;
    if (isBelowLimit || valueMgPerL === 0) return true;
    const values = groups.get(keyOf(observation))!;
    const usual =
      values.length >= MEDIAN_NEEDS ? values[Math.floor((values.length - 1) / 2)]! : null;
    const most = mostOf(indicator);
    const isAboveUsual = usual !== null && usual > 0 && valueMgPerL > usual * SLIP_FACTOR;
    const isTooLarge = isAboveUsual || valueMgPerL > most;
    const isTooSmall = usual !== null && valueMgPerL < usual / SLIP_FACTOR;
    if (!isTooLarge && !isTooSmall) return true;
    const slip = isTooLarge
      ? {zh: '可能是以 mg/L 标注的 µg/L', en: 'µg/L labelled as mg/L?'}
      : {zh: '可能是以 µg/L 标注的 mg/L', en: 'mg/L labelled as µg/L?'};
    const seen =
      isAboveUsual || isTooSmall
        ? {
            zh: `与同一断面的其他值（≈ ${sayMgPerL(usual!)} mg/L）相差约千倍`,
            en: `is about a thousand times off the others of its section (≈ ${sayMgPerL(usual!)} mg/L)`,
          }
        : {
            zh: `超过 Ⅴ 类限值的 ${MOST_OF_CLASS_V} 倍（${sayMgPerL(most)} mg/L），没有这样的河水`,
            en: `is more than ${MOST_OF_CLASS_V} times the limit of class V (${sayMgPerL(most)} mg/L), which no river holds`,
          };
    findings.add({
      rule: 'unit-implausible',
      severity: 'error',
      at: {row, section, indicator, month, column: 'unit'},
      same: `${valueMgPerL} ${seen.en}`,
      say: (rows) => ({
        zh: `${rows.zh}的 ${sayMgPerL(valueMgPerL)} mg/L ${seen.zh}：${slip.zh}。${rows.notUsed.zh}，请核对单位。`,
        en: `${rows.en}: ${sayMgPerL(valueMgPerL)} mg/L ${seen.en}: ${slip.en} ${rows.notUsed.en}; check ${rows.isMany ? 'their' : 'its'} unit.`,
      }),
    });
    return false;
  });
}

/** A whole column labelled µg/L in place of mg/L: no value is off the others, all are far too small. */
function reportAllSmall(
  observations: readonly Observation[],
  groups: ReadonlyMap<string, readonly number[]>,
  keyOf: (observation: Observation) => string,
  limits: ReadonlyMap<string, readonly number[]>,
  nameOf: (indicator: string) => LocalText,
  findings: Findings,
): void {
  const firsts = new Map<string, Observation>();
  for (const observation of observations) {
    const key = keyOf(observation);
    const first = firsts.get(key);
    if (first === undefined || observation.row < first.row) firsts.set(key, observation);
  }
  for (const [key, {row, section, indicator}] of firsts) {
    const values = groups.get(key) ?? [];
    const usual = values[Math.floor((values.length - 1) / 2)];
    const least = Math.min(...limits.get(indicator)!) * LEAST_OF_CLASS_I;
    if (usual === undefined || usual === 0 || usual >= least) continue;
    findings.add({
      rule: 'unit-implausible',
      severity: 'warning',
      at: {row, section, indicator, column: 'unit'},
      same: key,
      say: () => ({
        zh: `断面 ${section} 的${nameOf(indicator).zh}自第 ${row} 行起共 ${values.length} 个值，约为 ${sayMgPerL(usual)} mg/L，不足最严限值的百分之一（${sayMgPerL(least)} mg/L）：可能是以 µg/L 标注的 mg/L。这些值照常使用，请核对单位。`,
        en: `From row ${row} on: ${values.length} values of ${nameOf(indicator).en} at ${section} are about ${sayMgPerL(usual)} mg/L, less than a hundredth of the strictest limit (${sayMgPerL(least)} mg/L): mg/L labelled as µg/L? They are used as they are; check their unit.`,
      }),
    });
  }
}
