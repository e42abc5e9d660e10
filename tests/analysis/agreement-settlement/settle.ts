import type {AgreementDraft} from '../../../contract/agreement.ts';
import type {
  AgreementSettlement,
  AgreementSettlementInputs,
} from '../../../contract/agreement-settlement.ts';
import type {ObservationRow} from '../../../contract/observation.ts';
import {agreementSettlement} from '../../../server/analysis/agreement-settlement/agreement-settlement.ts';
import type {AnalysisContext} from '../../../server/analysis/process.ts';
import {readCatalog} from '../../../server/catalog.ts';

export const catalog = readCatalog();

/** A river of class II, by indicator in mg/L. */
export const RIVER = {
  'dissolved-oxygen': 8,
  'permanganate-index': 3,
  bod5: 2,
  cod: 12,
  'ammonia-nitrogen': 0.4,
  'total-phosphorus': 0.08,
};

/** The same with other loads, of which an agreement on the Yellow River watches three. */
export const changed = (percent: number) => ({
  ...RIVER,
  cod: 12 * (1 + percent / 100),
  'ammonia-nitrogen': 0.4 * (1 + percent / 100),
  'total-phosphorus': 0.08 * (1 + percent / 100),
});

/** Settles without a service; examples are found in the catalog and need no database. */
export async function settle(
  agreement: string | AgreementDraft,
  observations: ObservationRow[],
  more: Partial<AgreementSettlementInputs> = {},
): Promise<AgreementSettlement> {
  const context = {
    catalog,
    progress() {},
    signal: new AbortController().signal,
  } as unknown as AnalysisContext;
  const inputs = {agreement, observations, ...more};
  return (await agreementSettlement.run(inputs as never, context)) as AgreementSettlement;
}

/** The same value in each of twelve months. */
export function wholeYear(
  section: string,
  year: number,
  values: Record<string, number | string>,
): ObservationRow[] {
  return Object.entries(values).flatMap(([indicator, value]) =>
    Array.from({length: 12}, (_, i) => ({
      section,
      indicator,
      date: `${year}-${String(i + 1).padStart(2, '0')}`,
      value,
      unit: 'mg/L',
    })),
  );
}

/** Payments as sentences one can compare at a glance. */
export function payments({payments: list}: Pick<AgreementSettlement, 'payments'>): string[] {
  return list.map(({from, to, amountYuan}) => `${from} → ${to} ${amountYuan}`);
}
