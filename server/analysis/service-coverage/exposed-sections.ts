import type {ExposedSection} from '../../../contract/service-coverage.ts';
import type {Db} from '../../db/db.ts';
import {sql} from '../../db/sql.ts';
import type {ResolvedLayer} from '../../layers/layer-store.ts';
import type {Facility} from '../facilities.ts';
import type {Hierarchy} from '../hierarchy.ts';
import type {UpstreamBasins} from './upstream-basins.ts';

export interface Section {
  id: string;
  name: string | null;
  position: [number, number];
  basin: string | null;
  upstreamUnit: string | null;
  downstreamUnit: string | null;
}

/** Reads monitoring sections with the basin and the units they name themselves. */
export async function readSections(db: Db, {versionId}: ResolvedLayer): Promise<Section[]> {
  const rows = await db.query<Omit<Section, 'position'> & {lon: number; lat: number}>(
    sql`select feature_id as id, name, properties ->> 'basin' as basin,
               properties ->> 'upstream_unit' as "upstreamUnit",
               properties ->> 'downstream_unit' as "downstreamUnit",
               st_x(st_pointonsurface(geom)) as lon, st_y(st_pointonsurface(geom)) as lat
        from features where version_id = ${versionId} order by ordinal`,
    'reading monitoring sections',
  );
  return rows.map(({lon, lat, ...row}) => ({...row, position: [lon, lat]}));
}

/** For each section the facilities that discharge in its basin or in one upstream of it. */
export function exposeSections(
  sections: readonly Section[],
  sectionBasins: Int32Array,
  basins: {hierarchy: Hierarchy; upstream: UpstreamBasins; of: Int32Array},
  facilities: readonly Facility[],
): ExposedSection[] {
  const facilitiesIn = basins.hierarchy.members.map((): number[] => []);
  basins.of.forEach((basin, facility) => {
    if (basin >= 0) facilitiesIn[basin]!.push(facility);
  });
  return sections.map((section, i) => {
    const own = sectionBasins[i]!;
    const upstream = own < 0 ? [] : basins.upstream.upstreamOf(own);
    const outfalls = upstream.flatMap((basin) => facilitiesIn[basin]!).sort((a, b) => a - b);
    const {upstreamUnit, downstreamUnit} = section;
    const isKnown = upstreamUnit !== null && downstreamUnit !== null;
    return {
      id: section.id,
      name: section.name,
      basin: own < 0 ? null : basins.hierarchy.members[own]!.code,
      upstreamUnit,
      downstreamUnit,
      isAtBorder: isKnown ? upstreamUnit !== downstreamUnit : null,
      upstreamBasins: Math.max(0, upstream.length - 1),
      outfalls,
      sameBasinOutfalls: own < 0 ? [] : facilitiesIn[own]!,
      capacity: outfalls.reduce((sum, f) => sum + (facilities[f]!.capacity ?? 0), 0),
      load: outfalls.reduce((sum, f) => sum + (facilities[f]!.load ?? 0), 0),
    };
  });
}
