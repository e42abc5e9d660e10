import type {TSchema} from 'typebox';
import {Value} from 'typebox/value';

type SchemaError = ReturnType<typeof Value.Errors>[number];

/**
 * Where a value does not fit its schema, in words: `siting.k must be >= 1`. Null where the schema alone
 * cannot say. Of the forms a value may take, the one it names by a constant (its rule, its type) counts.
 */
export function tellMisfit(name: string, schema: TSchema, value: unknown): string | null {
  const errors = Value.Errors(schema, value).filter(({keyword}) => keyword !== 'boolean');
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
  return `${pathOf(name, constant)} must be one of ${[...new Set(allowed)].join(', ')}`;
}

/** The branch of a union an error belongs to. */
function formOf({schemaPath}: SchemaError): string {
  return /^.*\/anyOf\/\d+/.exec(schemaPath)?.[0] ?? schemaPath;
}

function tell(name: string, error: SchemaError): string {
  const path = pathOf(name, error);
  const {keyword, message} = error;
  if (keyword === 'required') {
    const {requiredProperties} = error.params as {requiredProperties: string[]};
    return `${path} lacks ${requiredProperties.join(', ')}`;
  }
  if (keyword === 'additionalProperties') {
    const {additionalProperties} = error.params as {additionalProperties: string[]};
    return `${path} does not take ${additionalProperties.join(', ')}`;
  }
  return `${path} ${message}`;
}

/** `/rows/0/load` of `demand`: demand.rows[0].load */
function pathOf(name: string, {instancePath}: SchemaError): string {
  return instancePath
    .split('/')
    .slice(1)
    .reduce((path, key) => (/^\d+$/.test(key) ? `${path}[${key}]` : `${path}.${key}`), name);
}
