import {Type} from 'typebox';
import {IssuePage} from '../../contract/issue.ts';
import {FacilityKindList} from '../../contract/facility-kind.ts';
import {LayerKind} from '../../contract/layer-kind.ts';
import {Layer, LayerList, LayerVersion} from '../../contract/layer.ts';
import {readIssues} from '../layers/issue-store.ts';
import {
  dropVersion,
  listLayers,
  makeCurrent,
  readLayer,
  resolveLayer,
} from '../layers/layer-store.ts';
import type {App, Services} from '../services.ts';
import {NoQuery} from './validator.ts';
import {layerImportRoutes} from './layer-imports.ts';

const LayerPath = Type.Object({layerId: Type.String()});
const VersionPath = Type.Object({layerId: Type.String(), version: Type.Integer({minimum: 1})});
const VersionList = Type.Object({versions: Type.Array(LayerVersion)});
const VersionChoice = Type.Object(
  {version: Type.Integer({minimum: 1})},
  {additionalProperties: false},
);
const IssueQuery = Type.Object(
  {
    limit: Type.Integer({minimum: 1, default: 100}),
    offset: Type.Integer({minimum: 0, default: 0}),
  },
  {additionalProperties: false},
);
const MOST_ISSUES = 1000;

const tags = ['layers'];

/** Layers: importing files, their versions, and what the checks found in them. */
export function layerRoutes(app: App, services: Services): void {
  const {db, catalog, measuring} = services;
  layerImportRoutes(app, services);

  app.get(
    '/api/layers',
    {
      schema: {
        tags,
        summary: 'Layers with their ready versions',
        querystring: NoQuery,
        response: {200: LayerList},
      },
    },
    async () => ({layers: await listLayers(db)}),
  );

  app.get(
    '/api/layers/:layerId',
    {schema: {tags, summary: 'A layer', params: LayerPath, response: {200: Layer}}},
    (request) => readLayer(db, request.params.layerId),
  );

  app.get(
    '/api/layers/:layerId/versions',
    {
      schema: {
        tags,
        summary: 'Ready versions of a layer, newest first',
        params: LayerPath,
        response: {200: VersionList},
      },
    },
    async (request) => ({versions: (await readLayer(db, request.params.layerId)).versions}),
  );

  app.get(
    '/api/layers/:layerId/versions/:version',
    {
      schema: {
        tags,
        summary: 'A version of a layer',
        params: VersionPath,
        response: {200: LayerVersion},
      },
    },
    async (request) => {
      const {layerId, version} = request.params;
      await resolveLayer(db, `${layerId}@${version}`);
      const {versions} = await readLayer(db, layerId);
      return versions.find((each) => each.version === version)!;
    },
  );

  app.put(
    '/api/layers/:layerId/current',
    {
      schema: {
        tags,
        summary: 'Make a ready version the current one',
        params: LayerPath,
        body: VersionChoice,
        response: {200: Layer},
      },
    },
    async (request) => {
      const {layerId} = request.params;
      await makeCurrent(db, layerId, request.body.version);
      return readLayer(db, layerId);
    },
  );

  app.delete(
    '/api/layers/:layerId/versions/:version',
    {schema: {tags, summary: 'Delete a version of a layer', params: VersionPath}},
    async (request, reply) => {
      const {layerId, version} = request.params;
      const {versionId} = await resolveLayer(db, `${layerId}@${version}`);
      await dropVersion(db, versionId);
      measuring.forget(versionId);
      return reply.code(204).send();
    },
  );

  app.get(
    '/api/layers/:layerId/versions/:version/issues',
    {
      schema: {
        tags,
        summary: 'What the checks found, errors first',
        params: VersionPath,
        querystring: IssueQuery,
        response: {200: IssuePage},
      },
    },
    async (request) => {
      const {layerId, version} = request.params;
      const {limit, offset} = request.query;
      const {versionId} = await resolveLayer(db, `${layerId}@${version}`);
      return readIssues(db, versionId, {limit: Math.min(limit, MOST_ISSUES), offset});
    },
  );

  app.get(
    '/api/catalog/layer-kinds',
    {
      schema: {
        tags: ['catalog'],
        summary: 'Kinds of layers: what they hold and how they look',
        querystring: NoQuery,
        response: {200: Type.Object({kinds: Type.Array(LayerKind)})},
      },
    },
    async () => ({kinds: [...catalog.layerKinds]}),
  );

  app.get(
    '/api/catalog/facility-kinds',
    {
      schema: {
        tags: ['catalog'],
        summary: 'Kinds of facilities: fields, measures, norms and distances, with their sources',
        querystring: NoQuery,
        response: {200: FacilityKindList},
      },
    },
    async () => ({kinds: [...catalog.facilityKinds]}),
  );
}
