import type {FacilityIssue} from '../../../contract/facility-kind.ts';
import type {ServiceRule} from '../../../contract/service-coverage.ts';
import type {Db} from '../../db/db.ts';
import {sql} from '../../db/sql.ts';
import {fail} from '../../errors.ts';
import {polygonsOfWkb, wkbOfPolygons} from '../../kernel/wkb.ts';
import {resolveLayer} from '../../layers/layer-store.ts';
import {dissolvePlaces} from '../../zones/place.ts';
import type {Facility} from '../facilities.ts';
import {FacilityIssues, type Tells} from '../facility-issues.ts';
import type {ServiceAreas} from './service-areas.ts';

/** Attribute of service areas with the id of the facility, where nothing else is said. */
const FACILITY_ATTRIBUTE = 'facility';

/**
 * Given service areas, one for each facility: several polygons of one facility are dissolved, so that
 * ground they share counts once.
 * @throws LAYER_NOT_FOUND, LAYER_NOT_AREAL
 */
export async function readServicePolygons(
  db: Db,
  rule: Extract<ServiceRule, {rule: 'areas'}>,
  facilities: readonly Facility[],
): Promise<{areas: ServiceAreas; issues: FacilityIssue[]}> {
  const {versionId, layerId, geometryFamily} = await resolveLayer(db, rule.layer);
  if (geometryFamily !== 'polygon') {
    throw fail('LAYER_NOT_AREAL', {layerId, geometry: geometryFamily});
  }
  const rows = await db.query<{id: string; key: string | null; wkb: Uint8Array}>(
    sql`select feature_id as id,
               properties ->> ${rule.facilityAttribute ?? FACILITY_ATTRIBUTE}::text as key,
               st_asbinary(geom, 'NDR') as wkb
        from features where version_id = ${versionId} order by ordinal`,
    'reading service areas',
  );
  const at = new Map(facilities.map(({id}, i) => [id, i]));
  const issues = new FacilityIssues();
  const polygonsOf = new Map<number, {ids: string[]; wkbs: Uint8Array[]}>();
  for (const {id, key, wkb} of rows) {
    const facility = at.get(key ?? id);
    if (facility === undefined) {
      issues.add('area-without-facility', 'error', TELLS.noFacility, id, key ?? '—');
      continue;
    }
    const known = polygonsOf.get(facility) ?? {ids: [], wkbs: []};
    polygonsOf.set(facility, known);
    known.ids.push(id);
    known.wkbs.push(wkb);
  }
  const having = [...polygonsOf.keys()].sort((a, b) => a - b);
  const wkbs: Uint8Array[][] = [];
  for (const facility of having) wkbs.push([await dissolve(db, polygonsOf.get(facility)!.wkbs)]);
  facilities.forEach(({id}, i) => {
    if (!polygonsOf.has(i)) issues.add('facility-without-area', 'error', TELLS.noArea, id);
  });
  const ids = having.map((facility) => polygonsOf.get(facility)!.ids);
  const outside = await findOutside(
    db,
    versionId,
    ids,
    having.map((i) => facilities[i]!),
  );
  for (const {id, areas} of outside) {
    issues.add('area-misses-facility', 'warning', TELLS.misses, id, areas);
  }
  const facilitiesOf = having.map((facility) => [facility]);
  return {
    areas: {form: 'polygons', wkbs, facilitiesOf, areShared: false},
    issues: issues.list(),
  };
}

async function dissolve(db: Db, wkbs: readonly Uint8Array[]): Promise<Uint8Array> {
  if (wkbs.length === 1) return wkbs[0]!;
  const places = wkbs.map((wkb, i) => ({
    id: `${i}`,
    name: null,
    multiPolygon: polygonsOfWkb(wkb),
  }));
  return wkbOfPolygons(await dissolvePlaces(db, places));
}

/** Facilities that stand in none of their own service areas. */
async function findOutside(
  db: Db,
  versionId: number,
  areasOf: readonly string[][],
  facilities: readonly Facility[],
): Promise<{id: string; areas: string}[]> {
  const pairs = areasOf.flatMap((areas, i) => areas.map((area) => ({i, area})));
  const rows = await db.query<{i: number}>(
    sql`select distinct p.i
        from unnest(${pairs.map(({i}) => i)}::integer[], ${pairs.map(({area}) => area)}::text[],
                    ${pairs.map(({i}) => facilities[i]!.position[0])}::double precision[],
                    ${pairs.map(({i}) => facilities[i]!.position[1])}::double precision[])
               as p (i, area, lon, lat)
        join features f on f.version_id = ${versionId} and f.feature_id = p.area
        where st_covers(f.geom, st_setsrid(st_makepoint(p.lon, p.lat), 4490))`,
    'looking whether service areas hold their facilities',
  );
  const inside = new Set(rows.map(({i}) => i));
  return facilities
    .map(({id}, i) => ({i, id, areas: areasOf[i]!.join(', ')}))
    .filter(({i}) => !inside.has(i));
}

const TELLS = {
  noFacility: (count, names) => ({
    zh: `${count} 个服务范围没有对应的设施：${names.zh}。应以设施编号标明；这些范围未计入。`,
    en: `${count} service areas belong to no facility: ${names.en}. Expected the id of a facility; these areas do not count.`,
  }),
  noArea: (count, names) => ({
    zh: `${count} 处设施没有服务范围：${names.zh}。其负荷未分配到任何单元。`,
    en: `${count} facilities have no service area: ${names.en}. Their load is given to no unit.`,
  }),
  misses: (count, names) => ({
    zh: `${count} 处设施不在自己的服务范围内：${names.zh}。仍按给定范围计算；请核对编号或位置。`,
    en: `${count} facilities stand outside their own service area: ${names.en}. Reckoned as given; check the id or the place.`,
  }),
} satisfies Record<string, Tells>;
