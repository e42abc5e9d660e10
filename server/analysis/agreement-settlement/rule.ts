import type {
  MeanConcentration,
  SettlementCalculation,
  SettlementPayment,
} from '../../../contract/agreement-settlement.ts';
import type {LocalText} from '../../../contract/local-text.ts';
import type {ObservationIssue} from '../../../contract/observation.ts';
import type {WaterQualityStandard} from '../../../contract/water-quality.ts';

/** What a rule is settled with: means of a table, and names to explain the result by. */
export interface RuleContext {
  standard: WaterQualityStandard;
  /** Mean over a year or a month; what is missing of it has been reported. */
  mean(section: string, indicator: string, period: string): MeanConcentration;
  /** The baseline of an indicator that was given with the request in place of the agreement's. */
  givenBaselineMgPerL(indicator: string): number | undefined;
  report(issue: ObservationIssue): void;
  nameOf(kind: 'party' | 'section' | 'indicator', id: string): LocalText;
}

/** One year or month of a rule: how it was reckoned, and what is to be paid. */
export interface RuleSettlement<C = SettlementCalculation> {
  calculation: C;
  payments: SettlementPayment[];
}

/**
 * What rounding in the last bits may do to a mean of some dozen values: a value is beyond a limit
 * only where it is by more than this share of it.
 */
const ROUNDING_SHARE = 1e-9;

export function isAbove(value: number, limit: number): boolean {
  return value > limit * (1 + ROUNDING_SHARE);
}

/** Half a percent, less than two laboratories agree by: worth a look before money is moved. */
const NEAR_SHARE = 0.005;

export function isNear(value: number, limit: number): boolean {
  return Math.abs(value - limit) <= limit * NEAR_SHARE;
}

/** The period of the same length a year before: 2021 → 2020, 2021-05 → 2020-05. */
export function yearBefore(period: string): string {
  return `${Number(period.slice(0, 4)) - 1}${period.slice(4)}`;
}
