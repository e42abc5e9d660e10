import type {Issue} from '../../contract/issue.ts';
import type {RoleMap} from '../../contract/layer-kind.ts';
import type {Db} from '../db/db.ts';
import {Pyramid} from '../kernel/cells/pyramid.ts';
import {readIndex} from '../layers/cells/cell-store.ts';
import {layerIssue} from './issue-of.ts';

/** Less than this is rounding: of the sums, and of the digits coordinates are delivered with. */
const LEAST_M2 = 1;
const LEAST_SHARE = 1e-9;

/**
 * Whether features of an indexed layer overlap each other: their sum is then more than their union,
 * which the index has. Layers with levels in them overlap by nature and are not asked.
 */
export async function findSelfOverlap(
  db: Db,
  versionId: number,
  map: RoleMap,
  areaM2: number,
): Promise<Issue[]> {
  if (map.level !== undefined || map.parent !== undefined) return [];
  const index = await readIndex(db, versionId);
  if (index === null) return [];
  const pyramid = Pyramid.open(index.pyramid);
  const sums = new Float64Array(pyramid.columnCount);
  pyramid.addSums(0, 1, sums, 0);
  const [unionM2, severalClassesM2] = sums as unknown as [number, number];
  const overlapM2 = areaM2 - unionM2;
  if (overlapM2 < Math.max(LEAST_M2, areaM2 * LEAST_SHARE)) return [];

  const [sum, union, less] = [areaM2, unionM2, overlapM2].map((each) => each.toFixed(1));
  const several = severalClassesM2 >= LEAST_M2 ? severalClassesM2.toFixed(1) : null;
  const between = {
    zh: several === null ? '' : `；其中 ${several} m² 同属多个类别`,
    en: several === null ? '' : `; ${several} m² of it belong to several classes`,
  };
  const detail = {
    zh: `要素相互重叠：面积合计 ${sum} m²，实际覆盖 ${union} m²，少 ${less} m²${between.zh}。占用面积不重复计算。`,
    en: `Features overlap each other: together they have ${sum} m², the ground they cover ${union} m², ${less} m² less${between.en}. Coverage counts the ground once.`,
  };
  return [layerIssue('self-overlap', 'warning', detail)];
}
