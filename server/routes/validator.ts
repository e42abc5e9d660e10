import {TypeBoxValidatorCompiler} from '@fastify/type-provider-typebox';
import {Type, type TSchema} from 'typebox';
import {Value} from 'typebox/value';

/** For routes without query parameters: one that is given is a mistake, and said to be. */
export const NoQuery = Type.Object({}, {additionalProperties: false});

/** The TypeBox validator, with the defaults of query parameters filled in first. */
export const validatorCompiler: typeof TypeBoxValidatorCompiler = (route) => {
  const validate = TypeBoxValidatorCompiler(route);
  if (route.httpPart !== 'querystring') return validate;
  const schema = route.schema as TSchema;
  return (value: unknown) => validate(Value.Default(schema, value));
};
