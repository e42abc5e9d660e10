import {Type, type Static} from 'typebox';
import {BasinLevel, BasinThreshold, UnitLevel} from './basin-cells.ts';
import {BasinIssue, BasinLevels} from './basin-level.ts';
import {LocalText} from './local-text.ts';
import {MultiPolygon} from './geojson.ts';
import {LayerReference, Place} from './place.ts';
import {Provenance} from './provenance.ts';

/** Both are choices of ours, shown with the result: no standard says how far a section may be. */
export const DEFAULT_SECTION_DISTANCE_M = 2000;
export const DEFAULT_ALONG_DISTANCE_M = 100;

export const GroupRule = Type.Union(
  [Type.Literal('same-basin'), Type.Literal('connected'), Type.Literal('both')],
  {
    description:
      'same-basin: two units both have the threshold of their area in one basin; connected: the threshold of one unit’s area drains straight into the other; both: each of these. "both" where left out',
  },
);
export type GroupRule = Static<typeof GroupRule>;

export const BasinLinkageInputs = Type.Object(
  {
    units: LayerReference,
    basins: LayerReference,
    rivers: Type.Optional(LayerReference),
    sections: Type.Optional(LayerReference),
    unitLevel: Type.Optional(UnitLevel),
    basinLevel: Type.Optional(BasinLevel),
    threshold: Type.Optional(BasinThreshold),
    groupRule: Type.Optional(GroupRule),
    from: Type.Optional(Place),
    outline: Type.Optional(
      Type.Boolean({
        description: 'with "from": true to be told the shape of what counts, for drawing it',
      }),
    ),
    flow: Type.Optional(
      Type.Object(
        {
          attribute: Type.String({minLength: 1}),
          unit: Type.Union([Type.Literal('m3/s'), Type.Literal('ft3/s')]),
        },
        {
          additionalProperties: false,
          description: 'attribute of the rivers with their flow; flow_m3s where left out and there',
        },
      ),
    ),
    sectionDistanceM: Type.Optional(
      Type.Number({
        minimum: 0,
        maximum: 100_000,
        description:
          'how far from a crossing a section may be to watch it, in metres up to 100000; 2000 where left out',
      }),
    ),
    alongDistanceM: Type.Optional(
      Type.Number({
        minimum: 0,
        maximum: 10_000,
        description:
          'a river that stays this near to a border, in metres up to 10000, runs along it rather than crossing it again and again; 100 where left out',
      }),
    ),
  },
  {additionalProperties: false},
);
export type BasinLinkageInputs = Static<typeof BasinLinkageInputs>;

const text = () => Type.Union([Type.String(), Type.Null()]);
const index = (description: string) => Type.Union([Type.Integer(), Type.Null()], {description});
const lonLat = () => Type.Tuple([Type.Number(), Type.Number()]);
const flow = () =>
  Type.Union([Type.Number(), Type.Null()], {description: 'As the rivers layer gives it, in m³/s'});

/** A basin of the chosen level and where its water goes. Other lists point here by position. */
export const LinkedBasin = Type.Object({
  code: Type.String(),
  name: text(),
  nameEn: text(),
  areaM2: Type.Number(),
  downstream: index(
    'Position of the basin it flows into; null at an outlet, on a cycle, if unknown',
  ),
  end: Type.Union(
    [
      Type.Literal('flows-on'),
      Type.Literal('outlet'),
      Type.Literal('outside'),
      Type.Literal('cycle'),
      Type.Literal('unknown'),
    ],
    {
      description:
        'outlet: the layer says it ends here; outside: its downstream is not in the layer',
    },
  ),
  upstreamM2: Type.Union([Type.Number(), Type.Null()], {
    description: 'Area of the basin and all that drains to it',
  }),
  stepsToMouth: index('Links to its last basin; null on a cycle and upstream of one'),
  mouthUnit: index('Position of the unit its water leaves it in'),
  mouthBasis: Type.Union(
    [
      Type.Literal('river'),
      Type.Literal('only-unit'),
      Type.Literal('largest'),
      Type.Literal('unknown'),
    ],
    {
      description:
        'How that unit was found: a river passes there; only one unit lies on both sides; the largest of several, which is an assumption',
    },
  ),
});
export type LinkedBasin = Static<typeof LinkedBasin>;

export const LinkedUnit = Type.Object({
  code: Type.String(),
  name: text(),
  nameEn: text(),
  level: Type.String(),
  parent: text(),
  areaM2: Type.Number(),
  stepsToMouth: index('Units on the longest way down in the order; null where that is unknown'),
});
export type LinkedUnit = Static<typeof LinkedUnit>;

/** One unit and basin, with where its water goes: a node of the finest graph. */
export const LinkedCell = Type.Object({
  unit: Type.Integer(),
  basin: Type.Integer(),
  areaM2: Type.Number(),
  downstream: index('Position of the next cell in cells'),
  drainedM2: Type.Union([Type.Number(), Type.Null()], {
    description: 'Area of the cell and all that drains to it; null on a cycle',
  }),
});
export type LinkedCell = Static<typeof LinkedCell>;

/** Water goes from one unit straight into another. */
export const UnitLink = Type.Object({
  from: Type.Integer({description: 'Position in the list of units it belongs to'}),
  to: Type.Integer(),
  drainedM2: Type.Number({
    description: 'Ground whose water goes this way at least once, counted once',
  }),
  ownM2: Type.Number({description: 'Part of it that lies in the unit it comes from'}),
  shareOfFrom: Type.Number({description: 'ownM2 as a share of that unit'}),
  basins: Type.Array(Type.Integer(), {description: 'Positions of the basins it leaves through'}),
  rivers: Type.Array(Type.String(), {description: 'Names or codes of rivers that cross this way'}),
  flowM3PerS: flow(),
  isAssumed: Type.Boolean({
    description: 'Some of it rests on a mouth that was placed in the largest unit',
  }),
  isAgainstOrder: Type.Boolean({
    description: 'It goes against the order, which the rule for mutual units had to decide',
  }),
});
export type UnitLink = Static<typeof UnitLink>;

/** Units that drain into each other, so that none is upstream of all others. */
export const MutualUnits = Type.Object({
  units: Type.Array(Type.Integer(), {description: 'In the order given to them by the rule'}),
  netM2: Type.Array(Type.Number(), {
    description: 'For each: own ground that drains to the others less theirs that drains to it',
  }),
});
export type MutualUnits = Static<typeof MutualUnits>;

/** Units of one level and how their water is linked. */
export const UnitGraph = Type.Object({
  level: Type.String(),
  units: Type.Array(LinkedUnit),
  links: Type.Array(UnitLink),
  order: Type.Union([Type.Array(Type.Integer()), Type.Null()], {
    description: 'Positions of the units from source to mouth; null: unknown',
  }),
  mutual: Type.Array(MutualUnits),
});
export type UnitGraph = Static<typeof UnitGraph>;

/** A monitoring section and why it is the one for a crossing. */
export const CrossingSection = Type.Object({
  code: Type.String(),
  name: text(),
  nameEn: text(),
  distanceM: Type.Number(),
  basis: Type.Union([Type.Literal('attributes'), Type.Literal('distance')], {
    description: 'attributes: it names both units; distance: the nearest on the same river',
  }),
});
export type CrossingSection = Static<typeof CrossingSection>;

/** A river over the border of two units. `from` or `to` is null where it comes from or goes outside. */
export const BorderCrossing = Type.Object({
  id: Type.String(),
  at: lonLat(),
  from: index('Position in units'),
  to: index('Position in units'),
  basin: index('Position of the basin it is in'),
  feature: Type.String({description: 'Id of the feature of the rivers layer'}),
  river: text(),
  riverEn: text(),
  flowM3PerS: flow(),
  direction: Type.Union(
    [Type.Literal('confirmed'), Type.Literal('vertex-order'), Type.Literal('turned')],
    {
      description:
        'confirmed: links of rivers or basins agree with the line; vertex-order: nothing to hold it against; turned: the line was drawn upstream, the links decide',
    },
  ),
  borderLevel: Type.String({description: 'Coarsest unit level whose border it is'}),
  section: Type.Union([CrossingSection, Type.Null()]),
});
export type BorderCrossing = Static<typeof BorderCrossing>;

/** A stretch where a river follows a border: no crossing however often the two lines meet. */
export const BorderStretch = Type.Object({
  units: Type.Array(Type.Integer(), {description: 'Positions of the units on both sides'}),
  feature: Type.String(),
  river: text(),
  riverEn: text(),
  start: lonLat(),
  end: lonLat(),
  lengthM: Type.Number(),
  meetingCount: Type.Integer({description: 'How often the lines meet on the way'}),
});
export type BorderStretch = Static<typeof BorderStretch>;

/** Units that belong together by the rule at the threshold. */
export const BasinGroup = Type.Object({
  units: Type.Array(Type.Integer()),
  basins: Type.Array(Type.Integer(), {
    description: 'Basins in which a member has at least the threshold of its area',
  }),
  areaM2: Type.Number(),
});
export type BasinGroup = Static<typeof BasinGroup>;

/** Units that would come to a group, or leave it, together. */
export const GroupMove = Type.Object({
  units: Type.Array(Type.Integer(), {description: 'Who would join or leave'}),
  group: Type.Array(Type.Integer(), {
    description: 'Who they would join, or who would be left: the part with most units',
  }),
});
export type GroupMove = Static<typeof GroupMove>;

/** The next threshold at which the groups would be others. */
export const GroupBreakpoint = Type.Object({
  threshold: Type.Number(),
  groups: Type.Array(Type.Array(Type.Integer()), {
    description: 'The groups that would come to be, or the parts that one would fall into',
  }),
  moves: Type.Array(GroupMove),
  detail: Type.String({description: 'The same by name'}),
  localDetail: LocalText,
});
export type GroupBreakpoint = Static<typeof GroupBreakpoint>;

export const BasinGroups = Type.Object({
  rule: GroupRule,
  threshold: Type.Number(),
  groups: Type.Array(BasinGroup, {description: 'Of two units and more, largest first'}),
  alone: Type.Array(Type.Integer(), {description: 'Units that are linked to no other'}),
  joins: Type.Array(GroupBreakpoint, {
    description: 'What would come together at lower thresholds, the nearest first, ten at most',
  }),
  splits: Type.Array(GroupBreakpoint, {
    description:
      'What would come apart just above higher thresholds, the nearest first, ten at most',
  }),
});
export type BasinGroups = Static<typeof BasinGroups>;

/** What lies on one side of a place. Parts of units: only their cells there count. */
export const ReachedGround = Type.Object({
  areaM2: Type.Number(),
  cells: Type.Array(Type.Integer(), {description: 'Positions in cells'}),
  basins: Type.Array(Type.Integer()),
  units: Type.Array(
    Type.Object({unit: Type.Integer(), areaM2: Type.Number(), shareOfUnit: Type.Number()}),
  ),
  crossings: Type.Array(Type.Integer(), {description: 'Positions in crossings'}),
});
export type ReachedGround = Static<typeof ReachedGround>;

/** Which side of a place ground is on; both: water of the place passes it and comes back. */
export const ReachSide = Type.Union([
  Type.Literal('place'),
  Type.Literal('upstream'),
  Type.Literal('downstream'),
  Type.Literal('both'),
]);
export type ReachSide = Static<typeof ReachSide>;

/** The ground that counts, each piece of it once, for drawing: areas are in the sides of the reach. */
export const ReachOutline = Type.Array(
  Type.Object({
    side: ReachSide,
    units: Type.Array(Type.Integer(), {description: 'Positions of units of which all counts'}),
    basins: Type.Array(Type.Integer(), {description: 'Positions of basins of which all counts'}),
    rest: Type.Union([MultiPolygon, Type.Null()], {
      description:
        'All other cells of the side, in longitude and latitude; null where none is left',
    }),
  }),
);
export type ReachOutline = Static<typeof ReachOutline>;

export const Reach = Type.Object({
  name: text(),
  cells: Type.Array(Type.Integer(), {description: 'The cells the place itself lies in'}),
  upstream: ReachedGround,
  downstream: ReachedGround,
  outline: Type.Union([ReachOutline, Type.Null()], {description: 'null unless asked for'}),
});
export type Reach = Static<typeof Reach>;

/** Who is upstream of whom. */
export const BasinLinkage = Type.Object({
  levels: BasinLevels,
  order: Type.Union(
    [Type.Literal('downstream-links'), Type.Literal('rivers'), Type.Literal('unknown')],
    {
      description:
        'Where the links of the basins come from: the layer says them; rivers that pass from one to the next; unknown: neither',
    },
  ),
  rules: Type.Object({
    mouth: Type.String(),
    mutual: Type.String(),
    group: Type.String(),
    section: Type.String(),
    along: Type.String(),
  }),
  threshold: Type.Number(),
  sectionDistanceM: Type.Number(),
  alongDistanceM: Type.Number(),
  basins: Type.Array(LinkedBasin),
  cells: Type.Array(LinkedCell),
  graph: UnitGraph,
  parents: Type.Array(UnitGraph, {description: 'The same for each coarser level, finest first'}),
  crossings: Type.Array(BorderCrossing),
  stretches: Type.Array(BorderStretch),
  sectionsUnmatched: Type.Array(Type.String(), {description: 'Sections at no crossing'}),
  groups: BasinGroups,
  reach: Type.Union([Reach, Type.Null()], {description: 'For "from"; null where it is left out'}),
  complete: Type.Boolean({
    description:
      'False where an issue is an error, a basin lies in no unit, or the order is unknown',
  }),
  issues: Type.Array(BasinIssue),
  provenance: Provenance,
});
export type BasinLinkage = Static<typeof BasinLinkage>;
