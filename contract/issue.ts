import {Type, type Static} from 'typebox';
import {LocalText} from './local-text.ts';

/** What was changed to make a feature usable. */
export const Repair = Type.Object({
  method: Type.String(),
  areaChangeM2: Type.Number(),
});
export type Repair = Static<typeof Repair>;

/**
 * A finding of a check: one rule, one feature, one place. The id is made of rule, feature and place,
 * so the same file gives the same ids.
 */
export const Issue = Type.Object({
  id: Type.String(),
  rule: Type.String(),
  severity: Type.Union([Type.Literal('error'), Type.Literal('warning'), Type.Literal('info')]),
  featureId: Type.Union([Type.String(), Type.Null()]),
  at: Type.Union([Type.Tuple([Type.Number(), Type.Number()]), Type.Null()], {
    description: 'Longitude and latitude of the trouble',
  }),
  detail: Type.String(),
  localDetail: LocalText,
  repair: Type.Optional(Repair),
});
export type Issue = Static<typeof Issue>;

export const IssuePage = Type.Object({
  issues: Type.Array(Issue),
  numberMatched: Type.Integer(),
});
export type IssuePage = Static<typeof IssuePage>;
