import type {Db} from '../../db/db.ts';
import {sql, type Sql} from '../../db/sql.ts';
import {multiPolygonAreaM2} from '../../kernel/area.ts';
import {toLegalMultiPolygon} from '../../kernel/densify.ts';
import type {MultiPolygon} from '../../kernel/geometry.ts';
import {fromLegalPlane} from '../../kernel/legal-plane.ts';
import {polygonsOfWkb, wkbOfPolygons} from '../../kernel/wkb.ts';

/**
 * Ground laid out in the legal plane, where it is cut. Cutting in longitude and latitude would put
 * new vertices on edges that are still to be densified, each up to 1 cm beside the chord, and parts
 * would sum to the whole only to 1e-7.
 */
export interface PlaneGround {
  multiPolygon: MultiPolygon;
  areaM2: number;
  bbox: [west: number, south: number, east: number, north: number];
}

/** What rounding leaves along borders that are the same: no ground of its own. */
export const ROUNDING_M2 = 0.01;

export function layOut(lonLat: MultiPolygon): PlaneGround {
  return groundOf(toLegalMultiPolygon(lonLat));
}

/** Back to longitude and latitude, for measuring; its edges are short enough to stay as they are. */
export function toLonLat({multiPolygon}: PlaneGround): MultiPolygon {
  return multiPolygon.map((polygon) =>
    polygon.map((ring) => ring.map(([x, y]) => fromLegalPlane(x, y))),
  );
}

export function bboxesMiss(a: PlaneGround, b: PlaneGround): boolean {
  return (
    a.bbox[0] > b.bbox[2] || b.bbox[0] > a.bbox[2] || a.bbox[1] > b.bbox[3] || b.bbox[1] > a.bbox[3]
  );
}

/** What a ground shares with each of others. */
export async function intersections(
  db: Db,
  ground: PlaneGround,
  others: readonly PlaneGround[],
): Promise<PlaneGround[]> {
  if (others.length === 0) return [];
  const cut = (a: Sql, b: Sql, snap: number) =>
    sql`st_intersection(${a}, ${b}, ${snap}::double precision)`;
  const rows = await ask(
    db,
    (wrap, snap) => sql`
      select st_asbinary(st_collectionextract(
               ${cut(wrap(sql`${hexOf(ground)}::geometry`), wrap(sql`o.wkb::geometry`), snap)}, 3), 'NDR') as wkb
      from unnest(${others.map(hexOf)}::text[]) with ordinality as o (wkb, ordinal)
      order by o.ordinal`,
    'cutting ground by other ground',
  );
  return rows.map(groundOf);
}

/** What is left of a ground without others. */
export async function difference(
  db: Db,
  ground: PlaneGround,
  others: readonly PlaneGround[],
): Promise<PlaneGround> {
  const near = others.filter((other) => !bboxesMiss(ground, other));
  if (near.length === 0) return ground;
  const [left] = await ask(
    db,
    (wrap, snap) => sql`
      select st_asbinary(st_collectionextract(
               st_difference(${wrap(sql`${hexOf(ground)}::geometry`)},
                             st_union(${wrap(sql`o.wkb::geometry`)}, ${snap}::double precision),
                             ${snap}::double precision), 3), 'NDR') as wkb
      from unnest(${near.map(hexOf)}::text[]) as o (wkb)`,
    'taking ground away from other ground',
  );
  return groundOf(left!);
}

/** Several grounds dissolved into one. */
export async function union(db: Db, grounds: readonly PlaneGround[]): Promise<PlaneGround> {
  if (grounds.length === 1) return grounds[0]!;
  const [whole] = await ask(
    db,
    (wrap, snap) => sql`
      select st_asbinary(st_collectionextract(
               st_union(${wrap(sql`o.wkb::geometry`)}, ${snap}::double precision), 3), 'NDR') as wkb
      from unnest(${grounds.map(hexOf)}::text[]) as o (wkb)`,
    'dissolving ground',
  );
  return groundOf(whole!);
}

/** 1 µm: far below what coordinates mean, far above their rounding in the plane. */
const SNAP_M = 1e-6;

/**
 * Asks GEOS without snapping, and where it cannot, of mended ground on a grid: on the embedded engine
 * its own fall-back to snapping is lost with its swallowed exceptions.
 */
async function ask(
  db: Db,
  query: (wrap: (geometry: Sql) => Sql, snap: number) => Sql,
  doing: string,
): Promise<MultiPolygon[]> {
  const asIs = (geometry: Sql) => geometry;
  const mended = (geometry: Sql) => sql`st_makevalid(${geometry})`;
  const rows = await db
    .query<{wkb: Uint8Array}>(query(asIs, -1), doing)
    .catch(() => db.query<{wkb: Uint8Array}>(query(mended, SNAP_M), doing));
  return rows.map(({wkb}) => polygonsOfWkb(wkb).filter((polygon) => polygon.length > 0));
}

function groundOf(multiPolygon: MultiPolygon): PlaneGround {
  const bbox: PlaneGround['bbox'] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [shell = []] of multiPolygon) {
    for (const [x, y] of shell) {
      bbox[0] = Math.min(bbox[0], x);
      bbox[1] = Math.min(bbox[1], y);
      bbox[2] = Math.max(bbox[2], x);
      bbox[3] = Math.max(bbox[3], y);
    }
  }
  return {multiPolygon, areaM2: multiPolygonAreaM2(multiPolygon), bbox};
}

function hexOf({multiPolygon}: PlaneGround): string {
  const {buffer, byteOffset, byteLength} = wkbOfPolygons(multiPolygon);
  return Buffer.from(buffer, byteOffset, byteLength).toString('hex');
}
