import {expect, test} from 'vitest';
import {formatUrl, parseUrl, type UrlState} from '../../../web/src/state/url-state.ts';

const full: UrlState = {
  view: {center: [118.5, 31.25], zoom: 8.5},
  layers: [
    {id: 'units', opacity: 1},
    {id: 'redlines', opacity: 0.6},
  ],
  selection: {collection: 'units', id: '34/01 &#?'},
  panel: 'feature',
  zone: {id: 'zone-1', version: 3},
  overlap: 'basins',
  table: 'units',
  locale: 'en',
};

test('a link gives back the state it was made of', () => {
  expect(parseUrl(formatUrl(full))).toEqual(full);
});

test('a link with all layers off is not one without a word on layers', () => {
  expect(parseUrl(formatUrl({layers: []}))).toEqual({layers: []});
  expect(parseUrl('')).toEqual({});
  expect(formatUrl({})).toBe('');
});

test('what cannot be read is left out', () => {
  expect(parseUrl('?view=a,b,c&panel=secret&lang=fr&select=units&zone=')).toEqual({});
});
