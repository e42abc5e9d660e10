import type {CoordinateReadout, Locale} from '../state/map-state.ts';
import {gaussKruger} from './gauss-kruger.ts';

/** A position as text, and the reference system it is in. */
export interface ReadoutText {
  readonly coordinates: string;
  readonly crs: string;
}

/** The ways to read coordinates, in the order a click goes through them. */
export const READOUTS: readonly CoordinateReadout[] = [
  'degrees',
  'dms',
  'gauss-kruger-3',
  'gauss-kruger-6',
];

/** What the edge of the map says of the position under the pointer. */
export function readoutText(
  readout: CoordinateReadout,
  lon: number,
  lat: number,
  locale: Locale,
): ReadoutText {
  switch (readout) {
    case 'degrees':
      return {
        coordinates: `${Math.abs(lon).toFixed(5)}°${lon < 0 ? 'W' : 'E'}  ${Math.abs(lat).toFixed(5)}°${lat < 0 ? 'S' : 'N'}`,
        crs: 'CGCS2000 · EPSG:4490',
      };
    case 'dms':
      return {
        coordinates: `${dms(lon)}${lon < 0 ? 'W' : 'E'}  ${dms(lat)}${lat < 0 ? 'S' : 'N'}`,
        crs: 'CGCS2000 · EPSG:4490',
      };
    case 'gauss-kruger-3':
    case 'gauss-kruger-6': {
      const width = readout === 'gauss-kruger-3' ? 3 : 6;
      const {zone, centralMeridian, eastingM, northingM} = gaussKruger(lon, lat, width);
      const name = locale === 'zh' ? `${width}°带 第${zone}带` : `${width}° zone ${zone}`;
      return {
        coordinates: `X ${northingM.toFixed(1)}  Y ${eastingM.toFixed(1)}`,
        crs: `CGCS2000 · ${name} · ${centralMeridian}°E`,
      };
    }
  }
}

function dms(degrees: number): string {
  const tenths = Math.round(Math.abs(degrees) * 36000);
  const d = Math.floor(tenths / 36000);
  const m = Math.floor((tenths % 36000) / 600);
  const s = (tenths % 600) / 10;
  return `${d}°${String(m).padStart(2, '0')}′${s.toFixed(1).padStart(4, '0')}″`;
}
