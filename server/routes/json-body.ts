import type {LocalText} from '../../contract/local-text.ts';
import {fail} from '../errors.ts';
import {findJsonError} from '../ingest/json/find-json-error.ts';
import type {App} from '../services.ts';

/**
 * Request bodies are JSON, and one that is not is told with the place of the mistake. Fastify would
 * take text/plain as well, which no route here can do anything with.
 */
export function readJsonBodies(app: App): void {
  const parse = app.getDefaultJsonParser('error', 'error');
  app.removeContentTypeParser(['application/json', 'text/plain']);
  app.addContentTypeParser<string>(
    'application/json',
    {parseAs: 'string'},
    (request, body, done) =>
      void parse(request, body, (error, value) => {
        if (error === null) done(null, value);
        else done(fail('BODY_NOT_JSON', {reason: reasonOf(body)}));
      }),
  );
}

function reasonOf(body: string): LocalText {
  if (body.trim() === '') return {zh: '内容为空', en: 'it is empty'};
  const mistake = findJsonError(body);
  // the parser also refuses names by which a prototype could be changed
  if (mistake === null) {
    return {
      zh: '含有不允许的名称 "__proto__" 或 "constructor"',
      en: 'it holds a name that is not taken, "__proto__" or "constructor"',
    };
  }
  const before = body.slice(0, mistake.position).split('\n');
  const [line, column] = [before.length, before.at(-1)!.length + 1];
  return {
    zh: `第 ${line} 行第 ${column} 列：${mistake.reason.zh}`,
    en: `line ${line}, column ${column}: ${mistake.reason.en}`,
  };
}
