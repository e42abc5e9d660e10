import {Type, type Static} from 'typebox';
import {GeoJsonObject} from './geojson.ts';
import {LayerId} from './layer.ts';

export const FeatureReference = Type.Object(
  {
    collection: LayerId,
    id: Type.Optional(
      Type.Union([Type.String(), Type.Array(Type.String(), {minItems: 1})], {
        description: 'Feature id or ids; without it every feature of the layer',
      }),
    ),
  },
  {additionalProperties: false},
);

export const ZoneReference = Type.Object(
  {zone: Type.String(), version: Type.Optional(Type.Integer({minimum: 1}))},
  {additionalProperties: false},
);

/** An input that names a place: GeoJSON, features of a layer, or a saved zone. */
export const Place = Type.Union([FeatureReference, ZoneReference, GeoJsonObject], {
  description:
    'a GeoJSON geometry, feature or collection, {"collection": id, "id": feature id or ids}, or {"zone": id, "version": n}',
});
export type Place = Static<typeof Place>;

/** An input that names a layer: its id (the current version) or `id@version`. */
export const LayerReference = Type.String({
  pattern: '^[a-z][a-z0-9-]{0,62}(@[1-9][0-9]*)?$',
  description: 'the id of a layer (its current version) or id@version',
});
