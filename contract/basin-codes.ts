import {Type, type Static} from 'typebox';
import {LocalText} from './local-text.ts';

/** A way of giving codes that nest by their beginning; an entry of data/catalog/code-systems.json. */
export const CodeSystem = Type.Object({
  id: Type.String(),
  of: Type.Union([Type.Literal('unit'), Type.Literal('basin')]),
  title: LocalText,
  pattern: Type.String({description: 'Regular expression that a whole code matches'}),
  attribute: Type.Optional(
    Type.String({description: 'Attribute that holds these codes beside the feature’s own code'}),
  ),
  padTo: Type.Optional(
    Type.Integer({description: 'Codes of coarse levels are filled with zeros to this length'}),
  ),
  levels: Type.Array(Type.Object({level: Type.String(), length: Type.Integer({minimum: 1})}), {
    description: 'Coarse to fine, with the number of characters that tell features apart there',
  }),
  source: Type.String(),
  confidence: Type.Number({minimum: 0, maximum: 1}),
});
export type CodeSystem = Static<typeof CodeSystem>;

/** The system that all of the codes are written in, or null. Earlier ones of the list win. */
export function recogniseCodes(
  systems: readonly CodeSystem[],
  of: CodeSystem['of'],
  codes: readonly string[],
): CodeSystem | null {
  if (codes.length === 0) return null;
  const fits = (system: CodeSystem) => {
    const pattern = new RegExp(system.pattern);
    return codes.every((code) => pattern.test(code) && levelOfCode(system, code) !== null);
  };
  return systems.find((system) => system.of === of && fits(system)) ?? null;
}

/** The level a code is of, by its length without filling zeros. */
export function levelOfCode({levels, padTo}: CodeSystem, code: string): string | null {
  for (const {level, length} of levels) {
    if (code.length === length) return level;
    if (padTo === code.length && length < padTo && /^0*$/.test(code.slice(length))) return level;
  }
  return null;
}

/** The code at a coarser (or the same) level of what a code belongs to; null where it is not finer. */
export function ancestorCode(system: CodeSystem, code: string, level: string): string | null {
  const {levels, padTo} = system;
  const target = levels.findIndex((each) => each.level === level);
  const own = levels.findIndex((each) => each.level === levelOfCode(system, code));
  if (target < 0 || own < target) return null;
  return code.slice(0, levels[target]!.length).padEnd(padTo ?? 0, '0');
}
