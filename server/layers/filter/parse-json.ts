import type {LocalText} from '../../../contract/local-text.ts';
import {fail} from '../../errors.ts';
import type {Expression} from './expression.ts';

const MAX_DEPTH = 50;

/**
 * Reads CQL2 JSON.
 * @throws FILTER_INVALID
 */
export function parseJson(text: string): Expression {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const {message} = error as Error;
    throw refuse({zh: `不是 JSON：${message}`, en: `it is not JSON: ${message}`});
  }
  return check(value, 0);
}

function check(value: unknown, depth: number): Expression {
  if (depth > MAX_DEPTH) {
    throw refuse({zh: `超过 ${MAX_DEPTH} 层`, en: `it has more than ${MAX_DEPTH} levels`});
  }
  if (['string', 'number', 'boolean'].includes(typeof value)) return value as Expression;
  if (Array.isArray(value)) return value.map((each) => check(each, depth + 1));
  if (typeof value !== 'object' || value === null) {
    const seen = JSON.stringify(value);
    throw refuse({zh: `其中有 ${seen}`, en: `${seen} stands in it`});
  }
  const {op, args, property, date, timestamp, type, bbox, coordinates} = value as Record<
    string,
    unknown
  >;
  if (typeof property === 'string') return {property};
  if (typeof date === 'string') return date;
  if (typeof timestamp === 'string') return timestamp;
  if (Array.isArray(bbox) && isNumbers(bbox)) return {bbox};
  if (typeof type === 'string' && Array.isArray(coordinates)) return {type, coordinates};
  if (typeof op !== 'string' || !Array.isArray(args)) {
    const seen = JSON.stringify(value).slice(0, 80);
    throw refuse({
      zh: `${seen} 既不是运算 {op, args}，也不是值`,
      en: `${seen} is neither an operation {op, args} nor a value`,
    });
  }
  return {op, args: args.map((each) => check(each, depth + 1))};
}

function isNumbers(values: unknown[]): values is number[] {
  return values.every((value) => typeof value === 'number' && Number.isFinite(value));
}

function refuse(reason: LocalText) {
  return fail('FILTER_INVALID', {reason});
}
