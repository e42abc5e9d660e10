import {expect, test} from 'vitest';
import type {ServiceCoverage} from '../../../contract/service-coverage.ts';
import {flowsToUnits} from '../../../web/src/state/facilities-on-map.ts';

test('a flow has a line when it goes to a unit and carries something', () => {
  const flows = [
    {facility: 0, unit: 0, load: 5},
    {facility: 0, unit: null, load: 5},
    {facility: 1, unit: 2, load: 0},
  ];
  expect(flowsToUnits({flows} as unknown as ServiceCoverage)).toEqual([flows[0]]);
});
