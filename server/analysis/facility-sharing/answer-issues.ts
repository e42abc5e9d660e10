import type {
  CandidateCounts,
  SharingIssue,
  SharingMember,
} from '../../../contract/facility-sharing.ts';
import {RULE_NAMES} from './binding.ts';
import {memberIssue, round} from './issues.ts';
import type {Matched} from './run-matching.ts';
import type {Sited} from './run-siting.ts';
import type {Scene} from './scene.ts';

const SHUT_OUT_BY = [
  ['maxDistance', 'max-distance'],
  ['sameBasin', 'same-basin'],
  ['flowRule', 'flow-rule'],
  ['crossBorder', 'cross-border'],
] as const;

/** What the answer itself has to say: who is not served and why, and where it is not proven. */
export function issuesOfAnswer(
  {units, amountUnit, facilities, rules, loads}: Scene,
  {result, together}: Matched,
  sited: Sited | null,
  members: readonly SharingMember[],
): SharingIssue[] {
  const codes = (positions: readonly number[]) => positions.map((m) => units.members[m]!.code);
  const reasons = SHUT_OUT_BY.filter(([key]) =>
    result.unreachable.some(({shutOutBy}) => shutOutBy[key] > 0),
  ).map(([, rule]) => RULE_NAMES[rule](rules.maxDistanceM));
  const issues: SharingIssue[] = [
    ...memberIssue(
      'demand-unreachable',
      sited ? 'warning' : 'error',
      codes(result.unreachable.map(({member}) => member)),
      ({zh, en}) => ({
        zh: `${zh} 够不到任何有富余能力的设施（${reasons.map((each) => each.zh).join('、') || '没有富余能力'}）；请放宽这些条件，或选址新建。`,
        en: `${en} reach no facility with room (${reasons.map((each) => each.en).join(', ') || 'there is no spare capacity'}); loosen these rules, or choose new sites.`,
      }),
    ),
  ];
  for (const {members: short, facilities: open, deficit, reachable} of result.shortages) {
    issues.push({
      rule: 'capacity-short',
      severity: sited ? 'warning' : 'error',
      members: codes(short),
      featureIds: open.map((f) => facilities[f]!.id),
      detail: {
        zh: `${short.length} 个单元共缺 ${round(deficit)} ${amountUnit}，它们够得到的 ${open.length} 处设施只余 ${round(reachable)} ${amountUnit}；任何方案都至少有 ${round(deficit - reachable)} ${amountUnit} 无法服务。`,
        en: `${short.length} units lack ${round(deficit)} ${amountUnit} together, and the ${open.length} facilities they may reach have ${round(reachable)} ${amountUnit} to give: whatever the plan, ${round(deficit - reachable)} ${amountUnit} stay unserved.`,
      },
    });
  }
  if (together.length > 0) {
    const names = together.map((rule) => RULE_NAMES[rule](rules.maxDistanceM));
    issues.push(
      note(
        'rules-conflict',
        'warning',
        `单独取消任何一条规则都无济于事；须同时取消：${names.map(({zh}) => `“${zh}”`).join('、')}，才能多服务。`,
        `Lifting one rule alone serves nothing more; these hold it back together: ${names.map(({en}) => `“${en}”`).join(', ')}. Loosen all of them.`,
      ),
    );
  }
  if (loads.every((load) => load === null)) {
    issues.push(
      note(
        'demand-unknown',
        'error',
        '没有任何单元的负荷是已知的，因此没有可共享的内容；请核对 demand 中的属性名或 rows。',
        'The load of no unit is known, so nothing can be shared. Check the attribute named in demand, or give rows.',
      ),
    );
  } else if (result.deficit === 0) {
    issues.push(
      note(
        'no-deficit',
        'info',
        '没有单元缺少处理能力，无需共享。',
        'No unit has a deficit: there is nothing to share.',
      ),
    );
  } else if (result.spare === 0) {
    issues.push(
      note(
        'no-spare-capacity',
        'warning',
        '没有设施有富余能力（规模或负荷缺失的设施不计）。',
        'No facility has spare capacity; those without capacity or load have none to offer.',
      ),
    );
  }
  if (sited) issues.push(...issuesOfSiting(sited, amountUnit, codes));
  const saves = members.reduce((sum, {savesPerYear}) => sum + savesPerYear, 0);
  const alone = members.reduce((sum, {alonePerYear}) => sum + alonePerYear, 0);
  if (saves < -1e-6 * alone) {
    issues.push(
      note(
        'dearer-in-total',
        'warning',
        `整个方案每年比各自建设多花 ${round(-saves)} 元：现有设施的富余能力总是先用足，无论输送多远。可缩短 maxDistanceM，让远处的负荷就地新建。`,
        `The plan as a whole costs ${round(-saves)} yuan a year more than if each built alone: spare capacity is used first, however far the way. A shorter maxDistanceM leaves far loads to new sites.`,
      ),
    );
  }
  const dearer = members.filter(
    ({savesPerYear, alonePerYear}) => savesPerYear < -1e-6 * alonePerYear,
  );
  issues.push(
    ...memberIssue(
      'dearer-than-alone',
      'warning',
      dearer.map(({code}) => code),
      ({zh, en}) => ({
        zh: `${zh} 在共享方案中的年费用高于各自建设；总体最省不等于对每个成员都省，可另议补偿。`,
        en: `${en} pay more a year in this plan than if they built alone: what is cheapest for all need not be so for each. A settlement between members would have to even it out.`,
      }),
    ),
  );
  return issues;
}

function issuesOfSiting(
  {result, k}: Sited,
  amountUnit: string,
  codes: (positions: readonly number[]) => string[],
): SharingIssue[] {
  const {candidates, unserved, rest, proof} = result;
  const issues = memberIssue(
    'site-unreachable',
    'error',
    codes(result.unreachable),
    ({zh, en}) => ({
      zh: `没有候选点能接纳 ${zh}；请放宽距离或其他条件，或增加候选点。`,
      en: `No candidate may take on ${en}; loosen the distance or other rules, or give more candidates.`,
    }),
  );
  const reasons = {
    zh: candidates.byReason
      .map(({reason, count}) => `${REASONS_ZH[reason]} ${count} 个`)
      .join('、'),
    en: candidates.byReason.map(({reason, count}) => `${reason} ${count}`).join(', '),
  };
  if (candidates.left === 0 && rest > 0) {
    issues.push(
      note(
        'candidates-none',
        'error',
        `${candidates.total} 个候选点全部被排除：${reasons.zh || '没有候选点'}。请放宽排除最多的条件，或另给候选点。`,
        `All ${candidates.total} candidates are excluded: ${reasons.en || 'there was none'}. Loosen what excludes most, or give other points.`,
      ),
    );
  } else if (candidates.left < k && rest > 0) {
    issues.push(
      note(
        'candidates-fewer',
        'warning',
        `可建 ${k} 处，但只剩 ${candidates.left} 个候选点。`,
        `${k} sites may be built, but only ${candidates.left} candidates are left.`,
      ),
    );
  }
  if (unserved > 1e-6 * rest && candidates.left > 0) {
    issues.push(
      note(
        'sites-short',
        'error',
        `${k} 处新址仍有 ${round(unserved)} ${amountUnit} 未服务。`,
        `With ${k} sites ${round(unserved)} ${amountUnit} stay unserved. Allow more sites, larger ones, or longer distances.`,
      ),
    );
  }
  if (proof.status === 'time-limit') {
    const percent = round(100 * proof.gap);
    const open = proof.servedBound - proof.served;
    const more =
      open > 2e-5 * rest
        ? {
            zh: `；能否再多服务 ${round(open)} ${amountUnit} 尚未证明`,
            en: `, and whether ${round(open)} ${amountUnit} more could be served is not proven`,
          }
        : {zh: '', en: ''};
    issues.push(
      note(
        'time-limit',
        'warning',
        `求解到时限为止，费用距证明的下界 ${percent}%${more.zh}。可延长时限，或放宽允许的差距。`,
        `Stopped at the time limit: the cost is within ${percent} % of what is proven${more.en}. Allow more time, or a larger gap.`,
      ),
    );
  }
  return issues;
}

function note(
  rule: string,
  severity: SharingIssue['severity'],
  zh: string,
  en: string,
): SharingIssue {
  return {rule, severity, members: [], featureIds: [], detail: {zh, en}};
}

/** Why a candidate is left out, in Chinese. */
const REASONS_ZH: Record<CandidateCounts['byReason'][number]['reason'], string> = {
  'outside-units': '在行政区以外',
  redline: '位于红线内',
  'protected-area': '位于保护区内',
  'protection-distance': '防护距离不足',
  slope: '坡度过大',
  'slope-unknown': '坡度未知',
  'nothing-in-reach': '可达范围内无需求',
};
