import type {MeanConcentration} from '../../../contract/agreement-settlement.ts';
import type {ObservationIssue} from '../../../contract/observation.ts';
import {issueOf, type Observation} from '../../observations/observation.ts';
import type {RuleContext} from './rule.ts';

/** Which months a year or month stands for. */
export type MonthsOf = (period: string) => string[];

/**
 * Means of a table, each made once and remembered. Every month counts alike, as the mean of its
 * values, so that a month sampled twice does not count twice in a year.
 */
export class MeanConcentrations {
  private readonly values = new Map<string, Observation[]>();
  private readonly sections = new Set<string>();
  private readonly made = new Map<string, MeanConcentration>();
  private readonly reportedSections = new Set<string>();

  constructor(
    observations: readonly Observation[],
    private readonly monthsOf: MonthsOf,
    private readonly report: (issue: ObservationIssue) => void,
    private readonly nameOf: RuleContext['nameOf'],
  ) {
    for (const observation of observations) {
      const {section, indicator, month} = observation;
      this.sections.add(section);
      const key = keyOf(section, indicator, month);
      const values = this.values.get(key);
      if (values) values.push(observation);
      else this.values.set(key, [observation]);
    }
  }

  /** All means that were asked for, in that order. */
  all(): MeanConcentration[] {
    return [...this.made.values()];
  }

  mean(section: string, indicator: string, period: string): MeanConcentration {
    const key = keyOf(section, indicator, period);
    const known = this.made.get(key);
    if (known) return known;
    const mean = this.make(section, indicator, period);
    this.made.set(key, mean);
    this.reportMissing(mean);
    return mean;
  }

  private make(section: string, indicator: string, period: string): MeanConcentration {
    const missingMonths: string[] = [];
    const monthMeans: number[] = [];
    let valueCount = 0;
    let belowLimitCount = 0;
    for (const month of this.monthsOf(period)) {
      const values = this.values.get(keyOf(section, indicator, month));
      if (!values) {
        missingMonths.push(month);
        continue;
      }
      valueCount += values.length;
      belowLimitCount += values.filter(({isBelowLimit}) => isBelowLimit).length;
      monthMeans.push(average(values.map(({valueMgPerL}) => valueMgPerL)));
    }
    return {
      section,
      indicator,
      period,
      meanMgPerL: monthMeans.length === 0 ? null : average(monthMeans),
      monthCount: monthMeans.length,
      valueCount,
      belowLimitCount,
      missingMonths,
    };
  }

  private reportMissing({
    section,
    indicator,
    period,
    meanMgPerL,
    missingMonths,
  }: MeanConcentration) {
    if (missingMonths.length === 0) return;
    const at = {section, indicator, month: period};
    const site = this.nameOf('section', section);
    const item = this.nameOf('indicator', indicator);
    const leftCount = this.monthsOf(period).length - missingMonths.length;
    if (!this.sections.has(section)) {
      if (this.reportedSections.has(section)) return;
      this.reportedSections.add(section);
      this.report(
        issueOf(
          'section-missing',
          'error',
          {section, column: 'section'},
          `表中没有断面${site.zh}的可用数值；凡依赖它的都未计算。`,
          `The table has no usable value of section ${site.en}; whatever depends on it is not computed.`,
        ),
      );
    } else if (meanMgPerL === null) {
      this.report(
        issueOf(
          'indicator-missing',
          'error',
          {...at, column: 'indicator'},
          `断面${site.zh}在 ${period} 没有${item.zh}的数值。`,
          `Section ${site.en} has no value of ${item.en} in ${period}.`,
        ),
      );
    } else {
      const list = missingMonths.join(', ');
      this.report(
        issueOf(
          'month-missing',
          'warning',
          {...at, month: missingMonths[0]!, column: 'date'},
          `断面${site.zh}的${item.zh}缺 ${list}；均值由其余 ${leftCount} 个月得出。`,
          `Section ${site.en} lacks ${item.en} in ${list}; the mean is of the other ${leftCount} months.`,
        ),
      );
    }
  }
}

function keyOf(section: string, indicator: string, period: string): string {
  return JSON.stringify([section, indicator, period]);
}

function average(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
