import {Type, type Static} from 'typebox';
import {Precision} from './bounds.ts';
import {LayerReference, Place} from './place.ts';
import {Provenance} from './provenance.ts';
import {ClassPart} from './redline-coverage.ts';

export const ZoneOverlapInputs = Type.Object(
  {place: Place, layer: LayerReference, precision: Type.Optional(Precision)},
  {additionalProperties: false},
);
export type ZoneOverlapInputs = Static<typeof ZoneOverlapInputs>;

/**
 * What a layer's classes hold of a place. Each part is the union of its class; the union of all
 * classes plus `remainderM2` is `areaM2`, and parts add up to that union plus what is held several
 * times.
 */
export const Overlap = Type.Object({
  areaM2: Type.Number(),
  parts: Type.Array(ClassPart),
  remainderM2: Type.Number({description: 'Area that no class holds'}),
  multipleM2: Type.Number({description: 'Area held by more than one class'}),
});
export type Overlap = Static<typeof Overlap>;

export const PlaceOverlap = Type.Intersect([
  Type.Object({id: Type.String(), name: Type.Union([Type.String(), Type.Null()])}),
  Overlap,
]);

export const ZoneOverlap = Type.Intersect([
  Overlap,
  Type.Object({
    places: Type.Array(PlaceOverlap, {description: 'Each place by itself, when there are several'}),
    provenance: Provenance,
  }),
]);
export type ZoneOverlap = Static<typeof ZoneOverlap>;
