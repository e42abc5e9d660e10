import type {AgreementDraft} from '../../../contract/agreement.ts';
import type {WaterQualityStandard} from '../../../contract/water-quality.ts';
import type {Findings} from '../../observations/findings.ts';
import {indicatorNames, normalised, type Observation} from '../../observations/observation.ts';

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
  findings: Findings,
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
      findings.add({
        rule: 'section-unknown',
        severity: 'warning',
        at: {...at, column: 'section'},
        same: section,
        say: (rows) => ({
          zh: `${rows.zh}的断面“${section}”不属于本协议；本协议的断面：${list}。${rows.notUsed.zh}。`,
          en: `${rows.en}: section "${section}" is none of this agreement, which has ${listEn}. ${rows.notUsed.en}.`,
        }),
      });
      return [];
    }
    if (!indicators.has(indicator)) {
      findings.add({
        rule: 'indicator-not-used',
        severity: 'info',
        at: {...at, column: 'indicator'},
        same: indicator,
        say: (rows) => ({
          zh: `${rows.zh}的${nameOf(indicator).zh}不是本协议考核的指标；未使用。`,
          en: `${rows.en}: ${nameOf(indicator).en} is no indicator of this agreement and not used.`,
        }),
      });
      return [];
    }
    if (!months.has(month)) {
      const isAgreed = agreementMonths.has(month);
      const year = month.slice(0, 4);
      const date = observation.day ?? month;
      findings.add({
        rule: 'date-out-of-period',
        severity: isAgreed ? 'info' : 'warning',
        at: {...at, column: 'date'},
        same: year,
        say: (rows) => ({
          zh: `${rows.zh}的日期${rows.isMany ? `（${year} 年，如第 ${row} 行的 ${date}）` : ` ${date} `}不在所结算的时段${isAgreed ? '内' : '及协议期限内'}。${rows.notUsed.zh}。`,
          en: `${rows.en}: ${rows.isMany ? `dates of ${year}, such as ${date} in row ${row}, lie` : `${date} lies`} outside the period that is settled${isAgreed ? '' : ', and outside the agreement'}. ${rows.notUsed.en}.`,
        }),
      });
      return [];
    }
    return [{...observation, section: id}];
  });
}
