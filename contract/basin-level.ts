import {Type, type Static} from 'typebox';
import {LocalText} from './local-text.ts';

/** One level of a hierarchy of units or basins, and where it comes from. */
export const HierarchyLevel = Type.Object({
  level: Type.String({
    description: 'As the layer writes it (province, 3 …), or huc8, pfaf5, state',
  }),
  featureCount: Type.Integer(),
  basis: Type.Union([Type.Literal('features'), Type.Literal('parents'), Type.Literal('codes')], {
    description:
      'features: polygons of the layer; parents: only named as parent; codes: read from the beginning of the codes, its cells are sums of finer ones',
  }),
});
export type HierarchyLevel = Static<typeof HierarchyLevel>;

/** Levels of both hierarchies from coarse to fine, and which of them was asked about. */
export const BasinLevels = Type.Object({
  units: Type.Array(HierarchyLevel),
  basins: Type.Array(HierarchyLevel),
  unitLevel: Type.String(),
  basinLevel: Type.String(),
  unitCodes: Type.Union([Type.String(), Type.Null()], {
    description: 'Recognised code system of the units, an id of data/catalog/code-systems.json',
  }),
  basinCodes: Type.Union([Type.String(), Type.Null()]),
});
export type BasinLevels = Static<typeof BasinLevels>;

/** Something that is wrong with what a result was made from; everything else was still computed. */
export const BasinIssue = Type.Object({
  rule: Type.String({
    description:
      'units-overlap, basins-overlap, weight-missing, level-missing, parent-missing, unit-outside-basins, basin-outside-units, downstream-cycle, downstream-self, downstream-dangling, downstream-several, several-outlets, order-from-rivers, order-unknown, river-against-link, river-against-basins',
  }),
  severity: Type.Union([Type.Literal('error'), Type.Literal('warning'), Type.Literal('info')]),
  featureIds: Type.Array(Type.String(), {description: 'Codes of the features it is about'}),
  areaM2: Type.Union([Type.Number(), Type.Null()], {description: 'The area in question, if any'}),
  detail: Type.String({description: 'What was seen, what was expected, what to do'}),
  localDetail: LocalText,
});
export type BasinIssue = Static<typeof BasinIssue>;
