import {expect, test} from 'vitest';
import type {FileLayer} from '../../../contract/file-inspection.ts';
import type {LayerKind} from '../../../contract/layer-kind.ts';
import {idFrom} from '../../../web/src/state/import-draft.ts';
import {suggestKind, suggestMap} from '../../../web/src/state/role-suggestion.ts';

function inspected(geometry: string, ...names: string[]): FileLayer {
  return {
    name: 'layer',
    crs: 'EPSG:4490',
    geometry,
    featureCount: 1,
    attributes: names.map((name) => ({name, type: 'string', sample: null})),
  };
}
const kinds = (
  [
    ['unit', 'polygon'],
    ['redline', 'polygon'],
    ['basin', 'polygon'],
    ['land-cover', 'polygon'],
    ['reference', 'any'],
  ] as const
).map(([id, geometry]) => ({id, geometry}) as LayerKind);

test('attributes of a county file and of a Chinese survey database find their roles', () => {
  expect(
    suggestMap(inspected('Polygon', 'STATEFP', 'GEOID', 'NAME', 'ALAND'), ['code', 'name']),
  ).toEqual({code: 'GEOID', name: 'NAME'});
  expect(
    suggestMap(inspected('Polygon', 'BSM', 'HXBM', 'HXMC', 'HXLX'), ['code', 'name', 'class']),
  ).toEqual({code: 'HXBM', name: 'HXMC', class: 'HXLX'});
});

test('parcels of the land survey are land cover, classed by their land class', () => {
  const parcels = inspected('Polygon', 'BSM', 'DLBM', 'DLMC', 'ZLDWMC');
  expect(suggestKind(parcels, 'gk.zip', kinds)).toBe('land-cover');
  expect(suggestMap(parcels, ['code', 'name', 'class'])).toEqual({
    code: 'BSM',
    class: 'DLMC',
    name: 'ZLDWMC',
  });
  expect(suggestMap(inspected('Polygon', 'BSM', 'DLMC'), ['code', 'name', 'class'])).toEqual({
    code: 'BSM',
    class: 'DLMC',
  });
});

test('no attribute plays two roles', () => {
  expect(suggestMap(inspected('Polygon', 'name_en'), ['name', 'nameEn'])).toEqual({
    nameEn: 'name_en',
  });
});

test('a kind fits the words and the geometry, else the layer is a reference', () => {
  expect(suggestKind(inspected('MultiPolygon'), 'counties.zip', kinds)).toBe('unit');
  expect(suggestKind(inspected('Point'), 'counties.zip', kinds)).toBe('reference');
  expect(suggestKind(inspected('Polygon'), '生态红线2023.zip', kinds)).toBe('redline');
});

test.each([
  ['counties.zip', 'counties'],
  ['Focus_Areas (2).geojson', 'focus-areas-2'],
  ['2023红线.shp.zip', 'layer'],
  ['hucs.gpkg', 'hucs'],
])('%s becomes the layer id %s', (name, id) => {
  expect(idFrom(name)).toBe(id);
});
