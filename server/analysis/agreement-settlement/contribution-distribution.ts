import type {ContributionDistributionRule, PartyParts} from '../../../contract/agreement.ts';
import type {
  ContributionDistributionCalculation,
  SettlementPayment,
} from '../../../contract/agreement-settlement.ts';
import {numberInBoth} from '../../../contract/format-number.ts';
import {issueOf} from '../../observations/observation.ts';
import {classifySection} from './classify.ts';
import type {RuleContext, RuleSettlement} from './rule.ts';

type Cut = ContributionDistributionRule['cuts'][number];
type SettledCut = ContributionDistributionCalculation['cuts'][number];
type Move = SettledCut['moves'][number];

/** The account that all pay into and are paid from. */
export const POOL = 'pool';

/**
 * All pay into a pool and get it back in other proportions; at each section in turn whoever is
 * responsible for a missed target loses some of what is theirs to those below. The pool is conserved.
 */
export function settleContributionDistribution(
  rule: ContributionDistributionRule,
  period: string,
  context: RuleContext,
): RuleSettlement<ContributionDistributionCalculation> {
  const {poolYuan} = rule;
  const contributions = amountsOf(rule.contributions, poolYuan);
  const distribution = amountsOf(rule.distribution, poolYuan);
  const own = new Map(distribution.map(({party, amountYuan}) => [party, amountYuan]));
  /** What of its own distribution a party still has; what it gained by cuts is not cut again. */
  const left = new Map(own);
  const received = new Map(own);
  const cuts = rule.cuts.map((cut) => {
    const settled = settleCut(cut, period, own, left, context);
    for (const {from, to, amountYuan} of settled.moves) {
      left.set(from, left.get(from)! - amountYuan);
      received.set(from, received.get(from)! - amountYuan);
      received.set(to, (received.get(to) ?? 0) + amountYuan);
    }
    return settled;
  });
  const calculation: ContributionDistributionCalculation = {
    type: 'contribution-distribution',
    poolYuan,
    contributions,
    distribution,
    cuts,
    received: [...received].map(([party, amountYuan]) => ({
      party,
      share: poolYuan === 0 ? 0 : amountYuan / poolYuan,
      amountYuan,
    })),
    formula:
      'contribution = pool · parts / Σ parts; received = pool · parts / Σ parts − cuts + gains',
  };
  return {calculation, payments: paymentsOf(calculation, period, context)};
}

function settleCut(
  cut: Cut,
  period: string,
  own: ReadonlyMap<string, number>,
  left: ReadonlyMap<string, number>,
  context: RuleContext,
): SettledCut {
  const {section, targetClass, indicators} = cut;
  const found = classifySection(section, indicators, period, targetClass, context);
  const failingCount = found.classes.filter(({meetsTarget}) => meetsTarget === false).length;
  const isUnknown = found.class === null;
  const partOfSection = cut.cutBy === 'section' ? 1 : failingCount / indicators.length;
  const cutShare = failingCount === 0 ? 0 : cut.cutShare * partOfSection;
  if (cutShare > 0 && cut.beneficiaries.length === 0) reportUnsettled(section, period, context);
  return {
    section,
    targetClass,
    classes: found.classes,
    class: found.class,
    meetsTarget: isUnknown ? null : failingCount === 0,
    failingCount,
    cutShare,
    moves: cut.beneficiaries.length === 0 ? [] : movesOf(cut, cutShare, own, left),
  };
}

function movesOf(
  {responsible, beneficiaries}: Cut,
  cutShare: number,
  own: ReadonlyMap<string, number>,
  left: ReadonlyMap<string, number>,
): Move[] {
  if (cutShare === 0) return [];
  return responsible.flatMap(({party: from}, i) => {
    const blame = amountsOf(responsible, 1)[i]!.share;
    const lostYuan = Math.min(left.get(from) ?? 0, (own.get(from) ?? 0) * cutShare * blame);
    if (lostYuan === 0) return [];
    return amountsOf(beneficiaries, lostYuan).map(({party: to, amountYuan}) => ({
      from,
      to,
      amountYuan,
    }));
  });
}

function amountsOf(parts: PartyParts, totalYuan: number) {
  const sum = parts.reduce((total, each) => total + each.parts, 0);
  return parts.map(({party, parts: own}) => ({
    party,
    share: own / sum,
    amountYuan: (totalYuan * own) / sum,
  }));
}

function paymentsOf(
  {poolYuan, contributions, received, cuts, distribution}: ContributionDistributionCalculation,
  period: string,
  {nameOf}: RuleContext,
): SettlementPayment[] {
  const moves = cuts.flatMap(({section, moves: each}) => each.map((move) => ({section, ...move})));
  return [
    ...contributions.map(({party, share, amountYuan}): SettlementPayment => {
      const [part, pool] = [numberInBoth(share), numberInBoth(poolYuan)];
      return {
        from: party,
        to: POOL,
        amountYuan,
        reason: 'contribution',
        why: {
          zh: `${nameOf('party', party).zh} ${period} 年出资：${part.zh} × ${pool.zh} 元。`,
          en: `Contribution of ${nameOf('party', party).en} in ${period}: ${part.en} × ${pool.en} yuan.`,
        },
      };
    }),
    ...received.map(({party, amountYuan}): SettlementPayment => {
      const own = distribution.find((each) => each.party === party)?.amountYuan ?? 0;
      const changes = moves
        .filter(({from, to}) => from === party || to === party)
        .map(({section, from, amountYuan: moved}) => ({
          section,
          yuan: from === party ? -moved : moved,
        }));
      const terms = changes.map(({section, yuan}) => {
        const [sign, amount] = [yuan < 0 ? '−' : '+', numberInBoth(Math.abs(yuan))];
        const site = nameOf('section', section);
        return {
          zh: ` ${sign} ${amount.zh}（${site.zh}）`,
          en: ` ${sign} ${amount.en} (${site.en})`,
        };
      });
      const agreed = numberInBoth(own);
      return {
        from: POOL,
        to: party,
        amountYuan,
        reason: 'distribution',
        why: {
          zh: `${nameOf('party', party).zh} ${period} 年分配：${agreed.zh}${terms.map((each) => each.zh).join('')} 元。`,
          en: `Distribution to ${nameOf('party', party).en} in ${period}: ${agreed.en}${terms.map((each) => each.en).join('')} yuan.`,
        },
      };
    }),
  ].filter(({amountYuan}) => amountYuan !== 0);
}

function reportUnsettled(section: string, period: string, {report, nameOf}: RuleContext): void {
  const site = nameOf('section', section);
  report(
    issueOf(
      'money-not-settled',
      'warning',
      {section, month: period},
      `断面${site.zh} ${period} 年未达标，但协议未说明由谁获得扣减资金；未移动资金。`,
      `Section ${site.en} misses its target in ${period}, but the agreement names nobody who gets what is cut; no money was moved.`,
    ),
  );
}
