import type {FacilityIssue} from '../../../contract/facility-kind.ts';
import type {SharingIssue} from '../../../contract/facility-sharing.ts';
import type {LocalText} from '../../../contract/local-text.ts';

/** Codes named in a sentence; the list has them all. */
const NAMED = 5;

export function nameSome(codes: readonly string[]): LocalText {
  const some = codes.slice(0, NAMED);
  const isMore = codes.length > NAMED;
  return {
    zh: some.join('、') + (isMore ? ` 等 ${codes.length} 个` : ''),
    en: some.join(', ') + (isMore ? ` and ${codes.length - NAMED} others` : ''),
  };
}

/** An issue about units; none where there are none. */
export function memberIssue(
  rule: string,
  severity: SharingIssue['severity'],
  members: readonly string[],
  tells: (names: LocalText) => LocalText,
): SharingIssue[] {
  if (members.length === 0) return [];
  const detail = tells(nameSome(members));
  return [{rule, severity, members: [...members], featureIds: [], detail}];
}

/** An issue about facilities; none where there are none. */
export function facilityIssue(
  rule: string,
  severity: SharingIssue['severity'],
  featureIds: readonly string[],
  tells: (names: LocalText) => LocalText,
): SharingIssue[] {
  if (featureIds.length === 0) return [];
  const detail = tells(nameSome(featureIds));
  return [{rule, severity, members: [], featureIds: [...featureIds], detail}];
}

/** What the reader of facilities found, as this result tells it. */
export function ofFacilities(issues: readonly FacilityIssue[]): SharingIssue[] {
  return issues.map((issue) => ({...issue, members: []}));
}

/** An amount in a sentence. */
export function round(value: number): number {
  return Number(value.toPrecision(6));
}
