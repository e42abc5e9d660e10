import Flatbush from 'flatbush';
import type {BorderCrossing, CrossingSection} from '../../../contract/basin-linkage.ts';
import type {Db} from '../../db/db.ts';
import {sql} from '../../db/sql.ts';
import {groundLengthM, groundScale} from '../../kernel/ground-length.ts';
import type {ResolvedLayer} from '../../layers/layer-store.ts';
import type {Hierarchy} from '../hierarchy.ts';
import type {Rivers} from './read-rivers.ts';

export const SECTION_RULE =
  'A section that names both units as upstream_unit and downstream_unit watches the nearest crossing between them on its river; any other the nearest crossing on its river within the distance. Each section watches one crossing and each crossing has one section.';

export interface Section {
  code: string;
  name: string | null;
  nameEn: string | null;
  river: string | null;
  riverName: string | null;
  upstreamUnit: string | null;
  downstreamUnit: string | null;
  lon: number;
  lat: number;
}

/** Reads monitoring sections with what they say of themselves; a section is where its middle is. */
export async function readSections(db: Db, {versionId}: ResolvedLayer): Promise<Section[]> {
  return db.query<Section>(
    sql`select feature_id as code, name, name_en as "nameEn", properties ->> 'river' as river,
               coalesce(properties ->> 'river_name_zh', properties ->> 'river_name') as "riverName",
               properties ->> 'upstream_unit' as "upstreamUnit",
               properties ->> 'downstream_unit' as "downstreamUnit",
               st_x(st_centroid(geom)) as lon, st_y(st_centroid(geom)) as lat
        from features where version_id = ${versionId} order by ordinal`,
    'reading monitoring sections',
  );
}

interface Candidate extends Pick<CrossingSection, 'distanceM' | 'basis'> {
  crossing: number;
  section: number;
}

/** Gives crossings their sections, in place; returns the sections that watch none. */
export function matchSections(
  crossings: BorderCrossing[],
  sections: readonly Section[],
  units: Hierarchy,
  rivers: Rivers,
  distanceM: number,
): string[] {
  const candidates = [
    ...byAttributes(crossings, sections, units, rivers),
    ...byDistance(crossings, sections, units, rivers, distanceM),
  ].sort(
    (a, b) =>
      (a.basis === b.basis ? 0 : a.basis === 'attributes' ? -1 : 1) ||
      a.distanceM - b.distanceM ||
      a.section - b.section ||
      a.crossing - b.crossing,
  );
  const used = new Set<number>();
  for (const {crossing, section, distanceM: apartM, basis} of candidates) {
    if (used.has(section) || crossings[crossing]!.section !== null) continue;
    used.add(section);
    const {code, name, nameEn} = sections[section]!;
    crossings[crossing]!.section = {code, name, nameEn, distanceM: apartM, basis};
  }
  return sections.filter((_, i) => !used.has(i)).map(({code}) => code);
}

function byAttributes(
  crossings: readonly BorderCrossing[],
  sections: readonly Section[],
  units: Hierarchy,
  rivers: Rivers,
): Candidate[] {
  const byPair = new Map<string, number[]>();
  crossings.forEach(({from, to}, i) => {
    if (from === null || to === null) return;
    const pair = `${units.members[from]!.code} ${units.members[to]!.code}`;
    const list = byPair.get(pair);
    if (list) list.push(i);
    else byPair.set(pair, [i]);
  });
  const riverOf = riverByFeature(rivers);
  return sections.flatMap((section, s) =>
    (byPair.get(`${section.upstreamUnit} ${section.downstreamUnit}`) ?? [])
      .filter((c) => isOnRiver(section, crossings[c]!, riverOf) !== false)
      .map((c): Candidate => {
        const distanceM = distanceTo(section, crossings[c]!);
        return {crossing: c, section: s, distanceM, basis: 'attributes'};
      }),
  );
}

function byDistance(
  crossings: readonly BorderCrossing[],
  sections: readonly Section[],
  units: Hierarchy,
  rivers: Rivers,
  limitM: number,
): Candidate[] {
  if (crossings.length === 0) return [];
  const index = new Flatbush(crossings.length);
  for (const {at} of crossings) index.add(at[0], at[1], at[0], at[1]);
  index.finish();
  const codes = new Set(units.members.map(({code}) => code));
  const riverOf = riverByFeature(rivers);
  return sections.flatMap((section, s) => {
    const {lon, lat, upstreamUnit, downstreamUnit} = section;
    // one that names units of this level says which border it watches
    if (codes.has(upstreamUnit ?? '') && codes.has(downstreamUnit ?? '')) return [];
    const {eastM, northM} = groundScale(lat);
    const [dx, dy] = [limitM / eastM, limitM / northM];
    return index
      .search(lon - dx, lat - dy, lon + dx, lat + dy)
      .filter((c) => isOnRiver(section, crossings[c]!, riverOf) !== false)
      .map((c): Candidate => {
        return {
          crossing: c,
          section: s,
          distanceM: distanceTo(section, crossings[c]!),
          basis: 'distance',
        };
      })
      .filter(({distanceM}) => distanceM <= limitM);
  });
}

function riverByFeature({features}: Rivers): Map<string, string | null> {
  return new Map(features.map(({code, river}) => [code, river]));
}

/** Whether a section and a crossing name the same river; null where one of them names none. */
function isOnRiver(
  {river, riverName}: Section,
  {feature, river: name}: BorderCrossing,
  riverOf: Map<string, string | null>,
): boolean | null {
  const crossed = riverOf.get(feature) ?? null;
  if (river !== null && crossed !== null) return river === crossed || river === name;
  if (riverName !== null && name !== null) return riverName === name;
  return null;
}

function distanceTo({lon, lat}: Section, {at}: BorderCrossing): number {
  return groundLengthM(lon, lat, at[0], at[1]);
}
