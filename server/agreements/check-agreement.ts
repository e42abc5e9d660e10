import {WATER_CLASSES, type AgreementDraft, type PartyParts} from '../../contract/agreement.ts';
import type {WaterQualityStandard} from '../../contract/water-quality.ts';
import {fail} from '../errors.ts';

/** What contradicts itself in an agreement: where, what was seen, what was expected. */
export interface AgreementIssue {
  path: string;
  detail: string;
}

/** Weights are typed with some digits: 1/3 as 0.3333333 thrice is meant to be 1. */
const SUM_TOLERANCE = 1e-6;

/** @throws AGREEMENT_INVALID naming everything that does not hold together */
export function rejectContradictions(draft: AgreementDraft, standard: WaterQualityStandard): void {
  const issues = findContradictions(draft, standard);
  if (issues.length === 0) return;
  const reason = issues.map(({path, detail}) => `${path}: ${detail}`).join(' ');
  throw fail('AGREEMENT_INVALID', {reason}, issues);
}

/** Everything in an agreement that contradicts itself, in the order of the agreement. */
export function findContradictions(
  {parties, sections, period, rule}: AgreementDraft,
  standard: WaterQualityStandard,
): AgreementIssue[] {
  const issues: AgreementIssue[] = [];
  const add = (path: string, detail: string) => issues.push({path, detail});
  const known = {
    party: parties.map(({id}) => id),
    section: sections.map(({id}) => id),
    indicator: standard.indicators.map(({id}) => id),
  };
  const refer = (path: string, kind: keyof typeof known, id: string) => {
    if (known[kind].includes(id)) return;
    add(path, `"${id}" is no ${kind} here; expected one of ${known[kind].join(', ')}.`);
  };

  rejectTwice('parties', known.party, add);
  rejectTwice('sections', known.section, add);
  sections.forEach(({upstream, downstream}, i) => {
    for (const id of upstream) refer(`sections.${i}.upstream`, 'party', id);
    for (const id of downstream) refer(`sections.${i}.downstream`, 'party', id);
  });
  if (firstMonth(period.from) > lastMonth(period.to)) {
    add('period', `It ends (${period.to}) before it begins (${period.from}).`);
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
        add(`${path}.targetClass`, 'Every water meets inferior-V; expected I to V.');
      }
      checkParts(`${path}.responsible`, cut.responsible, add);
      if (cut.beneficiaries.length > 0) checkParts(`${path}.beneficiaries`, cut.beneficiaries, add);
      for (const {party} of [...cut.responsible, ...cut.beneficiaries]) {
        refer(`${path}.responsible`, 'party', party);
      }
    });
    return issues;
  }

  refer('rule.section', 'section', rule.section);
  refer('rule.upstream', 'party', rule.upstream);
  refer('rule.downstream', 'party', rule.downstream);
  if (rule.upstream === rule.downstream) {
    add(
      'rule.downstream',
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
    add('rule.baseline', 'It has neither years nor valuesMgPerL; expected one of them.');
  }
  for (const id of Object.keys(rule.baseline.valuesMgPerL ?? {})) {
    refer('rule.baseline.valuesMgPerL', 'indicator', id);
  }
  const limits = rule.payoffs.map(({upTo}) => upTo);
  if (limits.at(-1) !== null || limits.slice(0, -1).some((limit) => limit === null)) {
    add(
      'rule.payoffs',
      'The last payoff, and only that, must have upTo null: it is for all above.',
    );
  } else if (limits.some((limit, i) => i > 0 && limit !== null && limit <= limits[i - 1]!)) {
    add('rule.payoffs', `upTo must rise from one payoff to the next; seen ${limits.join(', ')}.`);
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
    add(path, `The weights sum to ${round(sum)}, expected 1 (${list}).`);
  }
}

/**
 * Parts may be any numbers (1:5:4), but fractions are meant as shares and then have to sum to 1;
 * else 0.1, 0.5 and 0.3 would quietly become 1:5:3.
 */
function checkParts(
  path: string,
  parts: PartyParts,
  add: (path: string, detail: string) => void,
): void {
  rejectTwice(
    path,
    parts.map(({party}) => party),
    add,
  );
  const sum = parts.reduce((total, each) => total + each.parts, 0);
  const list = parts.map(({party, parts: share}) => `${party} ${share}`).join(', ');
  if (sum <= 0) add(path, `The parts sum to ${sum}, expected more than nothing (${list}).`);
  const areShares = parts.some((each) => !Number.isInteger(each.parts));
  if (areShares && Math.abs(sum - 1) > SUM_TOLERANCE) {
    add(
      path,
      `The shares sum to ${round(sum)}, expected 1 or whole parts such as 1:5:4 (${list}).`,
    );
  }
}

function rejectTwice(
  path: string,
  ids: readonly string[],
  add: (path: string, detail: string) => void,
): void {
  const twice = ids.filter((id, i) => ids.indexOf(id) !== i);
  for (const id of new Set(twice)) add(path, `"${id}" stands there more than once.`);
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
