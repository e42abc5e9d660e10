/**
 * Service areas as they are measured: areas of ground, each served by one facility or by several.
 * Where each is of one facility they may overlap; where areas are shared (basins, units) they do not.
 */
export type ServiceAreas =
  | {form: 'circles'; positions: Float64Array; radiusM: number; facilitiesOf: number[][]}
  | {form: 'polygons'; wkbs: Uint8Array[][]; facilitiesOf: number[][]; areShared: boolean}
  | {form: 'units'; facilitiesOf: number[][]};

/** Which units of a list each facility serves, turned round: facilities by unit. */
export function facilitiesByMember(
  membersOf: readonly number[][],
  memberCount: number,
): number[][] {
  const facilitiesOf = Array.from({length: memberCount}, (): number[] => []);
  membersOf.forEach((members, facility) => {
    for (const member of members) facilitiesOf[member]!.push(facility);
  });
  return facilitiesOf;
}
