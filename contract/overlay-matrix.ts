import {Type, type Static} from 'typebox';
import {LayerReference} from './place.ts';
import {Provenance} from './provenance.ts';

export const OverlayMatrixInputs = Type.Object(
  {rows: LayerReference, columns: LayerReference},
  {additionalProperties: false},
);
export type OverlayMatrixInputs = Static<typeof OverlayMatrixInputs>;

/** Sparse matrix of overlap areas: features of one layer against features of another. */
export const OverlayMatrix = Type.Object({
  rows: Type.Array(
    Type.Object({
      id: Type.String(),
      name: Type.Union([Type.String(), Type.Null()]),
      areaM2: Type.Number(),
      remainderM2: Type.Number({description: 'What no column holds: area minus union of cells'}),
    }),
  ),
  columns: Type.Array(
    Type.Object({
      id: Type.String(),
      name: Type.Union([Type.String(), Type.Null()]),
      areaM2: Type.Number(),
    }),
  ),
  cells: Type.Array(
    Type.Object({row: Type.Integer(), column: Type.Integer(), areaM2: Type.Number()}),
    {description: 'Row and column are positions in the two lists'},
  ),
  provenance: Provenance,
});
export type OverlayMatrix = Static<typeof OverlayMatrix>;
