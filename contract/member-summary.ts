import {Type, type Static} from 'typebox';
import {GeoJsonObject} from './geojson.ts';
import {LayerReference, ZoneReference} from './place.ts';
import {LocalText} from './local-text.ts';
import {Provenance} from './provenance.ts';
import {ClassPart} from './redline-coverage.ts';
import {ZoneMembers} from './zone.ts';

const Layers = (description: string) =>
  Type.Union([LayerReference, Type.Array(LayerReference)], {description});
const Share = Type.Number({minimum: 0, maximum: 1});

/** A limit for a number: of every member, not of their average. */
export const MemberThreshold = Type.Object(
  {
    number: Type.String({
      description: 'Id of the number: redline, protected, or function-zone:<layer>',
    }),
    class: Type.Optional(Type.String({description: 'One class of it; all classes where left out'})),
    atLeast: Type.Optional(Share),
    atMost: Type.Optional(Share),
  },
  {additionalProperties: false},
);
export type MemberThreshold = Static<typeof MemberThreshold>;

export const MemberSummaryInputs = Type.Object(
  {
    zone: Type.Union(
      [
        ZoneReference,
        Type.Object(
          {members: Type.Optional(ZoneMembers), drawn: Type.Optional(GeoJsonObject)},
          {additionalProperties: false},
        ),
      ],
      {
        description:
          'a saved zone {"zone": id, "version": n}, or {"members": {"collection": id, "ids": […]}, "drawn": GeoJSON}, one or both',
      },
    ),
    redlines: Type.Optional(Layers('layers of kind redline; all where left out, none for []')),
    functionZones: Type.Optional(
      Layers('layers of kind function-zone, each a number of its own; all where left out'),
    ),
    protectedAreas: Type.Optional(
      Layers(
        'layers of kind protected-area, ground that several hold counting once; all where left out',
      ),
    ),
    units: Type.Optional({
      ...LayerReference,
      description:
        'Layer of units whose states split what was drawn; that of the members where left out',
    }),
    basins: Type.Optional(LayerReference),
    basinLevel: Type.Optional(
      Type.String({description: 'Level of the basins, where there are several'}),
    ),
    thresholds: Type.Optional(
      Type.Array(MemberThreshold, {description: 'a list of {number, class, atLeast, atMost}'}),
    ),
  },
  {additionalProperties: false},
);
export type MemberSummaryInputs = Static<typeof MemberSummaryInputs>;

/** A number that is given for every part: what share of it some layers hold. */
export const SummaryNumber = Type.Object({
  id: Type.String({description: 'redline, protected, or function-zone:<layer>'}),
  measure: Type.Union([
    Type.Literal('redline-coverage'),
    Type.Literal('protected-share'),
    Type.Literal('function-zone-overlap'),
  ]),
  title: LocalText,
  layers: Type.Array(Type.String({description: 'id@version'})),
});
export type SummaryNumber = Static<typeof SummaryNumber>;

/** A number of one part. Several features on the same ground count once in `heldM2`. */
export const NumberValue = Type.Object({
  number: Type.String(),
  heldM2: Type.Number(),
  share: Type.Number(),
  remainderM2: Type.Number(),
  multipleM2: Type.Number({description: 'Area held by more than one class'}),
  byClass: Type.Array(ClassPart),
});
export type NumberValue = Static<typeof NumberValue>;

const Name = Type.Union([Type.String(), Type.Null()]);

const PartFields = {
  areaM2: Type.Number(),
  values: Type.Array(NumberValue),
};

/** One member by itself, whole. Where members overlap, `counted` is what of it the sums take. */
export const SummaryMember = Type.Object({
  id: Type.String(),
  name: Name,
  nameEn: Name,
  kind: Type.Union([Type.Literal('unit'), Type.Literal('drawn')], {
    description: 'drawn: the part of the drawn geometry that lies outside every member',
  }),
  state: Type.Union([Type.String(), Type.Null()], {
    description: 'Id of its state; null for what was drawn over several, see byState',
  }),
  ...PartFields,
  counted: Type.Union([Type.Object(PartFields), Type.Null()], {
    description: 'Without the ground of members before it; null where that is all of it',
  }),
  byState: Type.Union(
    [Type.Array(Type.Object({state: Type.String(), ...PartFields})), Type.Null()],
    {
      description: 'Of what was drawn: its part in each state, which sum to it; null for a unit',
    },
  ),
});
export type SummaryMember = Static<typeof SummaryMember>;

export const MemberState = Type.Object({
  id: Type.String({description: 'Code of the province, or "unknown"'}),
  name: Name,
  nameEn: Name,
  foundBy: Type.Union([
    Type.Literal('parent'),
    Type.Literal('code-prefix'),
    Type.Literal('unknown'),
  ]),
  members: Type.Array(Type.String(), {
    description: 'Units it holds, and the drawn member where a part of it lies there',
  }),
  ...PartFields,
});
export type MemberState = Static<typeof MemberState>;

export const SummaryCell = Type.Object({
  id: Type.String({description: 'Basin code and member code'}),
  member: Type.String(),
  basin: Type.Union([Type.String(), Type.Null()], {description: 'null: outside every basin'}),
  basinName: Type.Union([Type.String(), Type.Null()]),
  ...PartFields,
});
export type SummaryCell = Static<typeof SummaryCell>;

const Verdict = Type.Union([Type.Literal('pass'), Type.Literal('fail')]);
const Judged = {
  share: Type.Number(),
  verdict: Verdict,
  marginShare: Type.Number({
    description: 'How far on the right side of the limit; negative: fails',
  }),
};

export const ThresholdVerdict = Type.Object({
  threshold: MemberThreshold,
  union: Type.Object(Judged),
  members: Type.Array(Type.Object({id: Type.String(), ...Judged}), {
    description: 'In the order of the members',
  }),
  failingCount: Type.Integer(),
  worst: Type.Union([Type.String(), Type.Null()], {description: 'The member that fails by most'}),
  verdict: Type.Union([Type.Literal('pass'), Type.Literal('fail')], {
    description: 'Passes only where the union and every member do',
  }),
  sentence: LocalText,
});
export type ThresholdVerdict = Static<typeof ThresholdVerdict>;

/**
 * Every number of a cross-region zone by member, by state, by basin cell and for the union. Members
 * as counted, states and cells each sum to the union; areas in m² in the legal plane.
 */
export const MemberSummary = Type.Object({
  numbers: Type.Array(SummaryNumber),
  union: Type.Object(PartFields),
  members: Type.Array(SummaryMember),
  states: Type.Array(MemberState),
  cells: Type.Union([Type.Array(SummaryCell), Type.Null()], {
    description: 'null where no basins were named',
  }),
  thresholds: Type.Array(ThresholdVerdict),
  overlaps: Type.Array(Type.Object({a: Type.String(), b: Type.String(), areaM2: Type.Number()}), {
    description: 'Ground that two members share; counted for the first',
  }),
  reconciliation: Type.Object(
    {
      membersM2: Type.Number(),
      statesM2: Type.Number(),
      cellsM2: Type.Union([Type.Number(), Type.Null()]),
      unionM2: Type.Number({description: 'Measured by itself, not as a sum'}),
      largestDifferenceShare: Type.Number({
        description: 'Of all areas and all numbers, as a share of the area of the union',
      }),
    },
    {description: 'Whether the parts sum to the whole'},
  ),
  complete: Type.Boolean({
    description:
      'False where an issue is a warning: ground that is counted for one of two, a state that is not known',
  }),
  issues: Type.Array(
    Type.Object({
      rule: Type.Union([
        Type.Literal('members-overlap'),
        Type.Literal('basins-overlap'),
        Type.Literal('outside-basins'),
        Type.Literal('drawn-inside-members'),
        Type.Literal('state-unknown'),
        Type.Literal('states-overlap'),
        Type.Literal('outside-states'),
        Type.Literal('drawn-without-units'),
      ]),
      severity: Type.Union([Type.Literal('warning'), Type.Literal('info')]),
      featureId: Type.Union([Type.String(), Type.Null()]),
      detail: LocalText,
    }),
  ),
  provenance: Provenance,
});
export type MemberSummary = Static<typeof MemberSummary>;
