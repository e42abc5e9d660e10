import type {Db} from '../db/db.ts';
import {sql, type Sql} from '../db/sql.ts';
import {STORAGE_CRS, type OfferedCrs} from './crs.ts';

/** Which features of a version, and how they are wanted. */
export interface FeatureQuery {
  versionId: number;
  /** All of them must hold; see `feature-conditions.ts` and `filter/to-sql.ts`. */
  conditions: readonly Sql[];
  crs: OfferedCrs;
  /** False leaves the geometry away. */
  withGeometry: boolean;
}

export interface FeatureRow {
  ordinal: number;
  featureId: string;
  properties: Record<string, unknown>;
  areaM2: number;
  /** GeoJSON text in the CRS asked for, shells counter-clockwise; null without geometry. */
  geometry: string | null;
}

/** Features read at a time; a response of 10 000 is never held as a whole. */
const ROWS_AT_ONCE = 250;
/** Without geometry: a megabyte, and fewer turns in the queue of an engine with one connection. */
const PLAIN_ROWS_AT_ONCE = 2000;

/** Number of features the conditions leave. */
export async function countFeatures(
  db: Db,
  {versionId, conditions}: Pick<FeatureQuery, 'versionId' | 'conditions'>,
): Promise<number> {
  const [row] = await db.query<{n: number}>(
    sql`select count(*) as n from features where version_id = ${versionId} ${and(conditions)}`,
    'counting features',
  );
  return row!.n;
}

/**
 * Reads features in the order of the layer, in pages of their own size.
 * @param range `after` the feature with this ordinal, `offset` of them passed over, `limit` at most
 */
export async function* readFeatures(
  db: Db,
  query: FeatureQuery,
  range: {after: number; offset: number; limit: number},
): AsyncGenerator<FeatureRow[]> {
  const most = query.withGeometry ? ROWS_AT_ONCE : PLAIN_ROWS_AT_ONCE;
  let {after, offset} = range;
  let left = range.limit;
  while (left > 0) {
    const wanted = Math.min(left, most);
    const rows = await readPage(db, query, after, offset, wanted);
    if (rows.length > 0) yield rows;
    if (rows.length < wanted) return;
    left -= rows.length;
    offset = 0;
    after = rows.at(-1)!.ordinal;
  }
}

/** One feature by its id; null when there is none. */
export async function readFeature(
  db: Db,
  query: Omit<FeatureQuery, 'conditions'>,
  featureId: string,
): Promise<FeatureRow | null> {
  const byId = {...query, conditions: [sql`feature_id = ${featureId}`]};
  const [row] = await readPage(db, byId, -1, 0, 1);
  return row ?? null;
}

function readPage(
  db: Db,
  {versionId, conditions, crs, withGeometry}: FeatureQuery,
  after: number,
  offset: number,
  limit: number,
): Promise<FeatureRow[]> {
  return db.query<FeatureRow>(
    sql`select ordinal, feature_id as "featureId", properties, area_m2 as "areaM2",
               ${withGeometry ? geometryColumn(crs) : sql`null`} as geometry
        from features
        where version_id = ${versionId} and ordinal > ${after} ${and(conditions)}
        order by ordinal offset ${offset} limit ${limit}`,
    'reading features',
  );
}

/**
 * Degrees come with 15 decimals, which is the stored number itself beyond ±1° (a double has no more
 * there), so that a client can snap to it; metres with 6.
 */
function geometryColumn({srid, isGeographic, isNorthFirst}: OfferedCrs): Sql {
  const placed = srid === STORAGE_CRS.srid ? sql`geom` : sql`st_transform(geom, ${srid}::integer)`;
  const turned = sql`st_forcepolygonccw(${placed})`;
  const ordered = isNorthFirst ? sql`st_flipcoordinates(${turned})` : turned;
  return sql`st_asgeojson(${ordered}, ${isGeographic ? 15 : 6}::integer, 0)`;
}

function and(conditions: readonly Sql[]): Sql {
  return conditions.reduce((all, condition) => sql`${all} and ${condition}`, sql``);
}
