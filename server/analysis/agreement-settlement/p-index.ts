import type {PIndexRule} from '../../../contract/agreement.ts';
import type {PIndexCalculation} from '../../../contract/agreement-settlement.ts';
import {numberInBoth} from '../../../contract/format-number.ts';
import {issueOf} from '../../observations/observation.ts';
import {indexTerms} from './index-terms.ts';
import {isAbove, isNear, type RuleContext, type RuleSettlement} from './rule.ts';

/** P = k0 · Σ weight · C / C0, and the payoff of the first step that P does not exceed. */
export function settlePIndex(
  rule: PIndexRule,
  period: string,
  context: RuleContext,
): RuleSettlement<PIndexCalculation> {
  const {section, k0, weights, payoffs, upstream, downstream} = rule;
  const {terms, sum} = indexTerms(
    weights,
    (indicator) => context.mean(section, indicator, period).meanMgPerL,
    (indicator) => baselineOf(rule, indicator, context),
  );
  const p = sum === null ? null : k0 * sum;
  const payoff = p === null ? null : payoffs.find(({upTo}) => upTo === null || !isAbove(p, upTo))!;
  const calculation: PIndexCalculation = {
    type: 'p-index',
    section,
    k0,
    terms,
    sumOfTerms: sum,
    p,
    payoff,
    formula: 'P = k0 · Σ weight · C / C0',
  };
  if (p === null || payoff === null) return {calculation, payments: []};

  const reached = numberInBoth(p);
  const near = payoffs.find(({upTo}) => upTo !== null && isNear(p, upTo))?.upTo;
  if (near !== undefined && near !== null) {
    context.report(
      issueOf(
        'near-threshold',
        'info',
        {section, month: period},
        `${period} 年 P = ${reached.zh}，紧邻 ${near}；按未修约值判定。`,
        `P of ${period} is ${reached.en}, close to ${near}; it was judged unrounded.`,
      ),
    );
  }
  const amount = numberInBoth(payoff.amountYuan);
  const [from, to] = payoff.payer === 'upstream' ? [upstream, downstream] : [downstream, upstream];
  const [zh, en] =
    payoff.upTo === null
      ? ['高于各档上限', 'above every step']
      : [`不高于 ${payoff.upTo}`, `at most ${payoff.upTo}`];
  const payment = {
    from,
    to,
    amountYuan: payoff.amountYuan,
    reason: 'p-index' as const,
    why: {
      zh: `${period} 年 P = ${reached.zh}，${zh}：${context.nameOf('party', from).zh}付给${context.nameOf('party', to).zh} ${amount.zh} 元。`,
      en: `P of ${period} is ${reached.en}, ${en}: ${context.nameOf('party', from).en} pays ${context.nameOf('party', to).en} ${amount.en} yuan.`,
    },
  };
  return {calculation, payments: payoff.amountYuan === 0 ? [] : [payment]};
}

/** C0: as given with the request, as the agreement says, or the mean of the baseline years. */
function baselineOf({section, baseline}: PIndexRule, indicator: string, context: RuleContext) {
  const given = context.givenBaselineMgPerL(indicator);
  if (given !== undefined) return given;
  const agreed = baseline.valuesMgPerL?.[indicator];
  if (agreed !== undefined) return agreed;
  const years = (baseline.years ?? []).map((year) =>
    context.mean(section, indicator, String(year)),
  );
  const means = years.flatMap(({meanMgPerL}) => (meanMgPerL === null ? [] : [meanMgPerL]));
  const site = context.nameOf('section', section);
  const item = context.nameOf('indicator', indicator);
  if (means.length > 0 && means.length === years.length) {
    const mean = means.reduce((sum, each) => sum + each, 0) / means.length;
    if (mean > 0) return mean;
    context.report(
      issueOf(
        'baseline-zero',
        'error',
        {section, indicator},
        `断面${site.zh}的${item.zh}在基准年 ${baseline.years!.join('、')} 的均值为 0，不能作除数；P 未计算，请核对这些年的监测值，或以 baselinesMgPerL 给出基准。`,
        `The mean of ${item.en} at ${site.en} in the baseline years ${baseline.years!.join(', ')} is 0, which nothing can be divided by; P is not computed. Check the values of those years, or give baselinesMgPerL.`,
      ),
    );
    return mean;
  }
  context.report(
    issueOf(
      'baseline-missing',
      'error',
      {section, indicator},
      `断面${site.zh}的${item.zh}没有基准值：需要 ${(baseline.years ?? []).join('、') || '基准'} 年的监测值，或以 baselinesMgPerL 给出。`,
      `There is no baseline of ${item.en} at ${site.en}: give values of ${(baseline.years ?? []).join(', ') || 'the baseline'} in the table, or baselinesMgPerL.`,
    ),
  );
  return null;
}
