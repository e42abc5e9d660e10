/** A bar of a round length on the ground. */
export interface ScaleBar {
  readonly lengthM: number;
  readonly widthPx: number;
  readonly label: string;
}

/** Mean equatorial circumference by Web Mercator's radius, metres. */
const CIRCUMFERENCE_M = 2 * Math.PI * 6378137;

/** The longest bar of 1, 2 or 5 × 10ⁿ m that fits, true at the middle of the view. */
export function scaleBar(lat: number, zoom: number, maxWidthPx: number): ScaleBar {
  const metresPerPx = (CIRCUMFERENCE_M * Math.cos((lat * Math.PI) / 180)) / (512 * 2 ** zoom);
  const longest = metresPerPx * maxWidthPx;
  const decade = 10 ** Math.floor(Math.log10(longest));
  const lengthM = ([5, 2].find((step) => step * decade <= longest) ?? 1) * decade;
  const label = lengthM >= 1000 ? `${lengthM / 1000} km` : `${Number(lengthM.toPrecision(1))} m`;
  return {lengthM, widthPx: lengthM / metresPerPx, label};
}
