import {Type, type Static} from 'typebox';
import {Precision} from './bounds.ts';
import {LayerReference, Place} from './place.ts';
import {Provenance} from './provenance.ts';

export const RedlineCoverageInputs = Type.Object(
  {
    place: Place,
    redlines: Type.Optional(
      Type.Union([LayerReference, Type.Array(LayerReference, {minItems: 1})], {
        description:
          'a layer of kind redline (id or id@version) or a list of at least one; all current ones where left out',
      }),
    ),
    by: Type.Optional(
      Type.Union([Type.Literal('class'), Type.Literal('layer')], {
        description: '"class" (where left out) or "layer": what covered area is broken down by',
      }),
    ),
    precision: Type.Optional(Precision),
  },
  {additionalProperties: false},
);
export type RedlineCoverageInputs = Static<typeof RedlineCoverageInputs>;

/** One class inside a place: union of its features there. */
export const ClassPart = Type.Object({
  class: Type.Union([Type.String(), Type.Null()]),
  areaM2: Type.Number(),
  share: Type.Number(),
});
export type ClassPart = Static<typeof ClassPart>;

/**
 * What red lines cover of one place. Overlapping features count once, so `coveredM2` plus
 * `remainderM2` is `areaM2`; classes that overlap each other make `byClass` add up to more.
 */
export const Coverage = Type.Object({
  areaM2: Type.Number(),
  coveredM2: Type.Number(),
  share: Type.Number(),
  byClass: Type.Array(ClassPart),
  multipleM2: Type.Number({description: 'Area held by more than one class'}),
  remainderM2: Type.Number(),
});
export type Coverage = Static<typeof Coverage>;

export const PlaceCoverage = Type.Intersect([
  Type.Object({id: Type.String(), name: Type.Union([Type.String(), Type.Null()])}),
  Coverage,
]);
export type PlaceCoverage = Static<typeof PlaceCoverage>;

export const RedlineCoverage = Type.Object({
  places: Type.Array(PlaceCoverage),
  union: Type.Union([Coverage, Type.Null()], {
    description: 'All places dissolved into one; null when there is only one place',
  }),
  provenance: Provenance,
});
export type RedlineCoverage = Static<typeof RedlineCoverage>;
