/** Longitude and latitude in degrees. */
export type LonLat = readonly [number, number];

const LETTERS: Record<string, {axis: 'lon' | 'lat'; sign: 1 | -1}> = {
  n: {axis: 'lat', sign: 1},
  s: {axis: 'lat', sign: -1},
  e: {axis: 'lon', sign: 1},
  w: {axis: 'lon', sign: -1},
  北纬: {axis: 'lat', sign: 1},
  南纬: {axis: 'lat', sign: -1},
  东经: {axis: 'lon', sign: 1},
  西经: {axis: 'lon', sign: -1},
};
const LETTER = '北纬|南纬|东经|西经|[NSEWnsew]';
const NUMBER = String.raw`(?:\d+(?:\.\d+)?)`;
const SIZE =
  String.raw`(-?${NUMBER})\s*[°度ºd]?\s*` +
  String.raw`(?:(${NUMBER})\s*['′’分m]\s*)?(?:(${NUMBER})\s*(?:["″”秒s]|'')\s*)?`;
/** `N 31.2`, `东经118度30分`: a letter before its angle. */
const LETTER_FIRST = new RegExp(String.raw`(${LETTER})\s*${SIZE}()`, 'g');
/** `31.2 N`, or no letter at all. */
const LETTER_LAST = new RegExp(String.raw`()${SIZE}(${LETTER})?`, 'g');

/**
 * Reads a coordinate as people write it: `118.5, 31.2`, `31.2N 118.5E`, `118°30′15″E 31°12′N`,
 * `东经118度30分 北纬31度12分`. Without letters it is longitude first, as in GeoJSON, unless only the
 * other order lies on the globe. Null when it is not a coordinate.
 */
export function parseCoordinate(text: string): LonLat | null {
  const trimmed = text.trim();
  const pattern = /^[北南东西NSEWnsew]/.test(trimmed) ? LETTER_FIRST : LETTER_LAST;
  const angles = [...trimmed.matchAll(pattern)];
  if (angles.length !== 2) return null;
  if (trimmed.replace(pattern, '').replaceAll(/[\s,，;；/]/g, '') !== '') return null;
  const [first, second] = angles.map(readAngle) as [Angle, Angle];
  if (first.axis !== null && first.axis === second.axis) return null;
  const isLatFirst =
    first.axis === 'lat' ||
    second.axis === 'lon' ||
    (first.axis === null && second.axis === null && Math.abs(second.degrees) > 90);
  const [lon, lat] = isLatFirst ? [second.degrees, first.degrees] : [first.degrees, second.degrees];
  return Math.abs(lon) <= 180 && Math.abs(lat) <= 90 ? [lon, lat] : null;
}

interface Angle {
  degrees: number;
  axis: 'lon' | 'lat' | null;
}

function readAngle([, before, degrees, minutes, seconds, after]: RegExpMatchArray): Angle {
  const letter = LETTERS[(after || before || '').toLowerCase()];
  const whole = Number(degrees);
  const fraction = Number(minutes ?? 0) / 60 + Number(seconds ?? 0) / 3600;
  const size = Math.abs(whole) + fraction;
  const sign = letter?.sign ?? (degrees!.startsWith('-') ? -1 : 1);
  return {degrees: sign * size, axis: letter?.axis ?? null};
}
