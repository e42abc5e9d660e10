import {numberInBoth} from '../../../contract/format-number.ts';
import type {Db} from '../../db/db.ts';
import {readFeaturePlaces} from '../../zones/place.ts';
import {readHierarchy, type Hierarchy} from '../hierarchy.ts';
import {resolveLayerOfKind} from '../layer-of-kind.ts';
import {zoneCode} from '../zone-code.ts';
import type {ResolvedLayer} from '../../layers/layer-store.ts';
import type {AnalysisContext} from '../process.ts';
import type {GatheredMember, SummaryIssue} from './gather-members.ts';
import {cutOnce} from './cut-once.ts';
import {featuresNear} from './features-near.ts';
import {bboxesMiss, layOut, ROUNDING_M2, union, type PlaneGround} from './plane-geometry.ts';

export interface CutCell {
  id: string;
  member: string;
  basin: string | null;
  basinName: string | null;
  ground: PlaneGround;
}

interface Basin {
  code: string;
  name: string | null;
  ground: PlaneGround;
}

/**
 * Cuts what is counted of each member by the basins of one level. Pieces and what lies outside every
 * basin make up the member; where basins overlap, ground belongs to the first by code.
 */
export async function cutBasins(
  {db, progress, signal}: AnalysisContext,
  members: readonly GatheredMember[],
  whole: PlaneGround,
  {basins: reference, basinLevel}: {basins: string; basinLevel: string | undefined},
  issues: SummaryIssue[],
): Promise<{cells: CutCell[]; layer: ResolvedLayer}> {
  const layer = await resolveLayerOfKind(db, 'basins', reference, 'basin');
  const hierarchy = await readHierarchy(db, layer, 'basin', basinLevel);
  const basins = await readBasins(db, hierarchy, whole);
  const areZones = hierarchy.system?.id === 'water-resource-zone';
  const cells: CutCell[] = [];
  for (const [i, member] of members.entries()) {
    signal.throwIfAborted();
    const name = member.name ?? member.id;
    const step = {zh: `按流域切分${name}`, en: `cutting ${name} by basins`};
    progress((0.3 * i) / members.length, step);
    const near = basins.filter(({ground}) => !bboxesMiss(ground, member.counted));
    const {pieces, rest} = await cutMember(db, member, near, issues);
    near.forEach(({code, name}, k) => {
      if (pieces[k]!.areaM2 <= ROUNDING_M2) return;
      const id = cellId(code, member.id, areZones);
      cells.push({id, member: member.id, basin: code, basinName: name, ground: pieces[k]!});
    });
    if (rest.areaM2 > ROUNDING_M2) {
      const id = `outside-${member.id}`;
      const area = numberInBoth(rest.areaM2, 1);
      cells.push({id, member: member.id, basin: null, basinName: null, ground: rest});
      issues.push({
        rule: 'outside-basins',
        severity: 'info',
        featureId: member.id,
        detail: {
          zh: `${member.id} 有 ${area.zh} m² 不在任何流域内；单列。`,
          en: `${area.en} m² of ${member.id} lie in no basin; they are listed apart.`,
        },
      });
    }
  }
  return {cells, layer};
}

async function cutMember(
  db: Db,
  {id, counted}: GatheredMember,
  near: readonly Basin[],
  issues: SummaryIssue[],
): Promise<{pieces: PlaneGround[]; rest: PlaneGround}> {
  const {pieces, rest, sharedM2} = await cutOnce(
    db,
    counted,
    near.map(({ground}) => ground),
  );
  if (sharedM2 === 0) return {pieces, rest};
  const twice = numberInBoth(sharedM2, 1);
  issues.push({
    rule: 'basins-overlap',
    severity: 'warning',
    featureId: id,
    detail: {
      zh: `${id} 内各流域彼此重叠 ${twice.zh} m²；只计入编码在前的流域。请更正流域图层。`,
      en: `Basins overlap each other by ${twice.en} m² inside ${id}; it is counted for the first by code only. Correct the layer of basins.`,
    },
  });
  return {pieces, rest};
}

/** Basins of the level that come near the zone, by code; one of several features is dissolved. */
async function readBasins(
  db: Db,
  {layer, members, features}: Hierarchy,
  whole: PlaneGround,
): Promise<Basin[]> {
  const codesNear = new Set(await featuresNear(db, layer, whole));
  const basins: Basin[] = [];
  for (const {code, name, features: positions} of members) {
    const ids = positions.map((i) => features[i]!.code).filter((each) => codesNear.has(each));
    if (ids.length === 0) continue;
    const places = await readFeaturePlaces(db, layer, ids);
    const ground = await union(
      db,
      places.map(({multiPolygon}) => layOut(multiPolygon)),
    );
    basins.push({code, name, ground});
  }
  return basins;
}

/** 7 + 6 characters as water-resource bulletins name their cells; else both codes with a hyphen. */
function cellId(basin: string, member: string, areZones: boolean): string {
  const isOfficial = areZones && /^\d{6}$/.test(member);
  return isOfficial ? `${zoneCode(basin)}${member}` : `${basin}-${member}`;
}
