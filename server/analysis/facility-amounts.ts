import {
  BASE_MEASURES,
  FACILITY_MEASURES,
  type FacilityMeasureId,
  type FacilityQuantity,
} from '../../contract/facility-kind.ts';

/** How measures are also written; full-width and ASCII forms are brought together first. */
const ALSO_WRITTEN: Record<string, FacilityMeasureId> = {
  'm3/d': 'm³/d',
  立方米每日: 'm³/d',
  '立方米/日': 'm³/d',
  'm³/日': 'm³/d',
  'm3/日': 'm³/d',
  '万m3/d': '万m³/d',
  '万m3/日': '万m³/d',
  '万m³/日': '万m³/d',
  '万立方米/日': '万m³/d',
  'l/s': 'L/s',
  吨每日: 't/d',
  '吨/日': 't/d',
  '吨/天': 't/d',
  't/日': 't/d',
  '千克/日': 'kg/d',
  '吨/年': 't/a',
  '万吨/年': '万t/a',
  吨: 't',
};

/** The measure a text means; null where it is none that is known. */
export function readMeasure(text: string): FacilityMeasureId | null {
  const plain = text.normalize('NFC').replaceAll('／', '/').replace(/\s+/g, '');
  if (plain in FACILITY_MEASURES) return plain as FacilityMeasureId;
  const lower = plain.toLowerCase();
  if (lower in FACILITY_MEASURES) return lower as FacilityMeasureId;
  return ALSO_WRITTEN[plain] ?? ALSO_WRITTEN[lower] ?? null;
}

/** An amount in the base measure of its quantity: m³/d, t/d or t. */
export function toBaseMeasure(amount: number, measure: FacilityMeasureId): number {
  return amount * FACILITY_MEASURES[measure].factor;
}

export function quantityOf(measure: FacilityMeasureId): Exclude<FacilityQuantity, 'none'> {
  return FACILITY_MEASURES[measure].quantity;
}

/** How the amounts of a quantity are measured in results; null where there are none. */
export function baseMeasureOf(quantity: FacilityQuantity): string | null {
  return BASE_MEASURES[quantity];
}

/** A number from an attribute: null where there is none, NaN where there is something else. */
export function readAmount(text: string | null): number | null {
  if (text === null || text.trim() === '') return null;
  const amount = Number(text);
  return Number.isFinite(amount) ? amount : NaN;
}

/** The year of "2015", "2015-07-01" or "2015年7月"; null for anything else. */
export function readYear(text: string | null): number | null {
  const year = Number(/^\s*(\d{4})(?!\d)/.exec(text ?? '')?.[1]);
  return Number.isInteger(year) ? year : null;
}
