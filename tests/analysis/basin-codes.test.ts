import {Type} from 'typebox';
import {Value} from 'typebox/value';
import {describe, expect, it} from 'vitest';
import {ancestorCode, CodeSystem, levelOfCode, recogniseCodes} from '../../contract/basin-codes.ts';
import entries from '../../data/catalog/code-systems.json' with {type: 'json'};

const systems = entries as CodeSystem[];
const system = (id: string) => systems.find((each) => each.id === id)!;
const recognised = (of: 'unit' | 'basin', ...codes: string[]) =>
  recogniseCodes(systems, of, codes)?.id ?? null;

describe('code systems', () => {
  it('fit their schema and are patterns', () => {
    expect([...Value.Errors(Type.Array(CodeSystem), entries)]).toEqual([]);
    for (const {pattern} of systems) expect(() => new RegExp(pattern)).not.toThrow();
  });

  it('are recognised by all codes of a layer, or not at all', () => {
    expect(recognised('unit', '330000', '330100', '330102')).toBe('gbt-2260');
    expect(recognised('unit', '330102', '330102001', '330102001002')).toBe('gbt-2260');
    expect(recognised('unit', '34021', '42')).toBe('us-fips');
    expect(recognised('basin', 'F', 'F12', 'F1201', 'F120110')).toBe('water-resource-zone');
    expect(recognised('basin', '020401010101', '02040101')).toBe('usgs-huc');
    expect(recognised('basin', '43421', '4')).toBe('pfafstetter');
    expect(recognised('basin', '43421', 'x')).toBeNull();
    expect(recognised('basin')).toBeNull();
  });

  it('know the level of a code, filled up with zeros or not', () => {
    const levels = ['330000', '330100', '330102', '330102001', '330102001002'];
    expect(levels.map((code) => levelOfCode(system('gbt-2260'), code))).toEqual([
      'province',
      'prefecture',
      'county',
      'town',
      'village',
    ]);
    expect(levelOfCode(system('usgs-huc'), '0204')).toBe('huc4');
    expect(levelOfCode(system('usgs-huc'), '020')).toBeNull();
  });

  it('know what a code belongs to at a coarser level', () => {
    expect(ancestorCode(system('gbt-2260'), '330102', 'prefecture')).toBe('330100');
    expect(ancestorCode(system('gbt-2260'), '330102001', 'county')).toBe('330102');
    expect(ancestorCode(system('gbt-2260'), '330100', 'county')).toBeNull();
    expect(ancestorCode(system('us-fips'), '34021', 'state')).toBe('34');
    expect(ancestorCode(system('water-resource-zone'), 'F120110', 'zone-2')).toBe('F12');
    expect(ancestorCode(system('pfafstetter'), '43421', 'pfaf5')).toBe('43421');
    expect(ancestorCode(system('usgs-huc'), '020401010101', 'huc16')).toBeNull();
  });
});
