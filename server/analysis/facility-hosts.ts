import type {FacilityIssue} from '../../contract/facility-kind.ts';
import type {Db} from '../db/db.ts';
import {sql} from '../db/sql.ts';
import type {Facility} from './facilities.ts';
import {FacilityIssues, type Tells} from './facility-issues.ts';
import type {Hierarchy} from './hierarchy.ts';

/** So many points are placed in one statement: some tens of milliseconds on the embedded engine. */
const POINTS_AT_ONCE = 500;

/**
 * Which member of a hierarchy each point stands in: its position among the members, −1 for none. On a
 * border the one with the lower code.
 */
export async function placePoints(
  db: Db,
  {layer, features, members, memberOf}: Hierarchy,
  positions: readonly [number, number][],
  signal: AbortSignal,
): Promise<Int32Array> {
  const memberAt = new Int32Array(positions.length).fill(-1);
  const ids = members.flatMap((member) => member.features.map((i) => features[i]!.code));
  const memberOfId = new Map(features.map(({code}, i) => [code, memberOf[i]!]));
  for (let from = 0; from < positions.length; from += POINTS_AT_ONCE) {
    signal.throwIfAborted();
    const some = positions.slice(from, from + POINTS_AT_ONCE);
    const rows = await db.query<{point: number; id: string}>(
      sql`select p.point, f.feature_id as id
          from unnest(${some.map((_, i) => from + i)}::integer[],
                      ${some.map(([lon]) => lon)}::double precision[],
                      ${some.map(([, lat]) => lat)}::double precision[]) as p (point, lon, lat)
          join features f
            on f.version_id = ${layer.versionId}
           and f.geom && st_setsrid(st_makepoint(p.lon, p.lat), 4490)
           and st_covers(f.geom, st_setsrid(st_makepoint(p.lon, p.lat), 4490))
          where f.feature_id = any (${ids}::text[])`,
      'finding where facilities stand',
    );
    for (const {point, id} of rows) {
      const member = memberOfId.get(id)!;
      if (memberAt[point]! < 0 || member < memberAt[point]!) memberAt[point] = member;
    }
  }
  return memberAt;
}

/** The unit each facility stands in, and what does not agree with it. */
export async function hostFacilities(
  db: Db,
  units: Hierarchy,
  facilities: readonly Facility[],
  signal: AbortSignal,
): Promise<{hosts: Int32Array; issues: FacilityIssue[]}> {
  const positions = facilities.map(({position}) => position);
  const hosts = await placePoints(db, units, positions, signal);
  const issues = new FacilityIssues();
  const codes = new Map(units.members.map(({code}, i) => [code, i]));
  facilities.forEach(({id, unit}, i) => {
    const host = hosts[i]!;
    if (host < 0) {
      issues.add('facility-outside-units', 'warning', TELLS.outside, id);
    } else if (unit !== null && codes.has(unit) && codes.get(unit) !== host) {
      const seen = `${unit} / ${units.members[host]!.code}`;
      issues.add('host-differs', 'warning', TELLS.hostDiffers, id, seen);
    }
  });
  return {hosts, issues: issues.list()};
}

const TELLS = {
  outside: (count, names) => ({
    zh: `${count} 处设施不在任何行政单元内：${names.zh}。其负荷单列一行，不计入任何单元。`,
    en: `${count} facilities stand in no unit: ${names.en}. Their load has a row of its own and counts for no unit.`,
  }),
  hostDiffers: (count, names) => ({
    zh: `${count} 处设施所在位置与其属性中的行政区不同：${names.zh}。以位置为准。`,
    en: `${count} facilities stand in another unit than their attribute says (attribute / place): ${names.en}. The place counts.`,
  }),
} satisfies Record<string, Tells>;
