export type AreaUnit = 'm2' | 'ha' | 'km2' | 'mu';

/** One 亩 is 2000/3 m², by definition. */
const M2_PER_UNIT: Record<AreaUnit, number> = {m2: 1, ha: 1e4, km2: 1e6, mu: 2000 / 3};

export const AREA_UNIT_SYMBOL: Record<AreaUnit, string> = {
  m2: 'm²',
  ha: 'ha',
  km2: 'km²',
  mu: '亩',
};

/** Converts m² to a display unit, unrounded. */
export function areaIn(unit: AreaUnit, areaM2: number): number {
  return areaM2 / M2_PER_UNIT[unit];
}

/** Area for a person to read, with its unit; `digits` after the point. */
export function formatArea(areaM2: number, unit: AreaUnit, digits = 2, locale = 'en'): string {
  const number = areaIn(unit, areaM2).toLocaleString(locale, {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
  return `${number} ${AREA_UNIT_SYMBOL[unit]}`;
}
