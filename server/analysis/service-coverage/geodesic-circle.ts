/** CGCS2000; WGS 84 differs by 0.1 mm in the minor axis. */
const SEMI_MAJOR_M = 6378137;
const FLATTENING = 1 / 298.257222101;
const SEMI_MINOR_M = SEMI_MAJOR_M * (1 - FLATTENING);
const DEGREES = Math.PI / 180;

/**
 * Corners of a circle. Set out at √((2π/n) / sin(2π/n)) times the radius they enclose as much as the
 * circle does; with 128 the outline strays from it by 0.02 % of the radius outwards at the corners
 * and 0.01 % inwards between them.
 */
export const CIRCLE_CORNERS = 128;
const TURN = (2 * Math.PI) / CIRCLE_CORNERS;
export const CORNER_REACH = Math.sqrt(TURN / Math.sin(TURN));

/**
 * A circle on the ground as lon, lat, lon, lat … in degrees, counter-clockwise: every corner is as far
 * from the centre along the ellipsoid as any other, whatever the latitude. Not a circle in the legal
 * plane, which keeps areas and stretches shapes.
 */
export function geodesicCircle(lon: number, lat: number, radiusM: number): Float64Array {
  const lonLat = new Float64Array(2 * CIRCLE_CORNERS);
  for (let corner = 0; corner < CIRCLE_CORNERS; corner++) {
    // from east over north
    const azimuth = Math.PI / 2 - corner * TURN;
    const [x, y] = geodesicEnd(lon, lat, azimuth, radiusM * CORNER_REACH);
    lonLat[2 * corner] = x;
    lonLat[2 * corner + 1] = y;
  }
  return lonLat;
}

/**
 * Where one comes to after a distance along the ellipsoid in a direction: Vincenty (1975), direct
 * formula, good to 0.1 mm. The longitude may pass ±180°.
 * @param azimuth radians, clockwise from north
 */
export function geodesicEnd(
  lon: number,
  lat: number,
  azimuth: number,
  distanceM: number,
): [lon: number, lat: number] {
  const [sinAzimuth, cosAzimuth] = [Math.sin(azimuth), Math.cos(azimuth)];
  const tanU1 = (1 - FLATTENING) * Math.tan(lat * DEGREES);
  const cosU1 = 1 / Math.hypot(1, tanU1);
  const sinU1 = tanU1 * cosU1;
  const sigma1 = Math.atan2(tanU1, cosAzimuth);
  const sinAlpha = cosU1 * sinAzimuth;
  const cos2Alpha = 1 - sinAlpha * sinAlpha;
  const u2 = cos2Alpha * ((SEMI_MAJOR_M / SEMI_MINOR_M) ** 2 - 1);
  const a = 1 + (u2 / 16384) * (4096 + u2 * (-768 + u2 * (320 - 175 * u2)));
  const b = (u2 / 1024) * (256 + u2 * (-128 + u2 * (74 - 47 * u2)));
  const straight = distanceM / (SEMI_MINOR_M * a);
  let sigma = straight;
  // two rounds reach 1e-12 for any distance
  for (let round = 0; round < 3; round++) {
    const cos2m = Math.cos(2 * sigma1 + sigma);
    const sin = Math.sin(sigma);
    const inner =
      Math.cos(sigma) * (2 * cos2m * cos2m - 1) -
      (b / 6) * cos2m * (4 * sin * sin - 3) * (4 * cos2m * cos2m - 3);
    sigma = straight + b * sin * (cos2m + (b / 4) * inner);
  }
  const [sin, cos] = [Math.sin(sigma), Math.cos(sigma)];
  const cos2m = Math.cos(2 * sigma1 + sigma);
  const across = sinU1 * sin - cosU1 * cos * cosAzimuth;
  const endLat = Math.atan2(
    sinU1 * cos + cosU1 * sin * cosAzimuth,
    (1 - FLATTENING) * Math.hypot(sinAlpha, across),
  );
  const lambda = Math.atan2(sin * sinAzimuth, cosU1 * cos - sinU1 * sin * cosAzimuth);
  const c = (FLATTENING / 16) * cos2Alpha * (4 + FLATTENING * (4 - 3 * cos2Alpha));
  const change =
    lambda -
    (1 - c) *
      FLATTENING *
      sinAlpha *
      (sigma + c * sin * (cos2m + c * cos * (2 * cos2m * cos2m - 1)));
  return [lon + change / DEGREES, endLat / DEGREES];
}
