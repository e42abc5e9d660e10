import {STATUS_CODES} from 'node:http';
import type {FastifyError, FastifyReply, FastifyRequest} from 'fastify';
import {fail, LiandongError, toProblem} from '../errors.ts';
import type {App} from '../services.ts';

/** Makes every error answer an RFC 9457 problem. */
export function answerWithProblems(app: App): void {
  app.setErrorHandler((error: FastifyError, request, reply) => {
    const known = asLiandongError(error, request);
    if (known.status >= 500) request.log.error({err: error}, known.message);
    else request.log.debug({code: known.code}, known.message);
    return sendProblem(reply, known, request);
  });
  app.setNotFoundHandler((request, reply) =>
    sendProblem(reply, fail('PATH_NOT_FOUND', {path: request.url, landing: '/api'}), request),
  );
}

function sendProblem(reply: FastifyReply, error: LiandongError, request: FastifyRequest) {
  const problem = toProblem(error, request.id);
  return reply
    .code(error.status)
    .type('application/problem+json')
    .send(JSON.stringify({...problem, title: problem.title || STATUS_CODES[error.status]}));
}

function asLiandongError(error: FastifyError, request: FastifyRequest): LiandongError {
  if (error instanceof LiandongError) return error;
  if (error.validation) return invalidInput(error);
  switch (error.code) {
    case 'FST_ERR_CTP_INVALID_JSON_BODY':
    case 'FST_ERR_CTP_EMPTY_JSON_BODY':
      return fail('BODY_NOT_JSON', {reason: error.message});
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return fail('BODY_TOO_LARGE', {limitBytes: request.routeOptions.bodyLimit ?? 0});
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return fail('MEDIA_TYPE_UNSUPPORTED', {
        mediaType: `"${request.headers['content-type'] ?? 'none'}"`,
        expected: 'application/json',
      });
    case 'FST_ERR_CTP_INVALID_CONTENT_LENGTH':
    case 'FST_ERR_BAD_URL':
      return fail('INPUT_INVALID', {reason: error.message});
  }
  if (error instanceof SyntaxError && error.statusCode === 400) {
    return fail('BODY_NOT_JSON', {reason: error.message});
  }
  return fail('INTERNAL', {requestId: request.id});
}

/** Schema errors, put into a sentence: where, what was expected. */
function invalidInput(error: FastifyError): LiandongError {
  const where = error.validationContext ?? 'body';
  const first = error.validation![0]!;
  const path = first.instancePath.split('/').filter(Boolean).join('.');
  if (where === 'querystring') {
    const unknown = error.validation!.flatMap(unknownNames)[0];
    if (unknown !== undefined) {
      return fail('PARAMETER_UNKNOWN', {name: unknown, known: 'see /api/openapi.json'});
    }
    return fail('PARAMETER_INVALID', {
      name: path || String(first.params.missingProperty ?? ''),
      seen: 'not usable',
      expected: first.message ?? 'another value',
    });
  }
  // TypeBox also says of each property that should not be there that its schema is false
  const said = error.validation!.filter(({keyword}) => (keyword as string) !== 'boolean');
  const sentences = said.slice(0, 5).map((problem) => {
    const at = problem.instancePath.split('/').filter(Boolean).join('.') || 'it';
    const names = unknownNames(problem).map((name) => `"${name}"`);
    const detail = names.length === 0 ? '' : ` (${names.join(', ')})`;
    return `${at} ${problem.message ?? 'is wrong'}${detail}`;
  });
  return fail('INPUT_INVALID', {reason: `The ${where} does not fit: ${sentences.join('; ')}.`});
}

/** Properties that should not be there, as TypeBox names them. */
function unknownNames({params}: {params: Record<string, unknown>}): string[] {
  const {additionalProperties} = params;
  return Array.isArray(additionalProperties) ? additionalProperties.map(String) : [];
}
