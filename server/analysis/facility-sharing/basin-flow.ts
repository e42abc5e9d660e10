import type {Hierarchy} from '../hierarchy.ts';

/** Which basin drains into which: members of one level, −1 where a basin has none below. */
export class BasinFlow {
  private readonly below: Int32Array;

  constructor({features, members, memberOf}: Hierarchy) {
    const byCode = new Map(features.map(({code}, i) => [code, i]));
    this.below = Int32Array.from(members, (member, m) => {
      // a basin put together from finer ones drains where most of them leave it for
      const votes = new Map<number, number>();
      for (const i of member.features) {
        const {downstream} = features[i]!;
        const to = downstream === null ? undefined : byCode.get(downstream);
        const other = to === undefined ? -1 : memberOf[to]!;
        if (other >= 0 && other !== m) votes.set(other, (votes.get(other) ?? 0) + 1);
      }
      return [...votes].sort(([a, x], [b, y]) => y - x || a - b)[0]?.[0] ?? -1;
    });
  }

  /** Whether the water of `basin` comes to `other`, which is another one. */
  drainsTo(basin: number, other: number): boolean {
    const seen = new Set<number>();
    for (let at = this.below[basin]!; at >= 0 && !seen.has(at); at = this.below[at]!) {
      if (at === other) return true;
      seen.add(at);
    }
    return false;
  }
}
