import {Type, type Static} from 'typebox';

/** A text a person reads, in both interface languages. */
export const LocalText = Type.Object({zh: Type.String(), en: Type.String()});
export type LocalText = Static<typeof LocalText>;
