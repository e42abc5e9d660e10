import {readFileSync} from 'node:fs';

/** A statement with its values apart: the only thing the database takes. */
export interface Sql {
  readonly text: string;
  readonly values: readonly unknown[];
}

/** A name that was quoted by `ident`; the only thing that may be pasted into a statement. */
class Identifier {
  constructor(readonly quoted: string) {}
}

/** Quotes a table or column name for use in sql`…`. */
export function ident(name: string): Identifier {
  return new Identifier(`"${name.replaceAll('"', '""')}"`);
}

/** sql`select … where id = ${id}`: values become parameters, nested sql and identifiers are pasted. */
export function sql(strings: TemplateStringsArray, ...parts: unknown[]): Sql {
  let text = strings[0]!;
  const values: unknown[] = [];
  parts.forEach((part, index) => {
    if (part instanceof Identifier) text += part.quoted;
    else if (isSql(part)) {
      const offset = values.length;
      text += part.text.replace(/\$(\d+)/g, (_, n: string) => `$${Number(n) + offset}`);
      values.push(...part.values);
    } else {
      values.push(part);
      text += `$${values.length}`;
    }
    text += strings[index + 1]!;
  });
  return {text, values};
}

/** Statements side by side, commas between. */
export function joined(parts: readonly Sql[]): Sql {
  return parts.reduce((all, part) => sql`${all}, ${part}`);
}

/** A whole number pasted as such, where a statement takes no values (partitions, COPY). */
export function whole(value: number): Sql {
  if (!Number.isSafeInteger(value)) throw new RangeError(`${value} is not a whole number`);
  return {text: String(value), values: []};
}

/**
 * Reads `<noun>.sql` beside a module and makes a function of it: `:name` in the text stands for the
 * value of that name (casts `::type` are left alone).
 */
export function sqlFile(
  moduleUrl: string,
  fileName: string,
): (values?: Record<string, unknown>) => Sql {
  const source = readFileSync(new URL(fileName, moduleUrl), 'utf8').replace(/--.*$/gm, '');
  const names: string[] = [];
  const text = source.replace(/(?<!:):([a-z][a-zA-Z]*)/g, (_, name: string) => {
    if (!names.includes(name)) names.push(name);
    return `$${names.indexOf(name) + 1}`;
  });
  return (values = {}) => ({
    text,
    values: names.map((name) => {
      if (!(name in values)) throw new Error(`${fileName} needs a value for :${name}`);
      return values[name];
    }),
  });
}

function isSql(part: unknown): part is Sql {
  return typeof part === 'object' && part !== null && 'text' in part && 'values' in part;
}
