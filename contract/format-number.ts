import type {LocalText} from './local-text.ts';

/** More are the noise of the last bits of a sum. */
const DIGITS = 12;

/** `zh` and `en` are those of `LocalText`. */
const LOCALES = {zh: 'zh-CN', en: 'en'} as const;

/**
 * A number for a person to read, in groups of three as the language writes them: 1,234.5.
 * @param fractionDigits after the point, neither more nor less; where left out as many as there are
 */
export function formatNumber(
  value: number,
  language: keyof LocalText,
  fractionDigits?: number,
): string {
  const options =
    fractionDigits === undefined
      ? {maximumSignificantDigits: DIGITS}
      : {minimumFractionDigits: fractionDigits, maximumFractionDigits: fractionDigits};
  // a sum may fall short of nothing by rounding: that is 0, not −0
  const shown = Math.abs(value) < 0.5 / 10 ** (fractionDigits ?? DIGITS) ? 0 : value;
  return shown.toLocaleString(LOCALES[language], options);
}

/** The same in both languages, for a sentence. */
export function numberInBoth(value: number, fractionDigits?: number): LocalText {
  return {
    zh: formatNumber(value, 'zh', fractionDigits),
    en: formatNumber(value, 'en', fractionDigits),
  };
}
