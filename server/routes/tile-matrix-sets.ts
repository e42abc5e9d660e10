import type {App} from '../services.ts';
import {fail} from '../errors.ts';
import {MAX_ZOOM} from '../tiles/grid.ts';
import {apiUrl, JSON_TYPE, selfUrl} from './links.ts';
import {readChoice, readParameters} from './query-parameters.ts';

export const WEB_MERCATOR_QUAD = {
  id: 'WebMercatorQuad',
  uri: 'http://www.opengis.net/def/tilematrixset/OGC/1.0/WebMercatorQuad',
  crs: 'http://www.opengis.net/def/crs/EPSG/0/3857',
} as const;

/** Half the width of the Web Mercator square, in metres. */
const HALF_WIDTH_M = 20_037_508.342_789_244;
const TILE_PIXELS = 256;
/** OGC's "standardized rendering pixel size". */
const PIXEL_M = 0.000_28;

/** The only tiling there is, described as OGC Two Dimensional Tile Matrix Set 2.0. */
export function tileMatrixSetRoutes(app: App): void {
  const tags = ['tiles'];

  app.get('/api/tileMatrixSets', {schema: {tags, summary: 'Tilings offered'}}, async (request) => {
    readChoice(readParameters(request.query, ['f', 'lang']), 'f', ['json']);
    const href = `${apiUrl(request)}/tileMatrixSets/${WEB_MERCATOR_QUAD.id}`;
    return {
      tileMatrixSets: [
        {
          id: WEB_MERCATOR_QUAD.id,
          uri: WEB_MERCATOR_QUAD.uri,
          crs: WEB_MERCATOR_QUAD.crs,
          links: [{rel: 'self', href, type: JSON_TYPE}],
        },
      ],
    };
  });

  app.get<{Params: {tileMatrixSetId: string}}>(
    '/api/tileMatrixSets/:tileMatrixSetId',
    {schema: {tags, summary: 'A tiling'}},
    async (request) => {
      readChoice(readParameters(request.query, ['f', 'lang']), 'f', ['json']);
      if (request.params.tileMatrixSetId !== WEB_MERCATOR_QUAD.id) {
        throw fail('PATH_NOT_FOUND', {path: request.url, landing: '/api/tileMatrixSets'});
      }
      return {
        ...WEB_MERCATOR_QUAD,
        title: 'Google Maps Compatible for the World',
        orderedAxes: ['E', 'N'],
        wellKnownScaleSet: 'http://www.opengis.net/def/wkss/OGC/1.0/GoogleMapsCompatible',
        tileMatrices: Array.from({length: MAX_ZOOM + 1}, (_, zoom) => tileMatrix(zoom)),
        links: [{rel: 'self', href: selfUrl(request), type: JSON_TYPE}],
      };
    },
  );
}

function tileMatrix(zoom: number) {
  const cellSize = (2 * HALF_WIDTH_M) / TILE_PIXELS / 2 ** zoom;
  return {
    id: String(zoom),
    scaleDenominator: cellSize / PIXEL_M,
    cellSize,
    pointOfOrigin: [-HALF_WIDTH_M, HALF_WIDTH_M],
    tileWidth: TILE_PIXELS,
    tileHeight: TILE_PIXELS,
    matrixWidth: 2 ** zoom,
    matrixHeight: 2 ** zoom,
  };
}
