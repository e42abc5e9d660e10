import type {ReachOutline, ReachSide} from '../../../contract/basin-linkage.ts';
import {sql, type Sql} from '../../db/sql.ts';
import type {MultiPolygon} from '../../kernel/geometry.ts';
import {polygonsOfWkb} from '../../kernel/wkb.ts';
import type {MeasuredCell} from '../basin-matrix.ts';
import type {Hierarchy} from '../hierarchy.ts';
import type {AnalysisContext} from '../process.ts';
import {coverCells, type SideCover} from './cover-cells.ts';

/** Short statements, so that the embedded engine answers others between them. */
const CUTS_AT_ONCE = 40;
/** Seven decimals of a degree are a centimetre: below a pixel at every zoom. */
const DECIMALS = 1e7;

interface ReachedCells {
  place: readonly number[];
  upstream: readonly number[];
  downstream: readonly number[];
}

/**
 * What of the ground counts, ready to be drawn: units and basins of which all does, and the outline of
 * all other cells, cut from the features as they are stored. Edges are straight in longitude and
 * latitude on both sides, so nothing is lost by cutting there; for measuring it would be.
 */
export async function outlineReach(
  context: AnalysisContext,
  reached: ReachedCells,
  cells: readonly MeasuredCell[],
  units: Hierarchy,
  basins: Hierarchy,
): Promise<ReachOutline> {
  const covers = coverCells(sidesOf(reached, cells.length), cells, {
    units: units.members.map(({areaM2}) => areaM2),
    basins: basins.members.map(({areaM2}) => areaM2),
  });
  const cutCount = covers.reduce((sum, {cells: cut}) => sum + cut.length, 0);
  let done = 0;
  const outline: ReachOutline = [];
  for (const cover of covers) {
    const cut = await cutCells(context, cover, cells, units, basins, (count) => {
      done += count;
      const share = cutCount === 0 ? 1 : done / cutCount;
      context.progress(0.97 + 0.03 * share, {zh: '勾绘计入的单元', en: 'outlining cells'});
    });
    outline.push({side: cover.side, units: cover.units, basins: cover.basins, rest: cut});
  }
  return outline;
}

/** The side of each cell; null for cells that do not count. */
function sidesOf({place, upstream, downstream}: ReachedCells, count: number): (ReachSide | null)[] {
  const sides = Array.from({length: count}, (): ReachSide | null => null);
  for (const cell of upstream) sides[cell] = 'upstream';
  for (const cell of downstream) sides[cell] = sides[cell] === null ? 'downstream' : 'both';
  for (const cell of place) sides[cell] = 'place';
  return sides;
}

async function cutCells(
  {db, signal}: AnalysisContext,
  cover: SideCover,
  cells: readonly MeasuredCell[],
  units: Hierarchy,
  basins: Hierarchy,
  onCut: (count: number) => void,
): Promise<ReachOutline[number]['rest']> {
  const pairs = cover.cells.flatMap((cell) => {
    const {unit, basin} = cells[cell]!;
    return units.members[unit]!.features.flatMap((u) =>
      basins.members[basin]!.features.map((b) => ({
        cell,
        unit: units.features[u]!.code,
        basin: basins.features[b]!.code,
      })),
    );
  });
  if (pairs.length === 0) return null;
  const coordinates: MultiPolygon = [];
  // a statement that cuts many basins by one unit reads the unit once
  pairs.sort((a, b) => (a.unit < b.unit ? -1 : a.unit > b.unit ? 1 : a.cell - b.cell));
  for (let from = 0; from < pairs.length; from += CUTS_AT_ONCE) {
    signal.throwIfAborted();
    const some = pairs.slice(from, from + CUTS_AT_ONCE);
    const rows = await cutPairs(db, units.layer.versionId, basins.layer.versionId, some);
    for (const {wkb} of rows) coordinates.push(...polygonsOfWkb(wkb).map(round));
    onCut(new Set(some.map(({cell}) => cell)).size);
  }
  return {type: 'MultiPolygon', coordinates: coordinates.filter((polygon) => polygon.length > 0)};
}

/**
 * Cuts each unit to the box of the basin first: a basin has tens to hundreds of vertices, a province
 * a hundred thousand.
 */
async function cutPairs(
  db: AnalysisContext['db'],
  unitsVersion: number,
  basinsVersion: number,
  pairs: readonly {unit: string; basin: string}[],
): Promise<{wkb: Uint8Array}[]> {
  const query = (wrap: (geometry: Sql) => Sql, snap: number) => sql`
    select st_asbinary(st_collectionextract(st_intersection(
             ${wrap(sql`st_clipbybox2d(u.geom, st_expand(b.geom, 1e-6))`)},
             ${wrap(sql`b.geom`)}, ${snap}::double precision), 3), 'NDR') as wkb
    from unnest(${pairs.map(({unit}) => unit)}::text[], ${pairs.map(({basin}) => basin)}::text[])
      as pair (unit, basin)
    join features u on u.version_id = ${unitsVersion} and u.feature_id = pair.unit
    join features b on b.version_id = ${basinsVersion} and b.feature_id = pair.basin
    where u.geom && b.geom`;
  const asIs = (geometry: Sql) => geometry;
  // as in cutting members: on the embedded engine the own fall-back of GEOS is lost
  const mended = (geometry: Sql) => sql`st_makevalid(${geometry})`;
  return db
    .query<{wkb: Uint8Array}>(query(asIs, -1), 'outlining cells')
    .catch(() => db.query<{wkb: Uint8Array}>(query(mended, 1e-11), 'outlining cells'));
}

function round(polygon: MultiPolygon[number]): MultiPolygon[number] {
  return polygon.map((ring) =>
    ring.map(([lon, lat]) => [
      Math.round(lon * DECIMALS) / DECIMALS,
      Math.round(lat * DECIMALS) / DECIMALS,
    ]),
  );
}
