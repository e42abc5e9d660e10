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
    shelf: 'matrix',
    item: 'WW1:redlines:R 1',
    form: {k: 3, costs: {lifeYears: 30}},
    scenario: {id: 'a-1', name: '甲~乙 & 丙'},
    against: {id: 'b-2', name: 'B'},
  };
  expect(parseFacilitiesLink(search(link))).toEqual(link);
});

test('what cannot be read is left out', () => {
  const broken = 'service=magic&distance=-1&year=soon&below=sky&sharing=%7B&scenario=';
  expect(parseFacilitiesLink(new URLSearchParams(broken))).toBeNull();
});

test('a form of a link has only fields of the right type, the others as a new form', () => {
  const form = formWith({k: 2, maxDistanceKm: 'far', perHead: 0.2, flowRule: 'downstream', x: 1});
  expect(changedFields(form)).toEqual({k: 2, perHead: 0.2, flowRule: 'downstream'});
});
