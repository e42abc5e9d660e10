import type {Hierarchy} from '../hierarchy.ts';
import {FacilityIssues, type Tells} from '../facility-issues.ts';
import type {FacilityIssue} from '../../../contract/facility-kind.ts';

/** What data sets write where a basin flows into no other; the same as basin-linkage takes. */
const ENDS = new Set(['0', '-1', 'OCEAN', 'CLOSED BASIN', 'CANADA', 'MEXICO', 'UNKNOWN', 'NONE']);

/** The basins of a level and which flow straight into each; positions among the members. */
export interface UpstreamBasins {
  /** By basin: itself and every basin upstream of it. */
  upstreamOf(basin: number): number[];
  issues: FacilityIssue[];
}

/**
 * Follows the downstream links of a level the other way. Where members are put together from finer
 * basins a link that stays inside is none. A circle ends where it began, and is named.
 */
export function followUpstream({features, members, memberOf}: Hierarchy): UpstreamBasins {
  const byCode = new Map(features.map(({code}, i) => [code, i]));
  const above = members.map(() => new Set<number>());
  const below = new Map<number, Set<number>>();
  const issues = new FacilityIssues();
  features.forEach(({downstream}, i) => {
    const member = memberOf[i]!;
    const code = downstream?.split(/[,;|]/)[0]?.trim() ?? '';
    if (member < 0 || code === '' || ENDS.has(code.toUpperCase())) return;
    const at = byCode.get(code);
    const to = at === undefined ? -1 : memberOf[at]!;
    if (to < 0) issues.add('downstream-dangling', 'info', TELLS.dangling, features[i]!.code, code);
    if (to < 0 || to === member) return;
    above[to]!.add(member);
    below.set(member, (below.get(member) ?? new Set()).add(to));
  });
  const known = new Map<number, number[]>();
  const upstreamOf = (basin: number): number[] => {
    const found = known.get(basin);
    if (found) return found;
    const seen = new Set([basin]);
    // a set is walked on while it grows
    for (const at of seen) for (const next of above[at]!) seen.add(next);
    const list = [...seen].sort((a, b) => a - b);
    known.set(basin, list);
    return list;
  };
  for (const [basin, next] of below) {
    const inCircle = [...next].some((to) => to !== basin && upstreamOf(basin).includes(to));
    if (inCircle) issues.add('downstream-cycle', 'error', TELLS.cycle, members[basin]!.code);
  }
  return {upstreamOf, issues: issues.list()};
}

const TELLS = {
  dangling: (count, names) => ({
    zh: `${count} 个流域的下游不在图层中：${names.zh}。其来水视为流出图层。`,
    en: `${count} basins flow into one that is not in the layer: ${names.en}. Their water leaves the layer there.`,
  }),
  cycle: (count, names) => ({
    zh: `${count} 个流域的下游关系成环：${names.zh}。环上各流域互为上游；请更正其中一处。`,
    en: `${count} basins flow in a circle: ${names.en}. All on it count as upstream of each other; correct one of the links.`,
  }),
} satisfies Record<string, Tells>;
