import {expect, test} from 'vitest';
import {parseCoordinate} from '../../../web/src/state/coordinate.ts';

test.each([
  ['118.5, 31.2', [118.5, 31.2]],
  ['118.5 31.2', [118.5, 31.2]],
  ['118.5，31.2', [118.5, 31.2]],
  ['-75.6, 39.7', [-75.6, 39.7]],
  ['31.2N 118.5E', [118.5, 31.2]],
  ['N31.2 E118.5', [118.5, 31.2]],
  ['E 118.5, N 31.2', [118.5, 31.2]],
  ['118°30′E 31°12′N', [118.5, 31.2]],
  ['118°30\'00"E, 31°12\'00"N', [118.5, 31.2]],
  ['东经118度30分 北纬31度12分', [118.5, 31.2]],
  ['75.6W 39.7N', [-75.6, 39.7]],
  ['33.9S 151.2E', [151.2, -33.9]],
])('%s is read as a coordinate', (text, expected) => {
  const [lon, lat] = parseCoordinate(text)!;
  expect(lon).toBeCloseTo(expected[0]!, 9);
  expect(lat).toBeCloseTo(expected[1]!, 9);
});

test('the order is turned round when only the other one lies on the globe', () => {
  expect(parseCoordinate('31.2, 118.5')).toEqual([118.5, 31.2]);
});

test.each([
  '340100',
  '青川县',
  'Qingchuan 12',
  '200, 100',
  '118.5',
  '118.5, 31.2, 5',
  '31N 32N',
  '',
])('“%s” is not a coordinate', (text) => {
  expect(parseCoordinate(text)).toBeNull();
});
