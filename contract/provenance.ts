import {Type, type Static} from 'typebox';

/** The rule an edge follows between two vertices; it decides areas by 10 to 300 ppm on long edges. */
export const EDGE_RULE =
  'Edges are straight in longitude/latitude (EPSG:4490), densified to 1 cm before projecting';
/** The plane in which a planar area is the statutory ellipsoidal area. */
export const AREA_CRS = 'EPSG:6933';

/** What a result was made from, so that anyone can make it again. */
export const Provenance = Type.Object({
  layers: Type.Array(Type.Object({id: Type.String(), version: Type.Integer()})),
  edgeRule: Type.String(),
  areaCrs: Type.String(),
  units: Type.Object({area: Type.Literal('m2'), share: Type.Literal('1')}),
  software: Type.String(),
});
export type Provenance = Static<typeof Provenance>;
