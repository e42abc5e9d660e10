/** Levels of administrative units, highest first; a layer without levels holds counties. */
export const UNIT_LEVELS = ['province', 'prefecture', 'county'] as const;
export type UnitLevel = (typeof UNIT_LEVELS)[number];

/** 0 for the highest. */
export function levelNumber(level: unknown): number {
  const number = UNIT_LEVELS.indexOf(level as UnitLevel);
  return number === -1 ? UNIT_LEVELS.length - 1 : number;
}
