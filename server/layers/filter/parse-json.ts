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
    throw refuse(`it is not JSON: ${(error as Error).message}`);
  }
  return check(value, 0);
}

function check(value: unknown, depth: number): Expression {
  if (depth > MAX_DEPTH) throw refuse(`it has more than ${MAX_DEPTH} levels`);
  if (['string', 'number', 'boolean'].includes(typeof value)) return value as Expression;
  if (Array.isArray(value)) return value.map((each) => check(each, depth + 1));
  if (typeof value !== 'object' || value === null)
    throw refuse(`${JSON.stringify(value)} stands in it`);
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
    throw refuse(
      `${JSON.stringify(value).slice(0, 80)} is neither an operation {op, args} nor a value`,
    );
  }
  return {op, args: args.map((each) => check(each, depth + 1))};
}

function isNumbers(values: unknown[]): values is number[] {
  return values.every((value) => typeof value === 'number' && Number.isFinite(value));
}

function refuse(reason: string) {
  return fail('FILTER_INVALID', {reason});
}
