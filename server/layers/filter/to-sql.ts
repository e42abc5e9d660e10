import type {LocalText} from '../../../contract/local-text.ts';
import {sql, type Sql} from '../../db/sql.ts';
import {fail} from '../../errors.ts';
import type {OfferedCrs} from '../crs.ts';
import type {Queryable, ValueType} from '../queryables.ts';
import {
  isGeometry,
  isOperation,
  isProperty,
  SPATIAL_OPERATORS,
  type Expression,
  type Literal,
  type Operation,
  type SpatialOperator,
} from './expression.ts';
import {geometrySql, isGeometryName, SPATIAL_SQL} from './geometry-sql.ts';

export interface FilterContext {
  queryables: readonly Queryable[];
  /** What geometries in the filter are given in. */
  crs: OfferedCrs;
  /** Takes the geometries of the filter, for `checkGeometries`. */
  geometries: Sql[];
}

/**
 * The condition a filter stands for, on a row of `features`. Values become parameters; names are looked
 * up among the queryables.
 * @throws FILTER_INVALID
 */
export function filterToSql(filter: Expression, context: FilterContext): Sql {
  if (typeof filter === 'boolean') return filter ? sql`true` : sql`false`;
  if (isProperty(filter)) {
    const operand = toOperand(filter, context);
    if (operand.type === 'boolean') return operand.value;
  }
  if (typeof filter !== 'object' || Array.isArray(filter) || !isOperation(filter)) {
    throw misplaced(filter, {zh: '条件', en: 'a condition'});
  }
  const {op, args} = filter;
  if (op === 'and' || op === 'or') return chain(op, args, context);
  if (op === 'not') return sql`(not ${filterToSql(only(filter, 1)[0]!, context)})`;
  if (op === 'isNull') return sql`(${toOperand(only(filter, 1)[0]!, context).value} is null)`;
  if (op === 'like') return like(filter, context);
  if (op === 'between') return between(filter, context);
  if (op === 'in') return isIn(filter, context);
  if (SPATIAL_OPERATORS.includes(op as SpatialOperator)) return spatial(filter, context);
  return compare(filter, context);
}

function chain(op: 'and' | 'or', args: Expression[], context: FilterContext): Sql {
  if (args.length < 2) {
    throw refuse({
      zh: `“${op}”有 ${args.length} 个条件，至少需要两个`,
      en: `"${op}" has ${args.length} conditions; it needs two at least`,
    });
  }
  const [first, ...rest] = args.map((each) => filterToSql(each, context));
  const joined = rest.reduce(
    (left, right) => (op === 'and' ? sql`${left} and ${right}` : sql`${left} or ${right}`),
    first!,
  );
  return sql`(${joined})`;
}

interface Operand {
  type: ValueType;
  value: Sql;
  /** The value itself, of a literal. */
  literal?: Literal;
}

function toOperand(expression: Expression, context: FilterContext): Operand {
  if (typeof expression !== 'object') return literalOperand(expression);
  if (isProperty(expression)) {
    const found = context.queryables.find(({name}) => name === expression.property);
    if (found) return {type: found.type, value: found.value};
    const known = context.queryables.map(({name}) => name).join(', ');
    const name = expression.property;
    throw refuse({
      zh: `没有属性“${name}”；有：${known}`,
      en: `there is no attribute "${name}"; there are: ${known}`,
    });
  }
  if (!Array.isArray(expression) && isOperation(expression) && expression.op === 'casei') {
    const inner = toText(toOperand(only(expression, 1)[0]!, context));
    return {type: 'string', value: sql`lower(${inner.value})`};
  }
  throw misplaced(expression, {zh: '值', en: 'a value'});
}

function literalOperand(literal: Literal): Operand {
  switch (typeof literal) {
    case 'string':
      return {type: 'string', value: sql`${literal}::text`, literal};
    case 'number':
      return {type: 'number', value: sql`${literal}::double precision`, literal};
    case 'boolean':
      return {type: 'boolean', value: sql`${literal}::boolean`, literal};
  }
}

const COMPARISONS: Record<string, Sql> = {
  '=': sql`=`,
  '<>': sql`<>`,
  '<': sql`<`,
  '<=': sql`<=`,
  '>': sql`>`,
  '>=': sql`>=`,
};

function compare(operation: Operation, context: FilterContext): Sql {
  const sign = COMPARISONS[operation.op];
  if (!sign) {
    const {op} = operation;
    throw refuse({zh: `不支持运算符“${op}”`, en: `the operator "${op}" is not offered`});
  }
  const [a, b] = alike(only(operation, 2).map((each) => toOperand(each, context)));
  return sql`(${a!.value} ${sign} ${b!.value})`;
}

function between(operation: Operation, context: FilterContext): Sql {
  const operands = only(operation, 3).map((each) => toOperand(each, context));
  const [value, low, high] = alike(operands);
  return sql`(${value!.value} between ${low!.value} and ${high!.value})`;
}

function isIn(operation: Operation, context: FilterContext): Sql {
  const [value, list] = only(operation, 2);
  if (!Array.isArray(list) || list.length === 0) {
    throw refuse({zh: '“in”需要一个值的列表', en: '"in" needs a list of values'});
  }
  const operands = alike([value!, ...list].map((each) => toOperand(each, context)));
  const [first, second, ...rest] = operands.map((operand) => operand.value);
  const values = rest.reduce((left, right) => sql`${left}, ${right}`, second!);
  return sql`(${first!} in (${values}))`;
}

function like(operation: Operation, context: FilterContext): Sql {
  const [value, pattern] = only(operation, 2).map((each) => toText(toOperand(each, context)));
  return sql`(${value!.value} like ${pattern!.value})`;
}

function spatial(operation: Operation, context: FilterContext): Sql {
  const test = SPATIAL_SQL[operation.op as SpatialOperator];
  const isNamed = (each: Expression) => isProperty(each) && isGeometryName(each.property);
  const sides = only(operation, 2).map((each) => {
    if (isNamed(each)) return sql`geom`;
    if (!isGeometry(each)) throw misplaced(each, {zh: '几何', en: 'a geometry'});
    const geometry = geometrySql(each, context.crs);
    context.geometries.push(geometry);
    return geometry;
  });
  return test(sides[0]!, sides[1]!);
}

const TYPES_ZH: Record<ValueType, string> = {string: '文本', number: '数字', boolean: '布尔值'};

/** Operands brought to one type: that of the attribute among them. */
function alike(operands: Operand[]): Operand[] {
  const lead = operands.find(({literal}) => literal === undefined) ?? operands[0]!;
  return operands.map((operand) => {
    if (operand.type === lead.type) return operand;
    if (lead.type === 'string') return toText(operand);
    const number = lead.type === 'number' ? Number(operand.literal) : Number.NaN;
    if (
      typeof operand.literal === 'string' &&
      operand.literal.trim() !== '' &&
      !Number.isNaN(number)
    ) {
      return literalOperand(number);
    }
    const other = describe(operand.literal ?? operand.type);
    throw refuse({
      zh: `${TYPES_ZH[lead.type]}与 ${other} 比较`,
      en: `a ${lead.type} is compared with ${other}`,
    });
  });
}

function toText(operand: Operand): Operand {
  if (operand.type === 'string') return operand;
  if (operand.literal !== undefined) {
    return literalOperand(String(operand.literal));
  }
  return {type: 'string', value: sql`(${operand.value})::text`};
}

function only({op, args}: Operation, count: number): Expression[] {
  if (args.length !== count) {
    throw refuse({
      zh: `“${op}”有 ${args.length} 个值，需要 ${count} 个`,
      en: `"${op}" has ${args.length} values; it needs ${count}`,
    });
  }
  return args;
}

function describe(value: unknown): string {
  return JSON.stringify(value)?.slice(0, 80) ?? 'nothing';
}

function misplaced(value: Expression, expected: LocalText) {
  const seen = describe(value);
  return refuse({
    zh: `应为${expected.zh}处是 ${seen}`,
    en: `${seen} stands where ${expected.en} is expected`,
  });
}

function refuse(reason: LocalText) {
  return fail('FILTER_INVALID', {reason});
}
