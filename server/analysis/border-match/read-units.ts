import type {BorderUnit} from '../../../contract/border-match.ts';
import type {Db} from '../../db/db.ts';
import {sql} from '../../db/sql.ts';
import {fail} from '../../errors.ts';
import type {ResolvedLayer} from '../../layers/layer-store.ts';
import {batchOrdinals} from './read-features.ts';

/** Units of one level, by code, with their geometry as WKB in degrees. */
export interface UnitsToMatch {
  units: BorderUnit[];
  wkbs: Uint8Array[];
  /** Codes that a later layer repeats; the first counts. */
  repeated: {unit: number; layer: string}[];
  /** Features of no level in layers of which one level was asked for; they are left out. */
  withoutLevel: {layer: string; featureIds: string[]}[];
}

type UnitRow = Omit<BorderUnit, 'layer'> & {wkb: Uint8Array};

/**
 * Reads the units of a level from one layer or several.
 * @throws INPUT_INVALID when a layer has several levels and none is named, or not the one named
 */
export async function readUnits(
  db: Db,
  layers: readonly ResolvedLayer[],
  level: string | undefined,
): Promise<UnitsToMatch> {
  const read: {unit: BorderUnit; wkb: Uint8Array}[] = [];
  const withoutLevel: UnitsToMatch['withoutLevel'] = [];
  for (const layer of layers) {
    const own = await chooseLevel(db, layer, level);
    const featureIds = own === null ? [] : await readWithoutLevel(db, layer);
    if (featureIds.length > 0) withoutLevel.push({layer: layer.layerId, featureIds});
    for await (const {wkb, ...unit} of readLevel(db, layer, own)) {
      read.push({unit: {...unit, layer: layer.layerId}, wkb});
    }
  }
  // a stable sort: of units with one code that of the layer named first comes first
  read.sort((a, b) => (a.unit.code < b.unit.code ? -1 : a.unit.code > b.unit.code ? 1 : 0));
  const units: BorderUnit[] = [];
  const wkbs: Uint8Array[] = [];
  const repeated: UnitsToMatch['repeated'] = [];
  for (const {unit, wkb} of read) {
    const last = units.at(-1);
    if (last?.code === unit.code && last.layer !== unit.layer) {
      repeated.push({unit: units.length - 1, layer: unit.layer});
      continue;
    }
    units.push(unit);
    wkbs.push(wkb);
  }
  return {units, wkbs, repeated, withoutLevel};
}

async function readWithoutLevel(db: Db, {versionId}: ResolvedLayer): Promise<string[]> {
  const rows = await db.query<{id: string}>(
    sql`select feature_id as id from features
        where version_id = ${versionId} and level is null order by ordinal`,
    'listing units without a level',
  );
  return rows.map(({id}) => id);
}

async function* readLevel(
  db: Db,
  {versionId, map}: ResolvedLayer,
  level: string | null,
): AsyncGenerator<UnitRow> {
  const sizes = await db.query<{ordinal: number; bytes: number}>(
    sql`select ordinal, pg_column_size(geom) as bytes from features
        where version_id = ${versionId} and (${level}::text is null or level = ${level}::text)
        order by ordinal`,
    'listing units',
  );
  for (const batch of batchOrdinals(sizes)) {
    yield* await db.query<UnitRow>(
      sql`select feature_id as "featureId", name, name_en as "nameEn",
                 coalesce(properties ->> ${map.code ?? null}::text, feature_id) as code,
                 st_asbinary(geom, 'NDR') as wkb
          from features
          where version_id = ${versionId} and ordinal = any (${batch}::integer[])
          order by ordinal`,
      'reading units',
    );
  }
}

/** The level to read of a layer; null for all of it. */
async function chooseLevel(
  db: Db,
  {layerId, versionId}: ResolvedLayer,
  wanted: string | undefined,
): Promise<string | null> {
  const rows = await db.query<{level: string | null}>(
    sql`select distinct level from features where version_id = ${versionId} order by 1`,
    'reading the levels of units',
  );
  const levels = rows.map((row) => row.level).filter((level) => level !== null);
  // a layer without levels holds units of one
  if (levels.length === 0) return null;
  const known = levels.join(', ');
  if (wanted === undefined) {
    if (levels.length === 1) return null;
    throw fail('INPUT_INVALID', {
      reason: {
        zh: `图层“${layerId}”有多个级别的行政区：${known}。请在 unitLevel 中指定一个。`,
        en: `Layer "${layerId}" holds units of several levels: ${known}. Name one in unitLevel.`,
      },
    });
  }
  if (levels.includes(wanted)) return wanted;
  throw fail('INPUT_INVALID', {
    reason: {
      zh: `图层“${layerId}”没有“${wanted}”级的行政区。已有：${known}。`,
      en: `Layer "${layerId}" has no units of level "${wanted}". It has: ${known}.`,
    },
  });
}
