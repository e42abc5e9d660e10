import {Type, type Static} from 'typebox';
import {ArealGeometry, GeoJsonObject} from './geojson.ts';
import {LayerId} from './layer.ts';

/** Units (or features of any areal layer) that a zone is composed of. */
export const ZoneMembers = Type.Object(
  {collection: LayerId, ids: Type.Array(Type.String(), {minItems: 1})},
  {additionalProperties: false},
);
export type ZoneMembers = Static<typeof ZoneMembers>;

/** What a planner says a zone is: members, drawn geometry, or both. */
export const ZoneDraft = Type.Object(
  {
    name: Type.String({pattern: '\\S', maxLength: 200, description: 'Not empty'}),
    members: Type.Optional(Type.Union([ZoneMembers, Type.Null()])),
    // any GeoJSON: what is wrong with it is said by whoever reads it
    drawn: Type.Optional(Type.Union([GeoJsonObject, Type.Null()])),
  },
  {additionalProperties: false},
);
export type ZoneDraft = Static<typeof ZoneDraft>;

/** One saved, unchangeable version of a zone. `geometry` is the union of members and drawn. */
export const Zone = Type.Object({
  id: Type.String(),
  version: Type.Integer(),
  latestVersion: Type.Integer(),
  name: Type.String(),
  members: Type.Union([
    Type.Object({
      collection: LayerId,
      ids: Type.Array(Type.String()),
      version: Type.Integer({description: 'Layer version the members were looked up in'}),
    }),
    Type.Null(),
  ]),
  drawn: Type.Union([ArealGeometry, Type.Null()]),
  geometry: ArealGeometry,
  areaM2: Type.Number(),
  createdAt: Type.String(),
});
export type Zone = Static<typeof Zone>;

export const ZoneSummary = Type.Object({
  id: Type.String(),
  version: Type.Integer(),
  name: Type.String(),
  areaM2: Type.Number(),
  bbox: Type.Array(Type.Number()),
  createdAt: Type.String(),
});
export const ZoneList = Type.Object({zones: Type.Array(ZoneSummary)});
export type ZoneList = Static<typeof ZoneList>;
