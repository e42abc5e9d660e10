/**
 * Lengths on the ground. The legal plane keeps areas, not lengths (at 45° N a metre east is drawn
 * 1.22 m wide), so lengths are taken on the ellipsoid itself: along an edge that is straight in
 * longitude and latitude, ∫ √((M dφ)² + (N cos φ dλ)²), where M and N are the radii of curvature of
 * the meridian and of the prime vertical.
 */
const SEMI_MAJOR_M = 6378137;
// CGCS2000; WGS 84 differs by 0.1 mm in the minor axis
const FLATTENING = 1 / 298.257222101;
const E2 = FLATTENING * (2 - FLATTENING);
const DEGREES = Math.PI / 180;

/** Metres in a degree of longitude and in one of latitude, at a latitude in degrees. */
export interface GroundScale {
  eastM: number;
  northM: number;
}

/** The scale of a plane laid along the ground at one latitude. */
export function groundScale(lat: number): GroundScale {
  const sine = Math.sin(lat * DEGREES);
  const w = 1 - E2 * sine * sine;
  const root = Math.sqrt(w);
  return {
    eastM: ((SEMI_MAJOR_M * DEGREES) / root) * Math.cos(lat * DEGREES),
    northM: (SEMI_MAJOR_M * (1 - E2) * DEGREES) / (w * root),
  };
}

// Gauss-Legendre with three nodes: exact for powers up to the fifth
const NODE = Math.sqrt(3 / 5) / 2;
// with pieces of half a degree the rule is good to 1e-13 up to 80° of latitude
const PIECE_DEGREES = 0.5;

/** Length in metres of an edge between two positions in degrees, straight in longitude and latitude. */
export function groundLengthM(lon0: number, lat0: number, lon1: number, lat1: number): number {
  const deltaLon = lon1 - lon0;
  const deltaLat = lat1 - lat0;
  const pieces = Math.max(1, Math.ceil(Math.abs(deltaLat) / PIECE_DEGREES));
  let sum = 0;
  for (let i = 0; i < pieces; i++) {
    const middle = lat0 + ((i + 0.5) / pieces) * deltaLat;
    const reach = (NODE / pieces) * deltaLat;
    const speed = (lat: number) => {
      const {eastM, northM} = groundScale(lat);
      return Math.hypot(eastM * deltaLon, northM * deltaLat);
    };
    sum += (5 * speed(middle - reach) + 8 * speed(middle) + 5 * speed(middle + reach)) / 18;
  }
  return sum / pieces;
}
