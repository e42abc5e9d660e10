import type {Check} from './check.ts';
import {sequencesOf} from './shape.ts';

/** A position that is not on the globe. */
export const outOfRange: Check = {
  rule: 'out-of-range',
  find({shape}) {
    for (const sequence of sequencesOf(shape)) {
      for (const [lon, lat] of sequence) {
        if (lon >= -180 && lon <= 180 && lat >= -90 && lat <= 90) continue;
        return [{rule: this.rule, severity: 'error', at: null, detail: say(lon, lat)}];
      }
    }
    return [];
  },
};

function say(lon: number, lat: number): string {
  if (!Number.isFinite(lon) || !Number.isFinite(lat)) {
    return 'A position lies outside the area in which its CRS can be converted';
  }
  const what =
    lat < -90 || lat > 90
      ? `Latitude ${lat} is outside −90…90`
      : `Longitude ${lon} is outside −180…180`;
  // no degrees are this large, metres are
  const isProjected = Math.abs(lon) > 1000 || Math.abs(lat) > 1000;
  return isProjected ? `${what}; the file looks projected: give its CRS (crs=EPSG:…)` : what;
}
