import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {LiandongError} from '../../server/errors.ts';
import {CRS84} from '../../server/layers/crs.ts';
import {parseJson} from '../../server/layers/filter/parse-json.ts';
import {parseText} from '../../server/layers/filter/parse-text.ts';
import {filterToSql} from '../../server/layers/filter/to-sql.ts';
import {queryablesOf} from '../../server/layers/queryables.ts';

const queryables = queryablesOf({name: 'n'}, [
  {name: 'n', type: 'string'},
  {name: 'count', type: 'number'},
  {name: '面积', type: 'number'},
]);
const compile = (text: string) =>
  filterToSql(parseText(text), {queryables, crs: CRS84, geometries: []});

describe('CQL2 text', () => {
  it.each([
    ['a = 1 or b = 2 and c = 3', 'or(=(a,1),and(=(b,2),=(c,3)))'],
    ['(a = 1 or b = 2) and c = 3', 'and(or(=(a,1),=(b,2)),=(c,3))'],
    ['not a = 1 and b = 2', 'and(not(=(a,1)),=(b,2))'],
    ['NOT NOT a IS NULL', 'not(not(isNull(a)))'],
    ['a between 1 and 2 and b = 3', 'and(between(a,1,2),=(b,3))'],
    ["a in ('x', 'y')", 'in(a,["x","y"])'],
    ['"order by" <> 1', '<>(order by,1)'],
    ["a = 'it''s' or a = 'it\\'s'", 'or(=(a,"it\'s"),=(a,"it\'s"))'],
    ['面积 > -1.5e3', '>(面积,-1500)'],
    ["d = DATE('2024-01-01')", '=(d,"2024-01-01")'],
    ['s_intersects(geometry, MULTIPOINT((1 2), (3 4)))', 's_intersects(geometry,MultiPoint)'],
    ['s_within(geometry, POLYGON Z((0 0 1, 1 0 1, 1 1 1, 0 0 1)))', 's_within(geometry,Polygon)'],
  ])('%s', (text, expected) => {
    expect(show(parseText(text))).toBe(expected);
  });

  it('puts values into parameters and never into the statement', () => {
    const nasty = "x'; drop table features; --";
    const {text, values} = compile(`n = '${nasty.replaceAll("'", "''")}' and 面积 in (1, 2)`);
    expect(values).toContain(nasty);
    expect(text).not.toContain('drop');
    const numbers = [...text.matchAll(/\$(\d+)/g)].map((match) => Number(match[1]));
    expect(Math.max(...numbers)).toBe(values.length);
  });

  it('refuses what it does not understand with a problem, and never otherwise', () => {
    const piece = fc.constantFrom(
      'n',
      'count',
      '面积',
      '"n"',
      "'a'",
      "''",
      '1',
      '-',
      '(',
      ')',
      ',',
      '=',
      '<>',
      'and',
      'or',
      'not',
      'in',
      'like',
      'between',
      'is',
      'null',
      'casei(',
      'bbox(',
      'point(',
      's_intersects(',
      'geometry',
      '"',
      "'",
      '\\',
    );
    fc.assert(
      fc.property(fc.array(piece, {maxLength: 14}), (pieces) => {
        try {
          compile(pieces.join(' '));
        } catch (error) {
          expect(error).toBeInstanceOf(LiandongError);
          expect((error as LiandongError).code).toBe('FILTER_INVALID');
          expect((error as LiandongError).values.reason).toMatchObject({
            zh: expect.stringMatching(/\p{Script=Han}/u),
          });
        }
      }),
      {seed: 4, numRuns: 3000},
    );
  });

  it('refuses nesting without end', () => {
    expect(() => parseText(`${'('.repeat(5000)}a = 1${')'.repeat(5000)}`)).toThrow('levels');
    expect(() => parseText(`${'not '.repeat(5000)} a = 1`)).toThrow('levels');
    expect(() => parseText(`a = ${'casei('.repeat(5000)}b`)).toThrow('levels');
    expect(() => parseJson(`${'['.repeat(5000)}${']'.repeat(5000)}`)).toThrow('levels');
  });
});

describe('CQL2 JSON', () => {
  it('says the same as text', () => {
    const json =
      '{"op":"and","args":[{"op":"like","args":[{"property":"n"},"a%"]},{"op":">","args":[{"property":"count"},3]}]}';
    const context = {queryables, crs: CRS84, geometries: []};
    expect(filterToSql(parseJson(json), context)).toEqual(compile("n like 'a%' and count > 3"));
  });

  it('refuses any other JSON with a problem', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        try {
          filterToSql(parseJson(JSON.stringify(value)), {queryables, crs: CRS84, geometries: []});
        } catch (error) {
          expect((error as LiandongError).code).toBe('FILTER_INVALID');
          expect((error as LiandongError).values.reason).toMatchObject({
            zh: expect.stringMatching(/\p{Script=Han}/u),
          });
        }
      }),
      {seed: 5, numRuns: 500},
    );
  });
});

function show(expression: unknown): string {
  if (Array.isArray(expression)) return JSON.stringify(expression);
  if (typeof expression !== 'object' || expression === null) return JSON.stringify(expression);
  const {op, args, property, type} = expression as Record<string, unknown>;
  if (typeof property === 'string') return property;
  if (typeof type === 'string') return type;
  return `${String(op)}(${(args as unknown[]).map(show).join(',')})`;
}
