import {numberInBoth} from '../../../contract/format-number.ts';
import type {GeoJsonObject} from '../../../contract/geojson.ts';
import type {MemberSummary, MemberSummaryInputs} from '../../../contract/member-summary.ts';
import type {ZoneMembers} from '../../../contract/zone.ts';
import type {Db} from '../../db/db.ts';
import {fail} from '../../errors.ts';
import {resolveLayer, type ResolvedLayer} from '../../layers/layer-store.ts';
import {readFeaturePlaces, rejectCrossing} from '../../zones/place.ts';
import {readPlaces} from '../../zones/read-geometry.ts';
import {readZone} from '../../zones/zone-store.ts';
import {
  bboxesMiss,
  difference,
  intersections,
  layOut,
  ROUNDING_M2,
  union,
  type PlaneGround,
} from './plane-geometry.ts';

export type SummaryIssue = MemberSummary['issues'][number];

export interface GatheredMember {
  id: string;
  name: string | null;
  kind: 'unit' | 'drawn';
  ground: PlaneGround;
  /** Its ground without that of members before it; the same object where nothing is shared. */
  counted: PlaneGround;
}

export interface GatheredZone {
  members: GatheredMember[];
  whole: PlaneGround;
  /** The layer the members are features of. */
  layer: ResolvedLayer | null;
  overlaps: MemberSummary['overlaps'];
  issues: SummaryIssue[];
}

/** Units that share more than this overlap; less is the rounding of their common border. */
const LEAST_OVERLAP_M2 = 1;

/**
 * The members of a zone, in the order of their layer, and what of the drawn geometry lies outside all
 * of them as one more. Ground that several members hold is counted for the first.
 * @throws ZONE_EMPTY, ZONE_NOT_FOUND, FEATURE_NOT_FOUND, and what reading geometry throws
 */
export async function gatherMembers(
  db: Db,
  input: MemberSummaryInputs['zone'],
): Promise<GatheredZone> {
  const {members: named, drawn} = await readDraft(db, input);
  const issues: SummaryIssue[] = [];
  const layer = named ? await resolveLayer(db, named.layer) : null;
  const places = layer ? await readFeaturePlaces(db, layer, named!.ids) : [];
  const units = places.map(({id, name, multiPolygon}): GatheredMember => {
    const ground = layOut(multiPolygon);
    return {id, name, kind: 'unit', ground, counted: ground};
  });
  if (units.length === 0 && drawn === null) throw fail('ZONE_EMPTY');

  const held = units.length === 0 ? null : await union(db, grounds(units));
  const overlaps = held === null ? [] : await countOnce(db, units, held, issues);
  const outside = drawn === null ? null : await drawnOutside(db, drawn, held, issues);
  const members = outside === null ? units : [...units, outside];
  const whole =
    outside === null ? held! : await union(db, [...(held ? [held] : []), outside.ground]);
  return {members, whole, layer, overlaps, issues};
}

interface Draft {
  /** The layer as id or id@version. */
  members: {layer: string; ids: string[]} | null;
  drawn: GeoJsonObject | null;
}

async function readDraft(db: Db, input: MemberSummaryInputs['zone']): Promise<Draft> {
  if ('zone' in input) {
    const {members, drawn} = await readZone(db, input.zone, input.version);
    return {
      members: members && {layer: `${members.collection}@${members.version}`, ids: members.ids},
      drawn: drawn as GeoJsonObject | null,
    };
  }
  const {members, drawn} = input as {members?: ZoneMembers; drawn?: GeoJsonObject};
  return {
    members: members ? {layer: members.collection, ids: members.ids} : null,
    drawn: drawn ?? null,
  };
}

/** Finds members that overlap earlier ones and takes the shared ground off what is counted of them. */
async function countOnce(
  db: Db,
  units: GatheredMember[],
  held: PlaneGround,
  issues: SummaryIssue[],
): Promise<GatheredZone['overlaps']> {
  const sumM2 = units.reduce((sum, {ground}) => sum + ground.areaM2, 0);
  // the usual case, and cheap to see: what is counted twice is missing from the union
  if (sumM2 - held.areaM2 <= Math.max(LEAST_OVERLAP_M2, held.areaM2 * 1e-12)) return [];
  const overlaps: GatheredZone['overlaps'] = [];
  for (const [i, unit] of units.entries()) {
    const before = units.slice(0, i).filter(({ground}) => !bboxesMiss(ground, unit.ground));
    const shared = await intersections(db, unit.ground, grounds(before));
    const overlapping = before.filter((_, k) => shared[k]!.areaM2 > LEAST_OVERLAP_M2);
    if (overlapping.length === 0) continue;
    unit.counted = await difference(db, unit.ground, grounds(overlapping));
    before.forEach((other, k) => {
      const {areaM2} = shared[k]!;
      if (!overlapping.includes(other)) return;
      overlaps.push({a: other.id, b: unit.id, areaM2});
      const area = numberInBoth(areaM2, 1);
      issues.push({
        rule: 'members-overlap',
        severity: 'warning',
        featureId: unit.id,
        detail: {
          zh: `成员 ${other.id} 与 ${unit.id} 重叠 ${area.zh} m²；只计入前者。请更正单元图层。`,
          en: `Members ${other.id} and ${unit.id} share ${area.en} m²; it is counted for the first only. Correct the layer of units.`,
        },
      });
    });
  }
  return overlaps;
}

async function drawnOutside(
  db: Db,
  object: GeoJsonObject,
  held: PlaneGround | null,
  issues: SummaryIssue[],
): Promise<GatheredMember | null> {
  const polygons = readPlaces(object).map(({multiPolygon}) => multiPolygon);
  for (const polygon of polygons) await rejectCrossing(db, polygon, null);
  const drawn = await union(db, polygons.map(layOut));
  const ground = held === null ? drawn : await difference(db, drawn, [held]);
  if (ground.areaM2 <= Math.max(ROUNDING_M2, drawn.areaM2 * 1e-9)) {
    issues.push({
      rule: 'drawn-inside-members',
      severity: 'info',
      featureId: null,
      detail: {
        zh: '绘制的范围全部位于成员之内，未增加面积。',
        en: 'What was drawn lies inside the members and adds no ground.',
      },
    });
    return null;
  }
  return {id: 'drawn', name: null, kind: 'drawn', ground, counted: ground};
}

function grounds(members: readonly GatheredMember[]): PlaneGround[] {
  return members.map(({ground}) => ground);
}
