import type {LocalText} from '../../contract/local-text.ts';
import type {ObservationIssue} from '../../contract/observation.ts';
import type {WaterQualityStandard} from '../../contract/water-quality.ts';
import {indicatorNames, issueOf, normalised, type Observation} from './observation.ts';

/**
 * Rows for the same section, indicator and date. The same value counts once; of different values
 * nobody knows which is right, so none is used. Which row stands first decides nothing.
 */
export function findDuplicates(
  observations: readonly Observation[],
  standard: WaterQualityStandard,
  issues: ObservationIssue[],
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
    reportGroup(group, isSame, nameOf(group[0]!.indicator), issues);
    return isSame ? [group[0]!] : [];
  });
}

function reportGroup(
  group: readonly Observation[],
  isSame: boolean,
  name: LocalText,
  issues: ObservationIssue[],
): void {
  const rows = group.map(({row}) => row).sort((a, b) => a - b);
  const {section, indicator, month, day} = group[0]!;
  const values = [...group]
    .sort((a, b) => a.row - b.row)
    .map(({valueMgPerL}) => valueMgPerL)
    .join(', ');
  const list = rows.join(', ');
  issues.push(
    isSame
      ? issueOf(
          'duplicate-same',
          'warning',
          {row: rows[1]!, section, indicator, month, column: 'value'},
          `第 ${list} 行重复（${section}、${name.zh}、${day ?? month}，数值相同）；只计一次。`,
          `Rows ${list} repeat ${name.en} at ${section} on ${day ?? month} with the same value; it counts once.`,
        )
      : issueOf(
          'duplicate-different',
          'error',
          {row: rows[1]!, section, indicator, month, column: 'value'},
          `第 ${list} 行对同一断面、指标和日期（${section}、${name.zh}、${day ?? month}）给出不同数值（${values} mg/L）；均未使用，请保留正确的一行。`,
          `Rows ${list} give different values (${values} mg/L) for ${name.en} at ${section} on ${day ?? month}; none is used. Keep the one that is right.`,
        ),
  );
}
