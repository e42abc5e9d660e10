import {geometryReason} from '../../contract/geometry-reason.ts';
import type {Issue} from '../../contract/issue.ts';
import type {LocalText} from '../../contract/local-text.ts';
import type {Db} from '../db/db.ts';
import {DatabaseError} from '../db/db.ts';
import {sqlFile} from '../db/sql.ts';
import {multiPolygonAreaM2} from '../kernel/area.ts';
import {toLegalMultiPolygon} from '../kernel/densify.ts';
import {polygonsOfWkb} from '../kernel/wkb.ts';
import type {Finding} from './checks/check.ts';
import {sliver} from './checks/sliver.ts';
import {issueOf} from './issue-of.ts';
import type {PreparedFeature} from './prepare-feature.ts';

const findInvalidSql = sqlFile(import.meta.url, './find-invalid.sql');
const mendGeometrySql = sqlFile(import.meta.url, './mend-geometry.sql');

/** What became of a batch: what can be stored, what was found, and how many were mended or lost. */
export interface Mended {
  features: PreparedFeature[];
  issues: Issue[];
  repairedCount: number;
  rejectedCount: number;
  /** Whether an issue found before tells of a shape that was not valid, and so means nothing. */
  isOutdated(issue: Issue): boolean;
}

/**
 * Asks PostGIS which features are valid and mends those that are not. GEOS runs in plain selects
 * only, and a geometry it cannot judge is rejected alone, not with its batch.
 */
export async function mendInvalid(db: Db, features: PreparedFeature[]): Promise<Mended> {
  const invalid = await findInvalid(db, features);
  const invalidIds = new Set(
    features.filter(({ordinal}) => invalid.has(ordinal)).map(({featureId}) => featureId),
  );
  const result: Mended = {
    features: [],
    issues: [],
    repairedCount: 0,
    rejectedCount: 0,
    isOutdated: ({rule, featureId}) => rule === sliver.rule && invalidIds.has(featureId!),
  };
  for (const feature of features) {
    const trouble = invalid.get(feature.ordinal);
    if (trouble === undefined) {
      result.features.push(feature);
      continue;
    }
    const {mended, findings} = await mend(db, feature, trouble);
    result.issues.push(
      ...findings.map((finding) => issueOf(finding, feature.featureId, feature.ordinal)),
    );
    if (mended === null) result.rejectedCount++;
    else {
      result.features.push(mended);
      result.repairedCount++;
    }
  }
  return result;
}

/** Why a geometry is not valid, and where; a null reason: GEOS itself gave up. */
interface Trouble {
  reason: string | null;
  at: [number, number] | null;
}

async function findInvalid(db: Db, features: PreparedFeature[]): Promise<Map<number, Trouble>> {
  try {
    return await askInvalid(db, features);
  } catch (error) {
    if (!(error instanceof DatabaseError)) throw error;
    if (features.length === 1) return new Map([[features[0]!.ordinal, {reason: null, at: null}]]);
    // one geometry GEOS stumbles over takes the whole statement with it: halve until it is alone
    const middle = features.length >> 1;
    const first = await findInvalid(db, features.slice(0, middle));
    const second = await findInvalid(db, features.slice(middle));
    return new Map([...first, ...second]);
  }
}

async function askInvalid(db: Db, features: PreparedFeature[]): Promise<Map<number, Trouble>> {
  if (features.length === 0) return new Map();
  const rows = await db.query<{ordinal: number; reason: string; lon: number; lat: number}>(
    findInvalidSql({
      ordinals: features.map(({ordinal}) => ordinal),
      wkbs: features.map(({wkbHex}) => wkbHex),
    }),
    'checking geometries',
  );
  return new Map(
    rows.map(({ordinal, reason, lon, lat}) => [
      ordinal,
      {reason, at: lon === null ? null : [lon, lat]},
    ]),
  );
}

async function mend(
  db: Db,
  feature: PreparedFeature,
  {reason, at}: Trouble,
): Promise<{mended: PreparedFeature | null; findings: Finding[]}> {
  const rule = ruleOf(reason);
  const lost = (detail: LocalText) => ({
    mended: null,
    findings: [{rule, severity: 'error' as const, at, detail}],
  });
  if (reason === null) {
    return lost({
      zh: '几何引擎无法判断其几何是否有效',
      en: 'Its geometry cannot be judged by the geometry engine',
    });
  }
  const why = geometryReason(reason);

  const row = await askMended(db, feature);
  if (row === null || !row.isValid) {
    return lost({zh: `${why.zh}；无法修复`, en: `${why.en}; it could not be repaired`});
  }
  if (row.isEmpty) {
    return lost({
      zh: `${why.zh}；修复后没有剩余`,
      en: `${why.en}; nothing is left of it after repair`,
    });
  }

  const polygons = polygonsOfWkb(Buffer.from(row.wkbHex, 'hex'));
  const areaM2 = multiPolygonAreaM2(toLegalMultiPolygon(polygons));
  const areaChangeM2 = areaM2 - feature.areaM2;
  const {wkbHex, vertexCount, bbox, method} = row;
  const sign = areaChangeM2 < 0 ? '' : '+';
  const areas = `${feature.areaM2.toFixed(1)} m² → ${areaM2.toFixed(1)} m² (${sign}${areaChangeM2.toFixed(1)} m²)`;
  const detail = {
    zh: `${why.zh}；已修复，面积 ${areas}`,
    en: `${why.en}; repaired, area ${areas}`,
  };
  return {
    mended: {...feature, wkbHex, vertexCount, bbox, areaM2},
    findings: [
      {rule, severity: 'warning', at, detail, repair: {method, areaChangeM2}},
      ...sliver.find({shape: {family: 'polygon', isMulti: true, polygons}}),
    ],
  };
}

interface MendedRow {
  wkbHex: string;
  isEmpty: boolean;
  isValid: boolean;
  vertexCount: number;
  bbox: [number, number, number, number];
  method: string;
}

/** Null where GEOS gives up on it. */
async function askMended(db: Db, {wkbHex}: PreparedFeature): Promise<MendedRow | null> {
  const hasStructure = hasStructureMethod(db.capabilities.geosVersion);
  try {
    const [row] = await db.query<MendedRow>(
      mendGeometrySql({wkb: wkbHex, hasStructure}),
      'repairing a geometry',
    );
    return {...row!, method: hasStructure ? 'make-valid-structure' : 'make-valid-linework'};
  } catch (error) {
    if (error instanceof DatabaseError) return null;
    throw error;
  }
}

/** The structure method keeps what rings were meant to enclose; GEOS has it since 3.10. */
function hasStructureMethod(geosVersion: string): boolean {
  const [major = 0, minor = 0] = geosVersion.split('.').map(Number);
  return major > 3 || (major === 3 && minor >= 10);
}

/** GEOS's reasons as rules: "Ring Self-intersection" → ring-self-intersection. */
export function ruleOf(reason: string | null): string {
  if (reason === null) return 'validity-unknown';
  return reason
    .toLowerCase()
    .replaceAll(/[^a-z]+/g, '-')
    .replaceAll(/^-|-$/g, '');
}
