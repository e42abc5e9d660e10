import type {MemberState} from '../../../contract/member-summary.ts';
import {compareCodes} from '../hierarchy.ts';
import type {State} from './find-states.ts';
import {addUp, type PartSums} from './part-sums.ts';

/** What one state holds of a member, as counted. */
export interface StatePart {
  state: State;
  member: string;
  sums: PartSums;
}

/** States by code, the unknown last; members as counted, so that states share no ground. */
export function sumStates(parts: readonly StatePart[], ids: readonly string[]): MemberState[] {
  const grouped = new Map<string, StatePart[]>();
  for (const part of parts) {
    const group = grouped.get(part.state.id);
    if (group) group.push(part);
    else grouped.set(part.state.id, [part]);
  }
  const isUnknown = (group: readonly StatePart[]) => Number(group[0]!.state.foundBy === 'unknown');
  const ordered = [...grouped.values()].sort(
    (a, b) => isUnknown(a) - isUnknown(b) || compareCodes(a[0]!.state.id, b[0]!.state.id),
  );
  return ordered.map((group) => ({
    ...group[0]!.state,
    members: group.map(({member}) => member),
    ...addUp(
      ids,
      group.map(({sums}) => sums),
    ),
  }));
}
