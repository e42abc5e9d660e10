import type {TSchema} from 'typebox';
import {Value} from 'typebox/value';
import type {LocalText} from '../../contract/local-text.ts';
import {sayChoices, sayMisfit} from './misfit-words.ts';

export type SchemaError = ReturnType<typeof Value.Errors>[number];

/**
 * Where a value does not fit its schema, in words: `siting.k must be >= 1`. Null where the schema alone
 * cannot say. Of the forms a value may take, the one it names by a constant (its rule, its type) counts.
 */
export function tellMisfit(name: string, schema: TSchema, value: unknown): LocalText | null {
  const errors = misfitsOf(schema, value);
  const forms = errors.filter(({keyword}) => keyword === 'const').map(formOf);
  const inForm = errors.filter(
    (error) => error.keyword !== 'anyOf' && !forms.includes(formOf(error)),
  );
  const [first] = inForm;
  if (first) return tell(name, first);
  const constants = errors.filter(({keyword}) => keyword === 'const');
  const [constant] = constants;
  if (!constant) return null;
  const allowed = constants
    .filter(({instancePath}) => instancePath === constant.instancePath)
    .map(({params}) => String((params as {allowedValue: unknown}).allowedValue));
  const path = pathOf(name, constant);
  return sayChoices({zh: `${path} `, en: path}, [...new Set(allowed)]);
}

/**
 * What of a value does not fit its schema. The list of errors ends after a few, and those of the forms a
 * value does not take would fill it: unions are replaced by the form it takes first.
 */
export function misfitsOf(schema: TSchema, value: unknown): SchemaError[] {
  const errors = Value.Errors(formTaken(schema as Node, value) as TSchema, value);
  return errors.filter(({keyword}) => keyword !== 'boolean');
}

/** As much of a schema as tells forms apart. */
interface Node {
  type?: string;
  const?: unknown;
  anyOf?: Node[];
  properties?: Record<string, Node>;
  required?: string[];
}

/** A schema in which each union is the form that a value takes, by its type and by its constants. */
function formTaken(schema: Node, value: unknown): Node {
  if (schema.anyOf) {
    const alike = schema.anyOf.filter(
      ({type}) =>
        type === undefined ||
        type === typeOf(value) ||
        (type === 'integer' && typeof value === 'number'),
    );
    const named = alike.filter((form) =>
      constantsOf(form).every(([key, each]) => at(value, key) === each),
    );
    const [form] = named.length > 0 ? named : alike;
    if (form === undefined || named.length > 1 || (named.length === 0 && alike.length > 1)) {
      return namingForms(alike) ?? schema;
    }
    return formTaken(form, value);
  }
  if (schema.properties && typeOf(value) === 'object') {
    const properties = Object.entries(schema.properties).map(
      ([key, each]) =>
        [key, at(value, key) === undefined ? each : formTaken(each, at(value, key))] as const,
    );
    return {...schema, properties: Object.fromEntries(properties)};
  }
  return schema;
}

/** Of forms that a constant tells apart, only what that may be. */
function namingForms(forms: readonly Node[]): Node | null {
  const keys = new Set(forms.flatMap((form) => constantsOf(form).map(([key]) => key)));
  const [key] = keys;
  if (key === undefined || keys.size > 1) return null;
  const names = forms.flatMap(constantsOf).map(([, value]) => ({const: value}));
  return {type: 'object', required: [key], properties: {[key]: {anyOf: names}}};
}

function constantsOf({properties = {}}: Node): [string, unknown][] {
  return Object.entries(properties).flatMap(([key, each]): [string, unknown][] =>
    each.const === undefined ? [] : [[key, each.const]],
  );
}

function at(value: unknown, key: string): unknown {
  return (value as Record<string, unknown> | null | undefined)?.[key];
}

function typeOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}

/** The branch of a union an error belongs to. */
function formOf({schemaPath}: SchemaError): string {
  return /^.*\/anyOf\/\d+/.exec(schemaPath)?.[0] ?? schemaPath;
}

function tell(name: string, error: SchemaError): LocalText {
  const path = pathOf(name, error);
  if (error.keyword === 'required') {
    const {requiredProperties: missing} = error.params;
    return {zh: `${path} 缺少 ${missing.join('、')}`, en: `${path} lacks ${missing.join(', ')}`};
  }
  if (error.keyword === 'additionalProperties') {
    const {additionalProperties: strange} = error.params;
    return {
      zh: `${path} 不接受 ${strange.join('、')}`,
      en: `${path} does not take ${strange.join(', ')}`,
    };
  }
  const words = sayMisfit(error);
  return {zh: `${path} ${words.zh}`, en: `${path} ${words.en}`};
}

/** `/rows/0/load` of `demand`: demand.rows[0].load */
function pathOf(name: string, {instancePath}: SchemaError): string {
  return instancePath
    .split('/')
    .slice(1)
    .reduce((path, key) => (/^\d+$/.test(key) ? `${path}[${key}]` : `${path}.${key}`), name);
}
