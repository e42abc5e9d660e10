const DEGREES = Math.PI / 180;
const SEMI_MAJOR_M = 6378137;
const E2 = 0.006694380022900788;

/** Length in metres of a line of grid points lon, lat, lon, lat …, each piece on its own parallel. */
export function groundLength(points: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 2; i < points.length; i += 2) {
    const lat = ((points[i + 1]! + points[i - 1]!) / 2e7) * DEGREES;
    const w = 1 - E2 * Math.sin(lat) ** 2;
    const east =
      ((points[i]! - points[i - 2]!) / 1e7) *
      DEGREES *
      Math.cos(lat) *
      (SEMI_MAJOR_M / Math.sqrt(w));
    const north =
      ((points[i + 1]! - points[i - 1]!) / 1e7) *
      DEGREES *
      ((SEMI_MAJOR_M * (1 - E2)) / (w * Math.sqrt(w)));
    sum += Math.hypot(east, north);
  }
  return sum;
}
