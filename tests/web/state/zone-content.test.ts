import type {Feature} from 'geojson';
import {expect, test} from 'vitest';
import {
  contentOf,
  draftOf,
  EMPTY_CONTENT,
  placeOf,
  type ZoneContent,
} from '../../../web/src/state/zone-content.ts';

const ring = [
  [0, 0],
  [1, 0],
  [1, 1],
  [0, 0],
];
const drawn = {type: 'MultiPolygon' as const, coordinates: [[ring]]};
const unit: Feature = {
  type: 'Feature',
  id: '34',
  properties: {},
  geometry: {type: 'Polygon', coordinates: [ring]},
};

test('members together with something drawn are sent as one collection', () => {
  const content: ZoneContent = {...EMPTY_CONTENT, drawn, memberIds: ['34']};
  const place = placeOf(content, null, new Map([['34', unit]]));
  expect(place).toMatchObject({type: 'FeatureCollection', features: [{id: '34'}, {id: 'drawn'}]});
});

test('the preview of a drag is measured in place of what is stored', () => {
  const preview = {type: 'MultiPolygon' as const, coordinates: [[ring, ring]]};
  expect(placeOf({...EMPTY_CONTENT, drawn}, preview, new Map())).toBe(preview);
  expect(placeOf(EMPTY_CONTENT, null, new Map())).toBeNull();
});

test('a saved zone gives back the draft it was made of', () => {
  const draft = draftOf('A', {...EMPTY_CONTENT, drawn, memberIds: ['34', '35']});
  expect(draft).toEqual({name: 'A', members: {collection: 'units', ids: ['34', '35']}, drawn});
  const zone = {
    id: 'z',
    version: 1,
    latestVersion: 1,
    name: 'A',
    members: {collection: 'units', ids: ['34', '35'], version: 1},
    drawn,
    geometry: drawn,
    areaM2: 1,
    createdAt: '',
  };
  expect(draftOf('A', contentOf(zone))).toEqual(draft);
});
