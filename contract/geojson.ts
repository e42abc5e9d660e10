import {Type, type Static} from 'typebox';

// Shapes only. Whether rings close, cross or lie on the globe is checked where a geometry enters
// (server/ingest/checks), because a schema cannot say where a ring is wrong.

/** Longitude, latitude in degrees (EPSG:4490), optionally followed by a height that is dropped. */
export const Position = Type.Array(Type.Number(), {minItems: 2, maxItems: 4});
export const LinearRing = Type.Array(Position);

export const Polygon = Type.Object({
  type: Type.Literal('Polygon'),
  coordinates: Type.Array(LinearRing),
});
export const MultiPolygon = Type.Object({
  type: Type.Literal('MultiPolygon'),
  coordinates: Type.Array(Type.Array(LinearRing)),
});

/** A geometry that has an area. */
export const ArealGeometry = Type.Union([Polygon, MultiPolygon]);
export type ArealGeometry = Static<typeof ArealGeometry>;

/** Any GeoJSON object, as it comes from outside: judged by the checks, not by the schema. */
export const GeoJsonObject = Type.Object({type: Type.String()}, {additionalProperties: true});
export type GeoJsonObject = Static<typeof GeoJsonObject>;
