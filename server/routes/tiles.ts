import {gunzipSync} from 'node:zlib';
import {Type} from 'typebox';
import {LayerId} from '../../contract/layer.ts';
import {fail} from '../errors.ts';
import {resolveLayer, type ResolvedLayer} from '../layers/layer-store.ts';
import type {App, Services} from '../services.ts';
import {MAX_ZOOM} from '../tiles/grid.ts';
import {isUnchanged, takesGzip} from './caching.ts';
import {languageOf} from './language.ts';
import {apiUrl, JSON_TYPE, selfUrl, TILE_TYPE, type Link} from './links.ts';
import {readChoice, readInteger, readParameters} from './query-parameters.ts';
import {tileMatrixSetRoutes, WEB_MERCATOR_QUAD} from './tile-matrix-sets.ts';
import {toTileJson} from './tile-json.ts';

const CollectionPath = Type.Object({collectionId: LayerId});
const TilePath = Type.Object({
  collectionId: LayerId,
  zoom: Type.String(),
  row: Type.String(),
  column: Type.String(),
});
const VersionQuery = Type.Object({
  v: Type.Optional(Type.String({description: 'Version; then the answer may be kept for ever'})),
});

/** OGC API Tiles of every layer in WebMercatorQuad, and TileJSON for maps. */
export function tileRoutes(app: App, services: Services): void {
  const {db, tiles} = services;
  const tags = ['tiles'];

  const readVersion = async (collectionId: string, query: unknown) => {
    const parameters = readParameters(query, ['v', 'f', 'lang']);
    const wanted = readInteger(parameters, 'v', {minimum: 1});
    const layer = await resolveLayer(db, wanted ? `${collectionId}@${wanted}` : collectionId);
    return {layer, parameters, isImmutable: wanted !== null};
  };

  app.get(
    '/api/collections/:collectionId/tiles',
    {
      schema: {
        tags,
        summary: 'Tile sets of a layer',
        params: CollectionPath,
        querystring: VersionQuery,
      },
    },
    async (request) => {
      const {layer, parameters} = await readVersion(request.params.collectionId, request.query);
      readChoice(parameters, 'f', ['json']);
      const set = `${apiUrl(request)}/collections/${layer.layerId}/tiles/WebMercatorQuad`;
      return {
        links: [{rel: 'self', href: selfUrl(request), type: JSON_TYPE}],
        tilesets: [
          {
            title: layer.title[languageOf(request)],
            dataType: 'vector',
            crs: WEB_MERCATOR_QUAD.crs,
            tileMatrixSetId: WEB_MERCATOR_QUAD.id,
            tileMatrixSetURI: WEB_MERCATOR_QUAD.uri,
            links: tileSetLinks(set, layer),
          },
        ],
      };
    },
  );

  app.get(
    '/api/collections/:collectionId/tiles/WebMercatorQuad',
    {schema: {tags, summary: 'TileJSON 3.0', params: CollectionPath, querystring: VersionQuery}},
    async (request, reply) => {
      const {layer, parameters, isImmutable} = await readVersion(
        request.params.collectionId,
        request.query,
      );
      readChoice(parameters, 'f', ['json', 'tilejson']);
      const language = languageOf(request);
      reply.header('vary', 'Accept-Language');
      const tag = `W/"${layer.versionId}-${language}"`;
      if (isUnchanged(request, reply, {tag, isImmutable})) return reply.send();
      const url = `${apiUrl(request)}/collections/${layer.layerId}/tiles/WebMercatorQuad`;
      return toTileJson(layer, url, language);
    },
  );

  app.get(
    '/api/collections/:collectionId/tiles/WebMercatorQuad/:zoom/:row/:column',
    {
      schema: {
        tags,
        summary: 'A vector tile: zoom, row (y), column (x)',
        params: TilePath,
        querystring: VersionQuery,
      },
    },
    async (request, reply) => {
      const address = readAddress(request.params);
      const {layer, parameters, isImmutable} = await readVersion(
        request.params.collectionId,
        request.query,
      );
      readChoice(parameters, 'f', ['mvt']);
      const isGzipped = takesGzip(request);
      reply.header('vary', 'Accept-Encoding');
      const tag = `"${layer.versionId}${isGzipped ? '-gzip' : ''}"`;
      if (isUnchanged(request, reply, {tag, isImmutable})) return reply.send();
      const tile = await tiles.read(layer, address);
      if (tile === null) return reply.code(204).send();
      reply.type(TILE_TYPE).header('content-crs', `<${WEB_MERCATOR_QUAD.crs}>`);
      if (!isGzipped) return reply.send(gunzipSync(tile));
      return reply.header('content-encoding', 'gzip').send(Buffer.from(tile));
    },
  );

  tileMatrixSetRoutes(app);
}

function readAddress({zoom, row, column}: {zoom: string; row: string; column: string}) {
  const [z, y, x] = [zoom, row, column].map((text) =>
    /^\d{1,9}$/.test(text) ? Number(text) : Infinity,
  ) as [number, number, number];
  const size = 2 ** z;
  if (z > MAX_ZOOM || x >= size || y >= size) {
    throw fail('TILE_OUT_OF_RANGE', {z: zoom, y: row, x: column, maxZoom: MAX_ZOOM});
  }
  return {zoom: z, x, y};
}

function tileSetLinks(url: string, {version}: ResolvedLayer): Link[] {
  return [
    {rel: 'self', href: `${url}?v=${version}`, type: JSON_TYPE, title: 'TileJSON'},
    {
      rel: 'item',
      href: `${url}/{tileMatrix}/{tileRow}/{tileCol}?v=${version}`,
      type: TILE_TYPE,
      templated: true,
    },
    {
      rel: 'http://www.opengis.net/def/rel/ogc/1.0/tiling-scheme',
      href: WEB_MERCATOR_QUAD.uri,
      type: JSON_TYPE,
    },
  ];
}
