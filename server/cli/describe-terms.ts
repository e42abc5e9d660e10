import type {
  AgreementSettlement,
  ClassStepCalculation,
  ContributionDistributionCalculation,
  IndexTerm,
  IndicatorClass,
  PIndexCalculation,
  SettlementCalculation,
} from '../../contract/agreement-settlement.ts';
import {formatNumber} from '../../contract/format-number.ts';

/** What the calculation of one period is made of, a line for each term: what both sides audit. */
export function describeTerms(
  calculation: SettlementCalculation,
  {agreement}: AgreementSettlement,
): string[] {
  const nameIn = (list: {id: string; name: {en: string}}[]) => (id: string) =>
    list.find((each) => each.id === id)?.name.en ?? id;
  const names = {section: nameIn(agreement.sections), party: nameIn(agreement.parties)};
  switch (calculation.type) {
    case 'p-index':
      return pIndexTerms(calculation, names);
    case 'class-step':
      return classStepTerms(calculation, names);
    case 'contribution-distribution':
      return poolTerms(calculation, names);
  }
}

interface Names {
  section(id: string): string;
  party(id: string): string;
}

function pIndexTerms(
  {section, k0, terms, sumOfTerms, p, payoff, formula}: PIndexCalculation,
  names: Names,
): string[] {
  return [
    `${formula}, at ${names.section(section)}`,
    ...terms.map((term) => indexLine(term, 'C0')),
    `P = ${say(k0)} × ${say(sumOfTerms)} = ${say(p)}`,
    ...(payoff === null
      ? []
      : [
          `step: P ${payoff.upTo === null ? 'above all others' : `up to ${say(payoff.upTo)}`}, the ${payoff.payer} party pays ${say(payoff.amountYuan)} yuan`,
        ]),
  ];
}

function classStepTerms(
  {
    section,
    classes,
    worstIndicators,
    baseClass,
    stepsBetter,
    stepYuan,
    ...rest
  }: ClassStepCalculation,
  names: Names,
): string[] {
  const {change, stepAmountYuan} = rest;
  const lines = [
    ...classes.map((each) => classLine(each, names.section(section))),
    `class ${rest.class ?? 'unknown'} by ${worstIndicators.join(', ') || 'nothing'}, base ${baseClass}: ${say(stepsBetter)} × ${say(stepYuan)} = ${say(stepAmountYuan)} yuan`,
  ];
  if (change === null) return lines;
  return [
    ...lines,
    ...change.terms.map((term) => indexLine(term, 'C of the year before')),
    `index ${say(change.index)}, change ${say(change.changePercent)} %, counted ${say(change.countedPercent)} %`,
    `${say(change.countedPercent === null ? null : -change.countedPercent)} × ${say(change.yuanPerPercent)} = ${say(change.uncappedYuan)} yuan, at most ${say(change.capYuan)}: ${say(change.amountYuan)} yuan${change.isCapped ? ' (capped)' : ''}`,
  ];
}

function poolTerms(
  {poolYuan, contributions, distribution, cuts, received}: ContributionDistributionCalculation,
  names: Names,
): string[] {
  const parts = (what: string, list: typeof received) =>
    list.map(
      ({party, share, amountYuan}) =>
        `${what} of ${names.party(party)}: ${say(share)} × ${say(poolYuan)} = ${say(amountYuan)} yuan`,
    );
  return [
    ...parts('contribution', contributions),
    ...parts('distribution', distribution),
    ...cuts.flatMap(
      ({section, targetClass, classes, meetsTarget, failingCount, cutShare, moves}) => [
        ...classes.map((each) => classLine(each, names.section(section))),
        `${names.section(section)}: target ${targetClass} ${meetsTarget === null ? 'cannot be judged' : meetsTarget ? 'met' : `missed by ${failingCount}`}, cut ${say(cutShare)}`,
        ...moves.map(
          ({from, to, amountYuan}) =>
            `  ${names.party(from)} to ${names.party(to)}: ${say(amountYuan)} yuan`,
        ),
      ],
    ),
    ...parts('received', received),
  ];
}

function indexLine(
  {indicator, weight, valueMgPerL, baselineMgPerL, ratio, term}: IndexTerm,
  baseline: string,
): string {
  return `${indicator}: C ${say(valueMgPerL)} mg/L, ${baseline} ${say(baselineMgPerL)} mg/L, ratio ${say(ratio)}, weight ${say(weight)}, term ${say(term)}`;
}

function classLine(
  {indicator, valueMgPerL, class: name, limitMgPerL}: IndicatorClass,
  section: string,
): string {
  const limit = limitMgPerL === null ? '' : ` (limit ${say(limitMgPerL)})`;
  return `${section}, ${indicator}: ${say(valueMgPerL)} mg/L, class ${name ?? 'unknown'}${limit}`;
}

function say(value: number | null): string {
  return value === null ? 'unknown' : formatNumber(value, 'en');
}
