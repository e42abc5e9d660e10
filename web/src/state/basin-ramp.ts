/**
 * Five steps from little to much: ColorBrewer YlOrBr (Apache 2.0), told apart with every kind of
 * colour sight and in grey, and far from the blue of the rivers that lie over them.
 */
export const RAMP = ['#fff0b8', '#fec44f', '#f28c28', '#c9530f', '#7f2f05'] as const;

/** Upper limits of the classes of a share; the same for every basin, so that maps can be compared. */
export const SHARE_LIMITS = [0.05, 0.2, 0.5, 0.8, 1] as const;

/** Class of a share, from 0; null where there is nothing. */
export function shareClass(share: number): number | null {
  if (share <= 0) return null;
  const found = SHARE_LIMITS.findIndex((limit) => share <= limit);
  return found === -1 ? SHARE_LIMITS.length - 1 : found;
}

/** Class of a rank among `count` in equal steps, from 0. */
export function rankClass(rank: number, count: number): number {
  return Math.min(RAMP.length - 1, Math.floor((rank / Math.max(1, count)) * RAMP.length));
}

/** Ids by class, as the map wants them; classes without a member stay, so that colours keep. */
export function colourClasses(
  entries: Iterable<readonly [id: string, step: number | null]>,
  colours: readonly string[] = RAMP,
): {colour: string; ids: string[]}[] {
  const classes = colours.map((colour) => ({colour, ids: [] as string[]}));
  for (const [id, step] of entries) if (step !== null) classes[step % colours.length]!.ids.push(id);
  return classes;
}
