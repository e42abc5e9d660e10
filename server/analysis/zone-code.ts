const ZONE_LENGTH = 7;

/** A water-resource zone in the seven characters of whole lists: a coarser one is filled with zeros. */
export function zoneCode(code: string): string {
  return code.padEnd(ZONE_LENGTH, '0');
}
