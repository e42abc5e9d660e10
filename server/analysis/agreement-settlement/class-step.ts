import type {ClassStepRule} from '../../../contract/agreement.ts';
import type {
  ClassStepCalculation,
  IndexTerm,
  SettlementPayment,
} from '../../../contract/agreement-settlement.ts';
import {numberInBoth} from '../../../contract/format-number.ts';
import {issueOf} from '../../observations/observation.ts';
import {classifySection, rankOf} from './classify.ts';
import {indexTerms} from './index-terms.ts';
import {yearBefore, type RuleContext, type RuleSettlement} from './rule.ts';

/**
 * So much for each class better or worse than the base, and so much for each percent by which the
 * index of key pollutants changed against the year before, up to a cap.
 */
export function settleClassStep(
  rule: ClassStepRule,
  period: string,
  context: RuleContext,
): RuleSettlement<ClassStepCalculation> {
  const {section, classIndicators, baseClass, stepYuan} = rule;
  const found = classifySection(section, classIndicators, period, null, context);
  const stepsBetter = found.class === null ? null : rankOf(baseClass) - rankOf(found.class);
  const stepAmountYuan = stepsBetter === null ? null : stepsBetter * stepYuan;
  const change = changeOf(rule, period, context);
  const calculation: ClassStepCalculation = {
    type: 'class-step',
    section,
    ...found,
    baseClass,
    stepsBetter,
    stepYuan,
    stepAmountYuan,
    change,
    formula:
      'steps · stepYuan; Σ weight · C / C of the year before − 1 in percent · yuanPerPercent, at most capYuan',
  };

  const payments: SettlementPayment[] = [];
  if (stepAmountYuan) {
    const count = Math.abs(stepsBetter!);
    const [zh, en] = stepsBetter! > 0 ? ['优于', 'better'] : ['劣于', 'worse'];
    const step = numberInBoth(stepYuan);
    payments.push(
      payment(rule, stepAmountYuan, 'class-step', {
        zh: `${period} 断面类别为 ${found.class}，${zh}基准 ${baseClass} ${count} 个类别：${count} × ${step.zh} 元。`,
        en: `Class ${found.class} in ${period} is ${count} ${en} than the base ${baseClass}: ${count} × ${step.en} yuan.`,
      }),
    );
  }
  if (change?.amountYuan) {
    const {countedPercent, isCapped} = change;
    const percent = numberInBoth(countedPercent!);
    const size = numberInBoth(Math.abs(countedPercent!));
    const each = numberInBoth(change.yuanPerPercent);
    const cap = numberInBoth(change.capYuan);
    const capped = isCapped
      ? {zh: `，封顶 ${cap.zh} 元`, en: `, capped at ${cap.en} yuan`}
      : {zh: '', en: ''};
    payments.push(
      payment(rule, change.amountYuan, 'change', {
        zh: `${period} 关键污染物指数较上年变化 ${percent.zh}%：${size.zh} × ${each.zh} 元${capped.zh}。`,
        en: `The index of key pollutants changed by ${percent.en} % against the year before ${period}: ${size.en} × ${each.en} yuan${capped.en}.`,
      }),
    );
  }
  return {calculation, payments};
}

function changeOf(
  {section, change}: ClassStepRule,
  period: string,
  context: RuleContext,
): ClassStepCalculation['change'] {
  if (change === null) return null;
  const before = yearBefore(period);
  const {terms, sum: index} = indexTerms(
    change.weights,
    (indicator) => context.mean(section, indicator, period).meanMgPerL,
    (indicator) => context.mean(section, indicator, before).meanMgPerL,
  );
  const {yuanPerPercent, capYuan, counts} = change;
  const none = {terms, index, yuanPerPercent, capYuan, isCapped: false};
  if (index === null) {
    reportNoIndex(terms, section, period, context);
    return {
      ...none,
      changePercent: null,
      countedPercent: null,
      uncappedYuan: null,
      amountYuan: null,
    };
  }
  const changePercent = 100 * (index - 1);
  const countedPercent = counts === 'proportionally' ? changePercent : wholePercents(changePercent);
  // less pollution: the downstream party pays
  const uncappedYuan = noMinusZero(-countedPercent * yuanPerPercent);
  const amountYuan = noMinusZero(Math.max(-capYuan, Math.min(capYuan, uncappedYuan)));
  const isCapped = amountYuan !== uncappedYuan;
  return {...none, changePercent, countedPercent, uncappedYuan, isCapped, amountYuan};
}

/** Says why nothing can be compared: values of the year before are missing, or they are 0. */
function reportNoIndex(
  terms: readonly IndexTerm[],
  section: string,
  period: string,
  {report, nameOf}: RuleContext,
): void {
  const before = yearBefore(period);
  if (terms.some(({baselineMgPerL}) => baselineMgPerL === null)) {
    report(
      issueOf(
        'previous-year-missing',
        'error',
        {section, month: before},
        `缺少 ${before} 的数值，无法与之比较；${period} 的变化补偿未计算。`,
        `Values of ${before} are missing to compare with; the payment for change in ${period} is not computed.`,
      ),
    );
  }
  for (const {indicator, baselineMgPerL} of terms) {
    if (baselineMgPerL !== 0) continue;
    const site = nameOf('section', section);
    const item = nameOf('indicator', indicator);
    report(
      issueOf(
        'baseline-zero',
        'error',
        {section, indicator, month: before},
        `断面${site.zh} ${before} 的${item.zh}均值为 0，无法作为比较的基准；${period} 的变化补偿未计算，请核对该年的监测值。`,
        `The mean of ${item.en} at ${site.en} in ${before} is 0, which nothing can be compared with; the payment for change in ${period} is not computed. Check the values of that year.`,
      ),
    );
  }
}

// 1e-9: a change of exactly 3 % comes out of the division a few bits short of it
function wholePercents(percent: number): number {
  return noMinusZero(Math.sign(percent) * Math.floor(Math.abs(percent) + 1e-9));
}

function noMinusZero(value: number): number {
  return value === 0 ? 0 : value;
}

/** Positive amounts go upstream. */
function payment(
  {upstream, downstream}: ClassStepRule,
  amountYuan: number,
  reason: 'class-step' | 'change',
  why: SettlementPayment['why'],
): SettlementPayment {
  const [from, to] = amountYuan > 0 ? [downstream, upstream] : [upstream, downstream];
  return {from, to, amountYuan: Math.abs(amountYuan), reason, why};
}
