import type {Ring} from '../../server/kernel/geometry.ts';

/**
 * The patch area as the law writes it: 国土调查办发〔2008〕32号, kept by TD/T 1055-2019 with the
 * constants of CGCS2000. Nothing here knows the legal plane.
 */
const A_M = 6378137;
const FLATTENING = 1 / 298.257222101;
const B_M = A_M * (1 - FLATTENING);
// the first eccentricity squared; the notice's own pseudo-code has the second by mistake
const E2 = (A_M ** 2 - B_M ** 2) / A_M ** 2;
const E4 = E2 ** 2;
const E6 = E2 ** 3;
const E8 = E2 ** 4;

const A = 1 + (3 / 6) * E2 + (30 / 80) * E4 + (35 / 112) * E6 + (630 / 2304) * E8;
const B = (1 / 6) * E2 + (15 / 80) * E4 + (21 / 112) * E6 + (420 / 2304) * E8;
const C = (3 / 80) * E4 + (7 / 112) * E6 + (180 / 2304) * E8;
const D = (1 / 112) * E6 + (45 / 2304) * E8;
const E = (5 / 2304) * E8;

const RADIANS = Math.PI / 180;

/** Area of the trapezoid between two parallels, widthDegrees of longitude wide. */
export function statutoryTrapezoidM2(
  widthDegrees: number,
  southDegrees: number,
  northDegrees: number,
): number {
  const dB = (northDegrees - southDegrees) * RADIANS;
  const bm = ((northDegrees + southDegrees) / 2) * RADIANS;
  const series =
    A * Math.sin(dB / 2) * Math.cos(bm) -
    B * Math.sin((3 * dB) / 2) * Math.cos(3 * bm) +
    C * Math.sin((5 * dB) / 2) * Math.cos(5 * bm) -
    D * Math.sin((7 * dB) / 2) * Math.cos(7 * bm) +
    E * Math.sin((9 * dB) / 2) * Math.cos(9 * bm);
  return 2 * B_M ** 2 * widthDegrees * RADIANS * series;
}

/**
 * Sum over the edges of a ring in lon/lat of the trapezoids that each encloses with a meridian,
 * positive when the ring runs counter-clockwise. Any meridian will do; this takes the first vertex's.
 */
export function statutoryRingAreaM2(ring: Ring): number {
  const meridian = ring[0]![0];
  return ring.reduce((sum, [lon, lat], i) => {
    const [fromLon, fromLat] = ring.at(i - 1)!;
    return sum + statutoryTrapezoidM2((fromLon + lon) / 2 - meridian, fromLat, lat);
  }, 0);
}
