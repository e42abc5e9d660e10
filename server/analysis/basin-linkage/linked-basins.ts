import type {LinkedBasin} from '../../../contract/basin-linkage.ts';
import type {Hierarchy} from '../hierarchy.ts';
import type {CellForest} from './cell-forest.ts';
import {drainedAreas, upstreamFirst, type DownstreamLinks} from './downstream-links.ts';

/** The basins of a level with what is upstream of each and how far down its water goes. */
export function linkBasins(
  {members}: Hierarchy,
  {downstream, end}: DownstreamLinks,
  {mouthUnit, mouthBasis}: CellForest,
): LinkedBasin[] {
  const drainedM2 = drainedAreas(
    downstream,
    members.map(({areaM2}) => areaM2),
  );
  const steps = stepsDown(downstream, end);
  return members.map(({code, name, nameEn, areaM2}, i) => {
    const isKnown = end[i] !== 'cycle' && end[i] !== 'unknown';
    return {
      code,
      name,
      nameEn,
      areaM2,
      downstream: downstream[i]! < 0 ? null : downstream[i]!,
      end: end[i]!,
      upstreamM2: isKnown ? drainedM2[i]! : null,
      stepsToMouth: steps[i]! < 0 ? null : steps[i]!,
      mouthUnit: mouthUnit[i]! < 0 ? null : mouthUnit[i]!,
      mouthBasis: mouthBasis[i]!,
    };
  });
}

/** Links to the last basin; −1 for circles, for what drains into one, and where nothing is known. */
function stepsDown(downstream: Int32Array, end: readonly LinkedBasin['end'][]): Int32Array {
  const steps = new Int32Array(downstream.length).fill(-1);
  for (const basin of upstreamFirst(downstream).toReversed()) {
    const to = downstream[basin]!;
    if (to >= 0) steps[basin] = steps[to]! < 0 ? -1 : steps[to]! + 1;
    else steps[basin] = end[basin] === 'cycle' || end[basin] === 'unknown' ? -1 : 0;
  }
  return steps;
}
