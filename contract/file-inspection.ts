import {Type, type Static} from 'typebox';

/** An attribute of a file, with a value of the first feature that has one. */
export const FileAttribute = Type.Object({
  name: Type.String(),
  type: Type.String({description: 'string, number, boolean, object or mixed'}),
  sample: Type.Unknown(),
});
export type FileAttribute = Static<typeof FileAttribute>;

export const FileLayer = Type.Object({
  name: Type.String({description: 'What to give as `layer`'}),
  crs: Type.Union([Type.String(), Type.Null()], {
    description: 'What the file says of its coordinate reference system; null: nothing',
  }),
  geometry: Type.String({description: 'Polygon, LineString, Point …, or "mixed"'}),
  featureCount: Type.Integer(),
  attributes: Type.Array(FileAttribute),
});
export type FileLayer = Static<typeof FileLayer>;

/** What a file holds, before anything of it is stored. */
export const FileInspection = Type.Object({
  format: Type.String(),
  layers: Type.Array(FileLayer),
});
export type FileInspection = Static<typeof FileInspection>;
