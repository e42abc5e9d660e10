import {Type, type Static, type TSchema} from 'typebox';
import {
  FacilityAttributes,
  FacilityIssue,
  FacilityMeasureId,
  FacilityQuantity,
  ServiceRuleId,
} from './facility-kind.ts';
import {ArealGeometry} from './geojson.ts';
import {LocalText} from './local-text.ts';
import {LayerReference, Place} from './place.ts';
import {Provenance} from './provenance.ts';

/** More than 500 km is no service distance but a mistake in the measure. */
export const MAX_SERVICE_DISTANCE_M = 500_000;
/** Vertices of unserved parts told at most, the simplest first; areas always count everything. */
export const MAX_UNSERVED_VERTICES = 200_000;

const Layers = (description: string) =>
  Type.Union([LayerReference, Type.Array(LayerReference)], {description});

export const ServiceRule = Type.Union(
  [
    Type.Object(
      {
        rule: Type.Literal('areas'),
        layer: LayerReference,
        facilityAttribute: Type.Optional(
          Type.String({
            description: 'attribute with the id of the facility; "facility" if left out',
          }),
        ),
      },
      {additionalProperties: false},
    ),
    Type.Object(
      {
        rule: Type.Literal('distance'),
        distanceM: Type.Number({
          exclusiveMinimum: 0,
          maximum: MAX_SERVICE_DISTANCE_M,
          description: 'metres on the ground, in a straight line',
        }),
      },
      {additionalProperties: false},
    ),
    Type.Object({rule: Type.Literal('basin')}, {additionalProperties: false}),
    Type.Object({rule: Type.Literal('serves')}, {additionalProperties: false}),
    Type.Object({rule: Type.Literal('host')}, {additionalProperties: false}),
  ],
  {
    description:
      'areas: given polygons; distance: a screening proxy; basin: all that drains past the facility, needs basins; serves: whole units named by its attribute; host: the unit it stands in. Left out: serves where facilities have that attribute, else host',
  },
);
export type ServiceRule = Static<typeof ServiceRule>;

export const ServiceCoverageInputs = Type.Object(
  {
    units: LayerReference,
    facilities: LayerReference,
    unitLevel: Type.Optional(
      Type.String({description: 'level of the units; the finest if left out'}),
    ),
    kind: Type.Optional(
      Type.String({
        description:
          'id of a facility kind: only features of that class count, all where the layer has no classes. Needed where it has several',
      }),
    ),
    attributes: Type.Optional(FacilityAttributes),
    measure: Type.Optional(FacilityMeasureId),
    service: Type.Optional(ServiceRule),
    demand: Type.Optional(
      Type.Object(
        {
          population: Type.Optional(
            Type.String({description: 'attribute of units; "population" if left out'}),
          ),
          load: Type.Optional(
            Type.String({
              description: 'attribute of units with what each makes a day, in the base measure',
            }),
          ),
          perHead: Type.Optional(
            Type.Number({
              exclusiveMinimum: 0,
              description: 'made by one person a day, m³/d or t/d; of the kind if left out',
            }),
          ),
        },
        {additionalProperties: false},
      ),
    ),
    place: Type.Optional(Place),
    basins: Type.Optional(LayerReference),
    basinLevel: Type.Optional(Type.String({description: 'the finest if left out'})),
    sections: Type.Optional(LayerReference),
    redlines: Type.Optional(Layers('layers of kind redline; all if left out, none for []')),
    protectedAreas: Type.Optional(
      Layers(
        'layers of kind protected-area, among them drinking-water sources by their class; all if left out, none for []',
      ),
    ),
    protectionDistanceM: Type.Optional(
      Type.Number({
        minimum: 0,
        maximum: 50_000,
        description: 'of the kind if left out; 0: only whether the site itself lies inside',
      }),
    ),
    year: Type.Optional(
      Type.Integer({
        minimum: 1800,
        maximum: 2200,
        description: 'year of the loads, for norms by years since opening; no norm if left out',
      }),
    ),
    geometry: Type.Optional(
      Type.Boolean({description: 'whether unserved parts come as geometry; true if left out'}),
    ),
  },
  {additionalProperties: false},
);
export type ServiceCoverageInputs = Static<typeof ServiceCoverageInputs>;

const OrNull = <S extends TSchema>(schema: S) => Type.Union([schema, Type.Null()]);
const NumberOrNull = OrNull(Type.Number());
const Text = OrNull(Type.String());
const Index = OrNull(Type.Integer());

/** How much of some ground is served. People are spread evenly over the area of their unit. */
const ServedFields = {
  areaM2: Type.Number(),
  servedM2: Type.Number({description: 'inside at least one service area'}),
  multipleM2: Type.Number({description: 'inside the service areas of two or more facilities'}),
  unservedM2: Type.Number({description: 'areaM2 less servedM2'}),
  servedShare: Type.Number(),
  multipleShare: Type.Number(),
  population: NumberOrNull,
  servedPopulation: NumberOrNull,
  multiplePopulation: NumberOrNull,
  unservedPopulation: NumberOrNull,
  servedPopulationShare: NumberOrNull,
};

/** A unit, or the part of it inside the place. Amounts are in the base measure of the quantity. */
export const ServedUnit = Type.Object({
  code: Type.String(),
  name: Text,
  nameEn: Text,
  partShare: Type.Number({description: 'share of the unit that lies in the place; 1 without one'}),
  ...ServedFields,
  facilities: Type.Array(Type.Integer(), {description: 'facilities that serve some of it'}),
  hosted: Type.Array(Type.Integer(), {description: 'facilities that stand in it'}),
  hostedCapacity: Type.Number(),
  hostedLoad: Type.Number({description: 'load of the facilities that stand in it'}),
  receivedLoad: Type.Number({description: 'load that facilities anywhere take from it'}),
  ownLoad: Type.Number({description: 'load that its own facilities take from it'}),
  exportedLoad: Type.Number({description: 'receivedLoad less ownLoad: treated elsewhere'}),
  importedLoad: Type.Number({description: 'hostedLoad less ownLoad: taken from elsewhere'}),
  demand: NumberOrNull,
  capacityShare: NumberOrNull,
  loadShare: OrNull(
    Type.Number({
      description: 'of what all units make: of demand where that is known, else of receivedLoad',
    }),
  ),
  unserved: OrNull(ArealGeometry),
});
export type ServedUnit = Static<typeof ServedUnit>;

export const CoveredFacility = Type.Object({
  id: Type.String(),
  name: Text,
  nameEn: Text,
  class: Text,
  position: Type.Tuple([Type.Number(), Type.Number()], {description: 'longitude, latitude'}),
  host: OrNull(Type.Integer({description: 'position in units; null: in none of them'})),
  capacity: NumberOrNull,
  load: NumberOrNull,
  loadRatio: OrNull(Type.Number({description: 'load / capacity; above 1 is allowed and flagged'})),
  spare: OrNull(Type.Number({description: 'capacity less load, not below 0'})),
  opened: Index,
  norm: OrNull(
    Type.Object({
      atLeastShare: Type.Number(),
      yearsSinceOpening: Type.Number(),
      isMet: Type.Boolean(),
      marginShare: Type.Number({description: 'loadRatio less atLeastShare'}),
    }),
  ),
  servedM2: Type.Number({description: 'its service area inside the units'}),
  servedPopulation: NumberOrNull,
  outsideUnitsM2: Type.Number({description: 'its service area outside every unit'}),
  crossBorderLoad: Type.Number({description: 'load taken from other units than the host'}),
  crossBorderLoadShare: NumberOrNull,
  crossBorderPopulationShare: NumberOrNull,
  basin: Text,
  receivingWater: Text,
  conflicts: Type.Array(Type.Integer(), {description: 'positions in siting'}),
});
export type CoveredFacility = Static<typeof CoveredFacility>;

/** What one facility takes from one unit; `unit` null: from outside every unit, or from nobody known. */
export const FacilityFlow = Type.Object({
  facility: Type.Integer(),
  unit: Index,
  load: Type.Number(),
  areaM2: Type.Number(),
  population: NumberOrNull,
});
export type FacilityFlow = Static<typeof FacilityFlow>;

/** Load that facilities of one unit take from another; null: outside every unit. */
export const ServiceFlow = Type.Object({
  host: Index,
  served: Index,
  load: Type.Number(),
  population: NumberOrNull,
  facilities: Type.Array(Type.Integer()),
});
export type ServiceFlow = Static<typeof ServiceFlow>;

/** A facility, or the ground within its protection distance, inside something it must keep out of. */
export const SitingConflict = Type.Object({
  id: Type.String(),
  facility: Type.Integer(),
  against: Type.Union([
    Type.Literal('redline'),
    Type.Literal('protected-area'),
    Type.Literal('water-source'),
  ]),
  layer: Type.String(),
  featureId: Type.String(),
  featureName: Text,
  class: Text,
  within: Type.Union([Type.Literal('site'), Type.Literal('protection-distance')]),
  distanceM: Type.Number({
    description: 'on the ground from the facility to the feature; 0: inside',
  }),
  protectionDistanceM: Type.Number(),
  areaM2: Type.Number({description: 'of the feature within the protection distance'}),
});
export type SitingConflict = Static<typeof SitingConflict>;

/** A section and the outfalls upstream of it; of the basin it stands in all outfalls count. */
export const ExposedSection = Type.Object({
  id: Type.String(),
  name: Text,
  basin: Text,
  upstreamUnit: Text,
  downstreamUnit: Text,
  isAtBorder: OrNull(
    Type.Boolean({description: 'between two units; null where its attributes do not say'}),
  ),
  upstreamBasins: Type.Integer(),
  outfalls: Type.Array(Type.Integer(), {description: 'positions in facilities'}),
  sameBasinOutfalls: Type.Array(Type.Integer(), {
    description: 'of these, in the basin of the section itself: above or below it is not known',
  }),
  capacity: Type.Number(),
  load: Type.Number(),
});
export type ExposedSection = Static<typeof ExposedSection>;

/** A figure that was assumed because none was given. */
export const ServiceAssumption = Type.Object({
  id: Type.String(),
  statement: LocalText,
  value: NumberOrNull,
  measure: Text,
  source: OrNull(LocalText),
  confidence: NumberOrNull,
});
export type ServiceAssumption = Static<typeof ServiceAssumption>;

/**
 * Who is served by which facility, across which borders. Areas in m² in the legal plane, distances on
 * the ground, amounts in `measure`. The rows of `matrix` sum to the load of their host's facilities,
 * the flows of a facility to its load.
 */
export const ServiceCoverage = Type.Object({
  kind: Text,
  quantity: FacilityQuantity,
  measure: Text,
  unitLevel: Type.String(),
  service: Type.Object({
    rule: ServiceRuleId,
    distanceM: NumberOrNull,
    isProxy: Type.Boolean({description: 'true: good for screening, not for a decision'}),
    statement: LocalText,
  }),
  zone: Type.Object({
    ...ServedFields,
    outsideUnitsM2: Type.Number({
      description: 'ground of the place in no unit; nobody lives there',
    }),
    unserved: OrNull(ArealGeometry),
  }),
  units: Type.Array(ServedUnit, {description: 'by code'}),
  facilities: Type.Array(CoveredFacility, {description: 'in the order of the layer'}),
  flows: Type.Array(FacilityFlow),
  matrix: Type.Array(ServiceFlow, {description: 'by host, then served; null last'}),
  totals: Type.Object({
    facilityCount: Type.Integer(),
    capacity: Type.Number(),
    load: Type.Number(),
    loadRatio: NumberOrNull,
    crossBorderLoad: Type.Number(),
    crossBorderLoadShare: NumberOrNull,
    crossBorderPopulationShare: NumberOrNull,
    outsideUnitsLoad: Type.Number({description: 'load of facilities that stand in no unit'}),
    demand: NumberOrNull,
  }),
  sections: OrNull(Type.Array(ExposedSection)),
  siting: OrNull(Type.Array(SitingConflict)),
  unservedOmitted: Type.Integer({
    description: `units whose unserved part came without geometry, beyond ${MAX_UNSERVED_VERTICES} vertices`,
  }),
  assumptions: Type.Array(ServiceAssumption),
  issues: Type.Array(FacilityIssue),
  complete: Type.Boolean({description: 'false where something is missing from the answer'}),
  provenance: Provenance,
});
export type ServiceCoverage = Static<typeof ServiceCoverage>;
