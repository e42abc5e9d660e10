import {Readable} from 'node:stream';
import {Type} from 'typebox';
import type {FastifyRequest} from 'fastify';
import {LayerId} from '../../contract/layer.ts';
import {fail} from '../errors.ts';
import {CRS84, findCrs, offeredCrs} from '../layers/crs.ts';
import {conditionsOf, type FeatureWishes} from '../layers/feature-request.ts';
import {resolveLayer, type ResolvedLayer} from '../layers/layer-store.ts';
import {queryablesOf, readAttributes, type Queryable} from '../layers/queryables.ts';
import {countFeatures, readFeature} from '../layers/read-features.ts';
import type {App, Services} from '../services.ts';
import {isUnchanged} from './caching.ts';
import {featureText, writeFeatures} from './feature-text.ts';
import {apiUrl, GEOJSON_TYPE, JSON_TYPE, selfUrl, type Link} from './links.ts';
import {decodePlace, encodePlace} from './page-token.ts';
import {
  checkDatetime,
  readBbox,
  readChoice,
  readInteger,
  readParameters,
  type Parameters,
} from './query-parameters.ts';

const DEFAULT_LIMIT = 100;
const MAX_LIMIT = 10_000;

const COMMON = ['f', 'lang', 'version', 'crs'] as const;
const LISTING = [
  ...COMMON,
  'limit',
  'offset',
  'after',
  'bbox',
  'bbox-crs',
  'datetime',
  'filter',
  'filter-lang',
  'filter-crs',
  'properties',
  'q',
  'skipGeometry',
] as const;

const text = (description: string) => Type.Optional(Type.String({description}));

/** For the documentation: the parameters are read by hand, because attributes are parameters too. */
const CommonQuery = {
  crs: text('CRS of the answer, by URI; default CRS84. Axes follow the authority'),
  version: text('Version of the layer; default the current one'),
  f: text('json or geojson'),
};
const ListingQuery = Type.Object({
  limit: text(`Features a page, ${DEFAULT_LIMIT} by default, ${MAX_LIMIT} at most`),
  offset: text('Features to pass over; next links use "after", which costs nothing'),
  after: text('Where the page before ended, from its next link'),
  bbox: text('Only features that touch this box: west,south,east,north'),
  'bbox-crs': text('CRS of bbox; default CRS84'),
  datetime: text('A moment or interval; features have no time here, so all of them pass'),
  filter: text('CQL2 condition'),
  'filter-lang': text('cql2-text (default) or cql2-json'),
  'filter-crs': text('CRS of geometries in the filter; default CRS84'),
  properties: text('Only these attributes, with commas between'),
  q: text('Only features with this text in a name or at the beginning of the id'),
  skipGeometry: text('true leaves the geometries away'),
  ...CommonQuery,
});
const ItemPath = Type.Object({collectionId: LayerId, featureId: Type.String()});

/** Features of a layer: pages of them, or one. */
export function itemRoutes(app: App, {db}: Services): void {
  const tags = ['features'];

  app.get(
    '/api/collections/:collectionId/items',
    {
      schema: {
        tags,
        summary: 'Features of a layer; any attribute is a parameter too',
        params: Type.Object({collectionId: LayerId}),
        querystring: ListingQuery,
      },
    },
    async (request, reply) => {
      const {collectionId} = request.params;
      const query = request.query as Record<string, string>;
      const place = query.after === undefined ? null : decodePlace(query.after);
      const named = readInteger(query, 'version', {minimum: 1});
      const wanted = named ?? place?.version ?? null;
      const layer = await resolveLayer(
        db,
        wanted === null ? collectionId : `${collectionId}@${wanted}`,
      );
      const queryables = queryablesOf(layer.map, await readAttributes(db, layer.versionId));
      const names = queryables.map(({name}) => name);
      const parameters = readParameters(query, [...LISTING, ...names]);

      readChoice(parameters, 'f', ['json', 'geojson']);
      checkDatetime(parameters);
      const limit =
        readInteger(parameters, 'limit', {minimum: 1, maximum: MAX_LIMIT}) ?? DEFAULT_LIMIT;
      const offset = readInteger(parameters, 'offset', {minimum: 0}) ?? 0;
      const crs = readCrs(parameters, 'crs', layer);
      const properties = readProperties(parameters, queryables);
      const withGeometry = readChoice(parameters, 'skipGeometry', ['true', 'false']) !== 'true';
      const conditions = await conditionsOf(db, readWishes(parameters, layer, names), queryables);

      reply.header('content-crs', `<${crs.uri}>`).type(GEOJSON_TYPE);
      const tag = `W/"${layer.versionId}"`;
      if (isUnchanged(request, reply, {tag, isImmutable: wanted !== null})) return reply.send();
      const selection = {versionId: layer.versionId, conditions};
      const numberMatched =
        conditions.length === 0 ? layer.featureCount : await countFeatures(db, selection);
      return reply.send(
        Readable.from(
          writeFeatures(
            db,
            {...selection, crs, withGeometry},
            {
              range: {after: place?.ordinal ?? -1, offset, limit},
              numberMatched,
              properties,
              links: pageLinks(request, collectionId),
              nextUrl: (ordinal) =>
                nextUrl(request, encodePlace({version: layer.version, ordinal})),
            },
          ),
        ),
      );
    },
  );

  app.get(
    '/api/collections/:collectionId/items/:featureId',
    {
      schema: {
        tags,
        summary: 'One feature',
        params: ItemPath,
        querystring: Type.Object(CommonQuery),
      },
    },
    async (request, reply) => {
      const {collectionId, featureId} = request.params;
      const parameters = readParameters(request.query, COMMON);
      readChoice(parameters, 'f', ['json', 'geojson']);
      const wanted = readInteger(parameters, 'version', {minimum: 1});
      const layer = await resolveLayer(
        db,
        wanted === null ? collectionId : `${collectionId}@${wanted}`,
      );
      const crs = readCrs(parameters, 'crs', layer);
      const {version, versionId} = layer;
      const feature = await readFeature(db, {versionId, crs, withGeometry: true}, featureId);
      if (!feature) throw fail('FEATURE_NOT_FOUND', {layerId: collectionId, version, featureId});
      reply.header('content-crs', `<${crs.uri}>`).type(GEOJSON_TYPE);
      const tag = `"${versionId}"`;
      if (isUnchanged(request, reply, {tag, isImmutable: wanted !== null})) return reply.send();
      const collection = `${apiUrl(request)}/collections/${collectionId}`;
      return featureText(feature, null, [
        {rel: 'self', href: selfUrl(request), type: GEOJSON_TYPE},
        {rel: 'collection', href: collection, type: JSON_TYPE},
      ]);
    },
  );
}

function readCrs(
  parameters: Parameters,
  name: 'crs' | 'bbox-crs' | 'filter-crs',
  layer: ResolvedLayer,
) {
  const uri = parameters[name];
  return uri === undefined ? CRS84 : findCrs(uri, offeredCrs(layer.bbox));
}

function readWishes(
  parameters: Parameters,
  layer: ResolvedLayer,
  attributes: readonly string[],
): FeatureWishes {
  const box = readBbox(parameters);
  const language = readChoice(parameters, 'filter-lang', ['cql2-text', 'cql2-json']);
  const equal: Record<string, string> = {};
  for (const name of attributes) {
    const value = parameters[name];
    if (value !== undefined && !LISTING.includes(name as never)) equal[name] = value;
  }
  return {
    bbox: box && {box, crs: readCrs(parameters, 'bbox-crs', layer)},
    filter:
      parameters.filter === undefined
        ? null
        : {
            text: parameters.filter,
            language: language ?? 'cql2-text',
            crs: readCrs(parameters, 'filter-crs', layer),
          },
    mention: parameters.q ?? null,
    equal,
  };
}

function readProperties({properties}: Parameters, queryables: readonly Queryable[]) {
  if (properties === undefined) return null;
  const names = properties.split(',').filter((name) => name !== '');
  const unknown = names.find((name) => !queryables.some((each) => each.name === name));
  if (unknown !== undefined) {
    const known = queryables.map(({name}) => name).join(', ');
    throw fail('PARAMETER_INVALID', {
      name: 'properties',
      seen: `"${unknown}"`,
      expected: {zh: `其中的 ${known}`, en: `some of ${known}`},
    });
  }
  return new Set(names);
}

function pageLinks(request: FastifyRequest, collectionId: string): Link[] {
  const collection = `${apiUrl(request)}/collections/${collectionId}`;
  return [
    {rel: 'self', href: selfUrl(request), type: GEOJSON_TYPE},
    {rel: 'collection', href: collection, type: JSON_TYPE},
  ];
}

/** The same question, from where this page ends. */
function nextUrl(request: FastifyRequest, after: string): string {
  const url = new URL(selfUrl(request));
  url.searchParams.delete('offset');
  url.searchParams.set('after', after);
  return url.href;
}
