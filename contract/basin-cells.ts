import {Type, type Static} from 'typebox';
import {BasinIssue, BasinLevels} from './basin-level.ts';
import {LayerReference} from './place.ts';
import {Provenance} from './provenance.ts';

/** A share of a unit from which on a basin counts as one of its basins: a choice of ours, no standard. */
export const DEFAULT_BASIN_THRESHOLD = 0.05;

export const BasinThreshold = Type.Number({
  minimum: 0,
  maximum: 1,
  description:
    'share of a unit, from 0 to 1, from which on a basin counts as one of its own; 0.05 where left out',
});
export const UnitLevel = Type.String({
  minLength: 1,
  description: 'level of the units; the finest one there is where left out',
});
export const BasinLevel = Type.String({
  minLength: 1,
  description: 'level of the basins; the finest one there is where left out',
});

export const BasinCellsInputs = Type.Object(
  {
    units: LayerReference,
    basins: LayerReference,
    unitLevel: Type.Optional(UnitLevel),
    basinLevel: Type.Optional(BasinLevel),
    weight: Type.Optional(
      Type.String({
        minLength: 1,
        description:
          '"area" (where left out) or a numeric attribute of the units such as population, spread over each unit by area',
      }),
    ),
    threshold: Type.Optional(BasinThreshold),
  },
  {additionalProperties: false},
);
export type BasinCellsInputs = Static<typeof BasinCellsInputs>;

const text = () => Type.Union([Type.String(), Type.Null()]);
const number = (description: string) => Type.Union([Type.Number(), Type.Null()], {description});

/** A unit or basin, at the level asked for or above it. */
export const CellSide = Type.Object({
  code: Type.String(),
  name: text(),
  nameEn: text(),
  level: Type.String(),
  parent: Type.Union([Type.String(), Type.Null()], {
    description: 'Code of the one it is summed up into, at the next coarser level',
  }),
  areaM2: Type.Number({description: 'Own area; above the level asked for the sum of its members'}),
  featureAreaM2: number('Area of its own polygon where the layer has one at this level'),
  heldM2: Type.Number({description: 'What the other layer holds of it: the sum of its cells'}),
  remainderM2: Type.Number({description: 'areaM2 less heldM2: in no basin, or in no unit'}),
});
export type CellSide = Static<typeof CellSide>;

/** One piece of ground in one unit and one basin. `unit` and `basin` are positions in the lists. */
export const BasinCell = Type.Object({
  id: Type.String(),
  unit: Type.Integer(),
  basin: Type.Integer(),
  areaM2: Type.Number(),
  shareOfUnit: Type.Number(),
  shareOfBasin: Type.Number(),
  weight: number('Part of the unit’s weight that falls to the cell, by area; null: unit has none'),
  shareOfBasinWeight: number('The same as a share of all weight in the basin'),
});
export type BasinCell = Static<typeof BasinCell>;

/** Which basins a unit belongs to. */
export const BasinMembership = Type.Object({
  unit: Type.Integer({description: 'Position in units'}),
  mainBasin: Type.Union([Type.Integer(), Type.Null()], {
    description:
      'Position in basins: the largest area, of equal ones the lower code; null: in none',
  }),
  isTie: Type.Boolean({description: 'Another basin has the same area to 1e-9 of the unit'}),
  basins: Type.Array(
    Type.Object({basin: Type.Integer(), share: Type.Number(), weight: number('as in the cell')}),
    {description: 'All basins with at least the threshold of the unit, largest first'},
  ),
});
export type BasinMembership = Static<typeof BasinMembership>;

/** Cells of one coarser pair of levels, summed from the cells; codes, since lists differ by level. */
export const CellSums = Type.Object({
  unitLevel: Type.String(),
  basinLevel: Type.String(),
  cells: Type.Array(
    Type.Object({
      unit: Type.String(),
      basin: Type.String(),
      areaM2: Type.Number(),
      shareOfUnit: Type.Number(),
      shareOfBasin: Type.Number(),
    }),
  ),
});
export type CellSums = Static<typeof CellSums>;

/** Units × basins. */
export const BasinCells = Type.Object({
  levels: BasinLevels,
  idForm: Type.Union([Type.Literal('water-resource-7+6'), Type.Literal('basin-unit')], {
    description:
      'How cells are named: seven characters of the water-resource zone (coarser ones filled with zeros) and six of the unit, or both codes with a hyphen where the codes do not allow that',
  }),
  threshold: Type.Number(),
  weight: Type.String(),
  tieRule: Type.String(),
  units: Type.Array(CellSide, {description: 'At the level asked for, by code'}),
  basins: Type.Array(CellSide, {description: 'At the level asked for, by code'}),
  unitParents: Type.Array(CellSide, {description: 'All above, coarsest first'}),
  basinParents: Type.Array(CellSide),
  cells: Type.Array(BasinCell, {description: 'By unit, then basin'}),
  memberships: Type.Array(BasinMembership, {description: 'One for each unit, in the same order'}),
  sums: Type.Array(CellSums, {description: 'Every pair of levels above the one asked for'}),
  unitsOutside: Type.Array(Type.String(), {description: 'Codes of units that no basin touches'}),
  basinsOutside: Type.Array(Type.String(), {description: 'Codes of basins that no unit touches'}),
  complete: Type.Boolean({
    description:
      'False where features of the chosen level overlap (ground counts more than once), features have no level, or a basin lies in no unit',
  }),
  issues: Type.Array(BasinIssue),
  provenance: Provenance,
});
export type BasinCells = Static<typeof BasinCells>;
