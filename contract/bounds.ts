import {Type, type Static} from 'typebox';
import {Provenance} from './provenance.ts';

export const Precision = Type.Union([Type.Literal('exact'), Type.Literal('bounds')], {
  description:
    '"exact" (where left out) or "bounds": lower and upper limits at once, from the cells that lie wholly inside or outside',
});

const Limits = {lowerM2: Type.Number(), upperM2: Type.Number()};

/** Between which areas the exact answer lies, known before any cell on the boundary is opened. */
export const AreaBounds = Type.Object({
  areaM2: Type.Number(),
  held: Type.Object(Limits, {description: 'What all classes together hold'}),
  byClass: Type.Array(Type.Object({class: Type.Union([Type.String(), Type.Null()]), ...Limits})),
});
export type AreaBounds = Static<typeof AreaBounds>;

export const PlaceBounds = Type.Object({
  id: Type.String(),
  name: Type.Union([Type.String(), Type.Null()]),
  ...AreaBounds.properties,
});
export type PlaceBounds = Static<typeof PlaceBounds>;

export const MeasurementBounds = Type.Object({
  bounds: Type.Array(PlaceBounds),
  union: Type.Union([AreaBounds, Type.Null()], {
    description: 'All places together, what two share counted once; null for a single place',
  }),
  provenance: Provenance,
});
export type MeasurementBounds = Static<typeof MeasurementBounds>;
