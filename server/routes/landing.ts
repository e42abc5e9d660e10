import type {App, Services} from '../services.ts';
import {apiUrl, JSON_TYPE, OPENAPI_3_0_TYPE, OPENAPI_3_1_TYPE, type Link} from './links.ts';
import {languageOf} from './language.ts';
import {readChoice, readParameters} from './query-parameters.ts';

const OGC = 'http://www.opengis.net/spec';

/** What this service promises, by the names the standards give it; clients look features up here. */
const CONFORMANCE = [
  `${OGC}/ogcapi-common-1/1.0/conf/core`,
  `${OGC}/ogcapi-common-2/1.0/conf/collections`,
  `${OGC}/ogcapi-features-1/1.0/conf/core`,
  `${OGC}/ogcapi-features-1/1.0/conf/oas30`,
  `${OGC}/ogcapi-features-1/1.0/conf/geojson`,
  `${OGC}/ogcapi-features-2/1.0/conf/crs`,
  `${OGC}/ogcapi-features-3/1.0/conf/queryables`,
  `${OGC}/ogcapi-features-3/1.0/conf/queryables-query-parameters`,
  `${OGC}/ogcapi-features-3/1.0/conf/filter`,
  `${OGC}/ogcapi-features-3/1.0/conf/features-filter`,
  `${OGC}/cql2/1.0/conf/cql2-text`,
  `${OGC}/cql2/1.0/conf/cql2-json`,
  `${OGC}/cql2/1.0/conf/basic-cql2`,
  `${OGC}/cql2/1.0/conf/advanced-comparison-operators`,
  `${OGC}/cql2/1.0/conf/case-insensitive-comparison`,
  `${OGC}/cql2/1.0/conf/basic-spatial-functions`,
  `${OGC}/cql2/1.0/conf/basic-spatial-operators`,
  `${OGC}/ogcapi-tiles-1/1.0/conf/core`,
  `${OGC}/ogcapi-tiles-1/1.0/conf/tileset`,
  `${OGC}/ogcapi-tiles-1/1.0/conf/tilesets-list`,
  `${OGC}/ogcapi-tiles-1/1.0/conf/geodata-tilesets`,
  `${OGC}/ogcapi-tiles-1/1.0/conf/mvt`,
  `${OGC}/ogcapi-processes-1/1.0/conf/core`,
  `${OGC}/ogcapi-processes-1/1.0/conf/json`,
  `${OGC}/ogcapi-processes-1/1.0/conf/job-list`,
  `${OGC}/ogcapi-processes-1/1.0/conf/dismiss`,
];

/** Where a client begins: what there is, and what standards it follows. */
export function landingRoutes(app: App, _services: Services): void {
  app.get(
    '/api',
    {schema: {tags: ['features'], summary: 'Landing page: where everything else is'}},
    async (request, reply) => {
      readChoice(readParameters(request.query, ['f', 'lang']), 'f', ['json']);
      reply.header('vary', 'Accept-Language');
      const isChinese = languageOf(request) === 'zh';
      return {
        title: isChinese ? '联动' : 'Liandong',
        description: isChinese
          ? '生态保护红线与跨区域联动分区'
          : 'Ecological red lines and cross-region zones, measured to the square metre',
        links: landingLinks(apiUrl(request)),
      };
    },
  );

  app.get(
    '/api/conformance',
    {schema: {tags: ['features'], summary: 'The conformance classes that are met'}},
    async (request) => {
      readChoice(readParameters(request.query, ['f', 'lang']), 'f', ['json']);
      return {conformsTo: CONFORMANCE};
    },
  );

  openApiRoute(app);
}

/** The description of the interface, under the name the client knows. */
function openApiRoute(app: App): void {
  app.get('/api/openapi.json', {schema: {hide: true}}, async (request, reply) => {
    readParameters(request.query, ['f']);
    const {accept = ''} = request.headers;
    // GDAL refuses an answer of a type that it did not name to the letter
    reply.type(accept.includes(JSON_TYPE) ? JSON_TYPE : OPENAPI_3_1_TYPE);
    return JSON.stringify(app.swagger());
  });
}

function landingLinks(api: string): Link[] {
  const ogc = 'http://www.opengis.net/def/rel/ogc/1.0';
  const json = (rel: string, path: string, title: string): Link => ({
    rel,
    href: `${api}${path}`,
    type: JSON_TYPE,
    title,
  });
  return [
    json('self', '', 'This page'),
    {
      rel: 'service-desc',
      href: `${api}/openapi.json`,
      type: OPENAPI_3_1_TYPE,
      title: 'OpenAPI description',
    },
    {
      rel: 'service-desc',
      href: `${api}/openapi.json`,
      type: OPENAPI_3_0_TYPE,
      title: 'OpenAPI description, for clients that look for 3.0',
    },
    {rel: 'service-doc', href: `${api}/docs`, type: 'text/html', title: 'Documentation'},
    json('conformance', '/conformance', 'Conformance classes'),
    json('data', '/collections', 'Layers as collections of features'),
    json(`${ogc}/conformance`, '/conformance', 'Conformance classes'),
    json(`${ogc}/data`, '/collections', 'Layers as collections of features'),
    json(`${ogc}/tiling-schemes`, '/tileMatrixSets', 'Tile matrix sets'),
    json(`${ogc}/processes`, '/processes', 'Analyses'),
    json(`${ogc}/job-list`, '/jobs', 'Jobs'),
  ];
}
