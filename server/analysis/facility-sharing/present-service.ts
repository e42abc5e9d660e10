import type {SharingIssue} from '../../../contract/facility-sharing.ts';
import type {Facility} from '../facilities.ts';
import type {Hierarchy} from '../hierarchy.ts';
import {facilityIssue, memberIssue} from './issues.ts';

/** Who is served today, and what is left to share. Amounts of a day. */
export interface PresentService {
  servedBefore: Float64Array;
  deficits: Float64Array;
  spare: Float64Array;
  issues: SharingIssue[];
}

/**
 * The load of a facility, as far as its capacity goes, is that of the units it says it serves, in
 * proportion to their loads; of the unit it stands in where it says nothing. What is above its capacity
 * counts as not served.
 */
export function findPresentService(
  units: Hierarchy,
  loads: readonly (number | null)[],
  facilities: readonly Facility[],
  hosts: Int32Array,
): PresentService {
  const {members, features, memberOf} = units;
  const memberOfCode = new Map(members.map(({code}, m) => [code, m]));
  features.forEach(({code}, i) => {
    if (memberOf[i]! >= 0 && !memberOfCode.has(code)) memberOfCode.set(code, memberOf[i]!);
  });
  const servedBefore = new Float64Array(members.length);
  const unknown: string[] = [];
  const spare = Float64Array.from(facilities, (facility, f) => {
    const {capacity, load, serves, id} = facility;
    if (load !== null) {
      const known = serves.flatMap((code) => memberOfCode.get(code) ?? []);
      if (known.length < serves.length) unknown.push(id);
      const host = hosts[f]! >= 0 ? [hosts[f]!] : [];
      spread(Math.min(load, capacity ?? load), known.length > 0 ? [...new Set(known)] : host);
    }
    // without a load nobody knows what is spare; without a capacity there is none
    return capacity === null || load === null ? 0 : Math.max(0, capacity - load);
  });
  const above: string[] = [];
  members.forEach(({code}, m) => {
    const load = loads[m] ?? 0;
    if (servedBefore[m]! > load * (1 + 1e-9) && loads[m] !== null) above.push(code);
    servedBefore[m] = Math.min(servedBefore[m]!, load);
  });
  return {
    servedBefore,
    deficits: Float64Array.from(members, (_, m) => Math.max(0, (loads[m] ?? 0) - servedBefore[m]!)),
    spare,
    issues: [
      ...facilityIssue('serves-unknown', 'warning', unknown, ({zh, en}) => ({
        zh: `${zh} 的服务单元中有代码不在本层级；按其余单元（没有则按所在单元）分摊负荷。`,
        en: `${en} serve units whose codes are not among the units of this level; their load is spread over the others, or goes to the unit they stand in.`,
      })),
      ...memberIssue('served-above-load', 'info', above, ({zh, en}) => ({
        zh: `${zh} 的现有设施处理量大于其负荷；多出部分来自别处，按全部已服务计。`,
        en: `Facilities treat more for ${en} than these units bring; the rest comes from elsewhere, and they count as wholly served.`,
      })),
    ],
  };

  function spread(amount: number, to: readonly number[]): void {
    const whole = to.reduce((sum, m) => sum + (loads[m] ?? 0), 0);
    for (const m of to) {
      servedBefore[m]! += amount * (whole > 0 ? (loads[m] ?? 0) / whole : 1 / to.length);
    }
  }
}
