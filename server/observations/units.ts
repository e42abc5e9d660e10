/** How many mg/L one of a unit is. Spelling is normalised: NFKC, lower case, no blanks. */
const MG_PER_L: Readonly<Record<string, number>> = {
  'mg/l': 1,
  'mg/dm3': 1,
  'g/m3': 1,
  ppm: 1,
  '毫克/升': 1,
  毫克每升: 1,
  'ug/l': 1e-3,
  'mcg/l': 1e-3,
  'mg/m3': 1e-3,
  ppb: 1e-3,
  '微克/升': 1e-3,
  微克每升: 1e-3,
  'ng/l': 1e-6,
  'g/l': 1e3,
  'kg/m3': 1e3,
};

/** The factor from a unit to mg/L, or null where the unit is not one of concentration. */
export function factorToMgPerL(unit: string): number | null {
  const spelling = unit
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s()]/g, '')
    .replace(/[μµ]/g, 'u')
    .replace(/·?l-1$/, '/l')
    .replace(/³/g, '3');
  return Object.hasOwn(MG_PER_L, spelling) ? MG_PER_L[spelling]! : null;
}

export const KNOWN_UNITS = 'mg/L, µg/L, ng/L, g/L, g/m³, mg/m³';
