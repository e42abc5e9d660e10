/**
 * The legal plane, EPSG:6933: the ellipsoidal cylindrical equal-area projection of WGS 84 with true
 * scale at 30° N and S. A planar area in it is the statutory area of 国土调查办发〔2008〕32号: that
 * notice sums, under each edge, the mean longitude times the integral of the meridian's area element,
 * which is ∮ x dy here. Its series stops at e⁸ (8e-12 below 53° N), and it takes CGCS2000 for the
 * ellipsoid (1.6e-11).
 *
 * Forward: x = a k₀ λ, y = a q(φ) / 2k₀ (Snyder 1987, 10-14, 10-15, 3-12), where
 * q(φ) = (1 − e²) [ sin φ / (1 − e² sin² φ) + atanh(e sin φ) / e ].
 */
const SEMI_MAJOR_M = 6378137;
const FLATTENING = 1 / 298.257223563;
const E2 = FLATTENING * (2 - FLATTENING);
const DEGREES = Math.PI / 180;

const SIN_TRUE = 0.5; // sin 30°
const K0 = Math.sqrt(1 - SIN_TRUE * SIN_TRUE) / Math.sqrt(1 - E2 * SIN_TRUE * SIN_TRUE);

export const X_PER_DEGREE = SEMI_MAJOR_M * K0 * DEGREES;
const Y_PER_Q = (SEMI_MAJOR_M * (1 - E2)) / (2 * K0);

// Both terms of q are power series in e² sin² φ: 1/(1−u) and atanh. Their sum has the coefficients
// (2k + 2)/(2k + 1). e²⁹ is 3e-20, so eight powers are exact to the last bit, and dearer functions
// (atanh, log) are not needed.
const C1 = 4 / 3;
const C2 = 6 / 5;
const C3 = 8 / 7;
const C4 = 10 / 9;
const C5 = 12 / 11;
const C6 = 14 / 13;
const C7 = 16 / 15;

/** Largest |y| of the plane, the y of the poles, in metres. */
export const MAX_Y_M = yOfSine(1);

/** Projects degrees of longitude and latitude into the legal plane, in metres. */
export function toLegalPlane(lon: number, lat: number): [x: number, y: number] {
  return [lon * X_PER_DEGREE, yOfLatitude(lat)];
}

/**
 * The inverse of toLegalPlane, good to 1e-11 degrees up to 89° of latitude. Nearer the pole a metre
 * of y holds ever more latitude and the rounding of y itself shows (3e-8 degrees at the pole).
 */
export function fromLegalPlane(x: number, y: number): [lon: number, lat: number] {
  // Newton on s ↦ q(s); its slope is 2 / (1 − e² s²)². Three steps reach the last bit from anywhere.
  let sine = y / MAX_Y_M;
  for (let step = 0; step < 3; step++) {
    const w = 1 - E2 * sine * sine;
    sine -= (0.5 * w * w * (yOfSine(sine) - y)) / Y_PER_Q;
  }
  return [x / X_PER_DEGREE, Math.asin(Math.max(-1, Math.min(1, sine))) / DEGREES];
}

/** Projects vertices laid out as lon, lat, lon, lat … in place: they become x, y, x, y … */
export function projectInPlace(lonLat: Float64Array): void {
  for (let i = 0; i < lonLat.length; i += 2) {
    lonLat[i] = lonLat[i]! * X_PER_DEGREE;
    lonLat[i + 1] = yOfLatitude(lonLat[i + 1]!);
  }
}

/** The y of a latitude in degrees. */
export function yOfLatitude(lat: number): number {
  return yOfSine(Math.sin(lat * DEGREES));
}

/** dy/dφ at a latitude in degrees, in metres per degree. */
export function ySlope(lat: number): number {
  const sine = Math.sin(lat * DEGREES);
  const w = 1 - E2 * sine * sine;
  return (2 * Y_PER_Q * DEGREES * Math.cos(lat * DEGREES)) / (w * w);
}

/**
 * d²y/dφ² at a latitude in degrees, in metres per square degree. Zero at the equator, and its
 * magnitude grows with |lat| all the way to the pole.
 */
export function yCurvature(lat: number): number {
  const sine = Math.sin(lat * DEGREES);
  const cosine2 = 1 - sine * sine;
  const w = 1 - E2 * sine * sine;
  return ((2 * Y_PER_Q * DEGREES * DEGREES * sine) / (w * w)) * ((4 * E2 * cosine2) / w - 1);
}

function yOfSine(sine: number): number {
  const u = E2 * sine * sine;
  const series = 2 + u * (C1 + u * (C2 + u * (C3 + u * (C4 + u * (C5 + u * (C6 + u * C7))))));
  return Y_PER_Q * sine * series;
}
