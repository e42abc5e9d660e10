import {Type, type Static} from 'typebox';

/** A text a person reads, in both interface languages. */
export const LocalText = Type.Object({zh: Type.String(), en: Type.String()});
export type LocalText = Static<typeof LocalText>;

/** A name, a code or a number as a text: the same in both languages. */
export function inBoth(text: string | number): LocalText {
  return {zh: String(text), en: String(text)};
}

/** A detail as answers have it: `detail` in English, and both languages beside it. */
export function detailIn(text: LocalText): {detail: string; localDetail: LocalText} {
  return {detail: text.en, localDetail: text};
}
