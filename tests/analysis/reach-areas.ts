import type {BasinLinkage, ReachOutline, ReachSide} from '../../contract/basin-linkage.ts';
import {multiPolygonAreaM2} from '../../server/kernel/area.ts';
import {toLegalMultiPolygon} from '../../server/kernel/densify.ts';
import type {MultiPolygon} from '../../server/kernel/geometry.ts';

/** What the outline of one side shows, measured where it was cut. */
export function outlineAreasM2(
  {graph, basins}: BasinLinkage,
  outline: Pick<ReachOutline[number], 'units' | 'basins' | 'rest'>,
): number {
  const whole =
    outline.units.reduce((sum, at) => sum + graph.units[at]!.areaM2, 0) +
    outline.basins.reduce((sum, at) => sum + basins[at]!.areaM2, 0);
  if (outline.rest === null) return whole;
  return whole + multiPolygonAreaM2(toLegalMultiPolygon(outline.rest.coordinates as MultiPolygon));
}

/** What the cells of each side hold, each cell on one side only. */
export function sideAreasM2({cells, reach}: BasinLinkage): Record<ReachSide, number> {
  const [own, up, down] = [reach!.cells, reach!.upstream.cells, reach!.downstream.cells].map(
    (each) => new Set(each),
  );
  const sums = {place: 0, upstream: 0, downstream: 0, both: 0};
  cells.forEach(({areaM2}, at) => {
    if (own!.has(at)) sums.place += areaM2;
    else if (up!.has(at)) sums[down!.has(at) ? 'both' : 'upstream'] += areaM2;
    else if (down!.has(at)) sums.downstream += areaM2;
  });
  return sums;
}
