import {fail} from '../../errors.ts';
import {SPATIAL_OPERATORS, type Expression, type SpatialOperator} from './expression.ts';
import {parseWkt} from './parse-wkt.ts';
import {TokenReader} from './token-reader.ts';

/** Nesting a filter may have; deeper ones are an attack, not a question. */
const MAX_DEPTH = 50;
const TOO_DEEP = {zh: `不超过 ${MAX_DEPTH} 层`, en: `no more than ${MAX_DEPTH} levels`};

/**
 * Reads CQL2 text: comparisons, and/or/not, in, like, between, is null, casei(), spatial functions with
 * WKT or bbox(), date() and timestamp(). Arithmetic and other functions are not offered.
 * @throws FILTER_INVALID saying at which character
 */
export function parseText(text: string): Expression {
  const reader = new TokenReader(text);
  const expression = parseOr(reader, 0);
  reader.expectEnd();
  return expression;
}

function parseOr(reader: TokenReader, depth: number): Expression {
  return parseChain(reader, 'or', () => parseAnd(reader, depth));
}

function parseAnd(reader: TokenReader, depth: number): Expression {
  return parseChain(reader, 'and', () => parseNot(reader, depth));
}

function parseChain(reader: TokenReader, op: 'and' | 'or', parse: () => Expression): Expression {
  const args = [parse()];
  while (reader.takeWord(op)) args.push(parse());
  return args.length === 1 ? args[0]! : {op, args};
}

function parseNot(reader: TokenReader, depth: number): Expression {
  if (depth > MAX_DEPTH) reader.refuse(TOO_DEEP);
  if (reader.takeWord('not')) return {op: 'not', args: [parseNot(reader, depth + 1)]};
  return parsePredicate(reader, depth);
}

const COMPARISONS = ['=', '<>', '<=', '>=', '<', '>'];

function parsePredicate(reader: TokenReader, depth: number): Expression {
  const left = parseOperand(reader, depth);
  const comparison = reader.takeSign(...COMPARISONS);
  if (comparison) return {op: comparison, args: [left, parseOperand(reader, depth)]};
  if (reader.takeWord('is')) {
    const isNegated = reader.takeWord('not');
    reader.expectWord('null');
    return negated(isNegated, {op: 'isNull', args: [left]});
  }
  const isNegated = reader.takeWord('not');
  if (reader.takeWord('like')) {
    return negated(isNegated, {op: 'like', args: [left, parseOperand(reader, depth)]});
  }
  if (reader.takeWord('between')) {
    const low = parseOperand(reader, depth);
    reader.expectWord('and');
    return negated(isNegated, {op: 'between', args: [left, low, parseOperand(reader, depth)]});
  }
  if (reader.takeWord('in')) {
    reader.expectSign('(');
    const list = [parseOperand(reader, depth)];
    while (reader.takeSign(',')) list.push(parseOperand(reader, depth));
    reader.expectSign(')');
    return negated(isNegated, {op: 'in', args: [left, list]});
  }
  if (isNegated) reader.refuse({zh: 'like、between 或 in', en: 'like, between or in'});
  return left;
}

function negated(isNegated: boolean, expression: Expression): Expression {
  return isNegated ? {op: 'not', args: [expression]} : expression;
}

function parseOperand(reader: TokenReader, depth: number): Expression {
  if (depth > MAX_DEPTH) reader.refuse(TOO_DEEP);
  if (reader.takeSign('(')) {
    const inner = parseOr(reader, depth + 1);
    reader.expectSign(')');
    return inner;
  }
  const sign = reader.takeSign('-', '+');
  const number = reader.take('number');
  if (number) return (sign === '-' ? -1 : 1) * Number(number.text);
  if (sign) reader.refuse({zh: '数字', en: 'a number'});
  const string = reader.take('string');
  if (string) return string.text;
  const name = reader.take('name');
  if (name) return {property: name.text};
  return parseWord(reader, depth);
}

function parseWord(reader: TokenReader, depth: number): Expression {
  const word = reader.peek();
  if (word.kind !== 'word') {
    reader.refuse({zh: '属性、值或 "("', en: 'an attribute, a value or "("'});
  }
  const lower = word.text.toLowerCase();
  if (reader.isCall()) return parseCall(reader, lower, depth);
  reader.next();
  if (lower === 'true' || lower === 'false') return lower === 'true';
  return {property: word.text};
}

function parseCall(reader: TokenReader, name: string, depth: number): Expression {
  const geometry = parseWkt(reader);
  if (geometry) return geometry;
  const {at, text} = reader.next();
  reader.expectSign('(');
  const args = [parseOperand(reader, depth + 1)];
  while (reader.takeSign(',')) args.push(parseOperand(reader, depth + 1));
  reader.expectSign(')');
  if (name === 'casei' && args.length === 1) return {op: 'casei', args};
  if ((name === 'date' || name === 'timestamp') && typeof args[0] === 'string') return args[0];
  if (SPATIAL_OPERATORS.includes(name as SpatialOperator) && args.length === 2) {
    return {op: name, args};
  }
  const offered = `casei(a), date(a), timestamp(a), bbox(a, b, c, d), ${SPATIAL_OPERATORS.join(', ')} (a, b)`;
  const reason = {
    zh: `第 ${at} 个字符处的函数“${text}”带有 ${args.length} 个值；可用的有 ${offered}`,
    en: `at character ${at} the function "${text}" is called with ${args.length} values; offered are ${offered}`,
  };
  throw fail('FILTER_INVALID', {reason});
}
