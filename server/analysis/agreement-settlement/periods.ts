import type {AgreementDraft, SettlementPeriod} from '../../../contract/agreement.ts';
import {firstMonth, lastMonth} from '../../agreements/check-agreement.ts';
import {fail} from '../../errors.ts';
import {yearBefore} from './rule.ts';

/** What is settled one by one, and which months each stands for. */
export interface Periods {
  /** Years, or months of a monthly rule, in order. */
  settled: string[];
  monthsOf(period: string): string[];
  /** All months that values are needed of. */
  months: Set<string>;
  agreementMonths: Set<string>;
  /** Years of which the period holds only some months. */
  cutYears: string[];
}

/** @throws INPUT_INVALID where the period ends before it begins or lies outside the agreement */
export function planPeriods(
  {period: agreed, rule}: AgreementDraft,
  wanted: SettlementPeriod = agreed,
): Periods {
  const months = monthsBetween(wanted);
  const agreedMonths = new Set(monthsBetween(agreed));
  if (months.length === 0) {
    throw fail('INPUT_INVALID', {
      reason: {
        zh: `结算期的终止（${wanted.to}）早于起始（${wanted.from}）。`,
        en: `Input "period" ends (${wanted.to}) before it begins (${wanted.from}).`,
      },
    });
  }
  const strange = months.find((month) => !agreedMonths.has(month));
  if (strange !== undefined) {
    throw fail('INPUT_INVALID', {
      reason: {
        zh: `结算期含有 ${strange}；协议期限为 ${agreed.from} 至 ${agreed.to}。只能结算期限内的月份。`,
        en: `Input "period" holds ${strange}; the agreement runs from ${agreed.from} to ${agreed.to}. Settle months of it only.`,
      },
    });
  }
  const isMonthly = rule.type === 'class-step' && rule.basis === 'monthly';
  const years = [...new Set(months.map((month) => month.slice(0, 4)))];
  const settled = isMonthly ? months : years;
  const inPeriod = new Set(months);
  // a year that is settled is as much of it as the period holds; one compared with is whole
  const monthsOf = (period: string) =>
    monthsBetween({from: period, to: period}).filter(
      (month) => inPeriod.has(month) || !years.includes(period),
    );
  const compared = comparedWith(rule, settled);
  const all = [...settled, ...compared].flatMap(monthsOf);
  return {
    settled,
    monthsOf,
    months: new Set(all),
    agreementMonths: new Set([
      ...agreedMonths,
      ...comparedWith(rule, [...agreedMonths]).flatMap((each) =>
        monthsBetween({from: each, to: each}),
      ),
    ]),
    cutYears: isMonthly ? [] : years.filter((year) => monthsOf(year).length < 12),
  };
}

/** Periods that those settled are compared with: baseline years, or the year before each. */
function comparedWith(rule: AgreementDraft['rule'], settled: readonly string[]): string[] {
  switch (rule.type) {
    case 'p-index':
      return (rule.baseline.years ?? []).map(String);
    case 'class-step':
      return rule.change === null ? [] : settled.map(yearBefore);
    case 'contribution-distribution':
      return [];
  }
}

function monthsBetween({from, to}: SettlementPeriod): string[] {
  const index = (month: string) => Number(month.slice(0, 4)) * 12 + Number(month.slice(5)) - 1;
  const months: string[] = [];
  for (let i = index(firstMonth(from)); i <= index(lastMonth(to)); i++) {
    months.push(`${Math.floor(i / 12)}-${String((i % 12) + 1).padStart(2, '0')}`);
  }
  return months;
}
