import {expect, test} from 'vitest';
import {formatBasinLink, parseBasinLink} from '../../../web/src/state/basin-link.ts';
import {formatUrl, parseUrl} from '../../../web/src/state/url-state.ts';

test('a link to the basin room reproduces layers, levels, basin, tab and selection', () => {
  const state = {
    room: 'basin',
    panel: 'groups',
    selection: {collection: 'units', id: '910102'},
    basin: {
      units: 'units',
      basins: 'basins',
      rivers: 'none',
      sections: 'sections',
      unitLevel: 'county',
      basinLevel: '2',
      basin: 'X02',
      shareOf: 'unit',
      threshold: 0.125,
      groupRule: 'connected',
      flow: {attribute: 'flow, mean', unit: 'ft3/s'},
      agreement: {id: 'yellow-river-2021', version: 3},
      period: {from: '2021', to: '2022-06'},
      draft: 'new-1',
      item: 'R00135:930282>930281',
      from: '113.9,28.6,sections/SEC0001',
      memberZone: {id: '5423b571-b3ac', version: 2},
      memberNumber: {id: 'function-zone:main-function-zones', class: 'key & more'},
      memberLimit: {is: 'atMost', share: 0.2},
      shelf: 'flow',
      borders: 'mismatches',
    },
    locale: 'zh',
  } as const;
  expect(parseUrl(formatUrl(state))).toEqual(state);
});

test('what a link says wrongly is left out', () => {
  const search = new URLSearchParams(
    'borders=all&threshold=7&grouprule=nearest&shareof=sea&shelf=attic',
  );
  expect(parseBasinLink(search)).toBeNull();
  expect(formatBasinLink({})).toEqual([]);
});

test('a link of before, without the version of the agreement, is still read', () => {
  const link = parseBasinLink(new URLSearchParams('agreement=yellow-river-2021&period=soon'));
  expect(link).toEqual({agreement: {id: 'yellow-river-2021', version: null}});
});
