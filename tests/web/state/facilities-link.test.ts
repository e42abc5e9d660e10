import {expect, test} from 'vitest';
import {changedFields, formWith} from '../../../web/src/state/facilities-form.ts';
import {
  formatFacilitiesLink,
  parseFacilitiesLink,
  type FacilitiesLink,
} from '../../../web/src/state/facilities-link.ts';

const search = (link: FacilitiesLink) =>
  new URLSearchParams(
    formatFacilitiesLink(link)
      .map(([name, value]) => `${name}=${value}`)
      .join('&'),
  );

test('a link says again what it was made from', () => {
  const link: FacilitiesLink = {
    units: 'units',
    facilities: 'plants',
    kind: 'landfill',
    unitLevel: 'prefecture',
    people: 'urban population',
    rule: 'distance',
    distanceM: 12_500,
    year: 2024,
    loadAttribute: 'sewage m³/d',
    perHead: 0.18,
    attributes: {capacity: 'mgd', load: '负荷'},
    measure: '万m³/d',
    protectionDistanceM: 0,
    basins: 'huc12',
    sections: 'none',
    areas: 'served',
    areasAttribute: 'plant',
    shelf: 'matrix',
    item: 'WW1:redlines:R 1',
    form: {k: 3, costs: {lifeYears: 30}},
    scenario: {id: 'a-1', name: '甲~乙 & 丙'},
    against: {id: 'b-2', name: 'B'},
  };
  expect(parseFacilitiesLink(search(link))).toEqual(link);
});

test('what cannot be read is left out', () => {
  const broken =
    'service=magic&measure=stone&perhead=-1&named=%7B%22magic%22%3A%22x%22%7D&distance=-1&year=soon&below=sky&sharing=%7B&scenario=';
  expect(parseFacilitiesLink(new URLSearchParams(broken))).toBeNull();
});

test('a form of a link has only fields of the right type, the others as a new form', () => {
  const form = formWith({k: 2, maxDistanceKm: 'far', minCapacity: 9, flowRule: 'downstream', x: 1});
  expect(changedFields(form)).toEqual({k: 2, minCapacity: 9, flowRule: 'downstream'});
});

test('a form with more loads than an address holds is left out of the link, nothing else is', () => {
  const row = (i: number) => ({unit: `91${i}`, load: i, at: null});
  const form = {k: 2, rows: Array.from({length: 400}, (_, i) => row(i))};
  const parts = formatFacilitiesLink({kind: 'landfill', form});
  expect(parts).toEqual([['kind', 'landfill']]);
});
