/** CGCS2000 ellipsoid (EPSG:1024). */
const A = 6378137;
const F = 1 / 298.257222101;
const FALSE_EASTING_M = 500000;

/** Plane coordinates in a Gauss-Krüger zone, easting prefixed with the zone number. */
export interface GaussKruger {
  readonly zone: number;
  readonly centralMeridian: number;
  readonly eastingM: number;
  readonly northingM: number;
}

const N = F / (2 - F);
/** Radius of the rectifying sphere. */
const RECTIFYING_M = (A / (1 + N)) * (1 + N ** 2 / 4 + N ** 4 / 64);
/** Krüger's series in the third flattening to the fourth power: below 1 mm inside a 6° zone. */
const ALPHA = [
  N / 2 - (2 / 3) * N ** 2 + (5 / 16) * N ** 3 + (41 / 180) * N ** 4,
  (13 / 48) * N ** 2 - (3 / 5) * N ** 3 + (557 / 1440) * N ** 4,
  (61 / 240) * N ** 3 - (103 / 140) * N ** 4,
  (49561 / 161280) * N ** 4,
];

/**
 * Longitude and latitude (degrees, CGCS2000) to Gauss-Krüger in the 3° or 6° zone they lie in, as in
 * EPSG:4513–4533 and 4491–4501 (Karney 2011, "Transverse Mercator with an accuracy of a few
 * nanometers", eq. 7–11, 35).
 */
export function gaussKruger(lon: number, lat: number, zoneWidth: 3 | 6): GaussKruger {
  const zone = zoneWidth === 3 ? Math.round(lon / 3) : Math.floor(lon / 6) + 1;
  const centralMeridian = zoneWidth === 3 ? zone * 3 : zone * 6 - 3;

  const e = Math.sqrt(F * (2 - F));
  const phi = (lat * Math.PI) / 180;
  const lambda = ((lon - centralMeridian) * Math.PI) / 180;
  const sin = Math.sin(phi);
  const conformal = Math.sinh(Math.atanh(sin) - e * Math.atanh(e * sin));
  const xi = Math.atan2(conformal, Math.cos(lambda));
  const eta = Math.asinh(Math.sin(lambda) / Math.hypot(conformal, Math.cos(lambda)));

  let north = xi;
  let east = eta;
  for (const [index, alpha] of ALPHA.entries()) {
    const k = 2 * (index + 1);
    north += alpha * Math.sin(k * xi) * Math.cosh(k * eta);
    east += alpha * Math.cos(k * xi) * Math.sinh(k * eta);
  }
  return {
    zone,
    centralMeridian,
    eastingM: zone * 1e6 + FALSE_EASTING_M + RECTIFYING_M * east,
    northingM: RECTIFYING_M * north,
  };
}
