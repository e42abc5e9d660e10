import {describe, expect, it} from 'vitest';
import {findLayerKind, readCatalog} from '../../server/catalog.ts';
import {recogniseBasins} from '../../server/ingest/recognise-basins.ts';

const kind = (id: string) => findLayerKind(readCatalog(), id);
const attributes = (samples: Record<string, unknown>) =>
  Object.entries(samples).map(([name, sample]) => ({name, type: typeof sample, sample}));
const recognise = (samples: Record<string, unknown>, map = {}) =>
  recogniseBasins(kind('basin'), map, attributes(samples));

const HYDRO = {HYBAS_ID: 4080023810, NEXT_DOWN: 0, PFAF_ID: 43421, UP_AREA: 1.5};
const HUC = {huc12: '020401010101', huc12_name: 'West Branch', to_huc12: '020401010102'};

describe('basins as they are published', () => {
  it('are recognised as HydroBASINS by their id and what is next down', () => {
    const {map, notes} = recognise(HYDRO);
    expect(map).toEqual({code: 'HYBAS_ID', downstream: 'NEXT_DOWN'});
    expect(notes).toHaveLength(1);
    expect(notes[0]).toMatchObject({rule: 'codes-recognised', severity: 'info', featureId: null});
    expect(notes[0]!.detail).toContain('HYBAS_ID as code, NEXT_DOWN as downstream');
    expect(notes[0]!.detail).toContain('0 is an outlet');
  });

  it('are recognised as hydrologic units by the finest of their codes', () => {
    expect(recognise({...HUC, huc10: '0204010101', huc08: '02040101'}).map).toEqual({
      code: 'huc12',
      downstream: 'to_huc12',
      name: 'huc12_name',
    });
    expect(recognise({HUC08: '02040101', ToHUC08: '02040102', Name: 'Upper'}).map).toEqual({
      code: 'HUC08',
      downstream: 'ToHUC08',
      name: 'Name',
    });
    expect(recognise({huc8: '02040101'}).notes[0]!.detail).toContain('give a layer of rivers');
  });

  it('are not hydrologic units where codes have lost their leading zeros', () => {
    expect(recognise({huc12: 20401010101}).notes).toEqual([]);
  });

  it('are recognised as water-resource zones by the name or the form of their codes', () => {
    expect(recognise({WRZCD: 'F12', WRZNM: '太湖水系'}).map).toEqual({
      code: 'WRZCD',
      name: 'WRZNM',
    });
    const byForm = recognise({ID: 7, FQ: 'F120200'});
    expect(byForm.map).toEqual({code: 'FQ'});
    expect(byForm.notes[0]!.detail).toContain('1, 3, 5, 6 and 7 characters');
    // there is no zone I
    expect(recognise({FQ: 'I120200'}).notes).toEqual([]);
  });

  it('keep what the map names, and take nothing beside a code of its own', () => {
    expect(recognise(HUC, {code: 'huc12', name: 'label'}).map).toEqual({
      code: 'huc12',
      name: 'label',
      downstream: 'to_huc12',
    });
    const other = recognise(HUC, {code: 'huc12_name'});
    expect(other.map).toEqual({code: 'huc12_name'});
    expect(other.notes[0]!.detail).toContain('nothing was added');
  });

  it('are looked for in layers of basins only', () => {
    const {map, notes} = recogniseBasins(kind('reference'), {}, attributes(HYDRO));
    expect(map).toEqual({});
    expect(notes).toEqual([]);
  });
});
