import {Type, type Static} from 'typebox';
import {LocalText} from './local-text.ts';

const Id = Type.String({pattern: '^[a-z][a-z0-9-]{0,62}$'});
const Yuan = Type.Number({minimum: 0});
const Year = Type.Integer({minimum: 1900, maximum: 2200});

/** A month, or a whole year. */
export const MonthOrYear = Type.String({pattern: '^[12]\\d{3}(-(0[1-9]|1[0-2]))?$'});

/** From the first month to the last, both included: {"from": "2021", "to": "2022-06"}. */
export const SettlementPeriod = Type.Object(
  {from: MonthOrYear, to: MonthOrYear},
  {
    additionalProperties: false,
    description: 'the first and the last month or year, e.g. {"from": "2021", "to": "2022"}',
  },
);
export type SettlementPeriod = Static<typeof SettlementPeriod>;

/** Classes of surface water from best to worst; a number in a file is the position, from 1. */
export const WATER_CLASSES = ['I', 'II', 'III', 'IV', 'V', 'inferior-V'] as const;
export type WaterClass = (typeof WATER_CLASSES)[number];
export const WaterClass = Type.Unsafe<WaterClass>(
  Type.Union(WATER_CLASSES.map((name) => Type.Literal(name))),
);

/** Who takes part in a split, and with how many parts. */
export const PartyParts = Type.Array(
  Type.Object({party: Id, parts: Type.Number({minimum: 0})}, {additionalProperties: false}),
);
export type PartyParts = Static<typeof PartyParts>;

const IndicatorWeights = Type.Array(
  Type.Object(
    {indicator: Id, weight: Type.Number({minimum: 0, maximum: 1})},
    {additionalProperties: false},
  ),
  {minItems: 1, description: 'Weights sum to 1'},
);

/**
 * P = k0 · Σ weight · C / C0 of the annual means at one section. The first payoff whose `upTo` P does
 * not exceed is paid; the last has none.
 */
export const PIndexRule = Type.Object(
  {
    type: Type.Literal('p-index'),
    section: Id,
    upstream: Id,
    downstream: Id,
    k0: Type.Number({exclusiveMinimum: 0, description: 'Stability coefficient'}),
    weights: IndicatorWeights,
    baseline: Type.Object(
      {
        years: Type.Optional(Type.Array(Year, {minItems: 1})),
        valuesMgPerL: Type.Optional(Type.Record(Type.String(), Type.Number({exclusiveMinimum: 0}))),
      },
      {
        additionalProperties: false,
        description: 'C0 as given values, or as the mean of the annual means of these years',
      },
    ),
    payoffs: Type.Array(
      Type.Object(
        {
          upTo: Type.Union([Type.Number(), Type.Null()]),
          payer: Type.Union([Type.Literal('upstream'), Type.Literal('downstream')]),
          amountYuan: Yuan,
        },
        {additionalProperties: false},
      ),
      {minItems: 1},
    ),
  },
  {additionalProperties: false},
);
export type PIndexRule = Static<typeof PIndexRule>;

/**
 * Each class better than `baseClass` costs the downstream party `stepYuan`, each class worse the
 * upstream one; and the change of an index against the year before is paid per percent, up to a cap.
 */
export const ClassStepRule = Type.Object(
  {
    type: Type.Literal('class-step'),
    section: Id,
    upstream: Id,
    downstream: Id,
    basis: Type.Union([Type.Literal('annual'), Type.Literal('monthly')]),
    baseClass: WaterClass,
    stepYuan: Yuan,
    classIndicators: Type.Array(Id, {
      minItems: 1,
      description: 'The worst of these is the class of the section',
    }),
    change: Type.Union([
      Type.Object(
        {
          weights: IndicatorWeights,
          yuanPerPercent: Yuan,
          counts: Type.Union([Type.Literal('whole-percents'), Type.Literal('proportionally')]),
          capYuan: Yuan,
        },
        {additionalProperties: false},
      ),
      Type.Null(),
    ]),
  },
  {additionalProperties: false},
);
export type ClassStepRule = Static<typeof ClassStepRule>;

/**
 * Parties pay into a pool every year and get it back in other proportions. At each section in turn a
 * party that misses the target loses some of its distribution to the beneficiaries.
 */
export const ContributionDistributionRule = Type.Object(
  {
    type: Type.Literal('contribution-distribution'),
    poolYuan: Yuan,
    contributions: PartyParts,
    distribution: PartyParts,
    cuts: Type.Array(
      Type.Object(
        {
          section: Id,
          targetClass: WaterClass,
          indicators: Type.Array(Id, {minItems: 1}),
          responsible: PartyParts,
          beneficiaries: PartyParts,
          cutShare: Type.Number({
            minimum: 0,
            maximum: 1,
            description: 'Share of the distribution that is lost when the section fails',
          }),
          cutBy: Type.Union([Type.Literal('section'), Type.Literal('indicator')], {
            description: 'Lost as a whole, or for each indicator that fails its part',
          }),
        },
        {additionalProperties: false},
      ),
      {description: 'In the order in which they are settled, from the source down'},
    ),
  },
  {additionalProperties: false},
);
export type ContributionDistributionRule = Static<typeof ContributionDistributionRule>;

export const AgreementRule = Type.Union([PIndexRule, ClassStepRule, ContributionDistributionRule]);
export type AgreementRule = Static<typeof AgreementRule>;

/** Where figures of an agreement come from, and how sure they are. */
export const AgreementEvidence = Type.Object(
  {
    figures: Type.Array(Type.String(), {
      minItems: 1,
      description: 'Paths into the agreement, e.g. rule.k0; a path stands for all below it',
    }),
    status: Type.Union([Type.Literal('sourced'), Type.Literal('unverified')], {
      description: 'sourced: found in public material; unverified: not checked against a document',
    }),
    confidence: Type.Number({minimum: 0, maximum: 1}),
    source: LocalText,
  },
  {additionalProperties: false},
);
export type AgreementEvidence = Static<typeof AgreementEvidence>;

/** A compensation agreement as whoever writes it down gives it. */
export const AgreementDraft = Type.Object(
  {
    name: LocalText,
    river: Type.Optional(LocalText),
    parties: Type.Array(
      Type.Object(
        {id: Id, name: LocalText, code: Type.Optional(Type.String())},
        {additionalProperties: false},
      ),
      {minItems: 2},
    ),
    sections: Type.Array(
      Type.Object(
        {
          id: Id,
          name: LocalText,
          aliases: Type.Optional(Type.Array(Type.String())),
          upstream: Type.Array(Id),
          downstream: Type.Array(Id),
        },
        {additionalProperties: false},
      ),
      {minItems: 1},
    ),
    period: SettlementPeriod,
    rule: AgreementRule,
    evidence: Type.Optional(Type.Array(AgreementEvidence)),
    notes: Type.Optional(Type.Array(LocalText)),
  },
  {additionalProperties: false},
);
export type AgreementDraft = Static<typeof AgreementDraft>;

/** One saved, unchangeable version; one that comes with the service is an example and read-only. */
export const Agreement = Type.Object({
  ...AgreementDraft.properties,
  id: Type.String(),
  version: Type.Integer(),
  latestVersion: Type.Integer(),
  isExample: Type.Boolean(),
  createdAt: Type.Union([Type.String(), Type.Null()]),
});
export type Agreement = Static<typeof Agreement>;

export const AgreementSummary = Type.Object({
  id: Type.String(),
  version: Type.Integer(),
  name: LocalText,
  ruleType: Type.Union([
    Type.Literal('p-index'),
    Type.Literal('class-step'),
    Type.Literal('contribution-distribution'),
  ]),
  parties: Type.Array(LocalText),
  period: SettlementPeriod,
  isExample: Type.Boolean(),
  unverifiedCount: Type.Integer({description: 'Pieces of evidence that are not verified'}),
  createdAt: Type.Union([Type.String(), Type.Null()]),
});
export type AgreementSummary = Static<typeof AgreementSummary>;

/** Examples first, then saved ones, newest first. */
export const AgreementList = Type.Object({agreements: Type.Array(AgreementSummary)});
export type AgreementList = Static<typeof AgreementList>;
