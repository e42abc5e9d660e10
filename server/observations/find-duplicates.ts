import type {LocalText} from '../../contract/local-text.ts';
import type {WaterQualityStandard} from '../../contract/water-quality.ts';
import type {Findings} from './findings.ts';
import {indicatorNames, normalised, type Observation} from './observation.ts';

/**
 * Rows for the same section, indicator and date. The same value counts once; of different values
 * nobody knows which is right, so none is used. Which row stands first decides nothing.
 */
export function findDuplicates(
  observations: readonly Observation[],
  standard: WaterQualityStandard,
  findings: Findings,
): Observation[] {
  const nameOf = indicatorNames(standard);
  const groups = new Map<string, Observation[]>();
  for (const observation of observations) {
    const {section, indicator, month, day} = observation;
    const key = JSON.stringify([normalised(section), indicator, day ?? month]);
    const group = groups.get(key);
    if (group) group.push(observation);
    else groups.set(key, [observation]);
  }
  return [...groups.values()].flatMap((group) => {
    if (group.length === 1) return group;
    const isSame = group.every(({valueMgPerL}) => valueMgPerL === group[0]!.valueMgPerL);
    reportGroup(group, isSame, nameOf(group[0]!.indicator), findings);
    return isSame ? [group[0]!] : [];
  });
}

function reportGroup(
  group: readonly Observation[],
  isSame: boolean,
  name: LocalText,
  findings: Findings,
): void {
  const rows = group.map(({row}) => row).sort((a, b) => a - b);
  const {section, indicator, month, day} = group[0]!;
  const date = day ?? month;
  const at = {row: rows[1]!, section, indicator, month, column: 'value'} as const;
  const same = JSON.stringify([normalised(section), indicator, date]);
  if (isSame) {
    findings.add({
      rule: 'duplicate-same',
      severity: 'warning',
      at,
      rows,
      same,
      say: (words) => ({
        zh: `${words.zh}重复（${section}、${name.zh}、${date}，数值相同）；只计一次。`,
        en: `${words.en} repeat ${name.en} at ${section} on ${date} with the same value; it counts once.`,
      }),
    });
    return;
  }
  const inOrder = group.toSorted((a, b) => a.row - b.row).map(({valueMgPerL}) => valueMgPerL);
  const values = `${inOrder.slice(0, MOST_VALUES).join(', ')}${inOrder.length > MOST_VALUES ? ', …' : ''}`;
  findings.add({
    rule: 'duplicate-different',
    severity: 'error',
    at,
    rows,
    same,
    say: (words) => ({
      zh: `${words.zh}对同一断面、指标和日期（${section}、${name.zh}、${date}）给出不同数值（${values} mg/L）；均未使用，请保留正确的一行。`,
      en: `${words.en} give different values (${values} mg/L) for ${name.en} at ${section} on ${date}; none is used. Keep the one that is right.`,
    }),
  });
}

/** As many values are told as rows are. */
const MOST_VALUES = 10;
