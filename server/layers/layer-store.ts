import type {Layer, LayerSource, LayerVersion} from '../../contract/layer.ts';
import type {RoleMap} from '../../contract/layer-kind.ts';
import type {LocalText} from '../../contract/local-text.ts';
import type {Db, Queryable} from '../db/db.ts';
import {cellTable} from './cells/cell-store.ts';
import {ident, sql, sqlFile} from '../db/sql.ts';
import {fail} from '../errors.ts';

const layersSql = sqlFile(import.meta.url, './layers.sql');

export interface NewVersion {
  layerId: string;
  kind: string;
  title: LocalText;
  source: LayerSource;
  map: RoleMap;
  attribution: LocalText;
  isInvented: boolean;
  jobId: string | null;
}

/** A version under construction: nobody sees it until `publishVersion`. */
export interface VersionHandle {
  layerId: string;
  version: number;
  versionId: number;
}

/**
 * Begins the next version of a layer, and the layer where it is new.
 * @throws LAYER_KIND_CHANGED when the layer exists with another kind
 */
export async function createVersion(db: Db, draft: NewVersion): Promise<VersionHandle> {
  return db.transaction(async (transaction) => {
    await transaction.query(
      sql`insert into layers (layer_id, kind, title)
          values (${draft.layerId}, ${draft.kind}, ${JSON.stringify(draft.title)})
          on conflict (layer_id) do nothing`,
      'adding a layer',
    );
    const [layer] = await transaction.query<{kind: string}>(
      sql`select kind from layers where layer_id = ${draft.layerId} for update`,
    );
    if (layer!.kind !== draft.kind) {
      throw fail('LAYER_KIND_CHANGED', {
        layerId: draft.layerId,
        kind: layer!.kind,
        seen: draft.kind,
      });
    }
    const [row] = await transaction.query<{version: number; versionId: number}>(
      sql`insert into layer_versions
            (layer_id, version, state, source, map, attribution, is_invented, job_id)
          select ${draft.layerId}::text, coalesce(max(version), 0) + 1, 'loading',
                 ${JSON.stringify(draft.source)}::jsonb, ${JSON.stringify(draft.map)}::jsonb,
                 ${JSON.stringify(draft.attribution)}::jsonb, ${draft.isInvented}::boolean,
                 ${draft.jobId}::text
          from layer_versions where layer_id = ${draft.layerId}::text
          returning version, version_id as "versionId"`,
      'adding a layer version',
    );
    await transaction.query(
      sql`create table ${featureTable(row!.versionId)} partition of features
          for values in (${literal(row!.versionId)})`,
      'making room for features',
    );
    return {layerId: draft.layerId, ...row!};
  });
}

/** What is known of a version once all its features are stored. */
export interface VersionSummary {
  featureCount: number;
  vertexCount: number;
  areaM2: number;
  bbox: number[] | null;
  geometryFamily: 'polygon' | 'line' | 'point' | 'any';
  classes: LayerVersion['classes'];
  attributes: {name: string; type: string}[];
  rejectedCount: number;
  /** The title given with this import replaces the layer's. */
  title: LocalText;
}

/**
 * Writes what is known of a version whose features are all stored. From here on a stop of the
 * process loses nothing: what is missing are the cells, which the next start cuts.
 */
export async function sealVersion(
  db: Queryable,
  {versionId}: VersionHandle,
  summary: VersionSummary,
): Promise<void> {
  await db.query(
    sql`update layer_versions set
          state = 'indexing', title = ${JSON.stringify(summary.title)}::jsonb,
          feature_count = ${summary.featureCount}, vertex_count = ${summary.vertexCount},
          area_m2 = ${summary.areaM2}, bbox = ${summary.bbox},
          geometry_family = ${summary.geometryFamily},
          classes = ${JSON.stringify(summary.classes)},
          attributes = ${JSON.stringify(summary.attributes)},
          rejected_count = ${summary.rejectedCount}
        where version_id = ${versionId}`,
    'sealing a layer version',
  );
}

/** Lets a sealed version be seen and makes it the current one, in one statement. */
export async function publishVersion(db: Queryable, {versionId}: VersionHandle): Promise<void> {
  await db.query(
    sql`with published as (
          update layer_versions set state = 'ready' where version_id = ${versionId}
          returning layer_id, version, title
        )
        update layers l set current_version = p.version, title = p.title
        from published p where l.layer_id = p.layer_id`,
    'publishing a layer version',
  );
}

/** A version whose features are all stored and whose cells are not. */
export interface SealedVersion extends VersionHandle {
  map: RoleMap;
  areaM2: number;
}

/** What a stopped process left between storing and publishing. For the start of the service. */
export async function sealedVersions(db: Db): Promise<SealedVersion[]> {
  return db.query<SealedVersion>(
    sql`select layer_id as "layerId", version, version_id as "versionId", map, area_m2 as "areaM2"
        from layer_versions where state = 'indexing' order by version_id`,
    'looking for versions to finish',
  );
}

/** Takes a version away with everything made from it; its layer too, when it was the only one. */
export async function dropVersion(db: Db, versionId: number): Promise<void> {
  await db.transaction((transaction) => dropVersionIn(transaction, versionId));
}

async function dropVersionIn(transaction: Queryable, versionId: number): Promise<void> {
  await transaction.query(sql`drop table if exists ${featureTable(versionId)}`);
  const sets = await transaction.query<{setId: number}>(
    sql`delete from layer_sets where ${versionId}::integer = any (version_ids)
        returning set_id as "setId"`,
    'dropping the sets of a layer version',
  );
  for (const target of [versionId, ...sets.map((set) => -set.setId)]) {
    await transaction.query(sql`drop table if exists ${cellTable(target)}`);
    await transaction.query(sql`delete from cell_indexes where version_id = ${target}`);
  }
  const [dropped] = await transaction.query<{layerId: string; version: number}>(
    sql`delete from layer_versions where version_id = ${versionId}
        returning layer_id as "layerId", version`,
    'dropping a layer version',
  );
  if (!dropped) return;
  await transaction.query(
    sql`update layers set current_version = (
          select max(version) from layer_versions
          where layer_id = ${dropped.layerId} and state = 'ready')
        where layer_id = ${dropped.layerId} and current_version = ${dropped.version}`,
  );
  await transaction.query(
    sql`delete from layers where layer_id = ${dropped.layerId}
        and not exists (select from layer_versions where layer_id = ${dropped.layerId})`,
  );
}

/** Takes away a layer and all its versions. */
export async function dropLayer(db: Db, layerId: string): Promise<void> {
  await readLayer(db, layerId);
  await db.transaction(async (transaction) => {
    const versions = await transaction.query<{versionId: number}>(
      sql`select version_id as "versionId" from layer_versions where layer_id = ${layerId}`,
    );
    for (const {versionId} of versions) await dropVersionIn(transaction, versionId);
  });
}

/** Makes an older (or newer) ready version the one that an id without `@` means. */
export async function makeCurrent(db: Db, layerId: string, version: number): Promise<void> {
  await resolveLayer(db, `${layerId}@${version}`);
  await db.query(
    sql`update layers set current_version = ${version} where layer_id = ${layerId}`,
    'making a layer version current',
  );
}

/** Drops what a stopped process left unfinished; returns what it was. For the start of the service. */
export async function sweepUnfinished(db: Db): Promise<{layerId: string; version: number}[]> {
  const left = await db.query<VersionHandle>(
    sql`select layer_id as "layerId", version, version_id as "versionId"
        from layer_versions where state = 'loading'`,
    'looking for unfinished imports',
  );
  for (const {versionId} of left) await dropVersion(db, versionId);
  return left;
}

/** All layers with their ready versions, by id. */
export async function listLayers(db: Db): Promise<Layer[]> {
  return db.query<Layer>(layersSql({layerId: null}), 'listing layers');
}

/** @throws LAYER_NOT_FOUND */
export async function readLayer(db: Db, layerId: string): Promise<Layer> {
  const [layer] = await db.query<Layer>(layersSql({layerId}), 'reading a layer');
  if (!layer) throw fail('LAYER_NOT_FOUND', {layerId});
  return layer;
}

/** A ready version, found from `id` (current) or `id@version`. */
export interface ResolvedLayer {
  layerId: string;
  version: number;
  versionId: number;
  kind: string;
  title: LocalText;
  geometryFamily: VersionSummary['geometryFamily'];
  featureCount: number;
  vertexCount: number;
  areaM2: number;
  bbox: number[] | null;
  map: RoleMap;
  attribution: LocalText;
  isInvented: boolean;
  createdAt: string;
}

/** @throws LAYER_NOT_FOUND, LAYER_NOT_READY, LAYER_VERSION_NOT_FOUND */
export async function resolveLayer(db: Queryable, reference: string): Promise<ResolvedLayer> {
  const [layerId, wanted] = reference.split('@') as [string, string | undefined];
  const rows = await db.query<ResolvedLayer & {isCurrent: boolean}>(
    sql`select l.layer_id as "layerId", v.version, v.version_id as "versionId", l.kind, l.title,
               v.geometry_family as "geometryFamily", v.feature_count as "featureCount",
               v.vertex_count as "vertexCount", v.area_m2 as "areaM2", v.bbox, v.map,
               v.attribution, v.is_invented as "isInvented", v.created_at as "createdAt",
               v.version = l.current_version as "isCurrent"
        from layers l left join layer_versions v on v.layer_id = l.layer_id and v.state = 'ready'
        where l.layer_id = ${layerId} order by v.version`,
    'looking up a layer',
  );
  if (rows.length === 0) throw fail('LAYER_NOT_FOUND', {layerId});
  const ready = rows.filter((row) => row.versionId !== null);
  if (ready.length === 0) throw fail('LAYER_NOT_READY', {layerId});
  const found = ready.find((row) =>
    wanted === undefined ? row.isCurrent : row.version === Number(wanted),
  );
  if (!found) {
    const list = ready.map((row) => row.version).join(', ');
    throw fail('LAYER_VERSION_NOT_FOUND', {layerId, version: wanted ?? 'current', ready: list});
  }
  return found;
}

/** Current ready versions of all layers of a kind. */
export async function resolveKind(db: Db, kind: string): Promise<ResolvedLayer[]> {
  const rows = await db.query<{layerId: string}>(
    sql`select layer_id as "layerId" from layers
        where kind = ${kind} and current_version is not null order by layer_id`,
    'listing layers of a kind',
  );
  return Promise.all(rows.map(({layerId}) => resolveLayer(db, layerId)));
}

export function featureTable(versionId: number): ReturnType<typeof ident> {
  return ident(`features_${versionId}`);
}

/** A partition bound cannot be a parameter; a version id is an integer from our own table. */
function literal(versionId: number) {
  if (!Number.isInteger(versionId)) throw new TypeError(`version id ${versionId}`);
  return {text: String(versionId), values: []};
}
