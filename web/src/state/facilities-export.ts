import type {FacilitySharing} from '../../../contract/facility-sharing.ts';
import {COMPARED, differenceOf, type ComparedMember} from './facilities-compare.ts';

type Cell = string | number | null;
interface Table {
  header: string[];
  rows: Cell[][];
}

/** Flows of a scenario, unrounded: amounts a day, metres, yuan a year. */
export function flowCsv({flows, members, facilities, siting}: FacilitySharing): Table {
  return {
    header: [
      'from',
      'fromName',
      'to',
      'toName',
      'isNew',
      'hostUnit',
      'amount',
      'distanceM',
      'crossesBorder',
      'transportPerYear',
      'pipePerYear',
      'treatmentPerYear',
    ],
    rows: flows.map((flow) => {
      const facility = flow.facility === null ? null : facilities[flow.facility]!;
      const host = facility ?? siting!.sites[flow.site!]!;
      return [
        members[flow.from]!.code,
        members[flow.from]!.name,
        host.id,
        facility?.name ?? null,
        facility === null ? 1 : 0,
        host.unit === null ? null : members[host.unit]!.code,
        flow.amount,
        flow.distanceM,
        flow.crossesBorder ? 1 : 0,
        flow.transportPerYear,
        flow.pipePerYear,
        flow.treatmentPerYear,
      ];
    }),
  };
}

export const MEMBER_CSV = [
  'code',
  'name',
  'nameEn',
  'load',
  'servedBefore',
  'deficit',
  'servedByMatching',
  'servedBySites',
  'servedAfter',
  'unserved',
  'shareBefore',
  'shareAfter',
  'hosted',
  'costPerYear',
  'alonePerYear',
  'savesPerYear',
] as const;

/** Members of two scenarios with the difference of each number. */
export function compareCsv(rows: readonly ComparedMember[], names: [string, string]): Table {
  const numbers = COMPARED.map(([name]) => name);
  return {
    header: [
      'code',
      'name',
      'nameEn',
      ...numbers.flatMap((name) => [
        `${name} ${names[0]}`,
        `${name} ${names[1]}`,
        `${name} difference`,
      ]),
    ],
    rows: rows.map((row) => [
      row.member.code,
      row.member.name,
      row.member.nameEn,
      ...numbers.flatMap((name) => [
        row.before?.[name] ?? null,
        row.after?.[name] ?? null,
        differenceOf(row, name),
      ]),
    ]),
  };
}
