import type {AgreementDraft} from '../../../contract/agreement.ts';
import type {ObservationIssue} from '../../../contract/observation.ts';
import type {WaterQualityStandard} from '../../../contract/water-quality.ts';
import {
  indicatorNames,
  issueOf,
  normalised,
  type Observation,
} from '../../observations/observation.ts';

/** Which values an agreement reckons with. */
export interface Wanted {
  indicators: ReadonlySet<string>;
  /** Months that are settled, and those that they are compared with. */
  months: ReadonlySet<string>;
  /** Months of the whole agreement; outside them a date is more likely a slip. */
  agreementMonths: ReadonlySet<string>;
}

/**
 * The observations that an agreement reckons with, their section by its id. Others are left out and
 * said to be: an unknown section may be a misspelt one.
 */
export function placeObservations(
  observations: readonly Observation[],
  sections: AgreementDraft['sections'],
  standard: WaterQualityStandard,
  {indicators, months, agreementMonths}: Wanted,
  report: (issue: ObservationIssue) => void,
): Observation[] {
  const known = new Map(
    sections.flatMap(({id, name, aliases = []}) =>
      [id, name.zh, name.en, ...aliases].map((text) => [normalised(text), id] as const),
    ),
  );
  const list = sections.map(({name}) => name.zh).join('、');
  const listEn = sections.map(({id, name}) => `${name.en} (${id})`).join(', ');
  const nameOf = indicatorNames(standard);
  return observations.flatMap((observation) => {
    const {row, section, indicator, month} = observation;
    const id = known.get(normalised(section));
    const at = {row, section: id ?? section, indicator, month};
    if (id === undefined) {
      report(
        issueOf(
          'section-unknown',
          'warning',
          {...at, column: 'section'},
          `第 ${row} 行的断面“${section}”不属于本协议；本协议的断面：${list}。该行未使用。`,
          `Row ${row}: section "${section}" is none of this agreement, which has ${listEn}. The row is not used.`,
        ),
      );
      return [];
    }
    if (!indicators.has(indicator)) {
      report(
        issueOf(
          'indicator-not-used',
          'info',
          {...at, column: 'indicator'},
          `第 ${row} 行的${nameOf(indicator).zh}不是本协议考核的指标；未使用。`,
          `Row ${row}: ${nameOf(indicator).en} is no indicator of this agreement and not used.`,
        ),
      );
      return [];
    }
    if (!months.has(month)) {
      const isAgreed = agreementMonths.has(month);
      report(
        issueOf(
          'date-out-of-period',
          isAgreed ? 'info' : 'warning',
          {...at, column: 'date'},
          `第 ${row} 行的日期 ${observation.day ?? month} 不在所结算的时段${isAgreed ? '内' : '及协议期限内'}；未使用。`,
          `Row ${row}: ${observation.day ?? month} lies outside the period that is settled${isAgreed ? '' : ', and outside the agreement'}. The row is not used.`,
        ),
      );
      return [];
    }
    return [{...observation, section: id}];
  });
}
