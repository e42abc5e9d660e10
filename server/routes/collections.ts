import {Type} from 'typebox';
import {LayerId} from '../../contract/layer.ts';
import {listLayers, readLayer, resolveLayer} from '../layers/layer-store.ts';
import {queryablesOf, readAttributes, type Queryable} from '../layers/queryables.ts';
import type {App, Services} from '../services.ts';
import {isUnchanged} from './caching.ts';
import {pickVersion, toCollection} from './collection.ts';
import {itemRoutes} from './items.ts';
import {languageOf} from './language.ts';
import {apiUrl, JSON_TYPE, SCHEMA_TYPE, selfUrl} from './links.ts';
import {readChoice, readInteger, readParameters} from './query-parameters.ts';

export const CollectionPath = Type.Object({collectionId: LayerId});

/** Layers as OGC API Features collections: list, description, what they can be asked by, features. */
export function collectionRoutes(app: App, services: Services): void {
  const {db} = services;
  const tags = ['features'];

  app.get(
    '/api/collections',
    {schema: {tags, summary: 'All layers as collections'}},
    async (request, reply) => {
      readChoice(readParameters(request.query, ['f', 'lang']), 'f', ['json']);
      const language = languageOf(request);
      const api = apiUrl(request);
      const layers = await listLayers(db);
      const collections = layers
        .filter((layer) => layer.currentVersion !== null)
        .map((layer) =>
          toCollection(layer, pickVersion(layer, null), {api, language, versioned: false}),
        );
      reply.header('vary', 'Accept-Language').header('content-language', language);
      return {
        links: [{rel: 'self', href: selfUrl(request), type: JSON_TYPE}],
        numberMatched: collections.length,
        numberReturned: collections.length,
        collections,
      };
    },
  );

  app.get(
    '/api/collections/:collectionId',
    {schema: {tags, summary: 'A layer as a collection', params: CollectionPath}},
    async (request, reply) => {
      const parameters = readParameters(request.query, ['f', 'lang', 'version']);
      readChoice(parameters, 'f', ['json']);
      const wanted = readInteger(parameters, 'version', {minimum: 1});
      const language = languageOf(request);
      const layer = await readLayer(db, request.params.collectionId);
      const version = pickVersion(layer, wanted);
      reply.header('vary', 'Accept-Language').header('content-language', language);
      const api = apiUrl(request);
      return toCollection(layer, version, {api, language, versioned: wanted !== null});
    },
  );

  app.get(
    '/api/collections/:collectionId/queryables',
    {schema: {tags, summary: 'What features can be asked by', params: CollectionPath}},
    async (request, reply) => {
      const parameters = readParameters(request.query, ['f', 'lang', 'version']);
      readChoice(parameters, 'f', ['json']);
      const wanted = readInteger(parameters, 'version', {minimum: 1});
      const {collectionId} = request.params;
      const layer = await resolveLayer(db, wanted ? `${collectionId}@${wanted}` : collectionId);
      const tag = `W/"${layer.versionId}"`;
      if (isUnchanged(request, reply, {tag, isImmutable: wanted !== null})) return reply.send();
      const queryables = queryablesOf(layer.map, await readAttributes(db, layer.versionId));
      reply.type(SCHEMA_TYPE);
      return JSON.stringify({
        $schema: 'https://json-schema.org/draft/2020-12/schema',
        $id: selfUrl(request),
        type: 'object',
        title: layer.title[languageOf(request)],
        properties: {
          ...Object.fromEntries(queryables.map((each) => [each.name, toSchema(each)])),
          geometry: {
            'x-ogc-role': 'primary-geometry',
            format: `geometry-${layer.geometryFamily === 'any' ? 'any' : layer.geometryFamily}`,
          },
        },
        additionalProperties: false,
      });
    },
  );

  itemRoutes(app, services);
}

function toSchema({name, type, role}: Queryable) {
  return {title: name, type, ...(role === 'id' ? {'x-ogc-role': 'id'} : {})};
}
