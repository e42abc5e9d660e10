import {Type, type Static} from 'typebox';
import {LocalText} from './local-text.ts';

/** One indicator of water quality with its limits from class I to V, in mg/L. */
export const WaterIndicator = Type.Object(
  {
    id: Type.String(),
    title: LocalText,
    aliases: Type.Array(Type.String(), {description: 'Other spellings found in tables'}),
    limitsMgPerL: Type.Array(Type.Number({exclusiveMinimum: 0}), {minItems: 5, maxItems: 5}),
    direction: Type.Union([Type.Literal('at-most'), Type.Literal('at-least')]),
    isInOverallClass: Type.Boolean({
      description: 'Whether it counts where no indicators are named for the class of a section',
    }),
  },
  {additionalProperties: false},
);
export type WaterIndicator = Static<typeof WaterIndicator>;

/** A standard that sorts concentrations into classes, from data/catalog/water-quality.json. */
export const WaterQualityStandard = Type.Object(
  {
    id: Type.String(),
    title: LocalText,
    source: LocalText,
    confidence: Type.Number({minimum: 0, maximum: 1}),
    indicators: Type.Array(WaterIndicator),
  },
  {additionalProperties: false},
);
export type WaterQualityStandard = Static<typeof WaterQualityStandard>;
