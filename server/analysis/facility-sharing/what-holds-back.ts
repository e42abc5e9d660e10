import type {Lift} from './matching.ts';

export interface HeldBack {
  /** What more would be served were a rule lifted alone. */
  servesMore: Map<Lift, number>;
  /**
   * Where no rule alone holds anything back: rules that do so together, none of which could stay.
   * Empty where that is not so.
   */
  together: Lift[];
}

/**
 * Which rules hold service back: each lifted alone; and where that changes nothing, an irreducible set
 * of them by the deletion filter (Chinneck and Dravnieks 1991).
 * @param servesWithout what more would be served without these rules
 */
export async function findWhatHoldsBack(
  lifts: readonly Lift[],
  servesWithout: (lifted: ReadonlySet<Lift>) => Promise<number>,
): Promise<HeldBack> {
  const servesMore = new Map<Lift, number>();
  for (const lift of lifts) servesMore.set(lift, await servesWithout(new Set([lift])));
  const isHeld = [...servesMore.values()].some((more) => more > 0);
  if (isHeld || lifts.length < 2) return {servesMore, together: []};
  let together = [...lifts];
  if ((await servesWithout(new Set(together))) === 0) return {servesMore, together: []};
  for (const lift of lifts) {
    const fewer = together.filter((each) => each !== lift);
    if (fewer.length > 0 && (await servesWithout(new Set(fewer))) > 0) together = fewer;
  }
  return {servesMore, together};
}
