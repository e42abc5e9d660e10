import {fail} from '../errors.ts';

/** A coordinate reference system features are given in. */
export interface OfferedCrs {
  uri: string;
  srid: number;
  /**
   * Whether its authority names the northern axis first, as EPSG does for all geographic systems and
   * for China's Gauss-Krüger zones. The database always has east first.
   */
  isNorthFirst: boolean;
  isGeographic: boolean;
  /** Values beyond this are not coordinates: [min x, min y, max x, max y], east first. */
  domain: readonly [number, number, number, number];
}

const GLOBE = [-180, -90, 180, 90] as const;

const epsg = (code: number) => `http://www.opengis.net/def/crs/EPSG/0/${code}`;

/** Longitude, latitude. What GeoJSON means, and what is stored: it differs from CGCS2000 by centimetres. */
export const CRS84: OfferedCrs = {
  uri: 'http://www.opengis.net/def/crs/OGC/1.3/CRS84',
  srid: 4490,
  isNorthFirst: false,
  isGeographic: true,
  domain: GLOBE,
};

/** CGCS2000 as EPSG defines it: the same coordinates, latitude first. */
export const STORAGE_CRS: OfferedCrs = {...CRS84, uri: epsg(4490), isNorthFirst: true};

const WGS84: OfferedCrs = {...CRS84, uri: epsg(4326), isNorthFirst: true};

const WEB_MERCATOR: OfferedCrs = {
  uri: epsg(3857),
  srid: 3857,
  isNorthFirst: false,
  isGeographic: false,
  domain: [-20_037_508.35, -20_048_966.11, 20_037_508.35, 20_048_966.11],
};

const LEGAL_PLANE: OfferedCrs = {
  uri: epsg(6933),
  srid: 6933,
  isNorthFirst: false,
  isGeographic: false,
  domain: [-17_367_530.45, -7_314_540.84, 17_367_530.45, 7_314_540.84],
};

/**
 * What a layer is offered in: CRS84 by default, CGCS2000, WGS 84, Web Mercator, the legal plane, and
 * where it lies in China the 3° Gauss-Krüger zone of its middle, with and without the zone's number
 * before the easting.
 */
export function offeredCrs(bbox: readonly number[] | null): OfferedCrs[] {
  const general = [CRS84, STORAGE_CRS, WGS84, WEB_MERCATOR, LEGAL_PLANE];
  if (bbox === null) return general;
  const zone = Math.round((bbox[0]! + bbox[2]!) / 2 / 3);
  // EPSG:4513–4533 are zones 25–45 with the number, 4534–4554 without it
  if (zone < 25 || zone > 45) return general;
  return [...general, gaussKruger(4513 + zone - 25, zone), gaussKruger(4534 + zone - 25, 0)];
}

function gaussKruger(code: number, prefix: number): OfferedCrs {
  const falseEasting = prefix * 1e6 + 500_000;
  return {
    uri: epsg(code),
    srid: code,
    isNorthFirst: true,
    isGeographic: false,
    // some 20° from the central meridian: beyond that the projection means nothing
    domain: [falseEasting - 2.5e6, -1e7, falseEasting + 2.5e6, 1e7],
  };
}

/**
 * Finds an offered CRS by its URI, `[EPSG:4490]`, `EPSG:4490` or `urn:ogc:def:crs:EPSG::4490`.
 * @throws CRS_NOT_OFFERED
 */
export function findCrs(name: string, offered: readonly OfferedCrs[]): OfferedCrs {
  const short = /^\[?(?:EPSG:|urn:ogc:def:crs:EPSG:[^:]*:)(\d+)\]?$/i.exec(name)?.[1];
  const uri = short === undefined ? secureless(name) : epsg(Number(short));
  const found = offered.find((crs) => crs.uri === uri);
  if (!found) {
    throw fail('CRS_NOT_OFFERED', {crs: name, offered: offered.map((crs) => crs.uri).join(', ')});
  }
  return found;
}

function secureless(uri: string): string {
  const short = /^\[?(?:OGC:)?CRS84\]?$/i.test(uri);
  return short ? CRS84.uri : uri.replace(/^https:/, 'http:');
}
