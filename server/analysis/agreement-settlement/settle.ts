import type {AgreementDraft, AgreementRule} from '../../../contract/agreement.ts';
import type {
  AgreementSettlement,
  AgreementSettlementInputs,
  MeanConcentration,
  PeriodSettlement,
} from '../../../contract/agreement-settlement.ts';
import type {ObservationIssue} from '../../../contract/observation.ts';
import type {WaterQualityStandard} from '../../../contract/water-quality.ts';
import {fail} from '../../errors.ts';
import {checkRows} from '../../observations/check-rows.ts';
import {findDuplicates} from '../../observations/find-duplicates.ts';
import {Findings} from '../../observations/findings.ts';
import {issueOf} from '../../observations/observation.ts';
import {SOFTWARE} from '../../software.ts';
import {balancesOf, settleBalances} from './balances.ts';
import {settleClassStep} from './class-step.ts';
import {settleContributionDistribution} from './contribution-distribution.ts';
import {CONVENTIONS} from './conventions.ts';
import {MeanConcentrations} from './mean-concentrations.ts';
import {settlePIndex} from './p-index.ts';
import {planPeriods, type Periods} from './periods.ts';
import {placeObservations} from './place-observations.ts';
import type {RuleContext, RuleSettlement} from './rule.ts';

/** An agreement without contradictions, the table to settle it by, and the standard of both. */
export interface SettlementQuestion {
  inputs: AgreementSettlementInputs;
  agreement: AgreementDraft;
  /** Where the agreement is kept; null for one that came with the request. */
  stored: {id: string; version: number | null; isExample: boolean} | null;
  standard: WaterQualityStandard;
}

/** @throws INPUT_INVALID for a baseline that nothing is reckoned with, or a period outside the agreement's */
export function settle({
  inputs,
  agreement,
  stored,
  standard,
}: SettlementQuestion): AgreementSettlement {
  rejectUnknownBaselines(inputs, agreement.rule);
  const periods = planPeriods(agreement, inputs.period);
  const checked = checkRows(inputs.observations, standard);

  const issues = new IssueList(checked.issues);
  const report = (issue: ObservationIssue) => issues.add(issue);
  const findings = new Findings();
  const placed = placeObservations(
    checked.observations,
    agreement.sections,
    standard,
    {
      indicators: indicatorsOf(agreement.rule),
      months: periods.months,
      agreementMonths: periods.agreementMonths,
    },
    findings,
  );
  // the same section under two of its names
  const single = findDuplicates(placed, standard, findings);
  findings.issues().forEach(report);
  const named: RuleContext['nameOf'] = (kind, id) => nameOf(agreement, standard, kind, id);
  const means = new MeanConcentrations(single, periods.monthsOf, report, named);
  reportPeriods(periods, inputs, report);

  const settlements = periods.settled.map((period) =>
    settlePeriod(agreement, period, means, periods, {
      standard,
      report,
      givenBaselineMgPerL: (indicator) => inputs.baselinesMgPerL?.[indicator],
      nameOf: named,
    }),
  );
  const balances = balancesOf(
    agreement.parties,
    settlements.flatMap(({payments}) => payments),
  );
  return {
    agreement: {
      id: stored?.id ?? null,
      version: stored?.version ?? null,
      name: agreement.name,
      ruleType: agreement.rule.type,
      isExample: stored?.isExample ?? false,
      parties: agreement.parties.map(({id, name}) => ({id, name})),
      sections: agreement.sections.map(({id, name}) => ({id, name})),
    },
    period: inputs.period ?? agreement.period,
    complete: settlements.every(({complete}) => complete) && issues.leaveNothingOut(),
    balances,
    payments: settleBalances(balances),
    settlements,
    means: means.all(),
    issues: issues.sorted(),
    conventions: CONVENTIONS,
    evidence: agreement.evidence ?? [],
    provenance: {
      observations: {rowCount: inputs.observations.length, usedCount: single.length},
      standard: {
        id: standard.id,
        title: standard.title,
        source: standard.source,
        confidence: standard.confidence,
      },
      units: {money: 'yuan', concentration: 'mg/L'},
      software: SOFTWARE,
    },
  };
}

function settlePeriod(
  agreement: AgreementDraft,
  period: string,
  means: MeanConcentrations,
  {cutYears}: Periods,
  context: Omit<RuleContext, 'mean'>,
): PeriodSettlement {
  const used: MeanConcentration[] = [];
  const mean: RuleContext['mean'] = (section, indicator, of) => {
    const made = means.mean(section, indicator, of);
    used.push(made);
    return made;
  };
  let isSettled = true;
  const report = (issue: ObservationIssue) => {
    if (issue.severity !== 'info') isSettled = false;
    context.report(issue);
  };
  const {calculation, payments} = settleRule(agreement.rule, period, {...context, mean, report});
  const isWhole = used.every(
    (each) =>
      each.meanMgPerL !== null &&
      each.missingMonths.length === 0 &&
      !cutYears.includes(each.period),
  );
  return {
    period,
    complete: isWhole && isSettled && !cutYears.includes(period),
    calculation,
    payments,
    balances: balancesOf(agreement.parties, payments),
  };
}

function settleRule(rule: AgreementRule, period: string, context: RuleContext): RuleSettlement {
  switch (rule.type) {
    case 'p-index':
      return settlePIndex(rule, period, context);
    case 'class-step':
      return settleClassStep(rule, period, context);
    case 'contribution-distribution':
      return settleContributionDistribution(rule, period, context);
  }
}

function indicatorsOf(rule: AgreementRule): ReadonlySet<string> {
  switch (rule.type) {
    case 'p-index':
      return new Set(rule.weights.map(({indicator}) => indicator));
    case 'class-step':
      return new Set([
        ...rule.classIndicators,
        ...(rule.change?.weights ?? []).map(({indicator}) => indicator),
      ]);
    case 'contribution-distribution':
      return new Set(rule.cuts.flatMap(({indicators}) => indicators));
  }
}

/** @throws INPUT_INVALID for a baseline that nothing is reckoned with */
function rejectUnknownBaselines({baselinesMgPerL}: AgreementSettlementInputs, rule: AgreementRule) {
  const expected = rule.type === 'p-index' ? [...indicatorsOf(rule)] : [];
  const strange = Object.keys(baselinesMgPerL ?? {}).find((name) => !expected.includes(name));
  if (strange === undefined) return;
  throw fail('INPUT_INVALID', {
    reason: {
      zh: `输入“baselinesMgPerL”含有 ${strange}；应为 ${expected.join('、') || `空，${rule.type} 类协议没有基准`}。`,
      en: `Input "baselinesMgPerL" names ${strange}; expected ${expected.join(', ') || `none, a ${rule.type} agreement has no baselines`}.`,
    },
  });
}

function reportPeriods(
  {cutYears, monthsOf}: Periods,
  {baselinesMgPerL = {}}: AgreementSettlementInputs,
  report: (issue: ObservationIssue) => void,
): void {
  for (const year of cutYears) {
    const count = monthsOf(year).length;
    report(
      issueOf(
        'year-cut',
        'warning',
        {month: year},
        `所结算的时段只含 ${year} 年的 ${count} 个月；按这些月计算，金额仍为全年金额。`,
        `The period holds only ${count} months of ${year}; they are reckoned with, and amounts are those of a whole year.`,
      ),
    );
  }
  for (const [indicator, value] of Object.entries(baselinesMgPerL)) {
    report(
      issueOf(
        'baseline-given',
        'info',
        {indicator},
        `${indicator} 的基准值 ${value} mg/L 由请求给出，而非出自协议。`,
        `The baseline of ${indicator}, ${value} mg/L, was given with the request and is not the agreement's.`,
      ),
    );
  }
}

function nameOf(
  {parties, sections}: AgreementDraft,
  {indicators}: RuleContext['standard'],
  kind: 'party' | 'section' | 'indicator',
  id: string,
) {
  if (kind === 'indicator') return indicators.find((each) => each.id === id)!.title;
  return (kind === 'party' ? parties : sections).find((each) => each.id === id)!.name;
}

/** Issues, each once however often it is found. */
class IssueList {
  private readonly byKey = new Map<string, ObservationIssue>();

  constructor(issues: readonly ObservationIssue[]) {
    for (const issue of issues) this.add(issue);
  }

  add(issue: ObservationIssue): void {
    this.byKey.set(JSON.stringify(issue), issue);
  }

  leaveNothingOut(): boolean {
    return [...this.byKey.values()].every(({severity}) => severity === 'info');
  }

  /** What is wrong first, then by row. */
  sorted(): ObservationIssue[] {
    const order = ['error', 'warning', 'info'];
    return [...this.byKey.values()].sort(
      (a, b) =>
        order.indexOf(a.severity) - order.indexOf(b.severity) || (a.row ?? 0) - (b.row ?? 0),
    );
  }
}
