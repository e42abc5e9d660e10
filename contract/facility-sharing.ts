import {Type, type Static} from 'typebox';
import {LocalText} from './local-text.ts';
import {Provenance} from './provenance.ts';

/** How distances are measured; stands in every result. */
export const DISTANCE_RULE =
  'Distances are geodesics on the CGCS2000 ellipsoid, in a straight line over the ground: a screening proxy for roads and pipes, which the detour factor lengthens in costs but not in limits';
/** What stands for a unit; stands in every result. */
export const CENTRE_RULE =
  'The load of a unit lies at one point: where its row says, else at the centroid of the unit, or at a point inside where the centroid falls outside';

const Position = Type.Tuple([Type.Number(), Type.Number()], {description: 'longitude, latitude'});
const Name = Type.Union([Type.String(), Type.Null()]);
const orNull = (description: string) => Type.Union([Type.Number(), Type.Null()], {description});

/** What a day brings: m³/d where the kind treats water, t/d where it treats waste. */
export const AmountUnit = Type.Union([Type.Literal('m³/d'), Type.Literal('t/d')]);
export type AmountUnit = Static<typeof AmountUnit>;

/** A figure the answer rests on that nobody gave. */
export const SharingAssumption = Type.Object({
  id: Type.String({description: 'the input it stands for: perHead, transportPerAmountKm …'}),
  value: Type.Number(),
  unit: Type.String(),
  isDefault: Type.Boolean({description: 'false: given with the request'}),
  title: LocalText,
  source: Type.Union([LocalText, Type.Null()]),
  confidence: orNull('0–1; null where given with the request'),
});
export type SharingAssumption = Static<typeof SharingAssumption>;

/** A unit, its load, and who serves it before and after. Amounts in amountUnit. */
export const SharingMember = Type.Object({
  code: Type.String(),
  name: Name,
  nameEn: Name,
  at: Position,
  load: orNull('null where the layer has none: the unit is left out'),
  servedBefore: Type.Number({description: 'by present facilities, within their capacity'}),
  deficit: Type.Number({description: 'load less servedBefore'}),
  servedByMatching: Type.Number(),
  servedBySites: Type.Number(),
  servedAfter: Type.Number({description: 'servedBefore + servedByMatching + servedBySites'}),
  unserved: Type.Number({description: 'load less servedAfter'}),
  shareBefore: orNull('of the load; null without load'),
  shareAfter: orNull('of the load'),
  hosted: Type.Number({description: 'load of other units that its facilities and sites take on'}),
  costPerYear: Type.Number({description: 'yuan: its flows, and its part of new sites by load'}),
  alonePerYear: Type.Number({
    description: 'yuan, were it to build for the same load by itself, with the same figures',
  }),
  savesPerYear: Type.Number({description: 'alonePerYear − costPerYear; below 0 it pays more'}),
});
export type SharingMember = Static<typeof SharingMember>;

export const SharingFacility = Type.Object({
  id: Type.String(),
  name: Name,
  at: Position,
  unit: Type.Union([Type.Integer(), Type.Null()], {
    description: 'position in members of the unit it stands in; null: in none',
  }),
  capacity: orNull('null where missing: it takes on nothing'),
  load: orNull('null where missing'),
  spare: Type.Number({description: 'capacity less load, not below 0'}),
  taken: Type.Number({description: 'what it takes on; at most spare'}),
  takenFromOthers: Type.Number(),
  pricePerAmountYear: orNull(
    'what one more m³/d or t/d of capacity here would save a year (dual value); null where it would serve what is left unserved instead',
  ),
});
export type SharingFacility = Static<typeof SharingFacility>;

/** A load carried from a unit to a facility or a new site. */
export const SharingFlow = Type.Object({
  from: Type.Integer({description: 'position in members'}),
  facility: Type.Union([Type.Integer(), Type.Null()], {description: 'position in facilities'}),
  site: Type.Union([Type.Integer(), Type.Null()], {description: 'position in sites'}),
  amount: Type.Number(),
  distanceM: Type.Number(),
  crossesBorder: Type.Boolean({description: 'the host is another unit'}),
  transportPerYear: Type.Number(),
  pipePerYear: Type.Number(),
  treatmentPerYear: Type.Number(),
});
export type SharingFlow = Static<typeof SharingFlow>;

/**
 * A rule that holds something back. `price`: what loosening it by one unit of its own saves a year.
 * `servesMore`: what more would be served were it lifted alone.
 */
export const BindingConstraint = Type.Object({
  constraint: Type.Union([
    Type.Literal('capacity'),
    Type.Literal('keep-local'),
    Type.Literal('max-distance'),
    Type.Literal('same-basin'),
    Type.Literal('flow-rule'),
    Type.Literal('cross-border'),
    Type.Literal('site-count'),
    Type.Literal('site-capacity'),
  ]),
  facility: Type.Union([Type.Integer(), Type.Null()]),
  site: Type.Union([Type.Integer(), Type.Null()]),
  price: orNull('yuan a year per m³/d or t/d; null where the rule has no dual value'),
  servesMore: orNull('m³/d or t/d; null where not worked out'),
  detail: LocalText,
});
export type BindingConstraint = Static<typeof BindingConstraint>;

/** Loads that together cannot be served: what they may reach is less than what they need. */
export const CapacityShortage = Type.Object({
  members: Type.Array(Type.Integer(), {description: 'positions in members'}),
  facilities: Type.Array(Type.Integer(), {description: 'all that any of them may reach'}),
  deficit: Type.Number(),
  reachable: Type.Number({description: 'spare capacity open to them'}),
  short: Type.Number({description: 'deficit − reachable; no plan can serve it'}),
});
export type CapacityShortage = Static<typeof CapacityShortage>;

/** Why a unit with a deficit reaches no facility: how many each rule shuts out. */
export const UnreachableMember = Type.Object({
  member: Type.Integer(),
  deficit: Type.Number(),
  nearestM: orNull('to the nearest facility with spare capacity; null: there is none'),
  shutOutBy: Type.Object(
    {
      maxDistance: Type.Integer(),
      sameBasin: Type.Integer(),
      flowRule: Type.Integer(),
      crossBorder: Type.Integer(),
    },
    {description: 'facilities with spare capacity by every rule that forbids them'},
  ),
});
export type UnreachableMember = Static<typeof UnreachableMember>;

/**
 * How far the answer is proven. `optimal`: the bound equals what was found (LP), or is within the gap
 * asked for (siting). `time-limit`: the best found by then, with the gap it has.
 */
export const SolverProof = Type.Object({
  status: Type.Union([Type.Literal('optimal'), Type.Literal('time-limit')]),
  objective: Type.Number({description: 'yuan a year of what was found'}),
  bound: Type.Number({description: 'yuan a year: no plan that serves as much costs less'}),
  gap: Type.Number({description: '(objective − bound) / objective'}),
  served: Type.Number({description: 'm³/d or t/d'}),
  servedBound: Type.Number({description: 'no plan serves more'}),
  elapsedMs: Type.Number(),
  solver: Type.String(),
});
export type SolverProof = Static<typeof SolverProof>;

export const SharingMatching = Type.Object({
  isFeasible: Type.Boolean({description: 'whether every deficit can be served by what there is'}),
  deficit: Type.Number(),
  spare: Type.Number(),
  served: Type.Number(),
  unserved: Type.Number(),
  pairCount: Type.Integer({description: 'pairs of unit and facility that the rules allow'}),
  unreachable: Type.Array(UnreachableMember),
  shortages: Type.Array(CapacityShortage),
  proof: SolverProof,
});
export type SharingMatching = Static<typeof SharingMatching>;

/** A place to build, as chosen. */
export const SharingSite = Type.Object({
  id: Type.String(),
  at: Position,
  unit: Type.Union([Type.Integer(), Type.Null()], {
    description: 'position in members of the unit it would stand in',
  }),
  capacity: Type.Number(),
  taken: Type.Number(),
  buildingPerYear: Type.Number(),
  buildingCapital: Type.Number({description: 'yuan'}),
});
export type SharingSite = Static<typeof SharingSite>;

/** A candidate is counted under every reason that excludes it, and once in `excluded`. */
export const CandidateCounts = Type.Object({
  total: Type.Integer(),
  excluded: Type.Integer(),
  left: Type.Integer(),
  byReason: Type.Array(
    Type.Object({
      reason: Type.Union([
        Type.Literal('outside-units'),
        Type.Literal('redline'),
        Type.Literal('protected-area'),
        Type.Literal('protection-distance'),
        Type.Literal('slope'),
        Type.Literal('slope-unknown'),
        Type.Literal('nothing-in-reach'),
      ]),
      layer: Type.Union([Type.String(), Type.Null()], {description: 'id@version'}),
      count: Type.Integer(),
    }),
  ),
});
export type CandidateCounts = Static<typeof CandidateCounts>;

export const SharingSitingResult = Type.Object({
  candidates: CandidateCounts,
  considered: Type.Array(Type.Object({id: Type.String(), at: Position}), {
    description: 'candidates that were left, so that a map can show them',
  }),
  gridStepM: orNull('null: given points'),
  sites: Type.Array(SharingSite),
  unreachable: Type.Array(Type.Integer(), {
    description: 'positions in members whose rest no candidate may take',
  }),
  rest: Type.Number({description: 'what matching left unserved'}),
  served: Type.Number(),
  unserved: Type.Number(),
  proof: SolverProof,
});
export type SharingSitingResult = Static<typeof SharingSitingResult>;

/** Sums over all members, yuan a year. */
export const SharingTotals = Type.Object({
  load: Type.Number(),
  servedBefore: Type.Number(),
  servedAfter: Type.Number(),
  unserved: Type.Number(),
  costPerYear: Type.Number(),
  alonePerYear: Type.Number(),
  savesPerYear: Type.Number(),
  crossBorderAmount: Type.Number({description: 'new load that crosses a border of the units'}),
});
export type SharingTotals = Static<typeof SharingTotals>;

/** Something wrong or noteworthy in what was given; the rest was still worked out. */
export const SharingIssue = Type.Object({
  rule: Type.String({
    description:
      'those of FacilityIssue about facilities, and demand-missing, demand-negative, demand-repeated, unit-unknown, serves-unknown, served-above-load, demand-unreachable, capacity-short, rules-conflict, site-unreachable, unit-without-basin, facility-without-basin, no-deficit, no-spare-capacity, candidates-none, candidates-fewer, sites-short, time-limit, dearer-than-alone',
  }),
  severity: Type.Union([Type.Literal('error'), Type.Literal('warning'), Type.Literal('info')]),
  members: Type.Array(Type.String(), {description: 'codes of units'}),
  featureIds: Type.Array(Type.String(), {description: 'ids of facilities'}),
  detail: LocalText,
});
export type SharingIssue = Static<typeof SharingIssue>;

/** Who serves whom, where capacity is short, and where to build. */
export const FacilitySharing = Type.Object({
  kind: Type.String(),
  amountUnit: AmountUnit,
  unitLevel: Type.String(),
  members: Type.Array(SharingMember, {description: 'by code'}),
  facilities: Type.Array(SharingFacility),
  matching: SharingMatching,
  siting: Type.Union([SharingSitingResult, Type.Null()]),
  flows: Type.Array(SharingFlow, {description: 'by unit, facilities before sites'}),
  totals: SharingTotals,
  binding: Type.Array(BindingConstraint, {description: 'what costs most first'}),
  assumptions: Type.Array(SharingAssumption),
  complete: Type.Boolean({description: 'false where load is left unserved or input was unusable'}),
  issues: Type.Array(SharingIssue),
  distanceRule: Type.String(),
  centreRule: Type.String(),
  provenance: Provenance,
});
export type FacilitySharing = Static<typeof FacilitySharing>;
