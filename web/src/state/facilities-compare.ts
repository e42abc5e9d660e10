import type {FacilitySharing, SharingMember} from '../../../contract/facility-sharing.ts';

/** What two scenarios are compared by; the second member: whether more of it is better. */
export const COMPARED = [
  ['servedAfter', true],
  ['unserved', false],
  ['costPerYear', false],
  ['savesPerYear', true],
] as const;
export type ComparedNumber = (typeof COMPARED)[number][0];

/** One member in two scenarios; null where a scenario does not have it. */
export interface ComparedMember {
  id: string;
  member: SharingMember;
  before: SharingMember | null;
  after: SharingMember | null;
}

/** Members of both scenarios by code, those that only one of them has too. */
export function compareMembers(before: FacilitySharing, after: FacilitySharing): ComparedMember[] {
  const rows = new Map<string, ComparedMember>();
  for (const member of before.members) {
    rows.set(member.code, {id: member.code, member, before: member, after: null});
  }
  for (const member of after.members) {
    const other = rows.get(member.code)?.before ?? null;
    rows.set(member.code, {id: member.code, member, before: other, after: member});
  }
  return [...rows.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** After less before; null where one of them is missing. */
export function differenceOf(row: ComparedMember, name: ComparedNumber): number | null {
  return row.before === null || row.after === null ? null : row.after[name] - row.before[name];
}

const DAYS_A_YEAR = 365;

/** Yuan for each m³ or t that is newly served; null where nothing is. */
export function unitCost({totals}: FacilitySharing): number | null {
  const added = totals.servedAfter - totals.servedBefore;
  return added > 1e-6 ? totals.costPerYear / (added * DAYS_A_YEAR) : null;
}

/** Whether the numbers of two scenarios speak of the same: kind, measure and level of units. */
export function isComparable(before: FacilitySharing, after: FacilitySharing): boolean {
  return (
    before.kind === after.kind &&
    before.amountUnit === after.amountUnit &&
    before.unitLevel === after.unitLevel
  );
}
