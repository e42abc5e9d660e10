import {Type, type Static} from 'typebox';
import {AgreementDraft, AgreementEvidence, SettlementPeriod, WaterClass} from './agreement.ts';
import {LocalText} from './local-text.ts';
import {ObservationIssue, ObservationRows} from './observation.ts';

const nullable = <T extends Parameters<typeof Type.Union>[0][number]>(schema: T) =>
  Type.Union([schema, Type.Null()]);

export const AgreementSettlementInputs = Type.Object(
  {
    agreement: Type.Union(
      [Type.String({pattern: '^[0-9a-z][0-9a-z-]*(@[1-9][0-9]*)?$'}), AgreementDraft],
      {
        description:
          'the id of an agreement (its latest version), id@version, or a whole agreement',
      },
    ),
    observations: ObservationRows,
    period: Type.Optional(SettlementPeriod),
    baselinesMgPerL: Type.Optional(
      Type.Record(Type.String(), Type.Number({exclusiveMinimum: 0}), {
        description: 'C0 by indicator in mg/L, in place of what the agreement says',
      }),
    ),
  },
  {additionalProperties: false},
);
export type AgreementSettlementInputs = Static<typeof AgreementSettlementInputs>;

/** Mean of one indicator at one section over a year or a month, and what it was made of. */
export const MeanConcentration = Type.Object({
  section: Type.String(),
  indicator: Type.String(),
  period: Type.String({description: '2021, or 2021-05'}),
  meanMgPerL: nullable(Type.Number()),
  monthCount: Type.Integer({description: 'Months with a value, each of which counts alike'}),
  valueCount: Type.Integer(),
  belowLimitCount: Type.Integer({description: 'Values below detection, taken as half the limit'}),
  missingMonths: Type.Array(Type.String()),
});
export type MeanConcentration = Static<typeof MeanConcentration>;

/** The class one indicator gives a section. */
export const IndicatorClass = Type.Object({
  indicator: Type.String(),
  valueMgPerL: nullable(Type.Number()),
  class: nullable(WaterClass),
  limitMgPerL: nullable(Type.Number({description: 'The limit of that class'})),
  meetsTarget: nullable(Type.Boolean()),
});
export type IndicatorClass = Static<typeof IndicatorClass>;

/** One term of an index: weight · C / C0. */
export const IndexTerm = Type.Object({
  indicator: Type.String(),
  weight: Type.Number(),
  valueMgPerL: nullable(Type.Number({description: 'C'})),
  baselineMgPerL: nullable(Type.Number({description: 'C0'})),
  ratio: nullable(Type.Number({description: 'C / C0'})),
  term: nullable(Type.Number({description: 'weight · C / C0'})),
});
export type IndexTerm = Static<typeof IndexTerm>;

export const PIndexCalculation = Type.Object({
  type: Type.Literal('p-index'),
  section: Type.String(),
  k0: Type.Number(),
  terms: Type.Array(IndexTerm),
  sumOfTerms: nullable(Type.Number()),
  p: nullable(Type.Number({description: 'k0 · Σ terms, unrounded'})),
  payoff: nullable(
    Type.Object({
      upTo: nullable(Type.Number()),
      payer: Type.Union([Type.Literal('upstream'), Type.Literal('downstream')]),
      amountYuan: Type.Number(),
    }),
  ),
  formula: Type.String(),
});

export const ClassStepCalculation = Type.Object({
  type: Type.Literal('class-step'),
  section: Type.String(),
  classes: Type.Array(IndicatorClass),
  class: nullable(WaterClass),
  worstIndicators: Type.Array(Type.String()),
  baseClass: WaterClass,
  stepsBetter: nullable(
    Type.Integer({description: 'Classes better than the base; negative: worse'}),
  ),
  stepYuan: Type.Number(),
  stepAmountYuan: nullable(Type.Number({description: 'Positive: downstream pays upstream'})),
  change: nullable(
    Type.Object({
      terms: Type.Array(IndexTerm),
      index: nullable(Type.Number({description: 'Σ weight · C / C of the year before'})),
      changePercent: nullable(Type.Number({description: '100 · (index − 1), unrounded'})),
      countedPercent: nullable(Type.Number({description: 'Of it what is paid for'})),
      yuanPerPercent: Type.Number(),
      uncappedYuan: nullable(Type.Number({description: 'Positive: downstream pays upstream'})),
      capYuan: Type.Number(),
      isCapped: Type.Boolean(),
      amountYuan: nullable(Type.Number()),
    }),
  ),
  formula: Type.String(),
});

const PartyAmount = Type.Object({
  party: Type.String(),
  share: Type.Number(),
  amountYuan: Type.Number(),
});

export const ContributionDistributionCalculation = Type.Object({
  type: Type.Literal('contribution-distribution'),
  poolYuan: Type.Number(),
  contributions: Type.Array(PartyAmount),
  distribution: Type.Array(PartyAmount, {description: 'Before any cut'}),
  cuts: Type.Array(
    Type.Object({
      section: Type.String(),
      targetClass: WaterClass,
      classes: Type.Array(IndicatorClass),
      class: nullable(WaterClass),
      meetsTarget: nullable(Type.Boolean()),
      failingCount: Type.Integer(),
      cutShare: Type.Number({description: 'Share of the distribution that is cut here'}),
      moves: Type.Array(
        Type.Object({from: Type.String(), to: Type.String(), amountYuan: Type.Number()}),
      ),
    }),
  ),
  received: Type.Array(PartyAmount, {description: 'After all cuts; sums to the pool'}),
  formula: Type.String(),
});

export const SettlementCalculation = Type.Union([
  PIndexCalculation,
  ClassStepCalculation,
  ContributionDistributionCalculation,
]);
export type SettlementCalculation = Static<typeof SettlementCalculation>;
export type PIndexCalculation = Static<typeof PIndexCalculation>;
export type ClassStepCalculation = Static<typeof ClassStepCalculation>;
export type ContributionDistributionCalculation = Static<
  typeof ContributionDistributionCalculation
>;

/** Money from one party to another ("pool" is the common pool), and why. */
export const SettlementPayment = Type.Object({
  from: Type.String(),
  to: Type.String(),
  amountYuan: Type.Number(),
  reason: Type.Union([
    Type.Literal('p-index'),
    Type.Literal('class-step'),
    Type.Literal('change'),
    Type.Literal('contribution'),
    Type.Literal('distribution'),
  ]),
  why: LocalText,
});
export type SettlementPayment = Static<typeof SettlementPayment>;

export const PartyBalance = Type.Object({
  party: Type.String(),
  name: LocalText,
  paidYuan: Type.Number(),
  receivedYuan: Type.Number(),
  netYuan: Type.Number({description: 'Received less paid; those of all parties sum to zero'}),
});
export type PartyBalance = Static<typeof PartyBalance>;

/** One year, or one month of a monthly rule. */
export const PeriodSettlement = Type.Object({
  period: Type.String(),
  complete: Type.Boolean(),
  calculation: SettlementCalculation,
  payments: Type.Array(SettlementPayment),
  balances: Type.Array(PartyBalance),
});
export type PeriodSettlement = Static<typeof PeriodSettlement>;

/**
 * Who pays whom, how much and why. Amounts in yuan, concentrations in mg/L, nothing rounded. Where
 * `complete` is false, issues say what is missing and the rest is computed without it.
 */
export const AgreementSettlement = Type.Object({
  agreement: Type.Object({
    id: nullable(Type.String()),
    version: nullable(Type.Integer()),
    name: LocalText,
    ruleType: Type.String(),
    isExample: Type.Boolean(),
    parties: Type.Array(Type.Object({id: Type.String(), name: LocalText})),
    sections: Type.Array(Type.Object({id: Type.String(), name: LocalText})),
  }),
  period: SettlementPeriod,
  complete: Type.Boolean(),
  balances: Type.Array(PartyBalance, {description: 'Over the whole period'}),
  payments: Type.Array(
    Type.Object({from: Type.String(), to: Type.String(), amountYuan: Type.Number()}),
    {description: 'What settles the balances of the whole period, party to party'},
  ),
  settlements: Type.Array(PeriodSettlement),
  means: Type.Array(MeanConcentration),
  issues: Type.Array(ObservationIssue),
  conventions: Type.Array(LocalText, {description: 'Rules of reckoning, in words'}),
  evidence: Type.Array(AgreementEvidence, {description: 'How sure the figures used are'}),
  provenance: Type.Object({
    observations: Type.Object({rowCount: Type.Integer(), usedCount: Type.Integer()}),
    standard: Type.Object({
      id: Type.String(),
      title: LocalText,
      source: LocalText,
      confidence: Type.Number(),
    }),
    units: Type.Object({money: Type.Literal('yuan'), concentration: Type.Literal('mg/L')}),
    software: Type.String(),
  }),
});
export type AgreementSettlement = Static<typeof AgreementSettlement>;
