import {Type, type Static} from 'typebox';
import {LocalText} from './local-text.ts';
import {LayerReference} from './place.ts';
import {Provenance} from './provenance.ts';

/** Two lines drawn for 1:10 000 may each be 0.5 mm (5 m) off and still be one line on the ground. */
export const BORDER_TOLERANCE_M = 10;
/** The thinnest line drawn at 1:10 000, 0.1 mm: what is narrower was not surveyed but left over. */
export const BORDER_SLIVER_M = 1;
/** Ten times the resolution of 1 cm in which coordinates are delivered: nobody digitises finer. */
export const BORDER_NOISE_M = 0.1;
/** Two lines drawn for 1:100 000, each 0.5 mm (50 m) off: no coarser map is a survey of borders. */
export const MAX_BORDER_TOLERANCE_M = 100;
/** How far a class is looked for behind the border, in tolerances; beyond it nothing lies opposite. */
export const BORDER_SEARCH_TOLERANCES = 10;
/** Least length in metres of a real mismatch for a severity; shorter ones and offsets are low. */
export const BORDER_SEVERITY_M = {high: 1000, medium: 100} as const;
/** A list longer than this is cut, least severe first; sums always count everything. */
export const MAX_BORDER_MISMATCHES = 10_000;

/** How lengths are measured; stands in every result. */
export const LENGTH_RULE =
  'Lengths are on the ground: along edges that are straight in longitude/latitude, on the CGCS2000 ellipsoid';

const metres = (description: string) =>
  Type.Optional(Type.Number({minimum: 0, maximum: MAX_BORDER_TOLERANCE_M, description}));

export const BorderMatchInputs = Type.Object(
  {
    units: Type.Union([LayerReference, Type.Array(LayerReference, {minItems: 1})], {
      description:
        'a layer of units (id or id@version), or several where neighbours come from different sources',
    }),
    layer: LayerReference,
    unitLevel: Type.Optional(
      Type.String({description: 'level of the units; needed where a layer has several'}),
    ),
    toleranceM: metres(
      `up to here two lines are one line drawn twice; ${BORDER_TOLERANCE_M} where left out, more than 0`,
    ),
    sliverM: metres(`up to here a sliver; ${BORDER_SLIVER_M} where left out`),
    noiseM: metres(`up to here digitising noise; ${BORDER_NOISE_M} where left out`),
  },
  {additionalProperties: false},
);
export type BorderMatchInputs = Static<typeof BorderMatchInputs>;

const ClassName = Type.Union([Type.String(), Type.Null()]);
const Position = Type.Tuple([Type.Number(), Type.Number()], {description: 'longitude, latitude'});

/** A place on a border, as the unit with the smaller code draws it. */
const BorderLine = Type.Object({
  type: Type.Literal('LineString'),
  coordinates: Type.Array(Position),
});

/** A unit as a result names it. */
export const BorderUnit = Type.Object({
  code: Type.String(),
  name: ClassName,
  nameEn: ClassName,
  layer: Type.String({description: 'id of the layer it comes from'}),
  featureId: Type.String(),
});
export type BorderUnit = Static<typeof BorderUnit>;

/**
 * What a mismatch is. `offM` is how far it is off: how far behind the border the class resumes, or
 * how far apart along the border the two sides end. Off by `noiseM` at most: noise; by `sliverM`:
 * sliver; by `toleranceM`: offset. All else is real: another class lies opposite (class-differs), or
 * nothing does (gap; with a `widthM` where the class resumes farther behind).
 */
export const MismatchKind = Type.Union([
  Type.Literal('class-differs'),
  Type.Literal('gap'),
  Type.Literal('offset'),
  Type.Literal('sliver'),
  Type.Literal('noise'),
]);
export type MismatchKind = Static<typeof MismatchKind>;

/**
 * class-differs and gap: high from 1000 m of border on, medium from 100 m, low below. Offset: low.
 * Sliver and noise: none.
 */
export const MismatchSeverity = Type.Union([
  Type.Literal('high'),
  Type.Literal('medium'),
  Type.Literal('low'),
  Type.Literal('none'),
]);
export type MismatchSeverity = Static<typeof MismatchSeverity>;

/** What one side holds along a stretch of border. */
export const BorderSide = Type.Object({
  unit: Type.Integer({description: 'position in units'}),
  classes: Type.Array(ClassName, {description: 'what meets the border here; empty where nothing'}),
  features: Type.Array(Type.String(), {description: 'ids of the features that meet it here'}),
});
export type BorderSide = Static<typeof BorderSide>;

/** A stretch of a shared border whose two sides do not hold the same classes. */
export const BorderMismatch = Type.Object({
  id: Type.String({description: 'made of units, kind and place: the same data give the same id'}),
  kind: MismatchKind,
  severity: MismatchSeverity,
  sides: Type.Tuple([BorderSide, BorderSide], {description: 'in the order of the unit codes'}),
  lengthM: Type.Number(),
  offM: Type.Union([Type.Number(), Type.Null()], {
    description: 'how far off; null where the class does not resume within the distance searched',
  }),
  direction: Type.Union([Type.Literal('across'), Type.Literal('along'), Type.Null()], {
    description: 'whether offM is measured away from the border or along it',
  }),
  widthM: Type.Union([Type.Number(), Type.Null()], {
    description: 'greatest width of the strip between the border and where the class resumes',
  }),
  areaM2: Type.Union([Type.Number(), Type.Null()], {
    description: 'area of that strip, taken at right angles to the border and mitred at its bends',
  }),
  resumesIn: Type.Array(Type.String(), {
    description: 'ids of the features in which the class resumes behind that strip',
  }),
  line: BorderLine,
  at: Position,
});
export type BorderMismatch = Static<typeof BorderMismatch>;

/** Border between two neighbours, and where what they hold agrees. */
export const BorderPair = Type.Object({
  units: Type.Tuple([Type.Integer(), Type.Integer()], {
    description: 'positions in units, in the order of their codes',
  }),
  sharedM: Type.Number({description: 'matchedM + mismatchedM + nothingM'}),
  matchedM: Type.Number({description: 'both sides hold the same classes'}),
  mismatchedM: Type.Number({description: 'sum of byKind'}),
  nothingM: Type.Number({description: 'neither side holds a class'}),
  byKind: Type.Array(Type.Object({kind: MismatchKind, lengthM: Type.Number()})),
  byClass: Type.Array(
    Type.Object({
      class: ClassName,
      matchedM: Type.Number(),
      onlyM: Type.Tuple([Type.Number(), Type.Number()], {
        description: 'where only the first unit, only the second holds it',
      }),
    }),
  ),
  mismatchCount: Type.Integer(),
});
export type BorderPair = Static<typeof BorderPair>;

/**
 * Where two neighbours draw their common border differently: ground that neither holds, or both do.
 * `scale` says how wide it is at most: noise, sliver or offset, by the same limits as mismatches.
 */
export const BorderFault = Type.Object({
  id: Type.String(),
  kind: Type.Union([Type.Literal('gap'), Type.Literal('overlap')]),
  scale: Type.Union([Type.Literal('offset'), Type.Literal('sliver'), Type.Literal('noise')]),
  units: Type.Tuple([Type.Integer(), Type.Integer()]),
  lengthM: Type.Number(),
  widthM: Type.Number({description: 'greatest distance between the two lines'}),
  areaM2: Type.Number(),
  line: BorderLine,
  at: Position,
});
export type BorderFault = Static<typeof BorderFault>;

/**
 * What keeps the answer from being whole: `no-shared-borders`, `units-overlap` (more than
 * toleranceM), `unit-repeated` (one code in two layers; the first counts), `level-missing` (features that say none,
 * where one level was asked for).
 */
export const BorderIssue = Type.Object({
  rule: Type.Union([
    Type.Literal('no-shared-borders'),
    Type.Literal('units-overlap'),
    Type.Literal('unit-repeated'),
    Type.Literal('level-missing'),
  ]),
  units: Type.Array(Type.Integer(), {description: 'positions in units'}),
  at: Type.Union([Position, Type.Null()]),
  detail: Type.String(),
  localDetail: LocalText,
});
export type BorderIssue = Static<typeof BorderIssue>;

/** Sums over all pairs. */
export const BorderTotals = Type.Object({
  pairCount: Type.Integer(),
  sharedM: Type.Number(),
  matchedM: Type.Number(),
  mismatchedM: Type.Number(),
  nothingM: Type.Number(),
  byKind: Type.Array(
    Type.Object({kind: MismatchKind, count: Type.Integer(), lengthM: Type.Number()}),
  ),
  faults: Type.Array(
    Type.Object({
      kind: Type.Union([Type.Literal('gap'), Type.Literal('overlap')]),
      count: Type.Integer(),
      lengthM: Type.Number(),
      areaM2: Type.Number(),
    }),
  ),
});
export type BorderTotals = Static<typeof BorderTotals>;

/** The border check (接边检查): mismatches are sorted most severe first, then longest first. */
export const BorderMatch = Type.Object({
  units: Type.Array(BorderUnit, {description: 'by code; everything else names them by position'}),
  pairs: Type.Array(BorderPair),
  mismatches: Type.Array(BorderMismatch),
  mismatchCount: Type.Integer({
    description: `more than mismatches has where there are over ${MAX_BORDER_MISMATCHES}`,
  }),
  faults: Type.Array(BorderFault, {description: 'of the border itself, largest first'}),
  faultCount: Type.Integer(),
  totals: BorderTotals,
  issues: Type.Array(BorderIssue),
  limits: Type.Object({
    toleranceM: Type.Number(),
    sliverM: Type.Number(),
    noiseM: Type.Number(),
    searchM: Type.Number({description: 'how far behind the border a class was looked for'}),
    touchM: Type.Number({description: 'up to here two lines coincide: the resolution of data'}),
  }),
  isComplete: Type.Boolean({description: 'false where an issue kept something from being judged'}),
  lengthRule: Type.String(),
  provenance: Provenance,
});
export type BorderMatch = Static<typeof BorderMatch>;
