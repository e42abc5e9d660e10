import {describe, expect, test} from 'vitest';
import type {BasinCells} from '../../../contract/basin-cells.ts';
import {nameCells, sharedNames} from '../../../web/src/state/basin-names.ts';

const COUNTIES = new Map([
  [
    '36',
    [
      {NAME: 'Kings', STATEFP: '36', STUSPS: 'NY', STATE_NAME: 'New York', LSAD: 'county'},
      {NAME: 'Queens', STATEFP: '36', STUSPS: 'NY', STATE_NAME: 'New York', LSAD: 'county'},
    ],
  ],
  ['10', [{NAME: 'Kent', STATEFP: '10', STUSPS: 'DE', STATE_NAME: 'Delaware', LSAD: 'county'}]],
]);

describe('what a level is called that no feature has', () => {
  test('is what all its features say alike and no other, a name before an abbreviation', () => {
    expect([...sharedNames(COUNTIES)]).toEqual([
      ['36', 'New York'],
      ['10', 'Delaware'],
    ]);
  });

  test('is not a code, nor what differs within it, nor what all say', () => {
    const without = new Map(
      [...COUNTIES].map(([code, all]) => [
        code,
        all.map(({NAME, STATEFP, LSAD}) => ({NAME, STATEFP, LSAD, region: `State ${STATEFP}`})),
      ]),
    );
    expect(sharedNames(without).size).toBe(0);
    expect(sharedNames(new Map([['36', COUNTIES.get('36')!]])).size).toBe(0);
  });

  const side = (code: string, name: string | null = null) => ({code, name, nameEn: null});
  const cells = (basis: 'features' | 'codes') =>
    ({
      levels: {
        units: [{level: 'state', featureCount: 2, basis}],
        basins: [{level: 'huc8', featureCount: 1, basis: 'codes'}],
        unitLevel: 'state',
        basinLevel: 'huc8',
      },
      units: [side('36'), side('10', 'Delaware')],
      basins: [side('02040105')],
    }) as unknown as BasinCells;

  test('stands in place of a code alone, and its level beside the code where nothing else does', () => {
    const named = nameCells(cells('codes'), (of, code) =>
      of === 'unit' && code === '36' ? 'New York' : null,
    );
    expect(named.units.map(({name}) => name)).toEqual(['New York', 'Delaware']);
    expect(named.basins[0]).toMatchObject({nameEn: 'HUC8 02040105', code: '02040105'});
    const [unnamed] = nameCells(cells('codes'), () => null).units;
    expect([unnamed!.name, unnamed!.nameEn]).toEqual(['州级 36', 'State 36']);
  });

  test('is left to features where the level has them', () => {
    expect(nameCells(cells('features'), () => 'x').units[0]!.name).toBeNull();
  });
});
