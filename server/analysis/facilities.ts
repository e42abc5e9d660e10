import type {
  FacilityAttributes,
  FacilityIssue,
  FacilityKind,
  FacilityMeasureId,
  FacilityQuantity,
} from '../../contract/facility-kind.ts';
import type {Catalog} from '../catalog.ts';
import type {Db} from '../db/db.ts';
import {sql} from '../db/sql.ts';
import {fail} from '../errors.ts';
import type {ResolvedLayer} from '../layers/layer-store.ts';
import {checkClasses, checkFacilities} from './facility-checks.ts';
import {quantityOf, readAmount, readMeasure, readYear, toBaseMeasure} from './facility-amounts.ts';

/** A facility as analyses take it; amounts in the base measure of its quantity (m³/d, t/d, t). */
export interface Facility {
  id: string;
  name: string | null;
  nameEn: string | null;
  class: string | null;
  /** Longitude, latitude. */
  position: [number, number];
  /** Null where missing, not a number, not above zero, or in a measure of another quantity. */
  capacity: number | null;
  /** Null where missing, not a number, below zero, or in a measure of another quantity. */
  load: number | null;
  /** Code of the unit it says it belongs to. */
  unit: string | null;
  /** Codes of the units it says it serves. */
  serves: string[];
  servedPopulation: number | null;
  /** Year. */
  opened: number | null;
  /** Code of the basin it says it discharges into. */
  basin: string | null;
  receivingWater: string | null;
}

export interface Facilities {
  layer: ResolvedLayer;
  /** Null where neither the request nor the classes name a kind of the catalog. */
  kind: FacilityKind | null;
  quantity: FacilityQuantity;
  facilities: Facility[];
  issues: FacilityIssue[];
}

export interface FacilityChoice {
  /** Id of a facility kind, or any other class of the layer. */
  kind?: string | undefined;
  attributes?: FacilityAttributes | undefined;
  /** Measure of capacity and load where features do not carry one. */
  measure?: FacilityMeasureId | undefined;
}

/** A row as it was read: amounts still as text. */
export interface FacilityRow {
  id: string;
  name: string | null;
  nameEn: string | null;
  class: string | null;
  lon: number;
  lat: number;
  capacity: string | null;
  load: string | null;
  measure: string | null;
  unit: string | null;
  serves: string | null;
  servedPopulation: string | null;
  opened: string | null;
  basin: string | null;
  receivingWater: string | null;
}

/**
 * Reads the facilities of one kind from a layer, in its order, with amounts in the base measure, and
 * says what is wrong with each.
 * @throws INPUT_INVALID for a layer of lines or of several kinds without a choice, CLASS_UNKNOWN
 */
export async function readFacilities(
  db: Db,
  catalog: Catalog,
  layer: ResolvedLayer,
  choice: FacilityChoice,
): Promise<Facilities> {
  const {layerId, geometryFamily} = layer;
  if (geometryFamily === 'line') {
    throw fail('INPUT_INVALID', {
      reason: {
        zh: `输入“facilities”为 ${layerId}，是线图层；应为点，或场址的面。`,
        en: `Input "facilities" names ${layerId}, a layer of lines; expected points, or polygons of sites.`,
      },
    });
  }
  const all = await readRows(db, layer, choice.attributes ?? {});
  const chosen = chooseClass(layerId, all, choice.kind);
  const rows = chosen === null ? all : all.filter((row) => row.class === chosen);
  const kindId = choice.kind ?? chosen;
  const kind = catalog.facilityKinds.find(({id}) => id === kindId) ?? null;
  const measures = rows.map(({measure}) =>
    measure === null || measure.trim() === '' ? (choice.measure ?? null) : readMeasure(measure),
  );
  const first = measures.find((measure) => measure !== null) ?? choice.measure;
  const quantity = kind?.quantity ?? (first === undefined ? 'none' : quantityOf(first));
  const facilities = rows.map((row, i) => facilityOf(row, measures[i]!, quantity));
  const issues = checkFacilities({rows, measures, facilities, kind, quantity});
  const kinds = catalog.facilityKinds.map(({id}) => id);
  const others = chosen === null ? [] : all.filter((row) => row.class !== chosen);
  const leftOut = checkClasses(others, kinds);
  return {layer, kind, quantity, facilities, issues: [...issues, ...leftOut]};
}

/** The class to look at; null for all, where features have no class. */
function chooseClass(
  layerId: string,
  rows: readonly FacilityRow[],
  wanted: string | undefined,
): string | null {
  const classes = [...new Set(rows.map((row) => row.class))].filter((name) => name !== null).sort();
  if (classes.length === 0) return null;
  if (wanted !== undefined && classes.includes(wanted)) return wanted;
  const known = classes.join(', ');
  if (wanted !== undefined) throw fail('CLASS_UNKNOWN', {layerId, seen: wanted, known});
  if (classes.length === 1 && rows.every((row) => row.class !== null)) return classes[0]!;
  throw fail('INPUT_INVALID', {
    reason: {
      zh: `图层 ${layerId} 有多种类型的设施，其数量不能相加：${known}。请用“kind”指定一种。`,
      en: `Layer ${layerId} holds facilities of several kinds, whose amounts cannot be added up: ${known}. Say which with "kind".`,
    },
  });
}

function facilityOf(
  row: FacilityRow,
  measure: FacilityMeasureId | null,
  quantity: FacilityQuantity,
): Facility {
  const amount = (text: string | null, isAllowed: (value: number) => boolean) => {
    const value = readAmount(text);
    if (value === null || Number.isNaN(value) || !isAllowed(value)) return null;
    if (measure === null || quantityOf(measure) !== quantity) return null;
    return toBaseMeasure(value, measure);
  };
  const population = readAmount(row.servedPopulation);
  return {
    id: row.id,
    name: row.name,
    nameEn: row.nameEn,
    class: row.class,
    position: [row.lon, row.lat],
    capacity: amount(row.capacity, (value) => value > 0),
    load: amount(row.load, (value) => value >= 0),
    unit: row.unit,
    serves: listCodes(row.serves),
    servedPopulation: population === null || Number.isNaN(population) ? null : population,
    opened: readYear(row.opened),
    basin: row.basin,
    receivingWater: row.receivingWater,
  };
}

/** Codes as a list in an attribute, or as a JSON array of them; each once. */
function listCodes(text: string | null): string[] {
  const codes = (text ?? '').split(/[,;|，；、\s[\]"]+/).filter((code) => code !== '');
  return [...new Set(codes)];
}

/** A site given as a polygon stands at a point inside it. */
function readRows(
  db: Db,
  {versionId}: ResolvedLayer,
  attributes: FacilityAttributes,
): Promise<FacilityRow[]> {
  const value = (name: string) => sql`properties ->> ${name}::text`;
  return db.query<FacilityRow>(
    sql`with
          placed as (
            select *, st_pointonsurface(geom) as point from features
            where version_id = ${versionId}
          )
        select feature_id as id, name, name_en as "nameEn", class,
               st_x(point) as lon, st_y(point) as lat,
               ${value(attributes.capacity ?? 'capacity')} as capacity,
               ${value(attributes.load ?? 'load')} as load,
               ${value(attributes.measure ?? 'measure')} as measure,
               ${value(attributes.unit ?? 'unit')} as unit,
               ${value(attributes.serves ?? 'serves')} as serves,
               ${value(attributes.servedPopulation ?? 'served_population')} as "servedPopulation",
               ${value(attributes.opened ?? 'opened')} as opened,
               ${value(attributes.basin ?? 'basin')} as basin,
               ${value(attributes.receivingWater ?? 'receiving_water')} as "receivingWater"
        from placed order by ordinal`,
    'reading facilities',
  );
}
