import type {BasinLinkageInputs} from '../../../contract/basin-linkage.ts';
import type {Db} from '../../db/db.ts';
import {sql} from '../../db/sql.ts';
import {fail} from '../../errors.ts';
import type {LonLatLines} from '../../kernel/line-passages.ts';
import {planBatches} from '../../layers/read-batches.ts';
import type {ResolvedLayer} from '../../layers/layer-store.ts';

/** A feature of a rivers layer. */
export interface RiverFeature {
  code: string;
  name: string | null;
  nameEn: string | null;
  /** What tells rivers apart: an attribute `river`, else the name; null where neither is known. */
  river: string | null;
  downstream: string | null;
  flowM3PerS: number | null;
}

/** Rivers with their lines, each drawn from its first vertex on. */
export interface Rivers {
  layer: ResolvedLayer;
  features: RiverFeature[];
  lines: LonLatLines;
  /** By line: the feature it is a part of. */
  featureOf: number[];
}

/** International foot: exact since 1959. */
const M3_PER_FT3 = 0.3048 ** 3;
const DEFAULT_FLOW = {attribute: 'flow_m3s', unit: 'm3/s'} as const;
const BATCH_VERTICES = 500_000;

/** Reads a layer of rivers. @throws INPUT_INVALID when it holds no lines or has no flow as named */
export async function readRivers(
  db: Db,
  layer: ResolvedLayer,
  flow: BasinLinkageInputs['flow'],
): Promise<Rivers> {
  if (layer.geometryFamily !== 'line') {
    throw fail('INPUT_INVALID', {
      reason: {
        zh: `输入“rivers”为 ${layer.layerId}，其要素为 ${layer.geometryFamily}；应为线。`,
        en: `Input "rivers" names ${layer.layerId}, a layer of ${layer.geometryFamily} features; expected lines.`,
      },
    });
  }
  const {attribute, unit} = flow ?? DEFAULT_FLOW;
  const features: RiverFeature[] = [];
  const featureOf: number[] = [];
  const parts: Float64Array[] = [];
  for (const {first, last} of await planBatches(db, layer.versionId, BATCH_VERTICES)) {
    const rows = await db.query<Omit<RiverFeature, 'flowM3PerS'> & {flow: string; wkb: Uint8Array}>(
      sql`select feature_id as code, name, name_en as "nameEn", downstream,
                 coalesce(properties ->> 'river', name) as river,
                 properties ->> ${attribute}::text as flow, st_asbinary(geom, 'NDR') as wkb
          from features
          where version_id = ${layer.versionId} and ordinal between ${first} and ${last}
          order by ordinal`,
      'reading rivers',
    );
    for (const {wkb, flow: given, ...row} of rows) {
      const value = given === null || given.trim() === '' ? NaN : Number(given);
      const flowM3PerS = Number.isFinite(value)
        ? value * (unit === 'ft3/s' ? M3_PER_FT3 : 1)
        : null;
      for (const line of linesOfWkb(wkb)) {
        parts.push(line);
        featureOf.push(features.length);
      }
      features.push({...row, flowM3PerS});
    }
  }
  if (flow && features.every(({flowM3PerS}) => flowM3PerS === null)) {
    throw fail('INPUT_INVALID', {
      reason: {
        zh: `输入“flow”为字段“${attribute}”，但 ${layer.layerId} 没有河流在此字段有数值。GET /api/collections/${layer.layerId}/queryables 列出其字段。`,
        en: `Input "flow" names the attribute "${attribute}", but no river of ${layer.layerId} has a number there. GET /api/collections/${layer.layerId}/queryables lists its attributes.`,
      },
    });
  }
  return {layer, features, featureOf, lines: layOut(parts)};
}

function layOut(parts: readonly Float64Array[]): LonLatLines {
  const starts = new Uint32Array(parts.length + 1);
  parts.forEach((part, i) => (starts[i + 1] = starts[i]! + part.length / 2));
  const lonLat = new Float64Array(2 * starts[parts.length]!);
  parts.forEach((part, i) => lonLat.set(part, 2 * starts[i]!));
  return {lonLat, starts};
}

const LINE = 2;
const MULTI_LINE = 5;

/** The parts of a little-endian WKB line, lon, lat, lon, lat …; other geometries give none. */
function linesOfWkb(wkb: Uint8Array): Float64Array[] {
  const view = new DataView(wkb.buffer, wkb.byteOffset, wkb.byteLength);
  const type = view.getUint32(1, true);
  const lines: Float64Array[] = [];
  let at = type === MULTI_LINE ? 9 : 0;
  let left = type === MULTI_LINE ? view.getUint32(5, true) : type === LINE ? 1 : 0;
  for (; left > 0; left--) {
    const line = new Float64Array(2 * view.getUint32(at + 5, true));
    at += 9;
    for (let i = 0; i < line.length; i++, at += 8) line[i] = view.getFloat64(at, true);
    if (line.length >= 4) lines.push(line);
  }
  return lines;
}
