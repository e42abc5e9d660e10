import {Type, type Static} from 'typebox';
import {RoleMap} from './layer-kind.ts';
import {LocalText} from './local-text.ts';

/** Used in URLs, file names and SQL parameters: short, lower case, no surprises. */
export const LayerId = Type.String({pattern: '^[a-z][a-z0-9-]{0,62}$'});

/** Where a version came from, as far as the file told. */
export const LayerSource = Type.Object({
  fileName: Type.String(),
  format: Type.String(),
  layerName: Type.Union([Type.String(), Type.Null()]),
  crs: Type.String({description: 'CRS of the file, as received'}),
  encoding: Type.Union([Type.String(), Type.Null()]),
  bytes: Type.Integer(),
  sha256: Type.String(),
});
export type LayerSource = Static<typeof LayerSource>;

export const VersionState = Type.Union([
  Type.Literal('loading'),
  Type.Literal('indexing'),
  Type.Literal('ready'),
]);

export const ClassSum = Type.Object({
  class: Type.Union([Type.String(), Type.Null()]),
  featureCount: Type.Integer(),
  areaM2: Type.Number(),
});

/** One immutable edition of a layer. */
export const LayerVersion = Type.Object({
  version: Type.Integer(),
  state: VersionState,
  featureCount: Type.Integer(),
  vertexCount: Type.Integer(),
  areaM2: Type.Number({description: 'Sum of the features, m² in the legal plane'}),
  bbox: Type.Union([Type.Array(Type.Number()), Type.Null()]),
  classes: Type.Array(ClassSum),
  source: LayerSource,
  map: RoleMap,
  attribution: LocalText,
  isInvented: Type.Boolean(),
  issueCount: Type.Integer(),
  rejectedCount: Type.Integer(),
  createdAt: Type.String(),
  jobId: Type.Union([Type.String(), Type.Null()]),
});
export type LayerVersion = Static<typeof LayerVersion>;

export const Layer = Type.Object({
  id: LayerId,
  kind: Type.String(),
  title: LocalText,
  currentVersion: Type.Union([Type.Integer(), Type.Null()]),
  versions: Type.Array(LayerVersion),
});
export type Layer = Static<typeof Layer>;

export const LayerList = Type.Object({layers: Type.Array(Layer)});
export type LayerList = Static<typeof LayerList>;

/** What an import answers when its job is done. */
export const ImportResult = Type.Object({
  layer: Type.String(),
  version: Type.Integer(),
  featureCount: Type.Integer(),
  repairedCount: Type.Integer(),
  rejectedCount: Type.Integer(),
  issueCount: Type.Integer(),
  areaM2: Type.Number(),
  source: LayerSource,
});
export type ImportResult = Static<typeof ImportResult>;
