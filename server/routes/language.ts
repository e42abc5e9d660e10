import type {FastifyRequest} from 'fastify';
import type {LocalText} from '../../contract/local-text.ts';
import {fail} from '../errors.ts';

export type Language = keyof LocalText;

/**
 * The language texts are given in: `lang`, else what the client likes best of the two, else Chinese.
 * @throws PARAMETER_INVALID
 */
export function languageOf(request: FastifyRequest): Language {
  const {lang} = request.query as {lang?: string};
  if (lang !== undefined) {
    if (lang !== 'zh' && lang !== 'en') {
      const expected = {zh: ' zh 或 en', en: 'zh or en'};
      throw fail('PARAMETER_INVALID', {name: 'lang', seen: `"${lang}"`, expected});
    }
    return lang;
  }
  const wishes = (request.headers['accept-language'] ?? '').split(',').map((wish) => {
    const [name = '', ...rest] = wish.trim().toLowerCase().split(';');
    const weight = rest.find((part) => part.trim().startsWith('q='));
    return {language: name.split('-')[0], weight: weight ? Number(weight.trim().slice(2)) : 1};
  });
  const weightOf = (language: Language) =>
    Math.max(0, ...wishes.filter((wish) => wish.language === language).map((wish) => wish.weight));
  return weightOf('en') > weightOf('zh') ? 'en' : 'zh';
}
