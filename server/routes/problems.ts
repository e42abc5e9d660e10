import {STATUS_CODES} from 'node:http';
import type {FastifyError, FastifyReply, FastifyRequest} from 'fastify';
import type {TSchema} from 'typebox';
import type {LocalText} from '../../contract/local-text.ts';
import {ERRORS} from '../error-table.ts';
import {fail, LiandongError, toProblem} from '../errors.ts';
import type {App} from '../services.ts';
import {sayChoices, sayMisfit, typeZh, type Misfit} from './misfit-words.ts';
import {misfitsOf} from './tell-misfit.ts';

/** Makes every error answer an RFC 9457 problem. */
export function answerWithProblems(app: App): void {
  addErrorPage(app);
  app.setErrorHandler((error: FastifyError, request, reply) => {
    const known = asLiandongError(error, request);
    if (known.status >= 500) request.log.error({err: error}, known.message);
    else request.log.debug({code: known.code}, known.message);
    return sendProblem(reply, known, request);
  });
  app.setNotFoundHandler((request, reply) =>
    sendProblem(reply, fail('PATH_NOT_FOUND', {path: asked(request), landing: '/api'}), request),
  );
}

function asked({method, url}: FastifyRequest): string {
  return method === 'GET' || method === 'HEAD' ? url : `${method} ${url}`;
}

/** The page the type of a problem points to: what each code means. */
function addErrorPage(app: App): void {
  const rows = Object.entries(ERRORS).map(
    ([code, [status, title, sentence]]) =>
      `<tr id="${code}"><td><code>${code}</code></td><td>${status}</td><td>${escapeHtml(title)}</td><td>${escapeHtml(sentence)}</td></tr>`,
  );
  const page = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Liandong: problems</title><h1>Problems</h1><table><tr><th>code</th><th>status</th><th>title</th><th>sentence</th></tr>${rows.join('')}</table></html>`;
  app.get('/api/docs/errors', {schema: {hide: true}}, (_request, reply) =>
    reply.type('text/html; charset=utf-8').send(page),
  );
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
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
  if (error.validation) return invalidInput(error, request);
  switch (error.code) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return fail('BODY_TOO_LARGE', {limitBytes: request.routeOptions.bodyLimit ?? 0});
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return fail('MEDIA_TYPE_UNSUPPORTED', {
        mediaType: `"${request.headers['content-type'] ?? 'none'}"`,
        expected: (request.routeOptions.schema?.consumes ?? ['application/json']).join(' or '),
      });
    case 'FST_ERR_CTP_INVALID_CONTENT_LENGTH':
      return fail('INPUT_INVALID', {
        reason: {
          zh: '请求正文的长度与 Content-Length 不符。',
          en: 'The body is not as long as its Content-Length says.',
        },
      });
    case 'FST_ERR_BAD_URL':
      return fail('INPUT_INVALID', {
        reason: {
          zh: '请求的路径不是有效的 URL，请检查其中的 % 编码。',
          en: 'The path is no valid URL; check its % escapes.',
        },
      });
  }
  return fail('INTERNAL', {requestId: request.id});
}

/** Schema errors, put into a sentence: where, what was expected. */
function invalidInput(error: FastifyError, request: FastifyRequest): LiandongError {
  const where = error.validationContext ?? 'body';
  const first = error.validation![0]!;
  const path = first.instancePath.split('/').filter(Boolean).join('.');
  if (where === 'querystring') {
    const unknown = error.validation!.flatMap(unknownNames)[0];
    if (unknown !== undefined) {
      return fail('PARAMETER_UNKNOWN', {name: unknown, known: knownParameters(request)});
    }
    const name = path.split('.')[0]!;
    const seen = (request.query as Record<string, unknown>)[name];
    return fail('PARAMETER_INVALID', {
      name,
      seen: seen === undefined ? {zh: '空', en: 'missing'} : JSON.stringify(seen),
      expected: expectedOf(error),
    });
  }
  if (where === 'params') {
    const name = path.split('.')[0]!;
    const seen = (request.params as Record<string, unknown>)[name];
    const expected = expectedOf(error);
    return fail('INPUT_INVALID', {
      reason: {
        zh: `路径中的“${String(seen)}”不是 ${name}，应为${expected.zh}。`,
        en: `"${String(seen)}" in the path is no ${name}; expected ${expected.en}.`,
      },
    });
  }
  const {body} = (request.routeOptions.schema ?? {}) as {body?: TSchema};
  const misfits = body ? misfitsOf(body, request.body) : error.validation!;
  const sentences = misfits.map((misfit) => sentenceOf(misfit, misfits)).filter((each) => !!each);
  const told = [...new Map(sentences.map((each) => [each.en, each])).values()].slice(0, 5);
  return fail('INPUT_INVALID', {
    reason: {
      zh: `${WHERE_ZH[where] ?? where}不符合要求：${told.map(({zh}) => zh).join('；')}。`,
      en: `The ${where} does not fit: ${told.map(({en}) => en).join('; ')}.`,
    },
  });
}

const WHERE_ZH: Record<string, string> = {body: '请求正文', headers: '请求头'};

/** Where and what is wrong; null for what others of the list say better. */
function sentenceOf(misfit: Misfit, all: readonly Misfit[]): LocalText | null {
  const {keyword, instancePath} = misfit;
  const path = instancePath.split('/').filter(Boolean).join('.');
  const at = path === '' ? {zh: '整体', en: 'it'} : {zh: `${path} `, en: path};
  const choices = all
    .filter((each) => each.keyword === 'const' && each.instancePath === instancePath)
    .map(({params}) => String((params as {allowedValue: unknown}).allowedValue));
  if (keyword === 'const' && choices.length > 0) return sayChoices(at, choices);
  if (keyword === 'anyOf' && choices.length > 0) return null;
  const missing = missingNames(misfit);
  if (missing.length > 0) {
    return {zh: `${at.zh}缺少 ${missing.join('、')}`, en: `${at.en} has no ${missing.join(', ')}`};
  }
  const words = sayMisfit(misfit);
  const names = unknownNames(misfit).map((name) => `"${name}"`);
  if (names.length === 0) return {zh: `${at.zh}${words.zh}`, en: `${at.en} ${words.en}`};
  return {
    zh: `${at.zh}${words.zh}（${names.join('、')}）`,
    en: `${at.en} ${words.en} (${names.join(', ')})`,
  };
}

/** What would fit, in words: the choices where there are some, else what the schema says. */
function expectedOf(error: FastifyError): LocalText {
  const first = error.validation![0]!;
  const choices = error
    .validation!.map(({params}) => (params as {allowedValue?: unknown}).allowedValue)
    .filter((choice) => choice !== undefined);
  if (choices.length > 0) {
    const list = [...new Set(choices)];
    return {zh: ` ${list.join('、')} 之一`, en: `one of ${list.join(', ')}`};
  }
  const said = sayMisfit(first);
  const {type, comparison, limit} = first.params as Record<string, unknown>;
  const en = said.en.replace(/^must be integer$/, 'a whole number').replace(/^must be /, '');
  if (typeof type === 'string') return {zh: typeZh(type), en};
  if (typeof comparison === 'string') return {zh: ` ${comparison} ${String(limit)}`, en};
  return {zh: `其他值（${said.zh}）`, en};
}

function knownParameters(request: FastifyRequest): string {
  const {querystring} = (request.routeOptions.schema ?? {}) as {
    querystring?: {properties?: Record<string, unknown>};
  };
  return Object.keys(querystring?.properties ?? {}).join(', ') || 'none';
}

/** Properties that should be there, as TypeBox names them. */
function missingNames({params}: Misfit): string[] {
  const {requiredProperties} = params as {requiredProperties?: unknown};
  if (!Array.isArray(requiredProperties)) return [];
  return requiredProperties.map((name) => `"${String(name)}"`);
}

/** Properties that should not be there, as TypeBox names them. */
function unknownNames({params}: Misfit): string[] {
  const {additionalProperties} = params as {additionalProperties?: unknown};
  return Array.isArray(additionalProperties) ? additionalProperties.map(String) : [];
}
