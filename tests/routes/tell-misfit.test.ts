import {Type, type TSchema} from 'typebox';
import {describe, expect, it} from 'vitest';
import {FacilitySharingInputs} from '../../contract/facility-sharing-inputs.ts';
import {ServiceCoverageInputs} from '../../contract/service-coverage.ts';
import {tellMisfit} from '../../server/routes/tell-misfit.ts';

const coverage = (name: keyof typeof ServiceCoverageInputs.properties, value: unknown) =>
  tellMisfit(name, ServiceCoverageInputs.properties[name], value)?.en;
const sharing = (name: keyof typeof FacilitySharingInputs.properties, value: unknown) =>
  tellMisfit(name, FacilitySharingInputs.properties[name], value)?.en;

describe('an input that does not fit its schema', () => {
  it('is told by the value that is wrong, and what it may be', () => {
    expect(sharing('constraints', {maxDistanceM: 0})).toBe('constraints.maxDistanceM must be > 0');
    expect(sharing('gap', 2)).toBe('gap must be <= 1');
    expect(sharing('demand', {rows: [{unit: 'a', load: '5'}]})).toBe(
      'demand.rows[0].load must be number',
    );
  });

  it('is told by what it lacks or has too much of', () => {
    expect(sharing('siting', {k: 1, candidates: {gridStepM: 5}, minCapacity: 1})).toBe(
      'siting lacks maxCapacity',
    );
    expect(sharing('costs', {lifeyears: 1})).toBe('costs does not take lifeyears');
  });

  it('is held against the form that it names, of several', () => {
    expect(coverage('service', {rule: 'distance'})).toBe('service lacks distanceM');
    expect(coverage('service', {rule: 'distance', distanceM: -5})).toBe(
      'service.distanceM must be > 0',
    );
    expect(coverage('service', {rule: 'circle'})).toBe(
      'service.rule must be one of areas, distance, basin, serves, host',
    );
    expect(coverage('measure', 'gallons')).toContain('measure must be one of m³/d, 万m³/d');
  });

  it.each<[kind: string, schema: TSchema, value: unknown, en: string, zh: string]>([
    ['missing', Type.Object({k: Type.Number()}), {}, 'lacks k', '缺少 k'],
    [
      'unknown',
      Type.Object({}, {additionalProperties: false}),
      {kk: 1, n: 2},
      'does not take kk, n',
      '不接受 kk、n',
    ],
    ['of another type', Type.Number(), '5', 'must be number', '必须是数字'],
    ['no list', Type.Array(Type.String()), 'a', 'must be array', '必须是列表'],
    ['a share of a whole', Type.Integer(), 1.5, 'must be integer', '必须是整数'],
    ['too small', Type.Number({minimum: 1}), 0, 'must be >= 1', '必须 >= 1'],
    ['not above', Type.Number({exclusiveMinimum: 0}), 0, 'must be > 0', '必须 > 0'],
    ['too large', Type.Number({maximum: 1}), 2, 'must be <= 1', '必须 <= 1'],
    ['not below', Type.Number({exclusiveMaximum: 1}), 1, 'must be < 1', '必须 < 1'],
    [
      'none of those offered',
      Type.Union([Type.Literal('day'), Type.Literal('year')]),
      'week',
      'must be one of day, year',
      '必须是 day、year 之一',
    ],
    ['not the one value', Type.Literal('day'), 'week', 'must be one of day', '必须是 day'],
    [
      'none of several names',
      Type.Enum(['day', 'year']),
      'week',
      'must be equal to one of the allowed values',
      '必须等于允许值中的一个',
    ],
    [
      'spelt otherwise',
      Type.String({pattern: '^[a-z]+$'}),
      'A',
      'must match pattern "^[a-z]+$"',
      '必须匹配模式 "^[a-z]+$"',
    ],
    [
      'no date',
      Type.String({format: 'date'}),
      'May',
      'must match format "date"',
      '必须匹配格式 "date"',
    ],
    [
      'too short',
      Type.String({minLength: 2}),
      'a',
      'must not have fewer than 2 characters',
      '不得少于 2 个字符',
    ],
    [
      'a list that is too short',
      Type.Array(Type.Number(), {minItems: 2}),
      [1],
      'must not have fewer than 2 items',
      '不得少于 2 项',
    ],
    [
      'a list that is too long',
      Type.Array(Type.Number(), {maxItems: 1}),
      [1, 2],
      'must not have more than 1 items',
      '不得多于 1 项',
    ],
    [
      'none of the forms it may take',
      Type.Union([Type.String(), Type.Number()]),
      true,
      'must be string',
      '必须是文字',
    ],
  ])('is told in both languages where it is %s', (_kind, schema, value, en, zh) => {
    const whole = Type.Object({at: schema}) as TSchema;
    expect(tellMisfit('input', whole, {at: value})).toEqual({
      zh: `input.at ${zh}`,
      en: `input.at ${en}`,
    });
  });
});
