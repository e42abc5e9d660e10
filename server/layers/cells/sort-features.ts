import type {Db} from '../../db/db.ts';
import {sql, sqlFile, whole} from '../../db/sql.ts';
import type {CuttingThread} from './cutting-threads.ts';

const planSql = sqlFile(import.meta.url, './plan-pages.sql');

/** Features of one or several versions to be cut together, grouped by their class or their layer. */
export interface FeaturesToIndex {
  /** What the cells are stored under: the version's id, or minus that of a set of them. */
  target: number;
  versionIds: number[];
  groupedBy: 'class' | 'layer';
}

/** Geometry read at a time, as stored: some 200 000 vertices. */
const PAGE_BYTES = 3 * 1024 ** 2;

/**
 * Names of the groups, by group index. They follow the order of the names, so that the same data gives
 * the same bytes.
 */
export async function readGroups(
  db: Db,
  {versionIds, groupedBy}: FeaturesToIndex,
): Promise<(string | null)[]> {
  const names =
    groupedBy === 'class'
      ? sql`select distinct class collate "C" as name from features
            where version_id = any (${versionIds}::integer[]) order by 1`
      : sql`select (layer_id || '@' || version) collate "C" as name from layer_versions
            where version_id = any (${versionIds}::integer[]) order by 1`;
  const rows = await db.query<{name: string | null}>(names, 'reading the classes of a version');
  return rows.map((row) => row.name);
}

/** Sorts all features into buckets, held by the threads; returns how many there were. */
export async function sortFeatures(
  db: Db,
  what: FeaturesToIndex,
  classes: (string | null)[],
  threads: CuttingThread[],
  report: (share: number) => void,
): Promise<number> {
  const pages = await planPages(db, what, classes);
  const busy = new Set<Promise<unknown>>();
  let turn = 0;
  let featureCount = 0;
  for (const {versionId, first, last, classIndex, featureCount: count} of pages) {
    const rows = await db.copyOut(
      sql`select class, st_asbinary(geom, 'NDR') from features
          where version_id = ${whole(versionId)}
            and ordinal between ${whole(first)} and ${whole(last)}
          order by ordinal`,
      'reading features to cut',
    );
    // two pages a thread on the way: one being read, one being sorted
    if (busy.size >= 2 * threads.length) await Promise.race(busy);
    const features = {rows, firstFeature: featureCount, classes, classIndex};
    const sorted = threads[turn++ % threads.length]!.ask('sort', features, [
      rows.buffer as ArrayBuffer,
    ]).finally(() => busy.delete(sorted));
    busy.add(sorted);
    featureCount += count;
    report(turn / pages.length);
  }
  await Promise.all(busy);
  return featureCount;
}

interface Page {
  versionId: number;
  first: number;
  last: number;
  featureCount: number;
  /** Of all its features, where they are grouped by layer. */
  classIndex: number | null;
}

async function planPages(
  db: Db,
  {versionIds, groupedBy}: FeaturesToIndex,
  classes: (string | null)[],
): Promise<Page[]> {
  const layers = await db.query<{versionId: number; name: string}>(
    sql`select version_id as "versionId", layer_id || '@' || version as name from layer_versions
        where version_id = any (${versionIds}::integer[]) order by version_id`,
  );
  const pages: Page[] = [];
  for (const {versionId, name} of layers) {
    const classIndex = groupedBy === 'layer' ? classes.indexOf(name) : null;
    const runs = await db.query<Omit<Page, 'versionId' | 'classIndex'>>(
      planSql({versionId, bytes: PAGE_BYTES}),
      'dividing a layer into pages',
    );
    pages.push(...runs.map((run) => ({...run, versionId, classIndex})));
  }
  return pages;
}
