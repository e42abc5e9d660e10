import {afterEach, expect, test, vi} from 'vitest';
import type {FileInspection} from '../../../contract/file-inspection.ts';
import {createImportDraft} from '../../../web/src/state/import-draft.ts';

const inspectFile = vi.hoisted(() => vi.fn<() => Promise<FileInspection>>());
vi.mock('../../../web/src/api/layers.ts', () => ({inspectFile, uploadLayer: vi.fn<() => void>()}));
afterEach(() => inspectFile.mockReset());

async function draftOf(fileName: string, names: string[]) {
  const layers = names.map((name) => ({
    name,
    crs: 'EPSG:4490',
    geometry: 'Polygon',
    featureCount: 1,
    attributes: [],
  }));
  inspectFile.mockResolvedValue({format: 'GeoPackage', layers} satisfies FileInspection);
  const draft = createImportDraft(
    () => [],
    () => {},
  );
  await draft.take(new File([], fileName));
  return draft;
}

test('the only layer of a file is called as the file', async () => {
  const {fields} = await draftOf('Ridge 2024.gpkg', ['table_1']);
  expect(fields).toMatchObject({title: 'Ridge 2024', id: 'ridge-2024', layer: 'table_1'});
});

test('one of several is called as it is called in the file, whichever is chosen', async () => {
  const {fields, chooseLayer} = await draftOf('ridge.gpkg', ['Towns', '保护区']);
  expect(fields).toMatchObject({title: 'Towns', id: 'towns'});
  chooseLayer('保护区');
  expect(fields).toMatchObject({title: '保护区', id: 'ridge-2'});
});

test('what the user called it stays when another layer is chosen', async () => {
  const {fields, chooseLayer} = await draftOf('ridge.gpkg', ['towns', 'parks']);
  fields.title = 'My parks';
  chooseLayer('parks');
  expect(fields).toMatchObject({title: 'My parks', id: 'parks'});
});
