import {Type, type Static} from 'typebox';
import {LocalText} from './local-text.ts';

/** RFC 9457 problem, the body of every error answer. */
export const Problem = Type.Object({
  type: Type.String({description: 'Address of the documentation of this code'}),
  title: Type.String({description: 'What kind of problem this is'}),
  status: Type.Integer(),
  code: Type.String({description: 'Stable name of the problem, for programs'}),
  detail: Type.String({description: 'What was seen, what was expected, what to do'}),
  localDetail: Type.Optional(LocalText),
  instance: Type.Optional(Type.String({description: 'Request id, for the log'})),
  issues: Type.Optional(Type.Array(Type.Unknown(), {description: 'What is wrong where'})),
});
export type Problem = Static<typeof Problem>;
