import type {BasinIssue} from '../../contract/basin-level.ts';
import {numberInBoth} from '../../contract/format-number.ts';
import {detailIn} from '../../contract/local-text.ts';
import {Pyramid} from '../kernel/cells/pyramid.ts';
import {ROUNDING_M2} from '../kernel/cells/area-matrix.ts';
import {readIndex} from '../layers/cells/cell-store.ts';
import type {Hierarchy} from './hierarchy.ts';
import type {AnalysisContext} from './process.ts';

/** One piece of ground in a unit and a basin, by their positions among the members. */
export interface MeasuredCell {
  unit: number;
  basin: number;
  areaM2: number;
}

/**
 * Features of one level that share more than this overlap: 1 m² is below the rounding of coordinates
 * along any border, and a share of 1e-9 below that of the sums.
 */
const LEAST_OVERLAP_M2 = 1;
const LEAST_OVERLAP_SHARE = 1e-9;

/**
 * Measures members of two hierarchies against each other in one cell join of their layers; cells in
 * the order of units, then basins.
 */
export async function measureCells(
  {measuring, progress, signal}: AnalysisContext,
  units: Hierarchy,
  basins: Hierarchy,
): Promise<MeasuredCell[]> {
  const {matrix} = await measuring.measureLayers(units.layer, basins.layer, true, {
    signal,
    progress: (share) => progress(share * 0.7, {zh: '逐网格单元量算', en: 'measuring cells'}),
  });
  const {rows, columns, areasM2} = matrix.pack(ROUNDING_M2);
  const width = basins.members.length;
  const sums = new Map<number, number>();
  for (let i = 0; i < rows.length; i++) {
    const unit = units.memberOf[rows[i]!]!;
    const basin = basins.memberOf[columns[i]!]!;
    if (unit < 0 || basin < 0) continue;
    const key = unit * width + basin;
    sums.set(key, (sums.get(key) ?? 0) + areasM2[i]!);
  }
  return [...sums]
    .sort(([a], [b]) => a - b)
    .map(([key, areaM2]) => ({unit: Math.floor(key / width), basin: key % width, areaM2}));
}

/** Which units or basins of the two levels lie on the same ground: an issue for each pair, largest first. */
export async function findOverlaps(
  context: AnalysisContext,
  units: Hierarchy,
  basins: Hierarchy,
): Promise<BasinIssue[]> {
  const say = (share: number) =>
    context.progress(share, {zh: '检查重叠', en: 'looking for overlaps'});
  return [
    ...(await overlapsOf(context, units, 'units-overlap', (share) => say(0.7 + 0.05 * share))),
    ...(await overlapsOf(context, basins, 'basins-overlap', (share) => say(0.75 + 0.05 * share))),
  ];
}

async function overlapsOf(
  {db, measuring, signal}: AnalysisContext,
  hierarchy: Hierarchy,
  rule: 'units-overlap' | 'basins-overlap',
  progress: (share: number) => void,
): Promise<BasinIssue[]> {
  const {layer, features, members, memberOf} = hierarchy;
  if (hierarchy.isSingleLevel) {
    // the index knows the union: most layers are done here
    const index = await readIndex(db, layer.versionId);
    const sums = index === null ? null : unionOf(index.pyramid);
    const areaM2 = features.reduce((sum, feature) => sum + feature.areaM2, 0);
    if (sums !== null && areaM2 - sums < leastOverlap(areaM2)) return [];
  }
  const {matrix} = await measuring.measureLayers(layer, layer, true, {signal, progress});
  const {rows, columns, areasM2} = matrix.pack(ROUNDING_M2);
  const pairs = new Map<number, number>();
  for (let i = 0; i < rows.length; i++) {
    if (rows[i]! >= columns[i]!) continue;
    const [a, b] = [memberOf[rows[i]!]!, memberOf[columns[i]!]!].sort((x, y) => x - y);
    if (a! < 0) continue;
    const key = a! * members.length + b!;
    pairs.set(key, (pairs.get(key) ?? 0) + areasM2[i]!);
  }
  return [...pairs]
    .map(([key, areaM2]) => ({
      area: numberInBoth(areaM2, 1),
      a: members[Math.floor(key / members.length)]!,
      b: members[key % members.length]!,
      areaM2,
    }))
    .filter(({a, b, areaM2}) => areaM2 >= leastOverlap(Math.min(a.areaM2, b.areaM2)))
    .sort((x, y) => y.areaM2 - x.areaM2)
    .map(({a, b, areaM2, area}) => ({
      rule,
      severity: 'error',
      featureIds: [a.code, b.code],
      areaM2,
      ...detailIn({
        zh: `${hierarchy.level} 级的 ${a.code} 与 ${b.code} 重叠 ${area.zh} m²；不应有重叠，各部分才能合计一致。重叠部分在两者中均计入。请更正图层。`,
        en: `${a.code} and ${b.code} of level ${hierarchy.level} overlap by ${area.en} m²; expected none, so that parts add up. That ground counts for both. Correct the layer.`,
      }),
    }));
}

function leastOverlap(areaM2: number): number {
  return Math.max(LEAST_OVERLAP_M2, areaM2 * LEAST_OVERLAP_SHARE);
}

function unionOf(bytes: Parameters<typeof Pyramid.open>[0]): number {
  const pyramid = Pyramid.open(bytes);
  const sums = new Float64Array(pyramid.columnCount);
  pyramid.addSums(0, 1, sums, 0);
  return sums[0]!;
}
