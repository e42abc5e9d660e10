import {Type, type Static} from 'typebox';
import {FacilityAttributes, FacilityMeasureId} from './facility-kind.ts';
import {LayerReference} from './place.ts';

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

const Position = Type.Tuple([Type.Number(), Type.Number()], {description: 'longitude, latitude'});
const positive = (description: string) => Type.Number({exclusiveMinimum: 0, description});
const notNegative = (description: string) => Type.Number({minimum: 0, description});

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
    attributes: Type.Optional(FacilityAttributes),
    measure: Type.Optional(FacilityMeasureId),
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
