import {numberInBoth} from '../../../contract/format-number.ts';
import type {BasinIssue} from '../../../contract/basin-level.ts';
import type {LinkedBasin} from '../../../contract/basin-linkage.ts';
import {detailIn} from '../../../contract/local-text.ts';
import type {Hierarchy, LevelFeature} from '../hierarchy.ts';

/** Where each member of a level flows; positions among members, −1 where it flows into none. */
export interface DownstreamLinks {
  downstream: Int32Array;
  end: LinkedBasin['end'][];
  issues: BasinIssue[];
}

/**
 * What data sets write where a basin flows into no other: HydroBASINS 0, the Watershed Boundary
 * Dataset words.
 */
const ENDS = new Set(['0', '-1', 'OCEAN', 'CLOSED BASIN', 'CANADA', 'MEXICO', 'UNKNOWN', 'NONE']);

/** Whether the layer says of any basin of the level where it flows. */
export function hasDownstream({features, memberOf}: Hierarchy): boolean {
  return features.some(({downstream}, i) => memberOf[i]! >= 0 && downstream !== null);
}

/**
 * The links a layer of basins gives, checked: flowing into itself, into what is not there, into
 * several, in a circle. Where members are put together from finer basins, the largest drained area
 * that leaves a member decides where it flows.
 */
export function readDownstreamLinks(hierarchy: Hierarchy): DownstreamLinks {
  const {features, members, memberOf} = hierarchy;
  const issues: BasinIssue[] = [];
  const targets = featureTargets(hierarchy, issues);
  const isGrouped = members.some((member) => member.features.length > 1);
  if (isGrouped) return groupLinks(hierarchy, targets, issues);

  const downstream = new Int32Array(members.length).fill(-1);
  const end = members.map((): LinkedBasin['end'] => 'outlet');
  features.forEach((_, i) => {
    const m = memberOf[i]!;
    if (m < 0) return;
    const target = targets[i]!;
    downstream[m] = target < 0 ? -1 : memberOf[target]!;
    end[m] = endOf(target);
  });
  cutCircles(hierarchy, downstream, end, issues);
  return {downstream, end, issues: [...issues, ...outletIssue(hierarchy, end)]};
}

const NOWHERE = -1;
const OUTSIDE = -2;
/** Of a basin on a circle among finer ones than are looked at. */
const CIRCLE = -3;

function endOf(target: number): LinkedBasin['end'] {
  if (target >= 0) return 'flows-on';
  return target === OUTSIDE ? 'outside' : target === CIRCLE ? 'cycle' : 'outlet';
}

/** By feature: the feature it flows into, NOWHERE or OUTSIDE. */
function featureTargets({features, memberOf}: Hierarchy, issues: BasinIssue[]): Int32Array {
  const at = new Map<string, number>();
  features.forEach(({code}, i) => {
    if (memberOf[i]! >= 0) at.set(code, i);
  });
  return Int32Array.from(features, (feature, i) => {
    if (memberOf[i]! < 0) return NOWHERE;
    const codes = downstreamCodes(feature);
    const {code} = feature;
    if (codes.length === 0) return NOWHERE;
    if (codes.length > 1) {
      issues.push({
        rule: 'downstream-several',
        severity: 'warning',
        featureIds: [code, ...codes],
        areaM2: null,
        ...detailIn({
          zh: `${code} 有 ${codes.length} 个下游流域（${codes.join('、')}），应只有一个。取第一个，其余不计流向。`,
          en: `${code} names ${codes.length} basins downstream (${codes.join(', ')}); expected one. The first is taken, the others carry nothing.`,
        }),
      });
    }
    const to = codes[0]!;
    if (to === code) {
      issues.push({
        rule: 'downstream-self',
        severity: 'error',
        featureIds: [code],
        areaM2: null,
        ...detailIn({
          zh: `${code} 的下游是它自己；应为另一个流域，出口处应留空。按出口处理。`,
          en: `${code} is given as downstream of itself; expected another basin, or nothing at an outlet. It is taken as an outlet.`,
        }),
      });
      return NOWHERE;
    }
    const target = at.get(to);
    if (target !== undefined) return target;
    issues.push({
      rule: 'downstream-dangling',
      severity: 'warning',
      featureIds: [code, to],
      areaM2: null,
      ...detailIn({
        zh: `${code} 流入 ${to}，而图层的这一级别中没有这个流域。水流由此流出图层；请补充该流域，若此处为出口则将下游留空。`,
        en: `${code} flows into ${to}, which is no basin of this level in the layer. Its water leaves the layer there; add the basin, or leave the link empty if this is an outlet.`,
      }),
    });
    return OUTSIDE;
  });
}

function downstreamCodes({downstream}: LevelFeature): string[] {
  if (downstream === null) return [];
  return downstream
    .split(/[,;|]/)
    .map((code) => code.trim())
    .filter((code) => code !== '' && !ENDS.has(code.toUpperCase()));
}

function groupLinks(
  hierarchy: Hierarchy,
  targets: Int32Array,
  issues: BasinIssue[],
): DownstreamLinks {
  const {features, members, memberOf} = hierarchy;
  cutFineCircles(features, targets, issues);
  const drainedM2 = drainedAreas(
    targets,
    features.map(({areaM2}, i) => (memberOf[i]! < 0 ? 0 : areaM2)),
  );
  const downstream = new Int32Array(members.length).fill(-1);
  const end = members.map((): LinkedBasin['end'] => 'outlet');
  members.forEach((member, m) => {
    const leaving = new Map<number, number>();
    for (const i of member.features) {
      const target = targets[i]!;
      const to = target >= 0 ? memberOf[target]! : target;
      if (to !== m) leaving.set(to, (leaving.get(to) ?? 0) + drainedM2[i]!);
    }
    const ways = [...leaving].sort(([a, x], [b, y]) => y - x || a - b);
    const [first] = ways[0] ?? [NOWHERE];
    downstream[m] = Math.max(first, -1);
    end[m] = endOf(first);
    const others = ways.slice(1).filter(([to]) => to >= 0);
    if (others.length === 0) return;
    const names = ways.map(([to, areaM2]) => {
      const code = to >= 0 ? members[to]!.code : null;
      const areaKm2 = numberInBoth(areaM2 / 1e6, 1);
      return {
        zh: `${code ?? '图层以外'}（${areaKm2.zh} km²）`,
        en: `${code ?? 'out of the layer'} (${areaKm2.en} km²)`,
      };
    });
    issues.push({
      rule: 'several-outlets',
      severity: 'warning',
      featureIds: [member.code, ...others.map(([to]) => members[to]!.code)],
      areaM2: others.reduce((sum, [, areaM2]) => sum + areaM2, 0),
      ...detailIn({
        zh: `${member.level} 级的 ${member.code} 有多个去向：${names.map(({zh}) => zh).join('、')}。取最大者为其下游。`,
        en: `${member.code} of level ${member.level} is left in several ways: ${names.map(({en}) => en).join(', ')}. The largest is taken as its downstream.`,
      }),
    });
  });
  cutCircles(hierarchy, downstream, end, issues);
  return {downstream, end, issues: [...issues, ...outletIssue(hierarchy, end)]};
}

/** Takes the links of circles away and says who was on them: no member of one is upstream of another. */
export function cutCircles(
  {members}: Hierarchy,
  downstream: Int32Array,
  end: LinkedBasin['end'][],
  issues: BasinIssue[],
): void {
  for (const circle of findCircles(downstream)) {
    for (const i of circle) {
      downstream[i] = -1;
      end[i] = 'cycle';
    }
    issues.push(circleIssue(circle.map((i) => members[i]!.code)));
  }
}

/** The same among the finer basins that members are put together from: a circle may lie within one. */
function cutFineCircles(features: LevelFeature[], targets: Int32Array, issues: BasinIssue[]): void {
  for (const circle of findCircles(targets)) {
    for (const i of circle) targets[i] = CIRCLE;
    issues.push(circleIssue(circle.map((i) => features[i]!.code)));
  }
}

/** Every circle of a graph in which each node goes to one other at most (negative: none). */
function findCircles(next: Int32Array): number[][] {
  const circles: number[][] = [];
  // 0 not seen, else the walk that came here first
  const seenBy = new Int32Array(next.length);
  for (let start = 0; start < next.length; start++) {
    let at = start;
    while (at >= 0 && seenBy[at] === 0) {
      seenBy[at] = start + 1;
      at = next[at]!;
    }
    if (at < 0 || seenBy[at] !== start + 1) continue;
    const circle = [at];
    for (let i = next[at]!; i !== at; i = next[i]!) circle.push(i);
    circles.push(circle);
  }
  return circles;
}

function circleIssue(codes: string[]): BasinIssue {
  return {
    rule: 'downstream-cycle',
    severity: 'error',
    featureIds: codes,
    areaM2: null,
    ...detailIn({
      zh: `${codes.join(' → ')} → ${codes[0]} 的流向成环；水流应到达出口。它们之间没有次序，其余流域不受影响。请更正其中一条上下游联系。`,
      en: `${codes.join(' → ')} → ${codes[0]} flow in a circle; expected water to reach an outlet. They have no order among themselves; all other basins do. Correct one of the links.`,
    }),
  };
}

function outletIssue({members}: Hierarchy, end: LinkedBasin['end'][]): BasinIssue[] {
  const outlets = members.filter((_, i) => end[i] === 'outlet').map(({code}) => code);
  if (outlets.length < 2) return [];
  return [
    {
      rule: 'several-outlets',
      severity: 'info',
      featureIds: outlets,
      areaM2: null,
      ...detailIn({
        zh: `${outlets.length} 个流域不流入其他流域：图层中有同样多的水系。若本应只有一个，则缺少上下游联系。`,
        en: `${outlets.length} basins flow into no other: the layer holds as many river systems. If it should be one, links are missing.`,
      }),
    },
  ];
}

/**
 * Own value of each node and all values upstream of it, in a forest given by the next node down
 * (negative: none). On a circle and above it sums stop where the circle begins.
 */
export function drainedAreas(downstream: ArrayLike<number>, own: ArrayLike<number>): Float64Array {
  const drained = Float64Array.from(own);
  for (const node of upstreamFirst(downstream)) {
    const to = downstream[node]!;
    if (to >= 0) drained[to]! += drained[node]!;
  }
  return drained;
}

/** Nodes in an order in which each comes before the one it flows into; nodes on circles are left out. */
export function upstreamFirst(downstream: ArrayLike<number>): Int32Array {
  const count = downstream.length;
  const waiting = new Int32Array(count);
  for (let i = 0; i < count; i++) if (downstream[i]! >= 0) waiting[downstream[i]!]!++;
  const order = new Int32Array(count);
  let length = 0;
  for (let i = 0; i < count; i++) if (waiting[i] === 0) order[length++] = i;
  for (let k = 0; k < length; k++) {
    const to = downstream[order[k]!]!;
    if (to >= 0 && --waiting[to]! === 0) order[length++] = to;
  }
  return order.subarray(0, length);
}
