import {WATER_CLASSES, type AgreementDraft, type PartyParts} from '../../contract/agreement.ts';
import type {WaterQualityStandard} from '../../contract/water-quality.ts';
import {detailIn, type LocalText} from '../../contract/local-text.ts';
import {fail} from '../errors.ts';

/** What contradicts itself in an agreement: where, what was seen, what was expected. */
export interface AgreementIssue {
  path: string;
  detail: string;
  localDetail: LocalText;
}

type Add = (path: string, zh: string, en: string) => void;

const KINDS_ZH = {party: '协议方', section: '断面', indicator: '指标'};

/** Weights are typed with some digits: 1/3 as 0.3333333 thrice is meant to be 1. */
const SUM_TOLERANCE = 1e-6;

/** @throws AGREEMENT_INVALID naming everything that does not hold together */
export function rejectContradictions(draft: AgreementDraft, standard: WaterQualityStandard): void {
  const issues = findContradictions(draft, standard);
  if (issues.length === 0) return;
  const reason = {
    zh: issues.map(({path, localDetail}) => `${path}：${localDetail.zh}`).join(''),
    en: issues.map(({path, localDetail}) => `${path}: ${localDetail.en}`).join(' '),
  };
  throw fail('AGREEMENT_INVALID', {reason}, issues);
}

/** Everything in an agreement that contradicts itself, in the order of the agreement. */
export function findContradictions(
  {parties, sections, period, rule}: AgreementDraft,
  standard: WaterQualityStandard,
): AgreementIssue[] {
  const issues: AgreementIssue[] = [];
  const add: Add = (path, zh, en) => void issues.push({path, ...detailIn({zh, en})});
  const known = {
    party: parties.map(({id}) => id),
    section: sections.map(({id}) => id),
    indicator: standard.indicators.map(({id}) => id),
  };
  const refer = (path: string, kind: keyof typeof known, id: string) => {
    if (known[kind].includes(id)) return;
    add(
      path,
      `此处没有${KINDS_ZH[kind]}“${id}”；应为 ${known[kind].join('、')} 之一。`,
      `"${id}" is no ${kind} here; expected one of ${known[kind].join(', ')}.`,
    );
  };

  rejectTwice('parties', known.party, add);
  rejectTwice('sections', known.section, add);
  sections.forEach(({upstream, downstream}, i) => {
    for (const id of upstream) refer(`sections.${i}.upstream`, 'party', id);
    for (const id of downstream) refer(`sections.${i}.downstream`, 'party', id);
  });
  if (firstMonth(period.from) > lastMonth(period.to)) {
    add(
      'period',
      `期限的终止（${period.to}）早于起始（${period.from}）。`,
      `It ends (${period.to}) before it begins (${period.from}).`,
    );
  }

  if (rule.type === 'contribution-distribution') {
    checkParts('rule.contributions', rule.contributions, add);
    checkParts('rule.distribution', rule.distribution, add);
    for (const {party} of rule.contributions) refer('rule.contributions', 'party', party);
    for (const {party} of rule.distribution) refer('rule.distribution', 'party', party);
    rule.cuts.forEach((cut, i) => {
      const path = `rule.cuts.${i}`;
      refer(`${path}.section`, 'section', cut.section);
      for (const id of cut.indicators) refer(`${path}.indicators`, 'indicator', id);
      if (cut.targetClass === WATER_CLASSES.at(-1)) {
        add(
          `${path}.targetClass`,
          '任何水质都达到劣Ⅴ类；应为Ⅰ至Ⅴ类。',
          'Every water meets inferior-V; expected I to V.',
        );
      }
      checkParts(`${path}.responsible`, cut.responsible, add);
      if (cut.beneficiaries.length > 0) checkParts(`${path}.beneficiaries`, cut.beneficiaries, add);
      for (const {party} of cut.responsible) refer(`${path}.responsible`, 'party', party);
      for (const {party} of cut.beneficiaries) refer(`${path}.beneficiaries`, 'party', party);
    });
    return issues;
  }

  refer('rule.section', 'section', rule.section);
  refer('rule.upstream', 'party', rule.upstream);
  refer('rule.downstream', 'party', rule.downstream);
  if (rule.upstream === rule.downstream) {
    add(
      'rule.downstream',
      `它同时也是上游协议方（${rule.upstream}）；应为两个协议方。`,
      `It is the upstream party too (${rule.upstream}); expected two parties.`,
    );
  }
  if (rule.type === 'class-step') {
    for (const id of rule.classIndicators) refer('rule.classIndicators', 'indicator', id);
    if (rule.change) checkWeights('rule.change.weights', rule.change.weights);
    return issues;
  }
  checkWeights('rule.weights', rule.weights);
  if (!rule.baseline.years && !rule.baseline.valuesMgPerL) {
    add(
      'rule.baseline',
      '既没有 years，也没有 valuesMgPerL；应给出其一。',
      'It has neither years nor valuesMgPerL; expected one of them.',
    );
  }
  const {years, valuesMgPerL} = rule.baseline;
  const without = rule.weights.flatMap(({indicator}) =>
    years || !valuesMgPerL || indicator in valuesMgPerL ? [] : [indicator],
  );
  if (without.length > 0) {
    add(
      'rule.baseline.valuesMgPerL',
      `没有 ${without.join('、')} 的基准值，也没有基准年 years；每个有权重的指标都应有基准。`,
      `It has no value for ${without.join(', ')} and there are no baseline years; expected a baseline for each indicator that has a weight.`,
    );
  }
  for (const id of Object.keys(valuesMgPerL ?? {})) {
    refer('rule.baseline.valuesMgPerL', 'indicator', id);
  }
  const limits = rule.payoffs.map(({upTo}) => upTo);
  if (limits.at(-1) !== null || limits.slice(0, -1).some((limit) => limit === null)) {
    add(
      'rule.payoffs',
      '只有最后一档的 upTo 应为 null：它适用于其余全部。',
      'The last payoff, and only that, must have upTo null: it is for all above.',
    );
  } else if (limits.some((limit, i) => i > 0 && limit !== null && limit <= limits[i - 1]!)) {
    add(
      'rule.payoffs',
      `各档的 upTo 应逐档增大；现为 ${limits.join('、')}。`,
      `upTo must rise from one payoff to the next; seen ${limits.join(', ')}.`,
    );
  }
  return issues;

  function checkWeights(path: string, weights: {indicator: string; weight: number}[]): void {
    for (const {indicator} of weights) refer(path, 'indicator', indicator);
    rejectTwice(
      path,
      weights.map(({indicator}) => indicator),
      add,
    );
    const sum = weights.reduce((total, {weight}) => total + weight, 0);
    if (Math.abs(sum - 1) <= SUM_TOLERANCE) return;
    const list = weights.map(({indicator, weight}) => `${indicator} ${weight}`).join(', ');
    add(
      path,
      `权重之和为 ${round(sum)}，应为 1（${list}）。`,
      `The weights sum to ${round(sum)}, expected 1 (${list}).`,
    );
  }
}

/**
 * Parts may be any numbers (1:5:4), but fractions are meant as shares and then have to sum to 1;
 * else 0.1, 0.5 and 0.3 would quietly become 1:5:3.
 */
function checkParts(path: string, parts: PartyParts, add: Add): void {
  rejectTwice(
    path,
    parts.map(({party}) => party),
    add,
  );
  const sum = parts.reduce((total, each) => total + each.parts, 0);
  const list = parts.map(({party, parts: share}) => `${party} ${share}`).join(', ');
  if (sum <= 0) {
    add(
      path,
      `份额之和为 ${sum}，应大于零（${list}）。`,
      `The parts sum to ${sum}, expected more than nothing (${list}).`,
    );
  }
  const areShares = parts.some((each) => !Number.isInteger(each.parts));
  if (areShares && Math.abs(sum - 1) > SUM_TOLERANCE) {
    add(
      path,
      `比例之和为 ${round(sum)}，应为 1，或用 1:5:4 这样的整份（${list}）。`,
      `The shares sum to ${round(sum)}, expected 1 or whole parts such as 1:5:4 (${list}).`,
    );
  }
}

function rejectTwice(path: string, ids: readonly string[], add: Add): void {
  const twice = ids.filter((id, i) => ids.indexOf(id) !== i);
  for (const id of new Set(twice)) {
    add(path, `“${id}”重复出现。`, `"${id}" stands there more than once.`);
  }
}

/** 2021 → 2021-01. */
export function firstMonth(monthOrYear: string): string {
  return monthOrYear.length === 4 ? `${monthOrYear}-01` : monthOrYear;
}

/** 2021 → 2021-12. */
export function lastMonth(monthOrYear: string): string {
  return monthOrYear.length === 4 ? `${monthOrYear}-12` : monthOrYear;
}

function round(sum: number): number {
  return Number(sum.toPrecision(10));
}
