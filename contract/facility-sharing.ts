import {Type, type Static} from 'typebox';
import {LocalText} from './local-text.ts';
import {LayerReference} from './place.ts';
import {Provenance} from './provenance.ts';

/** How far a load may be carried where nothing is said: a screening value of ours, no standard. */
export const DEFAULT_SHARING_DISTANCE_M = 50_000;
/** Seconds the solver may take for siting where nothing is said. */
export const DEFAULT_SHARING_TIME_LIMIT_S = 60;
/** Relative gap between the cost found and the proven bound at which siting is content. */
export const DEFAULT_SHARING_GAP = 0.01;
/** Matching pairs, and candidates times loads, that one run takes. */
export const MAX_SHARING_PAIRS = 1_000_000;
/** Candidates a grid may have before exclusion; a finer step is refused. */
export const MAX_SITE_CANDIDATES = 20_000;

/** How distances are measured; stands in every result. */
export const DISTANCE_RULE =
  'Distances are geodesics on the CGCS2000 ellipsoid, in a straight line over the ground: a screening proxy for roads and pipes, which the detour factor lengthens in costs but not in limits';
/** What stands for a unit; stands in every result. */
export const CENTRE_RULE =
  'The load of a unit lies at one point: where its row says, else the area centroid of the unit, else a point inside where the centroid falls outside';

const Position = Type.Tuple([Type.Number(), Type.Number()], {description: 'longitude, latitude'});
const Name = Type.Union([Type.String(), Type.Null()]);
const positive = (description: string) => Type.Number({exclusiveMinimum: 0, description});
const notNegative = (description: string) => Type.Number({minimum: 0, description});
const orNull = (description: string) => Type.Union([Type.Number(), Type.Null()], {description});

/** What a day brings: m³/d where the kind treats water, t/d where it treats waste. */
export const AmountUnit = Type.Union([Type.Literal('m3/d'), Type.Literal('t/d')]);
export type AmountUnit = Static<typeof AmountUnit>;

/**
 * Load of each unit, in m³/d or t/d by the kind of facility: the value of an attribute, or population
 * times what a head makes a day. Rows override both.
 */
export const SharingDemand = Type.Object(
  {
    loadAttribute: Type.Optional(
      Type.String({minLength: 1, description: 'attribute of the units that holds their load'}),
    ),
    populationAttribute: Type.Optional(
      Type.String({minLength: 1, description: 'attribute of the units that holds their people'}),
    ),
    perHead: Type.Optional(
      positive('m³/d or t/d a head; an assumption of the catalog where left out'),
    ),
    rows: Type.Optional(
      Type.Array(
        Type.Object(
          {
            unit: Type.String({description: 'code of a unit'}),
            load: Type.Number({description: 'm³/d or t/d; a negative one is named and left out'}),
            at: Type.Optional(Position),
          },
          {additionalProperties: false},
        ),
      ),
    ),
  },
  {additionalProperties: false},
);
export type SharingDemand = Static<typeof SharingDemand>;

/** `any`; `not-upstream`: no basin above the unit’s; `downstream`: its own basin or one below it. */
export const FlowRule = Type.Union([
  Type.Literal('any'),
  Type.Literal('not-upstream'),
  Type.Literal('downstream'),
]);
export type FlowRule = Static<typeof FlowRule>;

export const SharingConstraints = Type.Object(
  {
    maxDistanceM: Type.Optional(
      positive(`no load is carried farther; ${DEFAULT_SHARING_DISTANCE_M} where left out`),
    ),
    basins: Type.Optional(LayerReference),
    basinLevel: Type.Optional(Type.String({minLength: 1})),
    sameBasin: Type.Optional(Type.Boolean({description: 'only within one basin of that level'})),
    flowRule: Type.Optional(FlowRule),
    keepLocalShare: Type.Optional(
      Type.Number({
        minimum: 0,
        maximum: 1,
        description: 'share of its spare capacity a facility keeps for the unit it stands in',
      }),
    ),
    crossBorder: Type.Optional(
      Type.Object(
        {
          allowed: Type.Optional(Type.Boolean({description: 'true where left out'})),
          level: Type.Optional(
            Type.String({description: 'level whose borders are meant; that of the units'}),
          ),
          pairs: Type.Optional(
            Type.Array(
              Type.Object(
                {
                  from: Type.String({description: 'code of the unit the load comes from'}),
                  to: Type.String({description: 'code of the unit that hosts'}),
                  allowed: Type.Boolean(),
                },
                {additionalProperties: false},
              ),
              {description: 'exceptions, of that level; each holds in one direction'},
            ),
          ),
        },
        {additionalProperties: false},
      ),
    ),
  },
  {additionalProperties: false},
);
export type SharingConstraints = Static<typeof SharingConstraints>;

/** Parameters of costs by their id; what is left out is taken from the catalog, as an assumption. */
export const SharingCosts = Type.Object(
  {
    transportPerAmountKm: Type.Optional(notNegative('yuan per m³·km or t·km')),
    treatmentPerAmount: Type.Optional(notNegative('yuan per m³ or t')),
    pipePerDailyAmountKm: Type.Optional(
      notNegative('capital in yuan of a pipe for 1 m³/d (t/d) and 1 km'),
    ),
    buildingFixed: Type.Optional(notNegative('capital in yuan of a facility of whatever size')),
    buildingPerDailyAmount: Type.Optional(notNegative('capital in yuan for each m³/d or t/d')),
    lifeYears: Type.Optional(positive('years over which capital is spread')),
    interestRate: Type.Optional(
      Type.Number({minimum: 0, exclusiveMaximum: 1, description: 'a year, 0–1'}),
    ),
    detourFactor: Type.Optional(
      Type.Number({minimum: 1, description: 'length of road or pipe to straight line'}),
    ),
  },
  {additionalProperties: false},
);
export type SharingCosts = Static<typeof SharingCosts>;

export const SharingSiting = Type.Object(
  {
    k: Type.Integer({minimum: 1, maximum: 100, description: 'sites to build at most'}),
    candidates: Type.Union(
      [
        Type.Object(
          {gridStepM: positive('step of a grid over the units, along the ground')},
          {additionalProperties: false},
        ),
        Type.Object({layer: LayerReference}, {additionalProperties: false}),
      ],
      {description: 'a grid, or a layer of points'},
    ),
    exclude: Type.Optional(
      Type.Object(
        {
          redlines: Type.Optional(Type.Array(LayerReference)),
          protectedAreas: Type.Optional(Type.Array(LayerReference)),
          distances: Type.Optional(
            Type.Array(
              Type.Object(
                {
                  layer: Type.Optional(LayerReference),
                  unitCentres: Type.Optional(Type.Literal(true)),
                  minM: positive('nothing is built nearer'),
                },
                {additionalProperties: false},
              ),
              {description: 'protection distances: to features of a layer or to unit centres'},
            ),
          ),
          slope: Type.Optional(
            Type.Object(
              {
                attribute: Type.String({minLength: 1, description: 'of the candidate points'}),
                max: Type.Number(),
              },
              {additionalProperties: false},
            ),
          ),
        },
        {additionalProperties: false},
      ),
    ),
    minCapacity: positive('m³/d or t/d'),
    maxCapacity: positive('m³/d or t/d'),
    capacityStep: Type.Optional(positive('m³/d or t/d; minCapacity where left out')),
  },
  {additionalProperties: false},
);
export type SharingSiting = Static<typeof SharingSiting>;

export const FacilitySharingInputs = Type.Object(
  {
    units: LayerReference,
    facilities: LayerReference,
    kind: Type.String({minLength: 1, description: 'kind of facility, an id of the catalog'}),
    unitLevel: Type.Optional(Type.String({minLength: 1})),
    demand: SharingDemand,
    constraints: Type.Optional(SharingConstraints),
    costs: Type.Optional(SharingCosts),
    siting: Type.Optional(SharingSiting),
    timeLimitS: Type.Optional(
      Type.Number({exclusiveMinimum: 0, maximum: 3600, description: 'for the solver'}),
    ),
    gap: Type.Optional(Type.Number({minimum: 0, maximum: 1})),
  },
  {additionalProperties: false},
);
export type FacilitySharingInputs = Static<typeof FacilitySharingInputs>;

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
  code: Type.String(),
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
  pricePerAmountYear: Type.Number({
    description: 'what one more m³/d or t/d of capacity here would save a year (dual value)',
  }),
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
  detail: Type.String(),
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
      'capacity-missing, capacity-zero, capacity-unit, load-missing, load-above-capacity, facility-outside-units, facilities-coincide, demand-missing, demand-negative, demand-unknown-unit, demand-unreachable, capacity-short, basin-unknown, candidates-none, sites-fewer, dearer-than-alone, time-limit …',
  }),
  severity: Type.Union([Type.Literal('error'), Type.Literal('warning'), Type.Literal('info')]),
  members: Type.Array(Type.String(), {description: 'codes of units'}),
  facilities: Type.Array(Type.String(), {description: 'feature ids'}),
  detail: Type.String({description: 'what was seen, what was expected, what to do'}),
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
