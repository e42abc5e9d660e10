// CGCS2000; WGS 84 differs by 0.1 mm in the minor axis
const SEMI_MAJOR_M = 6378137;
const FLATTENING = 1 / 298.257222101;
const SEMI_MINOR_M = SEMI_MAJOR_M * (1 - FLATTENING);
const RADIANS = Math.PI / 180;

/** A place prepared for many distances: sine and cosine of its reduced latitude. */
export interface GroundPoint {
  lon: number;
  lat: number;
  sine: number;
  cosine: number;
}

export function groundPoint([lon, lat]: readonly [number, number]): GroundPoint {
  const reduced = Math.atan((1 - FLATTENING) * Math.tan(lat * RADIANS));
  return {lon, lat, sine: Math.sin(reduced), cosine: Math.cos(reduced)};
}

/**
 * Length in metres of the geodesic between two places: the inverse problem by Vincenty (1975), good to
 * 0.1 mm. Near the other side of the globe, where his iteration does not end, half the meridian.
 */
export function geodesicM(a: GroundPoint, b: GroundPoint): number {
  const deltaLon = (b.lon - a.lon) * RADIANS;
  let lambda = deltaLon;
  for (let step = 0; step < 100; step++) {
    const sinLambda = Math.sin(lambda);
    const cosLambda = Math.cos(lambda);
    const sinSigma = Math.hypot(
      b.cosine * sinLambda,
      a.cosine * b.sine - a.sine * b.cosine * cosLambda,
    );
    if (sinSigma === 0) return 0;
    const cosSigma = a.sine * b.sine + a.cosine * b.cosine * cosLambda;
    const sigma = Math.atan2(sinSigma, cosSigma);
    const sinAlpha = (a.cosine * b.cosine * sinLambda) / sinSigma;
    const cos2Alpha = 1 - sinAlpha * sinAlpha;
    // along the equator there is no middle latitude
    const cosMiddle = cos2Alpha < 1e-15 ? 0 : cosSigma - (2 * a.sine * b.sine) / cos2Alpha;
    const c = (FLATTENING / 16) * cos2Alpha * (4 + FLATTENING * (4 - 3 * cos2Alpha));
    const middle2 = 2 * cosMiddle * cosMiddle - 1;
    const before = lambda;
    lambda =
      deltaLon +
      (1 - c) *
        FLATTENING *
        sinAlpha *
        (sigma + c * sinSigma * (cosMiddle + c * cosSigma * middle2));
    if (Math.abs(lambda - before) > 1e-12) continue;
    const ratio = (SEMI_MAJOR_M * SEMI_MAJOR_M) / (SEMI_MINOR_M * SEMI_MINOR_M) - 1;
    const u2 = cos2Alpha * ratio;
    const big = 1 + (u2 / 16384) * (4096 + u2 * (-768 + u2 * (320 - 175 * u2)));
    const small = (u2 / 1024) * (256 + u2 * (-128 + u2 * (74 - 47 * u2)));
    const cube =
      (small / 6) * cosMiddle * (4 * sinSigma * sinSigma - 3) * (4 * cosMiddle * cosMiddle - 3);
    const deltaSigma = small * sinSigma * (cosMiddle + (small / 4) * (cosSigma * middle2 - cube));
    return SEMI_MINOR_M * big * (sigma - deltaSigma);
  }
  return Math.PI * SEMI_MINOR_M;
}
