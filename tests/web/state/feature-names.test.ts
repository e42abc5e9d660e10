import {afterEach, expect, test, vi} from 'vitest';
import {createFeatureNames, filterOf, localName} from '../../../web/src/state/feature-names.ts';
import type {ListedLayer} from '../../../web/src/state/layers.ts';

afterEach(() => vi.unstubAllGlobals());

const units = {
  version: {version: 1, map: {code: 'code', name: 'name_zh', nameEn: 'name_en'}},
} as unknown as ListedLayer;

test('names are asked for once, all of a layer together', async () => {
  const asked: string[] = [];
  vi.stubGlobal('fetch', async (url: string) => {
    asked.push(new URL(url, 'http://liandong').searchParams.get('filter')!);
    const properties = {code: 'A', name_zh: '甲县', name_en: 'Jia County'};
    const features = [{type: 'Feature', id: 'A', properties, geometry: null}];
    return new Response(JSON.stringify({type: 'FeatureCollection', features}));
  });
  const names = createFeatureNames((id) => (id === 'units' ? units : null));
  const [a, b] = ['A', 'B'].map((id) => ({collection: 'units', id})) as [
    {collection: string; id: string},
    {collection: string; id: string},
  ];
  await names.learn([a, b, {collection: 'gone', id: 'A'}]);
  await names.learn([a, b]);
  expect(asked).toEqual([`"code" IN ('A', 'B')`]);
  expect(names.nameOf(a)).toEqual({zh: '甲县', en: 'Jia County'});
  expect(names.nameOf(b)).toBeNull();
});

test('quotes in attributes and values are doubled', () => {
  expect(filterOf('a"b', ["o'clock", 'x'])).toBe(`"a""b" IN ('o''clock', 'x')`);
});

test('a feature named in one language has that name in both', () => {
  expect(localName({n: '甲县'}, {name: 'n'})).toEqual({zh: '甲县', en: '甲县'});
  expect(localName({}, {name: 'n'})).toBeNull();
});
