import type {FastifyRequest} from 'fastify';

export interface Link {
  rel: string;
  href: string;
  type: string;
  title?: string;
  templated?: boolean;
}

export const JSON_TYPE = 'application/json';
export const GEOJSON_TYPE = 'application/geo+json';
export const SCHEMA_TYPE = 'application/schema+json';
export const TILE_TYPE = 'application/vnd.mapbox-vector-tile';
export const OPENAPI_3_1_TYPE = 'application/vnd.oai.openapi+json;version=3.1';
/** What QGIS and GDAL look for; the document is read by them for its parameters, which are alike. */
export const OPENAPI_3_0_TYPE = 'application/vnd.oai.openapi+json;version=3.0';

/** Address of `/api` as the client called it; clients of OGC APIs expect absolute links. */
export function apiUrl(request: FastifyRequest): string {
  return `${request.protocol}://${request.host}/api`;
}

/** The address that was asked for. */
export function selfUrl(request: FastifyRequest): string {
  return `${request.protocol}://${request.host}${request.url}`;
}
