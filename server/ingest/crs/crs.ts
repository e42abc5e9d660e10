import {fail} from '../../errors.ts';
import type {FileNote} from '../formats/format.ts';

/** A coordinate reference system as far as an import has to know it. */
export interface Crs {
  /** What GDAL makes it from: an EPSG code or WKT. */
  definition: string;
  /** What is told to people and kept as the source's CRS. */
  label: string;
  /** Longitude, latitude in degrees on CGCS2000 or WGS 84: taken to the last bit as it is. */
  isTakenAsIs: boolean;
  notes: FileNote[];
}

/** What GeoJSON says when it says nothing (RFC 7946 §4). */
export const GEOJSON_DEFAULT: Crs = takenAsIs('OGC:CRS84');

// Longitude and latitude of CGCS2000 and WGS 84, known without asking GDAL. They agree to some
// centimetres, less than the edge rule: an import records which it was and shifts nothing.
const KNOWN_AS_IS = /^(EPSG:(4326|4490|4979|4480)|OGC:CRS84h?)$/;

const WKT = /^(GEOG|PROJ|GEOD|COMP|BOUND)[A-Z_]*\s*\[/;
const PROJ_TEXT = /^\+proj=/;

/**
 * Reads a CRS as people write it: EPSG:4490, 4490, urn:ogc:def:crs:EPSG::4490,
 * http://www.opengis.net/def/crs/EPSG/0/4490, CRS84, WKT or a PROJ text. File names and other
 * addresses, which GDAL would open, are refused.
 * @throws CRS_UNKNOWN
 */
export function normaliseCrs(text: string): string {
  const crs = text.trim();
  const code =
    /^(?:EPSG:)?(\d{4,6})$/i.exec(crs) ??
    /^urn:(?:x-)?ogc:def:crs:EPSG:[\d.]*:(\d{4,6})$/i.exec(crs) ??
    /^https?:\/\/www\.opengis\.net\/def\/crs\/EPSG\/[\d.]+\/(\d{4,6})$/i.exec(crs);
  if (code) return `EPSG:${code[1]}`;
  if (/(^|[:/])CRS84h?$/i.test(crs)) return 'OGC:CRS84';
  if (WKT.test(crs) || PROJ_TEXT.test(crs)) return crs;
  throw fail('CRS_UNKNOWN', {
    crs: crs.slice(0, 60),
    reason: {zh: '既不是 EPSG 代码，也不是 WKT', en: 'it is no EPSG code and no WKT'},
  });
}

/** The CRS where it is known without GDAL, else null. */
export function knownCrs(definition: string): Crs | null {
  return KNOWN_AS_IS.test(definition) ? takenAsIs(definition) : null;
}

/**
 * Judges a CRS by its WKT 1 text.
 * @throws CRS_UNKNOWN when it has no longitude and latitude to come to
 */
export function judgeCrs(definition: string, wkt: string): Crs {
  const name = /^[A-Z_]+\["([^"]*)"/.exec(wkt)?.[1] ?? 'unnamed';
  const code = /AUTHORITY\["EPSG","(\d+)"\]\]$/.exec(wkt)?.[1];
  const label = code === undefined ? name : `EPSG:${code}`;
  if (/^(LOCAL_CS|VERT_CS|GEOCCS)\[/.test(wkt)) {
    throw fail('CRS_UNKNOWN', {
      crs: name,
      reason: {zh: '它不能确定地球上的位置', en: 'it does not place things on the globe'},
    });
  }
  const datum = /DATUM\["([^"]*)"/.exec(wkt)?.[1] ?? 'unknown';
  const isSameDatum = SAME_DATUM.test(datum);
  const isPlainDegrees =
    wkt.startsWith('GEOGCS[') &&
    /PRIMEM\["[^"]*",0[.,\]]/.test(wkt) &&
    /UNIT\["[^"]*",0\.01745329/.test(wkt);
  return {
    definition,
    label,
    isTakenAsIs: isSameDatum && isPlainDegrees,
    notes: isSameDatum ? [] : [datumNote(datum)],
  };
}

// How EPSG and ESRI name the datums that agree with CGCS2000 to centimetres or decimetres
const SAME_DATUM =
  /^(D_)?(China_?(Geodetic_Coordinate_System_)?2000|CGCS_?2000|WGS_?(19)?84|World_Geodetic_System_1984|International_Terrestrial_Reference_Frame_\d+|ITRF_?\d+)/i;

function takenAsIs(label: string): Crs {
  return {definition: label, label, isTakenAsIs: true, notes: []};
}

// No transformation from the older Chinese datums to CGCS2000 is public: PROJ 9 lists only
// "ballpark" ones for both, which move nothing. Published comparisons put the difference between a
// few metres and somewhat more than 100 m.
function datumNote(datum: string): FileNote {
  const name = datum.replaceAll('_', ' ');
  return {
    rule: 'datum-differs',
    severity: 'warning',
    detail: {
      zh: `坐标基准为 ${name}，不是 CGCS2000，已按投影库所知的方法转换。西安 1980 和北京 1954 没有公开的转换参数，坐标未作平移，偏差可达约 100 m。如有影响，请先用官方参数转换文件。`,
      en: `The coordinates are on the datum ${name}, not CGCS2000, and were converted by what the projection library knows. For Xian 1980 and Beijing 1954 no transformation is public and nothing was shifted: expect an offset of up to about 100 m. Where that matters, convert the file with the official parameters first.`,
    },
  };
}
