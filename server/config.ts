import {cpus} from 'node:os';
import {Type, type Static, type TSchema} from 'typebox';
import {Value} from 'typebox/value';

/** One setting: its schema with default, and the line that documents it. */
const setting = <S extends TSchema>(schema: S, doc: string) => ({schema, doc});

/**
 * Every setting the service reads, by its environment variable. This table is the only place that
 * knows them; .env.example and docs/settings.md are checked against it.
 */
export const SETTINGS = {
  HOST: setting(Type.String({default: '127.0.0.1'}), 'Address to listen on'),
  PORT: setting(
    Type.Integer({minimum: 0, maximum: 65535, default: 8080}),
    'Port to listen on; 0 takes a free one',
  ),
  DATABASE_URL: setting(
    Type.String({default: '', pattern: '^$|^postgres(ql)?://'}),
    'PostgreSQL with PostGIS, e.g. postgres://user:password@host:5432/name; empty: embedded',
  ),
  LIANDONG_DATA: setting(
    Type.String({default: 'data/local', minLength: 1}),
    'Folder of the embedded database, uploads and the sample region',
  ),
  LIANDONG_SAMPLE: setting(
    Type.Boolean({default: true}),
    'Load the invented sample region when there are no layers',
  ),
  LIANDONG_LOG: setting(
    Type.Union(
      ['silent', 'error', 'warn', 'info', 'debug'].map((level) => Type.Literal(level)),
      {default: 'info'},
    ),
    'How much to log',
  ),
  LIANDONG_UPLOAD_LIMIT: setting(
    Type.Integer({minimum: 1024, default: 2 * 1024 ** 3}),
    'Largest file an import takes, in bytes',
  ),
  LIANDONG_BODY_LIMIT: setting(
    Type.Integer({minimum: 1024, default: 32 * 1024 ** 2}),
    'Largest JSON request body, in bytes (a zone of 500 000 vertices is about 20 MB)',
  ),
  LIANDONG_RATE_LIMIT: setting(
    Type.Integer({minimum: 1, default: 6000}),
    'Requests a minute that one address may make',
  ),
  LIANDONG_WORKERS: setting(
    Type.Integer({minimum: 1, maximum: 64, default: Math.max(1, Math.min(4, cpus().length))}),
    'Worker threads that measure and cut layers (default: one for each core, 4 at most)',
  ),
  LIANDONG_CELL_CACHE: setting(
    Type.Integer({minimum: 1024 ** 2, default: 512 * 1024 ** 2}),
    'Bytes of cells a worker keeps in memory',
  ),
  LIANDONG_ACCESS_TOKEN: setting(
    Type.String({default: '', pattern: '^$|^.{16,}$'}),
    'Access token that everyone has to sign in with, 16 characters or more; must be set to listen beyond this machine',
  ),
  LIANDONG_TIANDITU_TOKEN: setting(
    Type.String({default: ''}),
    'Token of the Tianditu base map; empty: no base map from outside',
  ),
} as const;

export type SettingName = keyof typeof SETTINGS;
export type Config = Readonly<{
  [N in SettingName]: Static<(typeof SETTINGS)[N]['schema']>;
}>;

/**
 * Reads the settings from an environment and freezes them.
 * @throws Error with one line for each setting that is wrong: what was seen, what was expected.
 */
export function readConfig(environment: Record<string, string | undefined>): Config {
  const wrong: string[] = [];
  const values: Record<string, unknown> = {};
  for (const [name, {schema, doc}] of Object.entries(SETTINGS)) {
    const seen = environment[name];
    const value =
      seen === undefined || seen === ''
        ? (schema as {default?: unknown}).default
        : Value.Convert(schema, seen);
    if (Value.Check(schema, value)) values[name] = value;
    else
      wrong.push(`${name} is "${hide(name, seen)}"; expected ${describeSetting(schema)} (${doc})`);
  }
  if (wrong.length > 0) throw new Error(`The settings are wrong:\n  ${wrong.join('\n  ')}`);
  return Object.freeze(values) as Config;
}

/** What a setting accepts, in words. */
export function describeSetting(schema: TSchema): string {
  const {type, minimum, maximum, pattern, anyOf} = schema as Record<string, unknown> & {
    anyOf?: {const: string}[];
  };
  if (anyOf) return `one of ${anyOf.map((option) => option.const).join(', ')}`;
  const bounds = [
    minimum === undefined ? '' : ` from ${String(minimum)}`,
    maximum === undefined ? '' : ` to ${String(maximum)}`,
    pattern === undefined ? '' : ` like ${String(pattern)}`,
  ];
  return `${String(type)}${bounds.join('')}`;
}

/** A database address or token may hold a secret; the message only says that it was wrong. */
function hide(name: string, seen: string | undefined): string {
  return /URL|TOKEN/.test(name) ? '(hidden)' : (seen ?? '');
}
