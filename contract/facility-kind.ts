import {Type, type Static} from 'typebox';
import {LocalText} from './local-text.ts';

/** What capacity and load of a facility are an amount of; none where it treats nothing (a station). */
export const FacilityQuantity = Type.Union([
  Type.Literal('flow'),
  Type.Literal('mass'),
  Type.Literal('stock'),
  Type.Literal('none'),
]);
export type FacilityQuantity = Static<typeof FacilityQuantity>;

/** What a measure is an amount of, and how many of the base measure of that quantity one of it is. */
export interface FacilityMeasure {
  quantity: Exclude<FacilityQuantity, 'none'>;
  factor: number;
}

/** The measure every amount of a quantity is reckoned in. */
export const BASE_MEASURES = {flow: 'm³/d', mass: 't/d', stock: 't', none: null} as const;

/**
 * Measures a capacity may be given in. A US gallon is 231 cubic inches of 25.4 mm, exactly; no
 * density is assumed, so tonnes are never turned into cubic metres.
 */
export const FACILITY_MEASURES = {
  'm³/d': {quantity: 'flow', factor: 1},
  '万m³/d': {quantity: 'flow', factor: 10_000},
  'L/s': {quantity: 'flow', factor: 86.4},
  mgd: {quantity: 'flow', factor: 3785.411784},
  't/d': {quantity: 'mass', factor: 1},
  'kg/d': {quantity: 'mass', factor: 0.001},
  't/a': {quantity: 'mass', factor: 1 / 365},
  '万t/a': {quantity: 'mass', factor: 10_000 / 365},
  t: {quantity: 'stock', factor: 1},
} as const satisfies Record<string, FacilityMeasure>;
export type FacilityMeasureId = keyof typeof FACILITY_MEASURES;

export const FacilityMeasureId = Type.Unsafe<FacilityMeasureId>(
  Type.Union((Object.keys(FACILITY_MEASURES) as FacilityMeasureId[]).map((id) => Type.Literal(id))),
);

/** Where a figure comes from; what nobody read in the original is unverified, however sure it seems. */
const Sourced = {
  source: LocalText,
  confidence: Type.Number({minimum: 0, maximum: 1}),
  isVerified: Type.Boolean({description: 'false: not read in the text of the source itself'}),
};

/** An attribute a facility of this kind may carry. */
export const FacilityField = Type.Object({
  id: Type.String(),
  title: LocalText,
  measure: Type.Union([Type.String(), Type.Null()]),
  isRequired: Type.Boolean({description: 'Without it a result is incomplete'}),
});
export type FacilityField = Static<typeof FacilityField>;

/** What share of its capacity a facility should use from so many years after opening on. */
export const LoadNorm = Type.Object({
  yearsSinceOpening: Type.Number({minimum: 0}),
  atLeastShare: Type.Number({minimum: 0}),
  ...Sourced,
});
export type LoadNorm = Static<typeof LoadNorm>;

export const ServiceRuleId = Type.Union([
  Type.Literal('areas'),
  Type.Literal('distance'),
  Type.Literal('basin'),
  Type.Literal('serves'),
  Type.Literal('host'),
]);
export type ServiceRuleId = Static<typeof ServiceRuleId>;

/** A kind of shared infrastructure, from data/catalog/facility-kinds.json. */
export const FacilityKind = Type.Object({
  id: Type.String({description: 'Class of such a facility in a layer'}),
  title: LocalText,
  quantity: FacilityQuantity,
  measures: Type.Array(FacilityMeasureId, {description: 'Usual ones, the first shown'}),
  fields: Type.Array(FacilityField),
  loadNorms: Type.Array(LoadNorm, {description: 'By years since opening'}),
  serviceRules: Type.Array(
    Type.Object({
      rule: ServiceRuleId,
      distanceM: Type.Union([Type.Number({exclusiveMinimum: 0}), Type.Null()]),
      title: LocalText,
      ...Sourced,
    }),
    {description: 'How such a facility serves, the usual one first; a distance is only a proxy'},
  ),
  protectionDistance: Type.Union([
    Type.Object({distanceM: Type.Number({exclusiveMinimum: 0}), ...Sourced}),
    Type.Null(),
  ]),
  perHead: Type.Union([
    Type.Object({
      amount: Type.Number({
        exclusiveMinimum: 0,
        description: 'Made by one person a day, in the base measure (m³/d or t/d)',
      }),
      ...Sourced,
    }),
    Type.Null(),
  ]),
  plausibleCapacity: Type.Union([
    Type.Object({
      least: Type.Number(),
      most: Type.Number(),
      ...Sourced,
    }),
    Type.Null(),
  ]),
  sizes: Type.Array(
    Type.Object({
      id: Type.String(),
      title: LocalText,
      below: Type.Union([Type.Number(), Type.Null()], {description: 'In the base measure'}),
      ...Sourced,
    }),
    {description: 'Classes of size, from small to large'},
  ),
});
export type FacilityKind = Static<typeof FacilityKind>;

export const FacilityKindList = Type.Object({kinds: Type.Array(FacilityKind)});
export type FacilityKindList = Static<typeof FacilityKindList>;

const attribute = (description: string) =>
  Type.Optional(Type.String({minLength: 1, maxLength: 200, description}));

/** Which attribute of a layer of facilities is what, where it is called otherwise than here. */
export const FacilityAttributes = Type.Object(
  {
    capacity: attribute('design capacity; "capacity" where left out'),
    load: attribute('mean load; "load" where left out'),
    measure: attribute('measure of both; "measure" where left out'),
    unit: attribute('code of the unit it belongs to; "unit" where left out'),
    serves: attribute('codes of the units it serves, with commas; "serves" where left out'),
    servedPopulation: attribute('people served; "served_population" where left out'),
    opened: attribute('year or date of opening; "opened" where left out'),
    basin: attribute('code of the basin it discharges into; "basin" where left out'),
    receivingWater: attribute('water it discharges into; "receiving_water" where left out'),
  },
  {additionalProperties: false},
);
export type FacilityAttributes = Static<typeof FacilityAttributes>;

/** What is wrong with a facility or what belongs to it; everything else was still computed. */
export const FacilityIssue = Type.Object({
  rule: Type.String({
    description:
      'capacity-missing, capacity-not-positive, capacity-not-a-number, capacity-implausible, load-missing, load-negative, load-above-capacity, measure-missing, measure-unknown, measure-wrong, facility-outside-units, facilities-at-one-point, host-differs, serves-unknown, opened-missing, area-without-facility, facility-without-area, area-misses-facility, basin-unknown, population-missing, demand-missing, units-overlap …',
  }),
  severity: Type.Union([Type.Literal('error'), Type.Literal('warning'), Type.Literal('info')]),
  featureIds: Type.Array(Type.String()),
  detail: LocalText,
});
export type FacilityIssue = Static<typeof FacilityIssue>;
