/** From here on a number is written with a word for its size: 1.34 billion, 13.4 亿. */
const COMPACT_FROM = 1e7;

/**
 * Lower and upper limit as texts, rounded outwards so that what they say stays true, to as many
 * digits as tell them apart: 146 883 and 152 123 become 146,800 and 152,200.
 */
export function limitsText(
  lower: number,
  upper: number,
  language: string,
): {lower: string; upper: string} {
  const width = upper - lower;
  const digits = width > 0 ? Math.ceil(Math.log10(upper / width)) + 2 : 6;
  const options: Intl.NumberFormatOptions = {
    maximumSignificantDigits: Math.min(12, Math.max(3, digits)),
    notation: upper >= COMPACT_FROM ? 'compact' : 'standard',
  };
  return {
    lower: lower.toLocaleString(language, {...options, roundingMode: 'floor'}),
    upper: upper.toLocaleString(language, {...options, roundingMode: 'ceil'}),
  };
}
