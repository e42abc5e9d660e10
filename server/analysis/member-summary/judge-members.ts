import type {
  MemberThreshold,
  SummaryMember,
  ThresholdVerdict,
} from '../../../contract/member-summary.ts';
import {fail} from '../../errors.ts';
import {ofClass, type PartSums} from './part-sums.ts';

/** @throws INPUT_INVALID for a threshold of a number that is not there, or without a limit */
export function checkThresholds(
  thresholds: readonly MemberThreshold[],
  numbers: readonly string[],
): void {
  thresholds.forEach(({number, atLeast, atMost}, i) => {
    if (!numbers.includes(number)) {
      throw fail('INPUT_INVALID', {
        reason: {
          zh: `第 ${i + 1} 个阈值针对数值“${number}”；现有 ${numbers.join('、') || '（无）'}。`,
          en: `Threshold ${i + 1} is for the number "${number}"; there are ${numbers.join(', ') || 'none'}.`,
        },
      });
    }
    if (atLeast === undefined && atMost === undefined) {
      throw fail('INPUT_INVALID', {
        reason: {
          zh: `第 ${i + 1} 个阈值没有界限；请给出 atLeast、atMost 或两者，取 0 至 1。`,
          en: `Threshold ${i + 1} has no limit; give atLeast, atMost or both, as shares from 0 to 1.`,
        },
      });
    }
  });
}

/**
 * Holds every member to a threshold, and the union too: an average over members may pass while some of
 * them fail, so the verdict passes only where all do.
 */
export function judgeMembers(
  threshold: MemberThreshold,
  union: PartSums,
  members: readonly SummaryMember[],
): ThresholdVerdict {
  const ofUnion = judge(threshold, union);
  const judged = members.map((member) => ({id: member.id, ...judge(threshold, member)}));
  const failing = judged.filter(({verdict}) => verdict === 'fail');
  const worst = failing.reduce<(typeof failing)[number] | null>(
    (least, each) => (least === null || each.marginShare < least.marginShare ? each : least),
    null,
  );
  return {
    threshold,
    union: ofUnion,
    members: judged,
    failingCount: failing.length,
    worst: worst?.id ?? null,
    verdict: failing.length === 0 && ofUnion.verdict === 'pass' ? 'pass' : 'fail',
    sentence: sentenceOf(ofUnion, members, failing.length, worst),
  };
}

type Judged = ThresholdVerdict['union'];

function judge({number, class: name, atLeast, atMost}: MemberThreshold, part: PartSums): Judged {
  const value = part.values.find((each) => each.number === number)!;
  const heldM2 = name === undefined ? value.heldM2 : ofClass(value, name);
  const share = part.areaM2 === 0 ? 0 : heldM2 / part.areaM2;
  // compared unrounded; 1e-12 is the rounding of a share that is the limit itself
  const marginShare = Math.min(share - (atLeast ?? 0), (atMost ?? 1) - share);
  return {share, verdict: marginShare >= -1e-12 ? 'pass' : 'fail', marginShare};
}

function sentenceOf(
  union: Judged,
  members: readonly SummaryMember[],
  failingCount: number,
  worst: {id: string; share: number} | null,
): ThresholdVerdict['sentence'] {
  const count = members.length;
  const [zh, en] = union.verdict === 'pass' ? ['达到', 'meets'] : ['未达到', 'misses'];
  if (worst === null) {
    return {
      zh: `整体${zh}要求，${count} 个成员全部达到。`,
      en: `The union ${en} the threshold, and all ${count} members meet it.`,
    };
  }
  const {id, name, nameEn} = members.find((member) => member.id === worst.id)!;
  return {
    zh: `整体${zh}要求；${count} 个成员中有 ${failingCount} 个未达到，最差为${name ?? id}（${worst.share}）。`,
    en: `The union ${en} the threshold; ${failingCount} of ${count} members fail, the worst being ${nameEn ?? name ?? id} with ${worst.share}.`,
  };
}
