import {Locale} from 'typebox/system';
import type {LocalText} from '../../contract/local-text.ts';

/** As much of an error of a schema as its sentence is made of. */
export interface Misfit {
  keyword?: string;
  instancePath: string;
  message?: string;
  params: object;
}

/** What a value must be, without saying where it stands: `must be >= 1`, `必须 >= 1`. */
export function sayMisfit(misfit: Misfit): LocalText {
  return {zh: inChinese(misfit), en: inEnglish(misfit)};
}

function inEnglish({message}: Misfit): string {
  return message ?? 'is wrong';
}

const TYPES_ZH: Record<string, string> = {
  array: '列表',
  boolean: '布尔值（true 或 false）',
  integer: '整数',
  null: '空值（null）',
  number: '数字',
  object: '对象',
  string: '文字',
};

/** The words of the library, but for what it leaves in English or says of schemas only. */
function inChinese(misfit: Misfit): string {
  switch (misfit.keyword) {
    case 'type': {
      const {type} = misfit.params as {type: string | string[]};
      return `必须是${[type].flat().map(typeZh).join('或')}`;
    }
    case 'additionalProperties':
      return '含有不接受的属性';
    case 'anyOf':
      return '不符合任何一种允许的形式';
    case undefined:
      return '不正确';
  }
  return Locale.zh_Hans(misfit as Parameters<typeof Locale.zh_Hans>[0]);
}

/** A type of JSON Schema in Chinese: integer is 整数. */
export function typeZh(type: string): string {
  return TYPES_ZH[type] ?? ` ${type}`;
}

/** The values a constant or one of several may have, said of the place it stands at; a Chinese one ends with its blank. */
export function sayChoices(path: LocalText, choices: readonly string[]): LocalText {
  return {
    zh: `${path.zh}必须是 ${choices.join('、')}${choices.length > 1 ? ' 之一' : ''}`,
    en: `${path.en} must be one of ${choices.join(', ')}`,
  };
}
